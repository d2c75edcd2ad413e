"""What is said of a thing, as linked data."""

from __future__ import annotations

from urllib.parse import quote

from kg.errors import QueryError
from kg.graph import Rows, Triple, serialize
from kg.namespaces import DATE, expand
from kg.server.messages import Reply
from kg.server.opened import Shown
from kg.server.results import GRAPH_FORMS

STYLES = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
          "rdf": "application/rdf+xml"}  # fmt: skip


def query(thing: str, most: int) -> str:
    """The query that gives what is stated of a thing, and the claims about it."""
    iri = f"<{expand(thing)}>"
    return (
        "PREFIX kg: <https://w3id.org/actors-events/ontology#>\n\n"
        "CONSTRUCT { ?subject ?property ?value } WHERE {\n"
        f"  {{ BIND ({iri} AS ?subject) ?subject ?property ?value }}\n"
        f"  UNION {{ ?subject kg:about {iri} ; ?property ?value }}\n"
        f"}}\nLIMIT {most}"
    )


def linked(shown: Shown, thing: str, media: str) -> Reply:
    """What is stated of a thing, and the claims about it, in a media type of `GRAPH_FORMS`.

    Raises:
        QueryError: it fails while it runs.
    """
    answer = shown.graph.ask(query(thing, shown.settings.rows))
    if isinstance(answer, (Rows, bool)):
        raise QueryError("query: is no CONSTRUCT")
    body = serialize(_once(answer), GRAPH_FORMS[media], _prefixes(shown))
    suffix = next(each for each, held in STYLES.items() if held == media)
    kind, _, name = thing.partition(":")
    place = f"/{quote(kind, safe='')}/{quote(name, safe='')}.{suffix}"
    return Reply(body, media, headers=(("Vary", "Accept"), ("Content-Location", place)))


def _once(triples: list[Triple]) -> list[Triple]:
    return list(dict.fromkeys(triples))


def _prefixes(shown: Shown) -> dict[str, str]:
    """Those of the graph but that of dates, whose short form not all readers take."""
    return {prefix: iri for prefix, iri in shown.prefixes.items() if iri != DATE}
