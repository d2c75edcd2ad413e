"""The SHACL shapes of a project as rules: each constraint with a name of its own, by which findings call it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.graph import Iri, Triple
from kg.namespaces import RDF, SHAPE, compact
from kg.ontology import Ontology, parse_turtle
from kg.project import Project
from kg.shacl import SH

_About = dict[Any, list[Triple]]
_COPIED = tuple(
    Iri(SH + name)
    for name in (
        "class", "datatype", "nodeKind", "in", "languageIn", "pattern", "flags", "minLength", "maxLength",
        "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "hasValue", "message", "severity",
    )
)  # fmt: skip
"""What of a shape for `kg:x` also holds for what claims say of it: the limits on values, nothing else."""


def read_shapes(project: Project, ontology: Ontology) -> list[Triple]:
    """The shapes for data, with those for the twins made from them.

    Raises:
        OntologyError: a file that does not parse.
    """
    triples: list[Triple] = []
    for name, path in project.files("ontology/shapes", ".ttl").items():
        if not name.endswith("/style.ttl"):
            triples += parse_turtle(project, path)
    return [*triples, *_twin_shapes(triples, ontology)]


def _twin_shapes(triples: list[Triple], ontology: Ontology) -> Iterable[Triple]:
    """A value that `kg:x` cannot have can no more be said of it: a shape `said-x` for each shape of it, numbered."""
    said = {each.iri: each.said for each in ontology.sayable.values()}
    about: dict[Any, list[Triple]] = {}
    made: dict[str, int] = defaultdict(int)
    for triple in triples:
        about.setdefault(triple.subject, []).append(triple)
    for subject, path, value in triples:
        if path.value != SH + "path" or not isinstance(value, Iri) or value.value not in said:
            continue
        limits = [triple for triple in about[subject] if triple.predicate in _COPIED]
        if not any(triple.predicate not in _COPIED[-2:] for triple in limits):
            continue
        twin, name = said[value.value], f"said-{compact(value.value).partition(':')[2]}"
        made[name] += 1
        shape = Iri(f"{SHAPE}{name}" if made[name] == 1 else f"{SHAPE}{name}-{made[name]}")
        yield Triple(shape, Iri(RDF + "type"), Iri(SH + "PropertyShape"))
        yield Triple(shape, Iri(SH + "targetSubjectsOf"), Iri(twin))
        yield Triple(shape, Iri(SH + "path"), Iri(twin))
        for limit in limits:
            yield Triple(shape, limit.predicate, limit.object)


def named(triples: Sequence[Triple]) -> list[Triple]:
    """Shapes whose property shapes all have names, made of their holder's and of what they look at.

    So `shape:Launch-missileCount` is what `shape:Launch` asks of `missileCount`; of two that look at the same, the
    second ends with `-2`.
    """
    names: dict[Any, Iri] = {}
    about: _About = defaultdict(list)
    for triple in triples:
        about[triple.subject].append(triple)
    for holder, said in about.items():
        targets = [each.object for each in said if each.predicate.value.startswith(SH + "target")]
        if targets and not isinstance(holder, Iri):
            names[holder] = Iri(f"{SHAPE}of-{'-'.join(word for each in targets for word in _words(each, about))}")
        name = names.get(holder, holder)
        if isinstance(name, Iri):
            _name_parts(holder, name.value, about, names)
    return [
        Triple(names.get(subject, subject), predicate, names.get(value, value)) for subject, predicate, value in triples
    ]


def _name_parts(top: Any, name: str, about: _About, names: dict[Any, Iri]) -> None:
    """Name the nameless property shapes of a shape, and theirs."""
    left = [(top, name)]
    for holder, its in left:
        taken: dict[str, int] = defaultdict(int)
        for part in (each.object for each in about[holder] if each.predicate.value == SH + "property"):
            if isinstance(part, Iri) or part in names:
                continue
            paths = [each.object for each in about[part] if each.predicate.value == SH + "path"]
            words = f"{its}-{'-'.join(word for path in paths for word in _words(path, about))}"
            taken[words] += 1
            names[part] = Iri(words if taken[words] == 1 else f"{words}-{taken[words]}")
            left.append((part, names[part].value))


def _words(path: Any, about: _About) -> Iterator[str]:
    """The local names of the properties of a path, in their order; one that runs in a circle ends where it began."""
    left, met = [path], {Iri(RDF + "nil")}
    while left:
        node = left.pop()
        if isinstance(node, Iri) and node not in met:
            yield compact(node.value).rpartition(":")[2]
        elif node not in met:
            met.add(node)
            left += reversed([triple.object for triple in about.get(node, ())])
