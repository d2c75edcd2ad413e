"""The IRIs of the project, and the one short spelling of each.

A record `launch:2022-01-17-pyongyang` is the IRI
`https://w3id.org/actors-events/launch/2022-01-17-pyongyang`; a term `kg:Launch` is
`https://w3id.org/actors-events/ontology#Launch`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

BASE = "https://w3id.org/actors-events/"
KG = BASE + "ontology#"
SAID = BASE + "said#"
SHAPE = BASE + "shapes#"
DATE = BASE + "date/"
ARCHIVE = BASE + "archive#"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SDO = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"

PREFIXES = {
    "kg": KG,
    "said": SAID,
    "shape": SHAPE,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": SDO,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
}
"""Prefixes of vocabularies. Those of records are declared by classes: see `kg.ontology`."""

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*:[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a record's id looks like: PREFIX:NAME, lower case, words joined by hyphens."""

_RECORD = re.compile(re.escape(BASE) + r"([a-z0-9-]+)/(.+)")
_VOCABULARIES = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def compact(iri: str) -> str:
    """The short spelling of an IRI, or the IRI itself where it has none."""
    record = _RECORD.fullmatch(iri)
    if record:
        prefix, name = record.groups()
        return f"{prefix}:{unquote(name) if prefix == 'date' else name}"
    for prefix, namespace in _VOCABULARIES:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """The IRI of a short spelling; a full IRI comes back unchanged.

    Raises:
        ValueError: `name` is neither.
    """
    if name.startswith(("http://", "https://", "urn:")):
        return name
    prefix, colon, local = name.partition(":")
    if not colon or not prefix or not local:
        raise ValueError(name)
    if prefix in PREFIXES:
        return PREFIXES[prefix] + local
    if prefix == "date":
        return date_iri(local)
    if ID.fullmatch(name):
        return f"{BASE}{prefix}/{local}"
    raise ValueError(name)


@lru_cache(maxsize=65536)
def date_iri(written: str) -> str:
    """The IRI of the node for a date as written in EDTF, percent-encoded (RFC 3986)."""
    return DATE + quote(written, safe=".~")
