"""What is said of a thing, as linked data; and the forms that things come in."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from urllib.parse import quote

from kg.graph import serialize
from kg.namespaces import DATE, KG, expand
from kg.server.messages import Asked, RefusedError, Reply
from kg.server.negotiate import negotiate
from kg.server.opened import Shown
from kg.server.results import GRAPH_FORMS
from kg.server.site import HTML, JSON, Site

STYLES = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
          "rdf": "application/rdf+xml"}  # fmt: skip

FORMS = STYLES | {"json": JSON, "csv": "text/csv"}
"""The forms of a thing and of the ontology beside the page, by the suffix that names each outright."""
OFFERS = (HTML, *FORMS.values())


def wanted(asked: Asked, what: str) -> str:
    """The media type, of `OFFERS`, in which a request wants a thing.

    Args:
        what: what is asked for, in words.

    Raises:
        RefusedError: it does not come in such a form.
    """
    if asked.style and asked.style not in FORMS:
        raise RefusedError(406, f"{asked.path}: has no form `{asked.style}`: take one of {' '.join(FORMS)}")
    media = FORMS[asked.style] if asked.style else negotiate(asked.accept, OFFERS)
    if media is None:
        raise RefusedError(406, f"Accept: {what} comes as one of {', '.join(OFFERS)}")
    return media


def with_forms(reply: Reply, asked: Asked) -> Reply:
    """An answer that names all forms of what it is about, and its own where that was negotiated."""
    site, path = Site(asked), quote(asked.path)
    places = {HTML: site.url(path)} | {media: site.url(f"{path}.{suffix}") for suffix, media in FORMS.items()}
    links = ", ".join(f'<{place}>; rel="alternate"; type="{media}"' for media, place in places.items())
    negotiated = () if asked.style else (("Vary", "Accept"), ("Content-Location", places[reply.media]))
    others = tuple(pair for pair in reply.headers if pair[0] != "Vary")
    return replace(reply, headers=(*others, ("Link", links), *negotiated))


def linked(shown: Shown, thing: str, media: str) -> Reply:
    """What is stated of a thing, and the claims about it, in a media type of `GRAPH_FORMS`."""
    iri, most = f"<{expand(thing)}>", shown.settings.rows
    stated = list(shown.graph.construct(f"CONSTRUCT WHERE {{ {iri} ?property ?value }}"))
    about = f"CONSTRUCT {{ ?claim ?key ?value }} WHERE {{ ?claim <{KG}about> {iri} ; ?key ?value }}"
    claimed = list(islice(shown.graph.construct(about), most + 1))
    body = serialize(dict.fromkeys([*stated, *claimed[:most]]), GRAPH_FORMS[media], _prefixes(shown))
    return Reply(body, media, headers=(("Kg-Rows-Left-Out", f"after {most}"),) if len(claimed) > most else ())


def _prefixes(shown: Shown) -> dict[str, str]:
    """Those of the graph but that of dates, whose short form not all readers take."""
    return {prefix: iri for prefix, iri in shown.prefixes.items() if iri != DATE}
