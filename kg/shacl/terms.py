"""Terms in queries, and literals that the engine would rewrite.

The engine keeps `042`, `380.0` or `"5"^^xsd:int` as a number and gives back `42`, `380` or an xsd:integer. What such a
literal was in its file stays known if it is stored under a datatype of this module's own, which the engine does not
understand: it is the same term only as itself, and its text is its own. Comparisons read it as what it stands for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.graph import Graph, Iri, Literal, Term, Triple
from kg.namespaces import XSD

VERBATIM = "urn:kg:verbatim:"
"""What stands before the datatype of a literal that the engine would rewrite."""

DERIVED = {
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
"""The types derived from xsd:integer, each with its least and greatest value."""

_ZONE = r"(?:Z|[+-](?!00:00)\d\d:\d\d)?"
_CANONICAL = {
    "integer": r"0|-?[1-9][0-9]*",
    "decimal": r"0|-?(?:[1-9][0-9]*|0(?=\.))(?:\.[0-9]*[1-9])?",
    "boolean": r"true|false",
    "double": r"0|-?(?:[1-9][0-9]{0,5}|0(?=\.))(?:\.[0-9]{0,5}[1-9])?",
    "date": rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_ZONE}",
    "time": rf"(?!24)[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]*[1-9])?{_ZONE}",
    "dateTime": rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T(?!24)[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]*[1-9])?{_ZONE}",
    "gYear": rf"[0-9]{{4}}{_ZONE}",
}
_CANONICAL["float"] = r"0|-?(?:[1-9][0-9]{0,2}|0(?=\.))(?:\.[0-9]{0,2}[1-9])?"
_NEVER = (
    "gYearMonth", "gMonthDay", "gDay", "gMonth",
    "duration", "yearMonthDuration", "dayTimeDuration", "dateTimeStamp",
)  # fmt: skip
_NOTHING = r"(?!)"
_CANONICAL |= dict.fromkeys((*DERIVED, *_NEVER), _NOTHING)
_KEPT = {XSD + name: re.compile(text, re.ASCII) for name, text in _CANONICAL.items()}
REWRITTEN = {iri.removeprefix(XSD) for iri in _KEPT}
"""The types of XML Schema of which the engine rewrites some or all literals."""

_PLAIN = dict.fromkeys((XSD + name for name in ("integer", *DERIVED)), re.compile(r"[+-]?[0-9]{1,12}", re.ASCII))
_PLAIN[XSD + "decimal"] = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)
_TRIED = Graph.memory()


def canonical() -> dict[str, str]:
    """For each datatype of which the engine keeps some literals as they are written, the expression for these."""
    return {iri: check.pattern for iri, check in _KEPT.items() if check.pattern != _NOTHING}


def kept(text: str, datatype: str) -> bool:
    """Whether the engine surely keeps a literal as it is written."""
    check = _KEPT.get(datatype)
    return check is None or bool(check.fullmatch(text))


def rewritten(literal: Literal) -> bool:
    """Whether the engine gives back another literal than it was given; one that is ill-typed comes back unchanged."""
    text, datatype = literal.value, literal.datatype.value
    if kept(text, datatype):
        return False
    plain = _PLAIN.get(datatype)
    return bool(plain and plain.fullmatch(text)) or _comes_back_other(text, datatype)


@lru_cache(maxsize=100_000)
def _comes_back_other(text: str, datatype: str) -> bool:
    literal, node = Literal(text, datatype=Iri(datatype)), Iri(f"urn:kg:{len(_TRIED)}")
    _TRIED.add([Triple(node, node, literal)])
    (row,) = _TRIED.select(f"SELECT ?o WHERE {{ {node} {node} ?o }}").rows
    return row[0] != literal


def stored(term: Term) -> Term:
    """A term as it is stored: under a datatype that the engine leaves alone, if it would rewrite it."""
    if isinstance(term, Literal) and rewritten(term):
        return Literal(term.value, datatype=Iri(VERBATIM + term.datatype.value))
    return term


def original(term: Term) -> Term:
    """What a stored term was before."""
    if isinstance(term, Literal) and term.datatype.value.startswith(VERBATIM):
        return Literal(term.value, datatype=Iri(term.datatype.value.removeprefix(VERBATIM)))
    return term
