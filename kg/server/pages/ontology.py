"""The terms of the ontology: for the editor, to read, and as linked data."""

from __future__ import annotations

from typing import Any

from kg.graph import Rows, Term, serialize, text_of
from kg.namespaces import DATE, KG
from kg.ontology import read_ontology
from kg.server.linked import FORMS, wanted, with_forms
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.results import GRAPH_FORMS
from kg.server.site import HTML, JSON, page, to_json
from kg.server.tables import in_csv

_TERMS = """SELECT ?term ?label ?definition ?type WHERE {
  ?term a ?type .
  FILTER (STRSTARTS(STR(?term), STR(kg:)))
  VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  ?term rdfs:label ?label . FILTER (LANG(?label) IN ("", "en"))
  OPTIONAL { ?term skos:definition ?definition FILTER (LANG(?definition) IN ("", "en")) }
}
ORDER BY ?term ?type"""


def terms(shown: Shown, asked: Asked) -> Reply:
    """What the editor of queries completes: prefixes, terms, and questions as examples."""
    told = [
        {
            "iri": KG + name, "name": f"kg:{name}", "label": label, "definition": definition, "type": kind,
        }
        for name, label, definition, kind in _terms(shown)
    ]  # fmt: skip
    examples = [
        {"name": each.name, "summary": each.summary, "query": each.text}
        for each in sorted(shown.questions.values(), key=lambda each: (each.topic, each.name))
    ]
    return to_json({"prefixes": shown.prefixes, "terms": told, "examples": examples})


def ontology(shown: Shown, asked: Asked) -> Reply:
    """The ontology in the form that is wanted."""
    media = wanted(asked, "the ontology")
    return with_forms(_written(shown, asked, media), asked)


def _written(shown: Shown, asked: Asked, media: str) -> Reply:
    if media == JSON:
        return terms(shown, asked)
    if media == FORMS["csv"]:
        rows: list[tuple[Term | None, ...]] = shown.select(_TERMS)
        return in_csv(Rows(["term", "label", "definition", "type"], rows))
    if media == HTML:
        return page(shown, asked, "ontology", "Ontology", query=_TERMS, terms=_terms(shown))
    triples = read_ontology(shown.project).triples
    prefixes = {prefix: iri for prefix, iri in shown.prefixes.items() if iri != DATE}
    return Reply(serialize(triples, GRAPH_FORMS[media], prefixes), media)


def _terms(shown: Shown) -> list[tuple[Any, ...]]:
    """The name of each term, its label, its definition and its type."""
    return [
        (text_of(term).removeprefix("kg:"), text_of(label), text_of(definition), text_of(kind).removeprefix("owl:"))
        for term, label, definition, kind in shown.select(_TERMS)
    ]
