"""Answers to SPARQL queries in the formats of W3C: JSON, XML, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.graph import Iri, Literal, Rows, Term
from kg.graph.xml import fit
from kg.namespaces import RDF, XSD

Answer = Rows | bool

_XML = "http://www.w3.org/2005/sparql-results#"
_PLAIN = {XSD + "string", RDF + "langString", RDF + "dirLangString"}


def to_json(answer: Answer) -> bytes:
    """SPARQL 1.1 Query Results JSON Format."""
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer}).encode()
    bindings = [
        {name: _as_json(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    told = {"head": {"vars": answer.columns}, "results": {"bindings": bindings}}
    return json.dumps(told, ensure_ascii=False).encode()


def to_xml(answer: Answer) -> bytes:
    """SPARQL Query Results XML Format."""
    names = [] if isinstance(answer, bool) else answer.columns
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_XML}">\n<head>']
    parts += [f"<variable name={quoteattr(name)}/>" for name in names]
    parts.append("</head>\n")
    if isinstance(answer, bool):
        parts.append(f"<boolean>{str(answer).lower()}</boolean>\n")
    else:
        parts += ["<results>\n", *(_row_as_xml(names, row) for row in answer.rows), "</results>\n"]
    return "".join([*parts, "</sparql>\n"]).encode()


def to_csv(answer: Answer) -> bytes:
    """SPARQL 1.1 Query Results CSV Format; yes and no, which it does not know, as one word."""
    if isinstance(answer, bool):
        return _word(answer)
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows([_as_csv(term) for term in row] for row in answer.rows)
    return output.getvalue().encode()


def to_tsv(answer: Answer) -> bytes:
    """SPARQL 1.1 Query Results TSV Format; yes and no, which it does not know, as one word."""
    if isinstance(answer, bool):
        return _word(answer)
    lines = ["\t".join(f"?{name}" for name in answer.columns)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in answer.rows]
    return ("\n".join(lines) + "\n").encode()


def _word(answer: bool) -> bytes:
    return f"{str(answer).lower()}\n".encode()


def _as_json(term: Term) -> dict[str, Any]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": term.value}
    told = {"type": "literal", "value": term.value}
    if term.language:
        return told | {"xml:lang": term.language}
    return told if term.datatype.value in _PLAIN else told | {"datatype": term.datatype.value}


def _row_as_xml(names: list[str], row: tuple[Term | None, ...]) -> str:
    cells = [
        f"<binding name={quoteattr(name)}>{_as_xml(term)}</binding>"
        for name, term in zip(names, row, strict=True) if term is not None
    ]  # fmt: skip
    return f"<result>{''.join(cells)}</result>\n"


def _as_xml(term: Term) -> str:
    text = fit(term.value)
    if isinstance(term, Iri):
        return f"<uri>{escape(text)}</uri>"
    if not isinstance(term, Literal):
        return f"<bnode>{escape(text)}</bnode>"
    kind = ""
    if term.language:
        kind = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype.value not in _PLAIN:
        kind = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{escape(text)}</literal>"


def _as_csv(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term.value) if isinstance(term, (Iri, Literal)) else f"_:{term.value}"


FORMS: dict[str, Callable[[Answer], bytes]] = {
    "application/sparql-results+json": to_json,
    "application/json": to_json,
    "application/sparql-results+xml": to_xml,
    "application/xml": to_xml,
    "text/csv": to_csv,
    "text/tab-separated-values": to_tsv,
}
"""How rows, and yes and no, are written, by media type; the first is the one to prefer."""

GRAPH_FORMS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
"""The formats of `kg.graph.FORMATS` that hold a graph, by media type; the first is the one to prefer."""
