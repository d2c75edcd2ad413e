"""W3C's tests of the SPARQL 1.1 Protocol: each passes, or is named here with why it does not apply."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
from rdflib.collection import Collection
from serving import Server
from serving import server as started

from kg.server.refusals import OWN_GRAPH

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
NAMED = "the store has one graph without a name, so that a request for a named one is refused, as section 2.1.4 allows"
UPDATE = "the server only reads, and refuses every update: see test_updates_are_refused"
NOT_APPLICABLE = {
    "query_dataset_default_graphs_get": NAMED, "query_dataset_default_graphs_post": NAMED,
    "query_dataset_named_graphs_post": NAMED, "query_dataset_named_graphs_get": NAMED, "query_dataset_full": NAMED,
    "query_multiple_dataset": NAMED, "update_dataset_default_graph": UPDATE, "update_dataset_default_graphs": UPDATE,
    "update_dataset_named_graphs": UPDATE, "update_dataset_full": UPDATE, "update_post_form": UPDATE,
    "update_post_direct": UPDATE, "update_base_uri": UPDATE,
}  # fmt: skip
PASSED = [
    "query_post_form", "query_get", "query_content_type_select", "query_content_type_ask",
    "query_content_type_describe", "query_content_type_construct", "query_post_direct", "bad_query_method",
    "bad_multiple_queries", "bad_query_wrong_media_type", "bad_query_missing_form_type",
    "bad_query_missing_direct_type", "bad_query_non_utf8", "bad_query_syntax", "bad_update_get",
    "bad_multiple_updates", "bad_update_wrong_media_type", "bad_update_missing_form_type", "bad_update_non_utf8",
    "bad_update_syntax", "bad_update_dataset_conflict",
]  # fmt: skip
_DEFAULT = "http://kasei.us/2009/09/sparql/data/data0.rdf"
_FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                "text/tab-separated-values"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}  # fmt: skip


@pytest.fixture(scope="session")
def server() -> Server:
    return started()


@cache
def manifest(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The requests of each test, with what is expected."""
    graph = rdflib.Graph().parse(folder / "manifest.ttl")
    return {
        str(test).rpartition("#")[2]: [_request(graph, each) for each in Collection(graph, requests)]
        for test in graph.subjects(rdflib.RDF.type, MF.ProtocolTest)
        for requests in graph.objects(graph.value(test, MF.action), HT.requests)
    }  # type: ignore[arg-type]


def _request(graph: rdflib.Graph, node: Any) -> dict[str, Any]:
    body, answer, headers = (graph.value(node, each) for each in (HT.body, HT.resp, HT.headers))
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    return {
        "method": str(graph.value(node, HT.methodName)), "path": str(graph.value(node, HT.absolutePath)),
        "body": str(graph.value(body, CNT.chars)).encode(encoding) if body else None,
        "headers": {
            str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue))
            for each in (Collection(graph, headers) if headers else ())
        },
        "status": [str(each).rpartition("StatusCode")[2] for each in graph.objects(answer, MF.expectedStatus)],
        "boolean": graph.value(answer, MF.expectedBoolean), "format": graph.value(answer, MF.expectedFormat),
    }  # fmt: skip


def test_every_test_of_the_suite_is_accounted_for(shared: Path) -> None:
    assert set(manifest(shared / "w3c" / "sparql-protocol")) == {*PASSED, *NOT_APPLICABLE}
    assert not set(PASSED) & set(NOT_APPLICABLE)


@pytest.mark.parametrize("name", PASSED)
def test_a_test_of_the_suite_passes(server: Server, shared: Path, name: str) -> None:
    """The suite asks for a graph of its own by name; here that is the one that there is."""
    for request in manifest(shared / "w3c" / "sparql-protocol")[name]:
        path = request["path"].replace(quote(_DEFAULT, safe=""), quote(OWN_GRAPH, safe=""))
        headers = {key.lower().replace("-", "_"): value for key, value in request["headers"].items()}
        answer = server.ask(path, request["method"], request["body"], **headers)
        assert any(str(answer.status)[0] == each[0] for each in request["status"]), answer.text
        if request["format"]:
            assert answer.media in _FORMATS[str(request["format"])]
        if request["boolean"]:
            assert json.loads(answer.text)["boolean"] is request["boolean"].toPython()


@pytest.mark.parametrize("name", [name for name, why in NOT_APPLICABLE.items() if why == UPDATE])
def test_updates_are_refused(server: Server, shared: Path, name: str) -> None:
    update = manifest(shared / "w3c" / "sparql-protocol")[name][0]
    headers = {key.lower().replace("-", "_"): value for key, value in update["headers"].items()}
    answer = server.ask(update["path"], update["method"], update["body"], **headers)
    assert answer.status == 403
    assert "only reads" in answer.text


@pytest.mark.parametrize("name", [name for name, why in NOT_APPLICABLE.items() if why == NAMED])
def test_graphs_that_are_not_there_are_refused(server: Server, shared: Path, name: str) -> None:
    for request in manifest(shared / "w3c" / "sparql-protocol")[name]:
        headers = {key.lower().replace("-", "_"): value for key, value in request["headers"].items()}
        answer = server.ask(request["path"], request["method"], request["body"], **headers)
        assert answer.status == 400
        assert "there is no graph" in answer.text or "FROM" in answer.text
