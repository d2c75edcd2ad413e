"""RDF as text: the formats that are read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import FormatError
from kg.graph.xml import NAME, fit
from kg.namespaces import RDF

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_WORDS = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>')
_PREFIXED = re.compile(r"(?:^|(?<=[\s^(]))([^\s:^(]*):", re.MULTILINE)
_NO_PROPERTIES = {
    RDF + name for name in ("Description", "RDF", "ID", "about", "bagID", "parseType", "resource", "nodeID", "datatype",
                            "aboutEach", "aboutEachPrefix", "li")
}  # fmt: skip
"""What as an element of RDF/XML is no property, or another one (section 7.2.5)."""


def parse(data: bytes, style: str, base: str | None = None) -> Iterator[ox.Triple]:
    """The triples of a text in one of `FORMATS`, one by one.

    Args:
        base: what relative IRIs are relative to; without it they are an error.

    Raises:
        SyntaxError: carries line and column.
    """
    return (quad.triple for quad in ox.parse(data, FORMATS[style], base_iri=base))


def serialize(triples: Iterable[ox.Triple], style: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples as text in one of `FORMATS`; Turtle begins with the prefixes that it uses.

    Raises:
        FormatError: the format cannot hold one of them.
    """
    told = fit_triples(triples) if style == "rdfxml" else triples
    text = cast(bytes, ox.serialize(told, format=FORMATS[style], prefixes=dict(prefixes)))
    return _without_unused(text.decode(), prefixes).encode() if style in ("turtle", "trig") else text


def _without_unused(text: str, prefixes: Mapping[str, str]) -> str:
    """Turtle without the declarations of prefixes, which all stand at its head, that nothing in it uses."""
    lines = text.split("\n", len(prefixes))
    used = set(_PREFIXED.findall(_WORDS.sub("", lines[-1])))
    return "\n".join([*(line for line in lines[:-1] if line.split()[1][:-1] in used), lines[-1]])


def write_rdfxml(triples: Iterable[ox.Triple], output: IO[bytes], prefixes: Mapping[str, str]) -> None:
    """Write triples as RDF/XML, one by one.

    Raises:
        FormatError: it cannot hold one of them.
    """
    ox.serialize(fit_triples(triples), output, FORMATS["rdfxml"], prefixes=dict(prefixes))


def fit_triples(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Triples as RDF/XML can hold them: a character that it cannot as the sign that stands for one.

    Raises:
        FormatError: one of them has no name of which an element could be made.
    """
    last, known = None, set[str]()
    for triple in triples:
        subject, key, value = triple
        begins = key.value == RDF + "type" and isinstance(value, ox.NamedNode) and subject != last  # as <kg:Launch …>
        name = value.value if begins else key.value
        if name not in known:
            _check_name(name)
            known.add(name)
        last = subject
        yield triple if not isinstance(value, ox.Literal) else ox.Triple(subject, key, _fit(value))


def _check_name(iri: str) -> None:
    if not NAME.search(iri) or iri in _NO_PROPERTIES:
        raise FormatError(f"<{iri}>: gives no name for an element of RDF/XML: take another format, such as Turtle")


def _fit(value: ox.Literal) -> ox.Literal:
    text = fit(value.value)
    if text == value.value:
        return value
    return ox.Literal(text, language=value.language) if value.language else ox.Literal(text, datatype=value.datatype)
