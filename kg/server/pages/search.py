"""The search: by any name, in any script, or by id; and where to begin without one."""

from __future__ import annotations

from typing import Any

from kg.graph import Iri, text_of
from kg.namespaces import KG, expand
from kg.server.kinds import known
from kg.server.listed import part
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.site import Site, page, to_json
from kg.server.tables import in_csv, of_records

_PER_PAGE, _COMPLETED, _EXAMPLES = 50, 10, 6
_NEWEST = """SELECT ?source ?day {
  ?source kg:published ?date . ?date kg:earliest ?day
}
ORDER BY DESC(?day) ?source
LIMIT 5"""
_MOST_TOLD = f"""SELECT ?thing (COUNT(*) AS ?count) {{
  {{ SELECT ?thing {{ ?claim kg:about ?thing }} LIMIT 2000 }}
}}
GROUP BY ?thing
ORDER BY DESC(?count) ?thing
LIMIT {_EXAMPLES}"""
_KINDS = """SELECT ?prefix (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?thing rdfs:label|dcterms:title|skos:altLabel ?name ; a/rdfs:subClassOf* ?class .
  ?class kg:idPrefix ?prefix .
  FILTER (STRSTARTS(STR(?thing), CONCAT("https://w3id.org/actors-events/", ?prefix, "/")))
}
GROUP BY ?prefix
ORDER BY DESC(?count) ?prefix"""
_BEGIN = {
    "Newest sources": _NEWEST, "What there is, by the prefix of the id": _KINDS,
    "Examples": _MOST_TOLD, "Statements": "SELECT (COUNT(*) AS ?statements) { ?s ?p ?o }",
}  # fmt: skip
_HOW = "A procedure compares the names of all things with what was typed, and ranks them."


def search(shown: Shown, asked: Asked) -> Reply:
    """The things that a text finds, best first; without a text, what there is."""
    text, kinds = asked.one("q"), known(asked.all("kind"), {**shown.families, **shown.counts}, "thing")
    hits, total = shown.index.find(text, kinds)
    if asked.style == "csv":
        return in_csv(of_records([_told(shown, hit) for hit in hits], ["id", "label", "kind", "matched"]))
    found = [_told(shown, hit) for hit in hits]
    if asked.style:
        return to_json({"query": text, "total": total, "hits": found})
    word = "" if total == len(hits) else f"; {total:,} match in all: narrow the search to see the others"
    counts = shown.index.kinds(text) if text else {}
    listed = part(found, asked, _PER_PAGE, word)
    return page(
        shown, asked, "search", f"Search: {text}" if text else "Search", text=text, kinds=kinds,
        hits=listed, total=total, counts=_counts(shown, counts),
        start=None if text else _start(shown, asked), hidden=sum(counts.values()) - total if kinds else 0,
        query=_found(shown, [each["id"] for each in listed.items]) if text else _BEGIN, procedure=_HOW if text else "",
    )  # fmt: skip


def _found(shown: Shown, things: list[str]) -> dict[str, str]:
    return {"Names of what is listed": shown.questions["names"].with_values({"thing": things})} if things else {}


def complete(shown: Shown, asked: Asked) -> Reply:
    """The first things that a text finds, while it is typed."""
    hits, _ = shown.index.find(asked.one("q"))
    return to_json([_told(shown, hit) for hit in hits[:_COMPLETED]])


def _told(shown: Shown, hit: Any) -> dict[str, str]:
    kind = shown.terms.get(KG + hit.kind, hit.kind)
    return {"id": hit.id, "label": hit.label, "kind": kind, "matched": hit.name}


def _counts(shown: Shown, counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Prefixes of ids with the name of their class and a number."""
    found = [(prefix, shown.families.get(prefix, ("", prefix))[1], count) for prefix, count in counts.items()]
    return sorted(found, key=lambda each: (-each[2], each[1]))


def _start(shown: Shown, asked: Asked) -> dict[str, Any]:
    """What there is: how much of each kind, the newest sources, and examples."""
    rows = shown.select(_NEWEST)
    names = shown.names(source for source, _ in rows)
    site = Site(asked)
    return {
        "newest": [(site.cell(source, names), text_of(day)) for source, day in rows],
        "counts": _counts(shown, shown.counts), "statements": len(shown.graph),
        "examples": [(name, shown.names([Iri(expand(name))])[expand(name)]) for name in _examples(shown)],
    }  # fmt: skip


def _examples(shown: Shown) -> list[str]:
    """The things that most claims are about, among the first of them."""
    return [text_of(thing) for thing, _ in shown.select(_MOST_TOLD)]
