"""From the parameters of a shape to its constraints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from kg.graph import Iri, Literal, Term, text_of
from kg.shacl.components.cardinality import MaxCount, MinCount
from kg.shacl.components.logical import And, Not, Or, Xone
from kg.shacl.components.others import Closed, HasValue, In
from kg.shacl.components.pairs import Disjoint, Equals, LessThan, LessThanOrEquals
from kg.shacl.components.ranges import MaxExclusive, MaxInclusive, MinExclusive, MinInclusive
from kg.shacl.components.shape_based import Node, Property, QualifiedMaxCount, QualifiedMinCount
from kg.shacl.components.strings import LanguageIn, MaxLength, MinLength, Pattern, UniqueLang
from kg.shacl.components.value_type import KINDS, Class, Datatype, NodeKind
from kg.shacl.expressions import unreadable
from kg.shacl.model import Constraint, Shape
from kg.shacl.source import Source


class Reader(Protocol):
    """What reads the shapes that a parameter refers to."""

    source: Source

    def shape(self, node: Term) -> Shape:
        """The shape that a node describes."""


Read = Callable[[Reader, Shape, str, list[Term]], Sequence[Constraint]]


def _iris(make: Callable[[Iri], Constraint]) -> Read:
    return lambda reader, shape, name, said: [make(reader.source.iri(each, shape.node, name)) for each in said]


def _number(make: Callable[[int], Constraint]) -> Read:
    def read(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
        reader.source.one(shape.node, name)
        return [make(reader.source.whole(each, shape.node, name)) for each in said]

    return read


def _bound(make: Callable[[Literal], Constraint]) -> Read:
    def read(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
        for each in said:
            if not isinstance(each, Literal):
                raise reader.source.wrong(shape.node, f"has `{text_of(each)}` as sh:{name}", "write a literal")
        return [make(each) for each in said if isinstance(each, Literal)]

    return read


def _datatype(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    reader.source.one(shape.node, name)
    return [Datatype(reader.source.iri(each, shape.node, name)) for each in said]


def _kind(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    kind = text_of(reader.source.one(shape.node, name)).removeprefix("sh:")
    if kind not in KINDS:
        raise reader.source.wrong(shape.node, f"has `{kind}` as sh:{name}", f"write one of {', '.join(KINDS)}")
    return [NodeKind(kind)]


def _pattern(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    source, node = reader.source, shape.node
    given = source.one(node, "flags")
    flags = "" if given is None else source.text(given, node, "flags")
    texts = [source.text(each, node, name) for each in said]
    return [Pattern(each, flags, unreadable(each, flags)) for each in texts]


def _listed(reader: Reader, shape: Shape, name: str) -> list[Term]:
    node = reader.source.one(shape.node, name)
    return [] if node is None else reader.source.members(node, shape.node, name)


def _languages(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    return [LanguageIn(tuple(reader.source.text(each, shape.node, name) for each in _listed(reader, shape, name)))]


def _unique(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    """Only the literal `true` asks for it, as the W3C's tests have it, not `"1"^^xsd:boolean`."""
    reader.source.one(shape.node, name)
    return [UniqueLang() for each in said if reader.source.flag(each, shape.node, name) and each.value == "true"]


def _inner(make: Callable[[Shape], Constraint]) -> Read:
    return lambda reader, shape, name, said: [make(reader.shape(each)) for each in said]


def _node(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    for each in said:
        if reader.shape(each).path:
            raise reader.source.wrong(shape.node, "has a property shape as sh:node", "use sh:property")
    return [Node(reader.shape(each)) for each in said]


def _property(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    for each in said:
        if not reader.source.values(each, "path"):
            raise reader.source.wrong(shape.node, "has a sh:property without sh:path", "add its path")
    return [Property(reader.shape(each)) for each in said]


def _several(make: Callable[[tuple[Shape, ...]], Constraint]) -> Read:
    def read(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
        found = []
        for each in said:
            members = reader.source.members(each, shape.node, name)
            if not members:
                raise reader.source.wrong(shape.node, f"has an empty list as sh:{name}", "name at least one shape")
            found.append(make(tuple(map(reader.shape, members))))
        return found

    return read


def _qualified(make: Callable[[int, Shape, tuple[Shape, ...]], Constraint]) -> Read:
    def read(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
        source, node = reader.source, shape.node
        inner, number = source.one(node, "qualifiedValueShape"), source.one(node, name)
        if shape.path is None or inner is None or number is None:
            return []
        return [make(source.whole(number, node, name), reader.shape(inner), _siblings(reader, shape, inner))]

    return read


def _siblings(reader: Reader, shape: Shape, inner: Term) -> tuple[Shape, ...]:
    """The other qualified shapes of the shape in which this one stands, if a value may be of one only."""
    source = reader.source
    disjoint = source.one(shape.node, "qualifiedValueShapesDisjoint")
    if disjoint is None or not source.flag(disjoint, shape.node, "qualifiedValueShapesDisjoint"):
        return ()
    parents = [each for each in source.uses.get(shape.node, ()) if shape.node in source.values(each, "property")]
    beside = [each for parent in parents for each in source.values(parent, "property")]
    found = dict.fromkeys(each for other in beside for each in source.values(other, "qualifiedValueShape"))
    return tuple(reader.shape(each) for each in found if each != inner)


def _qualified_shape(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    counts = [each for each in ("qualifiedMinCount", "qualifiedMaxCount") if reader.source.values(shape.node, each)]
    if shape.path and not counts:
        raise reader.source.wrong(shape.node, f"has sh:{name} without a number", "add sh:qualifiedMinCount")
    return []


def _closed(reader: Reader, shape: Shape, name: str, said: list[Term]) -> list[Constraint]:
    source, node = reader.source, shape.node
    reader.source.one(node, name)
    if not source.flag(said[0], node, name):
        return []
    ignored = [source.iri(each, node, "ignoredProperties") for each in _listed(reader, shape, "ignoredProperties")]
    named = [path for each in source.values(node, "property") for path in source.values(each, "path")]
    return [Closed(frozenset([*ignored, *(each for each in named if isinstance(each, Iri))]))]


PARAMETERS: dict[str, Read] = {
    "class": _iris(Class),
    "datatype": _datatype,
    "nodeKind": _kind,
    "minCount": _number(MinCount),
    "maxCount": _number(MaxCount),
    "minExclusive": _bound(MinExclusive),
    "minInclusive": _bound(MinInclusive),
    "maxExclusive": _bound(MaxExclusive),
    "maxInclusive": _bound(MaxInclusive),
    "minLength": _number(MinLength),
    "maxLength": _number(MaxLength),
    "pattern": _pattern,
    "languageIn": _languages,
    "uniqueLang": _unique,
    "equals": _iris(Equals),
    "disjoint": _iris(Disjoint),
    "lessThan": _iris(LessThan),
    "lessThanOrEquals": _iris(LessThanOrEquals),
    "not": _inner(Not),
    "and": _several(And),
    "or": _several(Or),
    "xone": _several(Xone),
    "node": _node,
    "property": _property,
    "qualifiedValueShape": _qualified_shape,
    "qualifiedMinCount": _qualified(QualifiedMinCount),
    "qualifiedMaxCount": _qualified(QualifiedMaxCount),
    "closed": _closed,
    "hasValue": lambda reader, shape, name, said: [HasValue(each, shape.path is None) for each in said],
    "in": lambda reader, shape, name, said: [In(tuple(_listed(reader, shape, name)))],
}
"""The parameters of SHACL Core that stand for a constraint, by local name."""

PROPERTY_ONLY = {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"}
"""Those that only a property shape may have."""

ANNOTATIONS = {
    "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "path", "severity", "message", "deactivated",
    "flags", "ignoredProperties", "qualifiedValueShapesDisjoint", "name", "description", "order", "group",
    "defaultValue", "prefixes", "declare", "rule", "values", "editor", "viewer", "entailment", "suggestedShapesGraph",
    "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "shapesGraph",
    "labelTemplate", "optional", "select", "ask", "construct", "parameter", "nodeValidator", "propertyValidator",
    "validator",
}  # fmt: skip
"""What else a shape may say in the vocabulary of SHACL."""

