"""The values that a person gives a query, as terms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from kg.errors import QueryError
from kg.graph import Iri, Literal, Term
from kg.namespaces import XSD, expand


def read_term(value: str, default: str, where: str) -> Term:
    """The term that a value given by a person stands for.

    Args:
        value: an id, an IRI, a number, a day, or text.
        default: the term that stands in the query, in SPARQL; the value must be of its kind. After
            `UNDEF` it is what it looks like.
        where: how an error begins.

    Raises:
        QueryError: it is of another kind.
    """
    text, first = value.strip(), default.split(maxsplit=1)[0] if default else "UNDEF"
    if first == "UNDEF":
        first = _kind_of(text)
    try:
        if first.startswith(('"', "'")):
            kind = re.split(r"[:#]", first.rpartition("^^")[2].strip("<>"))[-1] if "^^" in first else "string"
            return Literal(_FORMS.get(kind, str)(value), datatype=Iri(XSD + kind))
        if first in ("true", "false"):
            if text not in ("true", "false"):
                raise ValueError(text)
            return Literal(text == "true")
        if re.fullmatch(r"[+-]?\d+", first):
            return Literal(int(text))
        if re.fullmatch(r"[+-]?\d*\.\d+", first):
            return Literal(str(float(text)), datatype=Iri(XSD + "decimal"))
        return Iri(expand(text))
    except (ValueError, InvalidOperation) as error:
        raise QueryError(f"{where}: `{value}` does not fit: write something like {first}") from error


_FORMS: dict[str, Callable[[str], str]] = {
    "date": lambda text: date.fromisoformat(text.strip()).isoformat(),
    "dateTime": lambda text: datetime.fromisoformat(text.strip()).isoformat(),
    "integer": lambda text: str(int(text)),
    "decimal": lambda text: str(Decimal(text.strip())),
}
"""How a value of a datatype must look, for those that a slip would make an empty answer of."""


def _kind_of(text: str) -> str:
    if re.fullmatch(r"[+-]?\d+", text):
        return "0"
    try:
        return f"<{expand(text)}>"
    except ValueError:
        return '""'
