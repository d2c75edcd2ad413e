"""Expressions on values: as the terms that they are, and as what they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph import Iri, Literal, Term
from kg.namespaces import XSD
from kg.shacl.terms import DERIVED, VERBATIM, stored

_KINDS = ", ".join(f"<{prefix}{XSD}{name}>" for prefix in ("", VERBATIM) for name in ("integer", "decimal", *DERIVED))
_NUMBER = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$"


def compared(left: str, operator: str, right: str, verbatim: bool) -> str:
    """An expression, true where SPARQL's comparison is, false where it is not or the two cannot be compared.

    Integers and decimals with more digits than the engine calculates with are compared digit by digit.

    Args:
        left, right: variables or literals.
        verbatim: whether the data holds literals as `kg.shacl.terms` keeps them.
    """
    ends = [_meaning(each) if verbatim and each.startswith("?") else each for each in (left, right)]
    exact = f"{ends[0]} {operator} {ends[1]}"
    return f"COALESCE({exact}, {_by_digits(left, operator, right)}, {_wide(left)} {operator} {_wide(right)}, false)"


def _meaning(variable: str) -> str:
    kind = f"STR(datatype({variable}))"
    kept = f'STRDT(STR({variable}), IRI(STRAFTER({kind}, "{VERBATIM}")))'
    return f'IF(STRSTARTS({kind}, "{VERBATIM}"), {kept}, {variable})'


def _exact(end: str) -> str:
    """Whether a value is an integer or a decimal, however many digits it has."""
    return f'datatype({end}) IN ({_KINDS}) && REGEX(STR({end}), "{_NUMBER}")'


def _wide(end: str) -> str:
    return f"IF(isNumeric({end}), {end}, IF({_exact(end)}, <{XSD}double>(STR({end})), ?none))"


def _by_digits(left: str, operator: str, right: str) -> str:
    """A comparison of two integers or decimals; an error where one is none, or they are of unlike signs."""
    ends = _digits(left), _digits(right)
    forth, back = f"{ends[0]} {operator} {ends[1]}", f"{ends[1]} {operator} {ends[0]}"
    minus = [f'STRSTARTS(STR({end}), "-")' for end in (left, right)]
    told = f"IF({minus[0]}, IF({minus[1]}, {back}, ?none), IF({minus[1]}, ?none, {forth}))"
    return f"IF({_exact(left)} && {_exact(right)}, {told}, ?none)"


def _digits(end: str) -> str:
    """The digits of a number without its sign, such that texts are ordered as the numbers are: the longer is more."""
    text = f'REPLACE(STR({end}), "^[+-]?0*([0-9]*)([.]([0-9]*[1-9])?0*)?$", "$1.$3")'
    return f'CONCAT(STR({10**9} + STRLEN(STRBEFORE({text}, "."))), {text})'


def among(variable: str, members: Iterable[Term]) -> str:
    """An expression, true where a variable is one of some terms."""
    terms = [each for each in map(stored, members) if isinstance(each, Iri | Literal)]
    if not terms:
        return "false"
    if all(isinstance(each, Iri) or each.datatype == Iri(XSD + "string") for each in terms):
        return f"COALESCE({variable} IN ({', '.join(map(str, terms))}), false)"
    return "(" + " || ".join(f"sameTerm({variable}, {each})" for each in terms) + ")"
