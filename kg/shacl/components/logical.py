"""Section 4.6: shapes that are joined by not, and, or, and exactly one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import Term, fits
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.run import Run


@dataclass(frozen=True)
class Not(Constraint):
    """`sh:not`: no value conforms to a shape."""

    inner: Shape

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """As `Constraint.shapes`."""
        return (self.inner,)

    def test(self, run: Run, variable: str) -> str | None:
        """The opposite of the test of the shape."""
        test = self.inner.test(run, variable)
        return None if test is None else f"!({test})"

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that is not among those that fail the shape."""
        values = run.values(shape, focus)
        return run.where(shape, focus, set(values.nodes) - run.failing(self.inner, values))

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return "conforms to a shape that it must not conform to"


@dataclass(frozen=True)
class _Several(Constraint):
    members: tuple[Shape, ...]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """As `Constraint.shapes`."""
        return self.members

    def _tests(self, run: Run, variable: str) -> list[str] | None:
        """The tests of all; None where one has none, or they are too long for one query."""
        tests = [f"({test})" for each in self.members if (test := each.test(run, variable)) is not None]
        return tests if len(tests) == len(self.members) and fits(*tests) else None

    def _failing(self, run: Run, shape: Shape, focus: Focus) -> Iterator[set[Term]]:
        values = run.values(shape, focus)
        return (run.failing(each, values) for each in self.members)


class And(_Several):
    """`sh:and`: each value conforms to all of some shapes."""

    def test(self, run: Run, variable: str) -> str | None:
        """All of their tests."""
        tests = self._tests(run, variable)
        return None if tests is None else " && ".join(tests) or "true"

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that fails one of them."""
        return run.where(shape, focus, set[Term]().union(*self._failing(run, shape, focus)))

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return "does not conform to all of the shapes"


class Or(_Several):
    """`sh:or`: each value conforms to one of some shapes, or more."""

    def test(self, run: Run, variable: str) -> str | None:
        """One of their tests."""
        tests = self._tests(run, variable)
        return None if tests is None else " || ".join(tests) or "false"

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that fails all of them; only what failed the first is asked of the others."""
        left = run.values(shape, focus)
        for each in self.members:
            left = run.some(left, run.failing(each, left))
        return run.where(shape, focus, set(left.nodes))

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return "conforms to none of the shapes"


class Xone(_Several):
    """`sh:xone`: each value conforms to exactly one of some shapes."""

    def test(self, run: Run, variable: str) -> str | None:
        """Exactly one of their tests."""
        tests = self._tests(run, variable)
        if tests is None:
            return None
        return " + ".join(f"IF({each}, 1, 0)" for each in tests) + " = 1" if tests else "false"

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that does not fail all but one."""
        failed = Counter(node for bad in self._failing(run, shape, focus) for node in bad)
        most = len(self.members) - 1
        return ((node, None, value) for node, value in run.rows(shape, focus) if failed[value] != most)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return "does not conform to exactly one of the shapes"
