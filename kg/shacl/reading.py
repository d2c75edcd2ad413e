"""Read a shapes graph: its shapes, with their targets and constraints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kg.errors import did_you_mean
from kg.graph import Iri, Literal, Term, Triple
from kg.namespaces import OWL, RDFS
from kg.shacl.components.parameters import ANNOTATIONS, PARAMETERS, PROPERTY_ONLY
from kg.shacl.components.shape_based import Property
from kg.shacl.model import Constraint, Shape, Targets
from kg.shacl.results import SH
from kg.shacl.source import DEEPEST, TARGETS, Source

_FOREIGN = {
    "sparql": "sh:sparql",
    "expression": "sh:expression",
    "target": "sh:target",
}
RECURSIVE = "a shape that refers to itself"


class Reader:
    """Shapes by the nodes of a shapes graph.

    Args:
        triples: the shapes graph.

    Raises:
        OntologyError: a shape that is not well-formed.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = list(triples)
        self.source = Source(self.triples)
        self.shapes: dict[Term, Shape] = {}
        self._depth = 0
        self._typed = self.source.of_type("NodeShape", "PropertyShape")
        self._classes = self.source.of_type(RDFS + "Class", OWL + "Class")
        self._parameters = self._custom()
        if any("entailment" in said for said in self.source.about.values()):
            where = next(node for node, said in self.source.about.items() if "entailment" in said)
            raise self.source.wrong(where, "asks for sh:entailment", "infer first, and take that away")
        for node in list(self.source.about):
            if node in self._typed or any(self.source.values(node, name) for name in (*TARGETS, "target")):
                self.shape(node)

    def roots(self) -> list[Shape]:
        """The shapes that have targets, the deactivated left out."""
        targeted = (each for each in self.shapes.values() if each.targets or self.source.values(each.node, "target"))
        return [each for each in targeted if not each.deactivated]

    def shape(self, node: Term) -> Shape:
        """The shape that a node describes.

        Raises:
            OntologyError: it is not well-formed.
        """
        if node not in self.shapes:
            if self._depth > DEEPEST:
                raise self.source.wrong(node, f"stands within more than {DEEPEST} other shapes", "write it flatter")
            shape = self.shapes[node] = Shape(node)
            self._depth += 1
            self._head(shape)
            self._constraints(shape)
            self._depth -= 1
        return self.shapes[node]

    def _head(self, shape: Shape) -> None:
        source, node = self.source, shape.node
        if isinstance(node, Literal):
            raise source.wrong(node, "is a literal where a shape is needed", "name a shape")
        path = source.one(node, "path")
        kinds = {str(each.value) for each in source.values(node, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")}
        if path is None and SH + "PropertyShape" in kinds:
            raise source.wrong(node, "is a property shape without sh:path", "add its path")
        if path is not None and SH + "NodeShape" in kinds:
            raise source.wrong(node, "is a node shape with sh:path", "make it a property shape, or take the path away")
        shape.path = None if path is None else source.path(path, node)
        shape.targets = self._targets(node)
        severity = source.one(node, "severity")
        shape.severity = shape.severity if severity is None else source.iri(severity, node, "severity")
        shape.messages = tuple(each for each in source.values(node, "message") if isinstance(each, Literal))
        deactivated = source.one(node, "deactivated")
        shape.deactivated = deactivated is not None and source.flag(deactivated, node, "deactivated")

    def _targets(self, node: Term) -> Targets:
        values: Any = self.source.values
        for each in values(node, "targetNode"):
            if not isinstance(each, Iri | Literal):
                raise self.source.wrong(node, "has a blank node as sh:targetNode", "name an IRI or a literal")
        named = [[self.source.iri(e, node, name) for e in values(node, name)] for name in TARGETS[1:]]
        implicit = [node] if node in self._typed and node in self._classes and isinstance(node, Iri) else []
        classes = tuple(dict.fromkeys([*named[0], *implicit]))
        return Targets(tuple(values(node, "targetNode")), classes, tuple(named[1]), tuple(named[2]))

    def _constraints(self, shape: Shape) -> None:
        said = self.source.about.get(shape.node, {})
        for name in said:
            if ":" in name:
                if name in self._parameters:
                    shape.foreign = shape.foreign or f"the parameter {name} of a component of its own"
            elif name == "js":
                raise self.source.wrong(shape.node, "has sh:js, which is not run", "say the same in SPARQL")
            elif name in _FOREIGN:
                shape.foreign = shape.foreign or _FOREIGN[name]
            elif name in PARAMETERS:
                if shape.path is None and name in PROPERTY_ONLY:
                    raise self.source.wrong(shape.node, f"has sh:{name} without sh:path", "move it to a property shape")
                shape.constraints += PARAMETERS[name](self, shape, name, said[name])
            elif name not in ANNOTATIONS and name not in self._parameters:
                mend = did_you_mean(name, [*PARAMETERS, *ANNOTATIONS], "SHACL has no such term: take it away")
                raise self.source.wrong(shape.node, f"has sh:{name}, which is no term of SHACL", mend)

    def _custom(self) -> set[str]:
        """What shapes say to use a constraint component that the shapes graph defines itself."""
        found = set()
        for component in self.source.of_type("ConstraintComponent"):
            for each in self.source.values(component, "parameter"):
                paths = self.source.values(each, "path")
                found |= {path.value.removeprefix(SH) for path in paths if isinstance(path, Iri)}
        return found - PARAMETERS.keys()


def reasons(shapes: Iterable[Shape]) -> dict[Shape, str]:
    """Why shapes are not compiled: for each that is not, what stands in it or in a shape that it refers to."""
    told: dict[Shape, str | None] = {}
    return {each: why for each in shapes if (why := _reason(each, told))}


def _reason(shape: Shape, told: dict[Shape, str | None]) -> str:
    if shape in told:
        known = told[shape]
        return RECURSIVE if known is None else known
    told[shape] = None  # it is being looked at
    found = (_reason(inner, told) for each in shape.constraints for inner in each.shapes)
    why = told[shape] = shape.foreign or next(filter(None, found), "")
    return why


def compiled_part(shape: Shape, above: tuple[Shape, ...] = ()) -> Shape:
    """A shape without what is not compiled of it, and of the property shapes in it."""
    kept: list[Constraint] = []
    for each in shape.constraints:
        if not any(_reason(inner, {}) for inner in each.shapes):
            kept.append(each)
        elif isinstance(each, Property) and each.inner not in (shape, *above):
            kept.append(Property(compiled_part(each.inner, (shape, *above))))
    return replace(shape, constraints=kept)
