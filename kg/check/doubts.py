"""What in an ontology and its shapes is surely a mistake, though each of its files can be used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from kg.check.shape_places import place_in_shapes
from kg.check.shape_rules import named
from kg.errors import Problem, Related, Span, did_you_mean, parts
from kg.graph import Iri, Triple, text_of
from kg.namespaces import KG, RDFS, SAID, compact
from kg.ontology import Ontology
from kg.ontology.declared import place_of, place_of_statement
from kg.project import Project
from kg.shacl import UNCHECKED, Compiled, Result

_OWN = (KG, SAID)
_UPWARDS = {RDFS + "subClassOf": "class", RDFS + "subPropertyOf": "property"}


def of_ontology(project: Project, ontology: Ontology) -> list[Problem]:
    """Terms that it uses and does not have, and terms that stand above themselves."""
    unknown = _unknown(ontology.triples, _known(ontology))
    found = [_of_term(word, near, _place(project, statement), "error") for statement, word, near in unknown]
    return [*found, *_circles(project, ontology.triples)]


def of_shapes(project: Project, ontology: Ontology, shapes: Compiled) -> list[Problem]:
    """What a shape asks of what the ontology does not have, and what is remarked on it in `kg.shacl.remarks`.

    The shapes that are made for claims repeat what is told of those that they are made from.
    """
    remarked = (_remark(project, shapes.triples, each) for each in shapes.remarks)
    found = [each for each in remarked if each]
    for statement, word, near in _unknown(shapes.triples, _known(ontology)):
        if place := place_of_statement(project, statement, named):
            found.append(_of_term(word, near, place, "warning"))
    return list(dict.fromkeys(found))


def unchecked(project: Project, shapes: Sequence[Triple], results: Iterable[Result]) -> Iterator[Problem]:
    """The shapes that could not be asked, where they say why; one that is made of another does not repeat it."""
    missed = [(text_of(each.shape), message(each)) for each in results if each.component == UNCHECKED]
    places = [place_in_shapes(project, shapes, f"{name}: {told}") for name, told in missed]
    placed = {told for (_, told), place in zip(missed, places, strict=True) if place}
    for (name, told), place in zip(missed, places, strict=True):
        if place or told not in placed:
            yield Problem.at(*(place or _nowhere(project)), name, told, rule=name)


def message(result: Result) -> str:
    """The first of the messages of a result; empty for none."""
    return next((each.value for each in result.messages), "")


def _known(ontology: Ontology) -> set[Iri]:
    """The terms of the project's own namespaces."""
    declared = {each.subject for each in ontology.triples if isinstance(each.subject, Iri)}
    return declared | {Iri(each.said) for each in ontology.sayable.values()}


def _unknown(triples: Iterable[Triple], known: Collection[Iri]) -> Iterator[tuple[Triple, str, list[str]]]:
    """The statements with a term that is not known, that term, and what it may have been meant to be."""
    names = sorted(compact(each.value) for each in known if each.value.startswith(_OWN))
    for triple in dict.fromkeys(triples):
        for term in (triple.predicate, triple.object):
            if isinstance(term, Iri) and term.value.startswith(_OWN) and term not in known:
                word = compact(term.value)
                yield triple, word, _like(word, names)


def _like(word: str, names: Iterable[str]) -> list[str]:
    """The names with the prefix of a word, those first that begin with a capital as it does, or do not."""
    prefix, _, local = word.partition(":")
    alike = (each for each in names if each.startswith(f"{prefix}:"))
    return sorted(alike, key=lambda name: name[len(prefix) + 1].isupper() != local[:1].isupper())


def _of_term(word: str, near: Sequence[str], place: tuple[Path, Span], severity: str) -> Problem:
    what, mend = f"`{word}` is no term of the ontology", did_you_mean(word, near, "add it, or take this away")
    return Problem.at(*place, what, mend, severity=severity, rule="unknown-term")


def _place(project: Project, statement: Triple) -> tuple[Path, Span]:
    """Where something is stated, or else where a file begins to say something of the same thing."""
    about = [statement.subject.value] if isinstance(statement.subject, Iri) else []
    found = place_of_statement(project, statement) or place_of(project, about)
    return found or _nowhere(project)


def _nowhere(project: Project) -> tuple[Path, Span]:
    return project.shown(project.layers["ontology"][0]), Span()


def _circles(project: Project, triples: Iterable[Triple]) -> Iterator[Problem]:
    """The terms above themselves, once for each circle: at the first of its statements in a file of the project."""
    told: set[frozenset[Triple]] = set()
    for kind, noun in _UPWARDS.items():
        edges = [each for each in triples if each.predicate.value == kind and each.subject != each.object]
        for edge in edges:
            circle = _way(edge, edges)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                yield _circle(project, circle, noun)


def _way(edge: Triple, edges: Sequence[Triple]) -> list[Triple]:
    """The statements by which a term is above itself, of which one is given; empty where it is not."""
    ways, met = [[edge]], {edge.object}
    for way in ways:
        if way[-1].object == edge.subject:
            return way
        more = [each for each in edges if each.subject == way[-1].object and each.object not in met]
        met |= {each.object for each in more}
        ways += [[*way, each] for each in more]
    return []


def _circle(project: Project, circle: Sequence[Triple], noun: str) -> Problem:
    places = [_place(project, each) for each in circle]
    own = project.shown(project.root / "ontology")
    first, *others = sorted(places, key=lambda place: not place[0].is_relative_to(own))
    names = " → ".join(compact(each.subject.value) for each in [*circle, circle[0]])  # type: ignore[union-attr]
    related = tuple(Related(*each, "and this") for each in others)
    mend = "take away the statement that is wrong"
    return Problem.at(*first, f"a {noun} stands above itself: {names}", mend, rule="circular-term", related=related)


def _remark(project: Project, shapes: Sequence[Triple], remark: str) -> Problem | None:
    _, _, _, what, mend = parts(f"ontology/shapes: {remark}")
    place = place_in_shapes(project, shapes, what)
    return Problem.at(*place, what, mend, severity="warning", rule="doubtful-shape") if place else None
