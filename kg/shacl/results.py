"""What a validation finds: the results of a SHACL report."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph import Iri, Literal, Term

SH = "http://www.w3.org/ns/shacl#"
UNCHECKED = Iri("urn:kg:unchecked")
"""The component of a result that stands for a shape that could not be checked; its focus node is that shape."""


class Unchecked(Exception):
    """A constraint that cannot be checked, though its shape is well-formed.

    Args:
        shape: the shape that has it.
        what, mend: why it cannot, and what would help.
    """

    def __init__(self, shape: Term, what: str, mend: str) -> None:
        super().__init__(shape, what, mend)

    def result(self) -> Result:
        """What is told of it in place of results."""
        shape, what, mend = self.args
        message = Literal(f"was not checked, since {what}: {mend}")
        return Result(shape, None, None, UNCHECKED, Iri(SH + "Violation"), shape, (message,))


@dataclass(frozen=True)
class Result:
    """One result of a validation, as section 3.6 of SHACL describes it.

    Attributes:
        focus: the node that does not conform.
        path: `sh:resultPath`: a property, or the node of the shapes graph that describes a longer path.
        value: `sh:value`; None where no single value is at fault.
        component: `sh:sourceConstraintComponent`.
        severity: `sh:resultSeverity`.
        shape: `sh:sourceShape`.
        messages: `sh:resultMessage`.
    """

    focus: Term
    path: Term | None
    value: Term | None
    component: Iri
    severity: Iri
    shape: Term
    messages: tuple[Literal, ...] = ()
