"""The sources, and the page of one: its quotes in order, with what is claimed by them."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

from kg.graph import Iri, Rows, Term, text_of
from kg.namespaces import KG, expand
from kg.server.about import Claim, claims_in, claims_query
from kg.server.linked import FORMS
from kg.server.listed import Listed, part, skipped
from kg.server.messages import Asked, Reply
from kg.server.opened import PROLOGUE, Shown
from kg.server.site import Site, page
from kg.server.tables import in_style
from kg.server.where import find_record

_PER_PAGE = 100
_SOURCES = """SELECT ?source (COALESCE(MIN(?titled), MIN(?label)) AS ?title) (MIN(?day) AS ?published) ?publisher
WHERE {
  { SELECT DISTINCT ?source WHERE { ?kind rdfs:subClassOf* kg:Source . ?source a ?kind } }
  OPTIONAL { ?source dcterms:title ?titled }
  OPTIONAL { ?source rdfs:label ?label }
  OPTIONAL { ?source kg:published/kg:earliest ?day }
  OPTIONAL { ?source kg:publisher ?publisher }
}
GROUP BY ?source ?publisher
ORDER BY DESC(?published) ?source ?publisher"""
_COUNT = "SELECT (COUNT(*) AS ?n) {{ ?claim kg:in <{}> ; kg:about ?thing }}"
_TOLD = ("line", "quote", "thing", "property", "value", "claimant", "modality", "negated", "claim")


def sources(shown: Shown, asked: Asked) -> Reply:
    """All sources, the newest first."""
    rows = shown.select(_SOURCES)
    if asked.style:
        return in_style(Rows(["source", "title", "published", "publisher"], rows), asked.style)
    listed = part(rows, asked, _PER_PAGE)
    names = shown.names(term for row in listed.items for term in (row[0], row[3]))
    site = Site(asked)
    cells = [
        [site.cell(day, {}), site.cell(source, names), site.cell(publisher, names)]
        for source, _, day, publisher in listed.items
    ]
    return page(shown, asked, "sources", "Sources", query=_SOURCES, listed=listed, cells=cells)


def source(shown: Shown, asked: Asked, name: str) -> Reply:
    """The page of a source."""
    from kg.server.pages.thing import cited  # it, in turn, shows sources by this

    skip = skipped(asked)
    found = claims_in(shown, name, skip, _PER_PAGE)
    facts = shown.rows("facts_about", thing=name)
    claims: list[Term] = [term for each in found for term in (each.thing, each.key, each.value, each.claimant)]
    names = shown.names([*claims, Iri(expand(name)), *(term for row in facts.rows for term in row)])
    site = Site(asked)
    told = list(dict.fromkeys((each.claim, each.thing) for each in found))  # a claim may tell several values
    return page(
        shown, asked, "source", names[expand(name)], query=_queries(shown, name, skip), id=name,
        label=names[expand(name)], quotes=_quotes(site, found, names, cited), url=_url(facts),
        facts=[
            (site.cell(key, names), site.cell(value, names))
            for key, value, *_ in facts.rows if text_of(key) not in _HIDDEN
        ],
        listed=Listed(told, skip, _count(shown, name), _PER_PAGE, " claims"),
        record=find_record(shown.project, name), network=site.url("/network", [("thing", name)]),
        forms=[(style, site.url(f"{quote(asked.path)}.{style}")) for style in FORMS],
    )  # fmt: skip


def _queries(shown: Shown, name: str, skip: int) -> dict[str, str]:
    return {
        "What it says, in the order of its lines": claims_query(name, skip, _PER_PAGE),
        "What holds of it": shown.questions["facts_about"].with_values({"thing": [name]}),
        "How many claims it holds": _COUNT.format(expand(name)),
    }


def told_by(shown: Shown, name: str) -> Rows:
    """All that a source says, in the order of its lines."""
    found = shown.graph.select(f"{PROLOGUE}{claims_query(name)}")
    places = [found.columns.index(each) for each in _TOLD]
    return Rows(list(_TOLD), [tuple(row[at] for at in places) for row in found.rows])


_HIDDEN = ("dcterms:title", "rdf:type", "kg:url")


def _count(shown: Shown, name: str) -> int:
    """How many claims a source holds, each counted for each thing that it is about."""
    rows = shown.select(_COUNT.format(expand(name)))
    return int(text_of(rows[0][0]))


def _url(facts: Rows) -> str:
    """Where a source can be read; an address of the web, or none."""
    found = (text_of(value) for key, value, *_ in facts.rows if isinstance(key, Iri) and key.value == f"{KG}url")
    return next((each for each in found if each.startswith(("https://", "http://"))), "")


def _quotes(site: Site, claims: list[Claim], names: dict[str, str], cited: Any) -> list[dict[str, Any]]:
    """The quotes in the order of their lines, each with what is claimed by it."""
    ordered = sorted(claims, key=lambda each: (each.line or 0, each.quote))
    return [
        {"line": line, "quote": words, "claims": [cited(site, each, names) for each in same]}
        for (line, words), same in groupby(ordered, key=lambda each: (each.line, each.quote))
    ]
