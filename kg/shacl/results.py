"""What a validation finds: the results of a SHACL report."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph import Iri, Literal, Term

SH = "http://www.w3.org/ns/shacl#"


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
