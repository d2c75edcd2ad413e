"""Terms: what statements are made of, and how people read them."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from pyoxigraph import Literal, Triple
from pyoxigraph import NamedNode as Iri

from kg.namespaces import compact

Term = ox.NamedNode | ox.BlankNode | ox.Literal
"""What can stand in a statement."""
Subject = ox.NamedNode | ox.BlankNode


def text_of(term: Term | None) -> str:
    """A term as people write it: the short name of an IRI, the plain value of a literal."""
    if term is None:
        return ""
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(term.value)


def value_of(term: Term | None) -> Any:
    """A term as a plain Python value: number, boolean or text; None where unbound."""
    if not isinstance(term, ox.Literal):
        return None if term is None else text_of(term)
    kind = term.datatype.value.rpartition("#")[2]
    if kind == "boolean":
        return term.value == "true"
    if kind == "integer":
        return int(term.value)
    if kind in ("decimal", "double", "float"):
        return float(term.value)
    return term.value


__all__ = ["Iri", "Literal", "Subject", "Term", "Triple", "text_of", "value_of"]
