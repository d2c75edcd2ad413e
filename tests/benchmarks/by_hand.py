"""What a script without `kg` would do: `python by_hand.py DATA OUTPUT` reads generated records with
PyYAML, adds their triples to an rdflib graph one by one and writes N-Triples."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

BASE = "https://w3id.org/actors-events/"
KG = Namespace(f"{BASE}ontology#")


def thing(value: Any) -> URIRef:
    """The IRI of an id such as `state:north-korea`."""
    prefix, _, name = value.partition(":")
    return URIRef(f"{BASE}{prefix}/{name}")


def english(value: Any) -> Literal:
    """A text without a language of its own."""
    return Literal(value, lang="en")


CONTEXT: dict[str, tuple[URIRef, Callable[[Any], URIRef | Literal]]] = {
    "kind": (RDF.type, lambda value: KG[value]),
    "label": (RDFS.label, english),
    "title": (DCTERMS.title, english),
    "altLabel": (SKOS.altLabel, english),
    "comment": (RDFS.comment, english),
    "wikidata": (KG.wikidata, Literal),
    "nationality": (KG.nationality, thing),
    "affiliation": (KG.affiliation, thing),
    "heldPost": (KG.heldPost, thing),
    "sources": (KG.sources, thing),
    "published": (KG.published, lambda value: URIRef(f"{BASE}date/{value}")),
}


def convert(data: Path, output: Path) -> None:
    """Write the triples of a file of records."""
    graph = Graph()
    with data.open(encoding="utf-8") as file:
        records = yaml.safe_load(file)
    for record in records:
        subject = thing(record.pop("id"))
        for key, value in record.items():
            predicate, term = CONTEXT[key]
            if isinstance(value, dict):
                for language, texts in value.items():
                    for text in texts:
                        graph.add((subject, predicate, Literal(text, lang=language)))
            else:
                for one in value if isinstance(value, list) else [value]:
                    graph.add((subject, predicate, term(one)))
    graph.serialize(output, format="nt", encoding="utf-8")


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
