"""The SHACL shapes as people read them: which terms each constrains, what it asks, and its message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.graph import Iri, Literal, Term, Triple, text_of
from kg.namespaces import RDF, SHAPE, compact
from kg.ontology import parse_turtle
from kg.project import Project
from kg.shacl import SH

_About = Mapping[str, list[Term]]
_Graph = Mapping[Term, _About]

_ASKED = {
    "minCount": "at least {}", "maxCount": "at most {}", "datatype": "{}", "class": "a {}", "nodeKind": "{}",
    "pattern": "matches {}", "minInclusive": "≥ {}", "maxInclusive": "≤ {}", "minExclusive": "> {}",
    "maxExclusive": "< {}", "minLength": "at least {} characters", "maxLength": "at most {} characters",
    "hasValue": "{}", "in": "one of {}", "languageIn": "in the language {}", "lessThanOrEquals": "≤ {}",
    "lessThan": "< {}", "uniqueLang": "one for each language",
}  # fmt: skip
"""How the constraints of SHACL Core read; others go by their name, without the shape that they hold."""

_NO_CONSTRAINT = ("path", "message", "severity", "property", "targetClass", "targetSubjectsOf", "flags")


@dataclass(frozen=True)
class Constraint:
    """What one property shape, or a node shape itself, asks.

    Attributes:
        path: as SPARQL writes it; empty for the thing itself.
        property: the IRI that the path is, where it is one.
        mild: whether it only warns.
    """

    path: str
    property: str | None
    asks: tuple[str, ...]
    message: str
    mild: bool


@dataclass(frozen=True)
class Shape:
    """A shape with a name.

    Attributes:
        name: without its prefix; its anchor on the page of its file.
        file: the name of that page.
        classes: the IRIs of the classes that it is for; none if it is for a property wherever it stands.
    """

    name: str
    file: str
    classes: tuple[str, ...]
    constraints: tuple[Constraint, ...]

    @property
    def properties(self) -> set[str]:
        """The IRIs of the properties that it is for, if it is not for a class."""
        return {each.property for each in self.constraints if each.property and not self.classes}


@dataclass(frozen=True)
class ShapeFile:
    """A file of shapes, by the name of its page."""

    name: str
    path: str
    text: str
    shapes: tuple[Shape, ...]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Its lines, each with the name of the shape that begins there, if one does."""
        names = {f"shape:{each.name}": each.name for each in self.shapes}
        return [(names.pop(line.split(" ", 1)[0], ""), line) for line in self.text.splitlines()]


def shape_files(project: Project) -> list[ShapeFile]:
    """The files of shapes for data, in order.

    Raises:
        OntologyError: a file that does not parse.
    """
    found = []
    for path, file in project.files("ontology/shapes", ".ttl").items():
        name = path.removeprefix("shapes/").removesuffix(".ttl").replace("/", "-")
        if name == "style":
            continue
        graph: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in parse_turtle(project, file):
            graph[subject][predicate.value.removeprefix(SH)].append(value)
        found.append(ShapeFile(name, f"ontology/{path}", file.read_text("utf-8"), tuple(_shapes(graph, name))))
    return found


def constraints(triples: Iterable[Triple]) -> dict[str, Constraint]:
    """What each shape that has a name asks, by its IRI."""
    graph: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        graph[subject][predicate.value.removeprefix(SH)].append(value)
    asking = [each for each, about in graph.items() if _asks(about)]
    return {each.value: _constraint(graph, graph[each]) for each in asking if isinstance(each, Iri)}


def _asks(about: _About) -> bool:
    return bool(about.keys() & {"path", "message"}) or any(":" not in key for key in about.keys() - {*_NO_CONSTRAINT})


def _shapes(graph: _Graph, file: str) -> Iterator[Shape]:
    for subject, about in graph.items():
        if isinstance(subject, Iri) and about.keys() & {"targetClass", "targetSubjectsOf"}:
            parts = [graph[each] for each in about.get("property", ()) if each in graph]
            own = [about] if "path" in about or "message" in about else []
            classes = tuple(each.value for each in about.get("targetClass", ()))
            constraints = tuple(_constraint(graph, each) for each in (*own, *parts))
            yield Shape(subject.value.removeprefix(SHAPE), file, classes, constraints)


def _constraint(graph: _Graph, about: _About) -> Constraint:
    path = next(iter(about.get("path", ())), None)
    asks = [
        _ASKED.get(name, name).format(_value(graph, value))
        for name, values in about.items()
        if name not in _NO_CONSTRAINT and not name.startswith(RDF)
        for value in values
    ]
    message = next((str(each.value) for each in about.get("message", ()) if _is_english(each)), "")
    mild = any(each.value in (SH + "Warning", SH + "Info") for each in about.get("severity", ()))
    named = path.value if isinstance(path, Iri) else None
    return Constraint(_path(graph, path) if path else "", named, tuple(asks), message, mild)


def _is_english(term: Term) -> bool:
    return not isinstance(term, Literal) or term.language in (None, "en")


def _value(graph: _Graph, term: Term) -> str:
    if term in graph and not isinstance(term, Iri):
        return ", ".join(text_of(each) for each in _list(graph, term))
    return "IRI" if term == Iri(SH + "IRI") else text_of(term)


def _list(graph: _Graph, term: Term) -> Iterator[Term]:
    while term in graph and RDF + "first" in graph[term]:
        yield from graph[term][RDF + "first"]
        [term] = graph[term][RDF + "rest"]


_MARKS = {"inversePath": "^{}", "zeroOrMorePath": "{}*", "oneOrMorePath": "{}+", "zeroOrOnePath": "{}?"}


def _path(graph: _Graph, term: Term) -> str:
    """A path of SHACL as one of SPARQL."""
    if isinstance(term, Iri):
        return compact(term.value)
    about = graph.get(term, {})
    for name, mark in _MARKS.items():
        if name in about:
            return mark.format(_path(graph, about[name][0]))
    if "alternativePath" in about:
        return " | ".join(_path(graph, each) for each in _list(graph, about["alternativePath"][0]))
    return "/".join(_path(graph, each) for each in _list(graph, term))
