"""Section 4.3: values between bounds."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph import Literal
from kg.shacl.model import Constraint
from kg.shacl.run import Run
from kg.shacl.values import compared


@dataclass(frozen=True)
class _Bound(Constraint):
    bound: Literal

    operator = ""

    def test(self, run: Run, variable: str) -> str:
        """Whether it is within the bound; false where the two cannot be compared."""
        return compared(variable, self.operator, str(self.bound), run.verbatim)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is not {self.operator} {self.bound.value}"


class MinExclusive(_Bound):
    """`sh:minExclusive`: each value is greater."""

    operator = ">"


class MinInclusive(_Bound):
    """`sh:minInclusive`: each value is as great or greater."""

    operator = ">="


class MaxExclusive(_Bound):
    """`sh:maxExclusive`: each value is less."""

    operator = "<"


class MaxInclusive(_Bound):
    """`sh:maxInclusive`: each value is as great or less."""

    operator = "<="
