"""Section 4.7: values that conform to a shape, all or a number of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import Term
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.run import Run


@dataclass(frozen=True)
class Node(Constraint):
    """`sh:node`: each value conforms to a node shape."""

    inner: Shape

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """As `Constraint.shapes`."""
        return (self.inner,)

    def test(self, run: Run, variable: str) -> str | None:
        """The test of that shape."""
        return self.inner.test(run, variable)

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that fails it."""
        return run.where(shape, focus, run.failing(self.inner, run.values(shape, focus)))

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return "does not conform to the shape"


@dataclass(frozen=True)
class Property(Constraint):
    """`sh:property`: each value is a focus node of a property shape, which has results of its own."""

    inner: Shape

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """As `Constraint.shapes`."""
        return (self.inner,)

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that fails it, for shapes that only ask whether a node conforms."""
        return run.where(shape, focus, run.failing(self.inner, run.values(shape, focus)))


@dataclass(frozen=True)
class _Qualified(Constraint):
    number: int
    inner: Shape
    siblings: tuple[Shape, ...] = ()

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """As `Constraint.shapes`."""
        return (self.inner, *self.siblings)

    def _counts(self, run: Run, shape: Shape, focus: Focus) -> Counter[Term]:
        """How many values of each focus node conform to the shape, and to none of its siblings."""
        values = run.values(shape, focus)
        bad = run.failing(self.inner, values)
        others = [run.failing(each, values) for each in self.siblings]
        good = {each for each in values.nodes if each not in bad and all(each in other for other in others)}
        return Counter(node for node, value in run.rows(shape, focus) if value in good)


class QualifiedMinCount(_Qualified):
    """`sh:qualifiedMinCount`: at least so many values conform to a shape."""

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each focus node of which fewer do."""
        counts = self._counts(run, shape, focus)
        return ((node, None, None) for node in focus.nodes if counts[node] < self.number)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"needs {self.number} or more that conform to the shape"


class QualifiedMaxCount(_Qualified):
    """`sh:qualifiedMaxCount`: at most so many values conform to a shape."""

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each focus node of which more do."""
        counts = self._counts(run, shape, focus)
        return ((node, None, None) for node, number in counts.items() if number > self.number)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"may have {self.number} at most that conform to the shape"
