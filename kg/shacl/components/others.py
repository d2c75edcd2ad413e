"""Section 4.8: closed shapes, and values that are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import Iri, Literal, Term
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.paths import predicate
from kg.shacl.run import Run
from kg.shacl.terms import stored
from kg.shacl.values import among

_MANY = 64


@dataclass(frozen=True)
class Closed(Constraint):
    """`sh:closed`: the values have no other properties than some."""

    allowed: frozenset[Iri]

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each statement about a value with another property, with that property as the path."""
        values = run.values(shape, focus)
        surplus = list(self._surplus(run, values))
        if not shape.path or not surplus:
            yield from surplus
            return
        owners: dict[Term, list[Term]] = {}
        for node, value in run.rows(shape, focus):
            owners.setdefault(value, []).append(node)
        for value, other, end in surplus:
            yield from ((node, other, end) for node in owners[value])

    def _surplus(self, run: Run, values: Focus) -> Iterator[tuple[Term, Iri, Term]]:
        """Nodes with the other properties that they have: all of a few nodes, else property by property."""
        if sum(map(run.statements, self.allowed)) == len(run.graph):
            return
        others = [each for each in run.properties if each not in self.allowed]
        if run.few(values, others):
            names = ", ".join(map(str, others))
            query = f"SELECT ?focus ?p ?o WHERE {{ {values.pattern} . ?focus ?p ?o FILTER(?p IN ({names})) }}"
            yield from ((row[0], row[1], row[2]) for row in run.select(query) if row[0] in values.nodes)
            return
        for other in others:
            found = run.rows(Shape(other, predicate(other)), values)
            yield from ((node, other, value) for node, value in found)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return "stands at a property that a closed shape does not name"


@dataclass(frozen=True)
class HasValue(Constraint):
    """`sh:hasValue`: a term is among the values."""

    value: Term
    of_node: bool

    shows_value = False

    def test(self, run: Run, variable: str) -> str | None:
        """Whether a node is the term; a node shape has one value, the node."""
        return among(variable, [self.value]) if self.of_node else None

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each focus node that does not have it."""
        value = stored(self.value)
        named = isinstance(value, Iri | Literal)  # a blank node of the shapes graph is none of the data
        lacking = run.lacking(shape, focus, str(value)) if named else focus.nodes
        return ((node, None, None) for node in lacking)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"lacks the value {self.value.value}"


@dataclass(frozen=True)
class In(Constraint):
    """`sh:in`: each value is one of some terms."""

    members: tuple[Term, ...]

    def test(self, run: Run, variable: str) -> str | None:
        """Whether it is, asked of one after the other; of many, `failures` does it in one step."""
        return among(variable, self.members) if len(self.members) <= _MANY else None

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that is not among them."""
        known = {stored(each) for each in self.members}
        return ((node, None, value) for node, value in run.rows(shape, focus) if value not in known)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return "is not one of the values allowed"
