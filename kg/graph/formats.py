"""RDF as text: the formats that are read and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import pyoxigraph as ox

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def parse(data: bytes, style: str, base: str | None = None) -> Iterator[ox.Triple]:
    """The triples of a text in one of `FORMATS`, one by one.

    Args:
        base: what relative IRIs are relative to; without it they are an error.

    Raises:
        SyntaxError: carries line and column.
    """
    return (quad.triple for quad in ox.parse(data, FORMATS[style], base_iri=base))


def serialize(triples: Iterable[ox.Triple], style: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples as text in one of `FORMATS`."""
    return cast(bytes, ox.serialize(triples, format=FORMATS[style], prefixes=dict(prefixes)))
