"""Section 4.2: how many values there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.run import Run


@dataclass(frozen=True)
class MinCount(Constraint):
    """`sh:minCount`: at least so many values."""

    least: int

    def test(self, run: Run, variable: str) -> str | None:
        """Nothing to ask where none is needed."""
        return None if self.least else "true"

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each focus node that has fewer."""
        if self.least == 1:
            return ((node, None, None) for node in run.lacking(shape, focus))
        counts = run.counts(shape, focus)
        return ((node, None, None) for node in focus.nodes if counts[node] < self.least)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"needs {self.least} or more"


@dataclass(frozen=True)
class MaxCount(Constraint):
    """`sh:maxCount`: at most so many values."""

    most: int

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each focus node that has more."""
        return ((node, None, None) for node in run.exceeding(shape, focus, self.most))

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"may have {self.most} at most"
