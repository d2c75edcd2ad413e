"""The SPARQL endpoint, and the page on which people write queries."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from kg.errors import FormatError, KgError, QueryError
from kg.graph import Iri, Literal, Rows, Triple, serialize
from kg.namespaces import RDF, XSD
from kg.server.asking import Found, ask
from kg.server.messages import Asked, RefusedError, Reply, status_of
from kg.server.negotiate import negotiate
from kg.server.opened import Shown
from kg.server.refusals import OWN_GRAPH, READ_ONLY, check_graphs
from kg.server.results import FORMS, GRAPH_FORMS
from kg.server.site import HTML, Site, page

STYLES = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values", "ttl": "text/turtle", "nt": "application/n-triples",
    "jsonld": "application/ld+json", "rdf": "application/rdf+xml",
}  # fmt: skip
"""The suffixes of twins, and what they hold."""
OFFERS = (tuple(FORMS), tuple(GRAPH_FORMS))
"""The forms of rows, and those of a graph."""

OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
"""The parameters of the protocol that come with an update, and are refused as such."""
OF_CLIENTS = ("format", "output", "results")
"""What clients for many servers add to `Accept`, which says the same and more."""

_SD = "http://www.w3.org/ns/sparql-service-description#"
_RESULTS = "http://www.w3.org/ns/formats/"
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip
_START = """SELECT ?launch ?name WHERE {
  ?launch a kg:Launch ; rdfs:label ?name .
}
ORDER BY ?launch
LIMIT 100"""
_SHOWN = 500
"""The most rows on the page; its twins have the others."""

_PLACE = re.compile(r"query:(\d+):(\d+): (.*)", re.DOTALL)


def sparql(shown: Shown, asked: Asked) -> Reply:
    """The answer to a query, in the format that is wanted; without one, what the endpoint can do."""
    if update := next((name for name, _ in asked.given if name in OF_UPDATES), ""):
        raise RefusedError(403, f"{update}: {READ_ONLY}")
    texts = [value for name, value in asked.given if name == "query"]
    if len(texts) > 1:
        raise QueryError("query: is given twice: give one")
    accept = STYLES.get(asked.style, "") or asked.accept
    if not texts or not texts[0].strip():
        return _without_query(shown, asked, accept)
    if negotiate(accept, (*FORMS, *GRAPH_FORMS, HTML)) == HTML:
        return _editor(shown, asked, texts[0])
    return written(shown, _answer(shown, asked, texts[0]), accept)


def written(shown: Shown, found: Found, accept: str) -> Reply:
    """An answer in the format that is wanted.

    Raises:
        RefusedError: in none that it can be written in.
    """
    offers = tuple(GRAPH_FORMS if isinstance(found.answer, list) else FORMS)
    media = negotiate(accept, offers)
    if media is None:
        raise RefusedError(406, f"Accept: the answer comes as one of {', '.join(offers)}: ask for one of these")
    headers = (("Vary", "Accept"), *((("Kg-Rows-Left-Out", f"after {shown.settings.rows}"),) if found.more else ()))
    if not isinstance(found.answer, list):
        return Reply(FORMS[media](found.answer), media, headers=headers)
    try:
        return Reply(serialize(found.answer, GRAPH_FORMS[media], shown.prefixes), media, headers=headers)
    except FormatError as error:  # of RDF/XML alone
        others = tuple(each for each in offers if each != media)
        second = negotiate(accept, others)
        if second is None:
            raise RefusedError(406, f"{error}: it comes as one of {', '.join(others)}") from error
        return Reply(serialize(found.answer, GRAPH_FORMS[second], shown.prefixes), second, headers=headers)


def _answer(shown: Shown, asked: Asked, text: str) -> Found:
    check_graphs(asked.all("default-graph-uri"), asked.all("named-graph-uri"))
    return ask(shown, text)


def _without_query(shown: Shown, asked: Asked, accept: str) -> Reply:
    media = negotiate(accept, (*GRAPH_FORMS, HTML))
    if media == HTML:
        return _editor(shown, asked, "")
    if media is None:
        raise QueryError("query: is missing: give `query=SELECT …`")
    body = serialize(_description(shown, asked), GRAPH_FORMS[media], {"sd": _SD})
    return Reply(body, media, headers=(("Vary", "Accept"),))


def _description(shown: Shown, asked: Asked) -> list[Triple]:
    """What the endpoint can do: SPARQL 1.1 Service Description."""
    base = f"http://{asked.host}/sparql"
    service, dataset, graph = Iri(base), Iri(f"{base}#dataset"), Iri(OWN_GRAPH)
    size = Literal(str(len(shown.graph)), datatype=Iri(f"{XSD}integer"))
    return [
        Triple(service, Iri(f"{RDF}type"), Iri(f"{_SD}Service")),
        Triple(service, Iri(f"{_SD}endpoint"), service),
        Triple(service, Iri(f"{_SD}supportedLanguage"), Iri(f"{_SD}SPARQL11Query")),
        *(Triple(service, Iri(f"{_SD}resultFormat"), Iri(f"{_RESULTS}{name}")) for name in _FORMATS),
        Triple(service, Iri(f"{_SD}defaultDataset"), dataset),
        Triple(dataset, Iri(f"{RDF}type"), Iri(f"{_SD}Dataset")),
        Triple(dataset, Iri(f"{_SD}defaultGraph"), graph),
        Triple(graph, Iri(f"{RDF}type"), Iri(f"{_SD}Graph")),
        Triple(graph, Iri("http://rdfs.org/ns/void#triples"), size),
    ]


def _editor(shown: Shown, asked: Asked, text: str) -> Reply:
    """The page with a query to be changed, and below it the answer or what is wrong with it."""
    found, error, status = None, None, 200
    if text:
        try:
            found = _answer(shown, asked, text)
        except KgError as failure:
            error, status = _error(text, str(failure)), status_of(failure)
    examples = sorted(shown.questions.values(), key=lambda each: (each.topic, each.name))
    return page(
        shown, asked, "sparql", "SPARQL", text=text or _START, error=error, status=status, found=found,
        cells=_cells(shown, asked, found) if found else [], columns=_columns(found), limit=shown.settings.rows,
        total=len(found.answer.rows) if found and isinstance(found.answer, Rows) else 0,
        twins=_twins(asked, found) if found else {}, examples=examples, asked_for=bool(text),
        graph=serialize(found.answer, "turtle", shown.prefixes).decode()
        if found and isinstance(found.answer, list) else "",
    )  # fmt: skip


def _columns(found: Found | None) -> list[str]:
    return found.answer.columns if found and isinstance(found.answer, Rows) else []


def _cells(shown: Shown, asked: Asked, found: Found) -> list[list[object]]:
    if not isinstance(found.answer, Rows):
        return []
    rows = found.answer.rows[:_SHOWN]
    names, site = shown.names(term for row in rows for term in row), Site(asked)
    return [[site.cell(term, names) for term in row] for row in rows]


def _twins(asked: Asked, found: Found) -> dict[str, str]:
    kinds = ("ttl", "nt", "jsonld", "rdf") if isinstance(found.answer, list) else ("json", "csv", "tsv", "xml")
    given = urlencode([pair for pair in asked.given if pair[1]], quote_via=quote)
    return {kind: f"/sparql.{kind}?{given}" for kind in kinds}


def _error(text: str, told: str) -> dict[str, object]:
    """What is wrong with a query, and where: the line, split where the mistake is."""
    place = _PLACE.match(told)
    lines = text.splitlines()
    if not place or int(place[1]) > len(lines):
        return {"text": told, "line": 0, "column": 0, "before": "", "after": ""}
    line, column = int(place[1]), int(place[2])
    shown = lines[line - 1]
    return {
        "text": place[3], "line": line, "column": column, "before": shown[: column - 1], "after": shown[column - 1 :],
    }  # fmt: skip
