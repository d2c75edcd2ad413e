"""Section 4.5: the values beside those of another property."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import Iri
from kg.namespaces import compact
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.paths import predicate
from kg.shacl.run import Run
from kg.shacl.values import compared


@dataclass(frozen=True)
class Equals(Constraint):
    """`sh:equals`: the other property has the same values."""

    other: Iri

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that only one of the two has."""
        ours = set(run.rows(shape, focus))
        theirs = set(run.rows(Shape(shape.node, predicate(self.other)), focus))
        return ((node, None, value) for node, value in ours ^ theirs)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is not also a value of {compact(self.other.value)}, or only of that"


@dataclass(frozen=True)
class Disjoint(Constraint):
    """`sh:disjoint`: the other property has none of the values."""

    other: Iri

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that both have."""
        both = run.rows(shape, focus, f"EXISTS {{ ?focus {self.other} {run.variable(shape)} }}")
        return ((node, None, value) for node, value in both)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is also a value of {compact(self.other.value)}"


@dataclass(frozen=True)
class LessThan(Constraint):
    """`sh:lessThan`: each value is less than each of the other property."""

    other: Iri

    operator = "<"

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """A failure for each pair of which the first is not less."""
        less = compared("?value", self.operator, "?other", run.verbatim)
        pairs = run.join(shape, focus, f"?focus {self.other} ?other FILTER(!{less})")
        return ((node, None, value) for node, value in pairs)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is not {self.operator} the value of {compact(self.other.value)}"


class LessThanOrEquals(LessThan):
    """`sh:lessThanOrEquals`: each value is less than each of the other property, or the same."""

    operator = "<="
