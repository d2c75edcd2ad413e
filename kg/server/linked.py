"""What is said of a thing, as linked data."""

from __future__ import annotations

from itertools import islice
from urllib.parse import quote

from kg.graph import serialize
from kg.namespaces import DATE, KG, expand
from kg.server.messages import Reply
from kg.server.opened import Shown
from kg.server.results import GRAPH_FORMS

STYLES = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
          "rdf": "application/rdf+xml"}  # fmt: skip


def linked(shown: Shown, thing: str, media: str) -> Reply:
    """What is stated of a thing, and the claims about it, in a media type of `GRAPH_FORMS`."""
    iri, most = f"<{expand(thing)}>", shown.settings.rows
    stated = list(shown.graph.construct(f"CONSTRUCT WHERE {{ {iri} ?property ?value }}"))
    about = f"CONSTRUCT {{ ?claim ?key ?value }} WHERE {{ ?claim <{KG}about> {iri} ; ?key ?value }}"
    claimed = list(islice(shown.graph.construct(about), most + 1))
    body = serialize(dict.fromkeys([*stated, *claimed[:most]]), GRAPH_FORMS[media], _prefixes(shown))
    suffix = next(each for each, held in STYLES.items() if held == media)
    kind, _, name = thing.partition(":")
    place = f"/{quote(kind, safe='')}/{quote(name, safe='')}.{suffix}"
    left_out = (("Kg-Rows-Left-Out", f"after {most}"),) if len(claimed) > most else ()
    return Reply(body, media, headers=(("Vary", "Accept"), ("Content-Location", place), *left_out))


def _prefixes(shown: Shown) -> dict[str, str]:
    """Those of the graph but that of dates, whose short form not all readers take."""
    return {prefix: iri for prefix, iri in shown.prefixes.items() if iri != DATE}
