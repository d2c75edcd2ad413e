"""Expressions on values: as the terms that they are, and as what they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph import Iri, Literal, Term
from kg.namespaces import XSD
from kg.shacl.terms import VERBATIM, stored

_NUMBER = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$"


def compared(left: str, operator: str, right: str, verbatim: bool) -> str:
    """An expression, true where SPARQL's comparison is, false where it is not or the two cannot be compared.

    Numbers with more digits than the engine calculates with are compared as xsd:double.

    Args:
        left, right: variables or literals.
        verbatim: whether the data holds literals as `kg.shacl.terms` keeps them.
    """
    ends = [_meaning(each) if verbatim and each.startswith("?") else each for each in (left, right)]
    exact = f"{ends[0]} {operator} {ends[1]}"
    return f"COALESCE({exact}, {_wide(left)} {operator} {_wide(right)}, false)"


def _meaning(variable: str) -> str:
    kind = f"STR(datatype({variable}))"
    kept = f'STRDT(STR({variable}), IRI(STRAFTER({kind}, "{VERBATIM}")))'
    return f'IF(STRSTARTS({kind}, "{VERBATIM}"), {kept}, {variable})'


def _wide(end: str) -> str:
    kinds = ", ".join(f"<{prefix}{XSD}{name}>" for prefix in ("", VERBATIM) for name in ("integer", "decimal"))
    unread = f'datatype({end}) IN ({kinds}) && REGEX(STR({end}), "{_NUMBER}")'
    return f"IF(isNumeric({end}), {end}, IF({unread}, <{XSD}double>(STR({end})), ?none))"


def among(variable: str, members: Iterable[Term]) -> str:
    """An expression, true where a variable is one of some terms."""
    terms = [each for each in map(stored, members) if isinstance(each, Iri | Literal)]
    if not terms:
        return "false"
    if all(isinstance(each, Iri) or each.datatype == Iri(XSD + "string") for each in terms):
        return f"COALESCE({variable} IN ({', '.join(map(str, terms))}), false)"
    return "(" + " || ".join(f"sameTerm({variable}, {each})" for each in terms) + ")"
