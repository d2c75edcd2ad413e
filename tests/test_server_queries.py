"""The SPARQL endpoint: its protocol, what is refused, and queries that take too long."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import escape
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from serving import HTML, Server, start
from serving import hasty as started_hasty
from serving import server as started
from test_server import FORM, Markup

from kg.build import build
from kg.errors import ProjectError
from kg.graph import parse
from kg.server import warming
from kg.server.answering import reply
from kg.server.messages import Asked, Reply, Settings
from kg.server.opened import Opened
from kg.server.serving import listen
from kg.server.warming import PAGES, QUESTIONS, WHOLE, warm

SELECT = "SELECT ?l WHERE { ?l a kg:Launch } ORDER BY ?l LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?l a kg:Launch } WHERE { ?l a kg:Launch } LIMIT 3"
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?d && ?c != ?f && ?h != ?e) }"
SELECT_FORMATS = {
    "application/sparql-results+json": "application/sparql-results+json", "application/json": "application/json",
    "application/sparql-results+xml": "application/sparql-results+xml", "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values", "*/*": "application/sparql-results+json",
    "": "application/sparql-results+json", "text/csv;q=0.5, application/sparql-results+xml;q=0.9":
    "application/sparql-results+xml", "application/*;q=0.3, text/csv": "text/csv",
    "application/sparql-results+json;q=0, */*": "application/json",
}  # fmt: skip
GRAPH_FORMATS = {"text/turtle": "turtle", "application/n-triples": "ntriples", "application/ld+json": "jsonld",
                 "application/rdf+xml": "rdfxml"}  # fmt: skip


@pytest.fixture(scope="session")
def server() -> Server:
    return started()


@pytest.fixture(scope="session")
def hasty() -> Server:
    return started_hasty()


@pytest.mark.parametrize(("accept", "media"), SELECT_FORMATS.items())
def test_rows_come_in_the_format_that_is_wanted(server: Server, accept: str, media: str) -> None:
    answer = server.sparql(SELECT, accept)
    assert (answer.status, answer.media) == (200, media)
    assert answer.text.count("https://w3id.org/actors-events/launch/") == 3


@pytest.mark.parametrize(("media", "style"), GRAPH_FORMATS.items())
def test_graphs_come_in_the_format_that_is_wanted(server: Server, media: str, style: str) -> None:
    answer = server.sparql(CONSTRUCT, media)
    assert (answer.status, answer.media) == (200, media)
    assert len(set(parse(answer.body, style))) == 3


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("application/sparql-results+json", '{"head": {}, "boolean": true}'), ("text/csv", "true\n"),
     ("application/sparql-results+xml", "<boolean>true</boolean>"), ("text/tab-separated-values", "true\n")],
)  # fmt: skip
def test_yes_and_no_come_in_every_format(server: Server, accept: str, expected: str) -> None:
    assert expected in server.sparql("ASK { ?l a kg:Launch }", accept).text


def test_terms_of_every_kind_are_written_as_the_formats_have_them(server: Server) -> None:
    query = (
        'SELECT * { VALUES (?a ?b ?c ?d) { (<http://x/?a=1&b=2> "<\\"é\\t\\n,>" "ja"@en 1.50) } '
        "BIND (BNODE() AS ?e) OPTIONAL { ?f a <http://nothing> } }"
    )
    row = json.loads(server.sparql(query).text)["results"]["bindings"][0]
    assert row["a"] == {"type": "uri", "value": "http://x/?a=1&b=2"}
    assert row["b"] == {"type": "literal", "value": '<"é\t\n,>'}
    assert row["c"] == {"type": "literal", "value": "ja", "xml:lang": "en"}
    assert row["d"]["datatype"].endswith("#decimal")
    assert row["e"]["type"] == "bnode"
    assert "f" not in row
    xml = server.sparql(query, "application/sparql-results+xml").text
    assert "http://x/?a=1&amp;b=2" in xml
    assert '<literal xml:lang="en">ja</literal>' in xml
    assert '"<""é\t\n,>"' in server.sparql(query, "text/csv").text.replace("\r\n", "\n")
    tsv = server.sparql(query, "text/tab-separated-values").text.splitlines()
    assert tsv[0] == "?a\t?b\t?c\t?d\t?e\t?f"
    assert len(tsv) == 2
    assert tsv[1].split("\t")[:3] == ["<http://x/?a=1&b=2>", '"<\\"é\\t\\n,>"', '"ja"@en']


@pytest.mark.parametrize(
    ("query", "columns"),
    [("SELECT * { ?s ?p ?o } LIMIT 1", "s,p,o"),
     ("SELECT DISTINCT* WHERE { ?z a ?k OPTIONAL { ?z ?b $c } } LIMIT 1", "z,k,b,c"),
     ("# ?b\nPREFIX a: <http://x/?z> SELECT * { ?s ?p '?a', \"?b\" FILTER (?p != ?a) BIND (1 AS ?a) }", "s,p,a"),
     ("SELECT ?p ?o ?s { ?s ?p ?o } LIMIT 1", "p,o,s"), ("SELECT ?b { SELECT * { ?b ?a ?c } LIMIT 1 }", "b")],
)  # fmt: skip
def test_columns_come_in_the_order_in_which_the_query_names_them(server: Server, query: str, columns: str) -> None:
    assert server.sparql(query, "text/csv").text.splitlines()[0] == columns


@pytest.mark.parametrize(
    ("method", "more", "told"), [("POST", "", "after 3 seconds"), ("GET", "&query=ASK", "twice")]
)  # fmt: skip
def test_a_query_without_an_answer_stays_in_the_editor(hasty: Server, method: str, more: str, told: str) -> None:
    given = urlencode({"query": FOREVER}) + more
    if method == "POST":
        answer = hasty.ask("/sparql", method, given, accept=HTML, content_type=FORM)
    else:
        answer = hasty.page(f"/sparql?{given}")
    page = Markup(answer)
    assert answer.status in (400, 503)
    assert [given["name"] for tag, given in page.elements if tag == "textarea"] == ["query"]
    assert f">\n{escape(FOREVER)}</textarea>" in answer.text and told in page.text


@pytest.mark.parametrize(
    ("body", "kind", "path", "status"),
    [
        (urlencode({"query": SELECT}), "application/x-www-form-urlencoded", "/sparql", 200),
        (SELECT, "application/sparql-query", "/sparql", 200),
        (SELECT, "application/sparql-query; charset=UTF-8", "/sparql/", 200),
        (SELECT, "application/sparql-query; charset=utf-16", "/sparql", 415),
        (SELECT, "text/plain", "/sparql", 415), (SELECT, "", "/sparql", 415),
        (SELECT, "application/sparql-query", f"/sparql?query={quote(SELECT)}", 400),
        ("query=a&query=b", "application/x-www-form-urlencoded", "/sparql", 400),
        ("update=" + quote("CLEAR ALL"), "application/x-www-form-urlencoded", "/sparql", 403),
        ("CLEAR ALL", "application/sparql-update", "/sparql", 403),
        ("a=1&" * 2000, "application/x-www-form-urlencoded", "/sparql", 400),
        ("query=%ff", "application/x-www-form-urlencoded", "/sparql", 400),
    ],
)  # fmt: skip
def test_queries_are_posted_in_two_ways(server: Server, body: str, kind: str, path: str, status: int) -> None:
    answer = server.ask(path, "POST", body, content_type=kind)
    assert answer.status == status, answer.text


def test_a_format_that_does_not_hold_the_answer_is_refused(server: Server) -> None:
    assert server.sparql(SELECT, "text/turtle").status == 406
    assert server.sparql(CONSTRUCT, "text/csv").status == 406
    assert server.sparql(SELECT, "image/png").status == 406


@pytest.mark.parametrize(
    ("query", "place"),
    [("SELECT ?x WHERE {\n  ?x a ?? .\n}", "2:"), ("SELECT ?x { ?x nowhere:y ?z }", "1:16: the prefix `nowhere:`"),
     ("SELECT ?x { FILTER(lunch:f(?x)) }", "1:20: the prefix `lunch:` is unknown: declare it at the head with `PREFIX"),
     ("SELECT ?x {\n ?x a kg:Launch ;\n  lunch:b 'no:y' }", "3:3: the prefix `lunch:`"), ("SELECT", "1:"), ("{", "1:"),
     ("SELECT ?x {\n ?x a <no:x y> }", "2:"), ("SELECT * {\n  GRAPH ?g { ?s ?p ?o } }", "2:3: GRAPH")],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_column(server: Server, query: str, place: str) -> None:
    answer = server.sparql(query)
    assert answer.status == 400
    assert f"query:{place}" in answer.text
    page = server.page("/sparql", query=query)
    assert page.status == 400
    assert re.search(rf"Line {place[0]}, column \d+", page.text)


OWN = "https://w3id.org/actors-events/"
REFUSED = {
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }": "SERVICE",
    "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }": "SERVICE",
    "SELECT * { FILTER(1<2)SERVICE#>\n<http://127.0.0.1/>{?s ?p ?o} }": "SERVICE",
    "PREFIX ex: <http://127.0.0.1/> SELECT * { SERVICEex:x {?s ?p ?o} }": "SERVICE",
    "SELECT * { { SELECT * { VALUES ?g { <http://127.0.0.1/> } SERVICE ?g { ?s ?p ?o } } } }": "SERVICE",
    "SELECT * FROM <http://example.org/g> { ?s ?p ?o }": "FROM",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }": "FROM",
    "SELECT * FROM NAMED <http://example.org/g> { ?s ?p ?o }": "FROM",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }": "all is in the one without",
    f"SELECT * {{ GRAPH <{OWN}> {{ ?s ?p ?o }} }}": "GRAPH", "ASK {{}GRAPH#>\n?g{}}": "GRAPH",
    "SELECT*FROM<http://example.org/g>{ ?s ?p ?o }": "FROM",
    f"SELECT * FROM <{OWN}> FROM <http://example.org/g> {{ ?s ?p ?o }}": "FROM",
    "LOAD <file:///etc/passwd>": "updates", "CLEAR ALL": "updates", "# a\nPREFIX a: <b> DROP ALL": "updates",
    "INSERT DATA { <a> <b> <c> }": "updates", "DELETE WHERE { ?s ?p ?o }": "updates",
}  # fmt: skip


@pytest.mark.parametrize(("query", "word"), REFUSED.items())
def test_what_asks_elsewhere_or_changes_is_refused_with_a_reason(server: Server, query: str, word: str) -> None:
    answer = server.sparql(query)
    assert answer.status in (400, 403)
    assert word in answer.text


@pytest.mark.parametrize(
    "query",
    ['ASK { BIND ("SERVICE" AS ?x) # FROM <a>\n }', "ASK { ?service <http://x/service/from> ?from }",
     "PREFIX service: <http://x/> ASK { service:from service:x 'LOAD' }", f"ASK FROM <{OWN}> {{ }}",
     "SELECT ?from { ?from a ?service } LIMIT 1", "PREFIX graph: <http://x/> ASK { graph:from graph:x ?graph }"],
)  # fmt: skip
def test_words_that_only_look_like_it_are_not_refused(server: Server, query: str) -> None:
    assert server.sparql(query).status == 200


NAMING = {
    f"SELECT * FROM <{OWN}> {{ ?l a kg:Launch }} LIMIT 3": "/launch/",
    f"SELECT * FROM # the only one\n<{OWN}> {{ ?l a kg:Launch }} LIMIT 3": "/launch/",
    f'SELECT ("FROM <{OWN}>" AS ?x) {{}}': f"FROM <{OWN}>",
    f"SELECT * {{ VALUES (?from ?x) {{ (1 2) }} OPTIONAL {{ ?from <{OWN}> ?x }} }}": "from,x",
}  # fmt: skip


@pytest.mark.parametrize(("query", "told"), NAMING.items())
def test_a_clause_that_names_the_only_graph_is_no_other_text(server: Server, query: str, told: str) -> None:
    answer = server.sparql(query, "text/csv")
    assert (answer.status, told in answer.text) == (200, True), answer.text


XML = {
    'SELECT ("a\\uFFFE\\u0001b" AS ?x) {}': "application/sparql-results+xml",
    'CONSTRUCT { <a:b> <a:c> "a\\uFFFE\\u0001b", "a\\u0001b"@en } {}': "application/rdf+xml",
}  # fmt: skip
NO_XML = [
    'CONSTRUCT { <a:b> <a:c/> "x" } {}', 'CONSTRUCT { <a:b> <a:12> "x" } {}', "CONSTRUCT { <a:b> a <a:c/> } {}",
    'CONSTRUCT { <a:b> rdf:Description "x" } {}', 'CONSTRUCT { <a:b> rdf:li "x" } {}',
]  # fmt: skip


@pytest.mark.parametrize(("query", "media"), XML.items())
def test_what_xml_cannot_hold_stands_there_as_a_sign(server: Server, query: str, media: str) -> None:
    answer = server.sparql(query, media)
    told = [each.text for each in ElementTree.fromstring(answer.body).iter() if each.text and "b" in each.text]
    assert answer.status == 200 and told and set(told) <= {"a\ufffd\ufffdb", "a\ufffdb"}


@pytest.mark.parametrize("query", NO_XML)
def test_a_property_without_a_name_is_not_written_as_xml(server: Server, query: str) -> None:
    answer = server.sparql(query, "application/rdf+xml")
    assert (answer.status, "gives no name for an element of RDF/XML" in answer.text) == (406, True)
    assert "it comes as one of text/turtle" in answer.text
    second = server.sparql(query, "application/rdf+xml, text/turtle;q=0.5")
    assert (second.status, second.media) == (200, "text/turtle")
    assert len(set(parse(server.sparql(query, "text/turtle").body, "turtle"))) == 1


PREFIXED = {
    'CONSTRUCT { <a:b> a kg:Launch ; rdfs:label "state:x skos:y <kg:z> \\"xsd:w" } {}': {"kg", "rdfs"},
    "CONSTRUCT { launch:a kg:in <https://w3id.org/actors-events/state/a#b> } {}": {"kg", "launch", "state"},
    'CONSTRUCT { <a:b> <a:c> 1, "x"^^xsd:duration } {}': {"xsd"}, "CONSTRUCT { <a:b> <a:c> 1 } {}": set(),
    "CONSTRUCT { ?x a kg:Launch } { ?x a kg:None }": set(),
}  # fmt: skip


@pytest.mark.parametrize(("query", "prefixes"), PREFIXED.items())
def test_a_graph_begins_with_the_prefixes_that_it_uses(server: Server, query: str, prefixes: set[str]) -> None:
    plain = set(parse(server.sparql(query, "application/n-triples").body, "ntriples"))
    turtle = server.sparql(query, "text/turtle")
    assert set(re.findall(r"^@prefix (\S*): ", turtle.text, re.MULTILINE)) == prefixes
    assert set(parse(turtle.body, "turtle")) == plain
    assert set(re.findall(r"@prefix (\S*): ", server.page("/sparql", query=query).text)) == prefixes


def test_the_only_graph_may_be_named_and_no_other(server: Server) -> None:
    own = server.sparql(SELECT, **{"default-graph-uri": OWN})
    assert own.text.count("launch/") == 3
    for name in ("default-graph-uri", "named-graph-uri"):
        answer = server.sparql(SELECT, **{name: "http://example.org/g"})
        assert answer.status == 400
        assert "http://example.org/g" in answer.text
    named = server.sparql(SELECT, **{"named-graph-uri": OWN})
    assert (named.status, "leave it out" in named.text, "default-graph-uri" in named.text) == (400, True, False)


def test_rows_beyond_the_limit_are_left_out_and_that_is_said(server: Server) -> None:
    answer = server.sparql("SELECT * { ?s ?p ?o }")
    assert len(json.loads(answer.text)["results"]["bindings"]) == 50
    assert answer.headers["Kg-Rows-Left-Out"]
    assert "there are more" in server.page("/sparql", query="SELECT * { ?s ?p ?o }").text
    assert "Kg-Rows-Left-Out" not in server.sparql(SELECT).headers


def test_without_a_query_the_endpoint_describes_itself(server: Server) -> None:
    found = set(parse(server.ask("/sparql", accept="text/turtle").body, "turtle"))
    assert any("SPARQL11Query" in str(each) for each in found)
    assert server.page("/sparql").media == "text/html"
    assert server.ask("/sparql", accept="text/csv").status == 400


def test_an_answer_that_did_not_change_is_not_sent_again(server: Server) -> None:
    tag = server.sparql(SELECT).headers["ETag"]
    path = f"/sparql?{urlencode({'query': SELECT})}"
    again = server.ask(path, accept="*/*", if_none_match=tag)
    assert (again.status, again.body) == (304, b"")
    assert server.ask(path, accept="text/csv", if_none_match=tag).status == 200


def test_a_query_past_its_time_is_stopped_and_its_neighbours_do_not_notice(hasty: Server) -> None:
    with ThreadPoolExecutor(1) as pool:
        before = set(_workers(hasty))
        running = pool.submit(hasty.sparql, FOREVER)
        time.sleep(0.3)
        answers = [hasty.sparql(SELECT), hasty.page("/search", q="first"), hasty.sparql(SELECT)]
        stopped = running.result()
    assert [each.status for each in answers] == [200, 200, 200]
    assert stopped.status == 503
    assert "stopped after 3 seconds" in stopped.text
    assert stopped.headers["Retry-After"]
    assert len(before - set(_workers(hasty))) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_query_whose_client_has_left_is_ended(server: Server, method: str) -> None:
    before = _at_rest(server)
    given = urlencode({"query": FOREVER})
    head = {"GET": f"GET /sparql?{given} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST": f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(given)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{given}"}  # fmt: skip
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(head[method].encode())
        assert _within(10, lambda: any(_cpu(each) - before[each] > 0.3 for each in before))
        busy = max(before, key=lambda each: _cpu(each) - before[each])
        assert _runs(busy)
    assert _within(10, lambda: not _runs(busy))
    assert [server.sparql(SELECT).status for _ in range(4)] == [200] * 4
    assert before.keys() - set(_workers(server)) == {busy}  # the others, and what they remember, are there still


def test_a_page_whose_reader_has_left_costs_no_worker(server: Server) -> None:
    before = set(_workers(server))
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(b"GET /network.json?thing=state:north-korea&hops=2 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            time.sleep(0.02)
    assert server.page("/network", thing="state:north-korea").status == 200
    assert before <= set(_workers(server))


def test_while_queries_keep_all_workers_busy_pages_still_come(hasty: Server) -> None:
    """Each is told that it cannot be answered once its time is up, also the one that waited for a place."""
    with ThreadPoolExecutor(3) as pool:
        began = time.monotonic()
        running = [pool.submit(hasty.sparql, FOREVER) for _ in range(3)]
        time.sleep(0.3)
        assert hasty.page("/search", q="first").status == 200
        told = [each.result() for each in running]
        assert time.monotonic() - began < 2 * 3
    assert [each.status for each in told] == [503] * 3
    assert sorted("workers are busy" in each.text for each in told) == [False, False, True]
    assert hasty.sparql(SELECT).status == 200


def test_runaway_queries_do_not_keep_a_short_one_waiting(hasty: Server) -> None:
    """As many as there are workers run on beside spare ones; those beyond wait until their time is up."""

    def run_away() -> int:
        return hasty.sparql(FOREVER).status

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(run_away) for _ in range(2)]
        time.sleep(0.3)
        assert hasty.sparql("ASK {}").status == 200
        assert not any(each.done() for each in running)
        running += [pool.submit(run_away) for _ in range(2)]
        time.sleep(0.1)
        assert hasty.sparql("ASK {}").status == 200
        assert not any(each.done() for each in running[2:])
        assert len(_workers(hasty)) <= 2 * 2 + 2 + 1
        assert {each.result() for each in running} == {503}
    assert _within(5, lambda: len(_workers(hasty)) <= 2 + 2 + 1)
    assert hasty.sparql(SELECT).status == 200


def test_a_query_that_begins_anew_has_what_is_left_of_its_time(hasty: Server) -> None:
    """Two keep both places, and their clients leave after two seconds."""

    def leave() -> None:
        with suppress(TimeoutError):
            hasty.ask(f"/sparql?{urlencode({'query': FOREVER})}", timeout=2.2)

    with ThreadPoolExecutor(3) as pool:
        leaving = [pool.submit(leave) for _ in range(2)]
        time.sleep(0.2)
        began = time.monotonic()
        stopped = pool.submit(hasty.sparql, FOREVER).result()
        assert time.monotonic() - began < 2 * 3
        assert all(each.result() is None for each in leaving)
    ran = re.search(r"stopped after ([\d.]+) seconds", stopped.text)
    assert stopped.status == 503 and ran and 0.5 <= float(ran[1]) < 2


def test_a_worker_that_dies_gives_an_error_and_is_replaced(server: Server) -> None:
    with ThreadPoolExecutor(1) as pool:
        before = _at_rest(server)
        running = pool.submit(server.sparql, FOREVER)
        time.sleep(1)
        os.kill(max(before, key=lambda each: _cpu(each) - before[each]), signal.SIGKILL)
        answer = running.result()
    assert answer.status == 503
    assert "its process ended" in answer.text
    assert server.sparql(SELECT).status == 200
    for worker in _workers(server):
        os.kill(worker, signal.SIGKILL)
    assert [server.sparql(SELECT).status, server.page("/conflicts").status, server.page("/").status] == [200] * 3


def test_a_query_that_takes_too_much_memory_ends_alone(server: Server) -> None:
    doubled = " ".join(f"BIND (CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    answer = server.sparql(f'SELECT (STRLEN(?x30) AS ?n) {{ BIND ("abcd" AS ?x0) {doubled} }}')
    assert answer.status == 503
    assert "its process ended" in answer.text
    assert server.sparql(SELECT).status == 200


def test_a_worker_has_room_for_several_views(server: Server) -> None:
    """Each graph that is open has threads of its own, which are not to take aside what the worker may take."""
    for day in ("2019", "2020", "2022-04", "2023"):
        while (answer := server.page("/", **{"known-by": day})).status == 503:
            assert "being prepared" in answer.text
        assert [server.page(path, **{"known-by": day}).status for path in ("/", "/sources") * 2] == [200] * 4


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    found = [int(each) for each in text.split()]
    return found + [each for child in found for each in _children(child)]


def _workers(server: Server) -> list[int]:
    """The processes that have the graph open."""
    def holds(process: int) -> bool:
        folder = Path(f"/proc/{process}/fd")
        try:
            return any("/builds/" in str(each.readlink()) for each in folder.iterdir())
        except OSError:
            return False

    return [each for each in _children(server.process.pid) if holds(each)]


def _at_rest(server: Server) -> dict[int, float]:
    """The processor time of each worker, once none prepares anything any more."""
    now = {each: _cpu(each) for each in _workers(server)}
    for _ in range(50):
        before = now
        time.sleep(0.2)
        now = {each: _cpu(each) for each in _workers(server)}
        if now == before:
            break
    return now


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def _runs(process: int) -> bool:
    """Whether a process is there, and not only its entry until somebody takes notice of its end."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_rebuild_shows_the_new_graph_without_an_error(hasty: Server) -> None:
    added = hasty.project.root / "data" / "added.yaml"
    assert hasty.page("/launch/added").status == 404
    tag = hasty.sparql(SELECT).headers["ETag"]
    added.write_text("- {id: launch:added, kind: Launch, label: Added while serving}\n", encoding="utf-8")
    time.sleep(2.1)  # so often is it looked whether the data changed
    assert "newer than the graph" in hasty.page("/sources").text
    statuses = []
    with ThreadPoolExecutor(2) as pool:
        done = pool.submit(build, hasty.project)
        while not done.done():
            statuses += [hasty.sparql(SELECT).status, hasty.page("/launch/first").status]
        assert done.result().fresh
    assert "Added while serving" in hasty.page("/launch/added").text
    assert hasty.sparql(SELECT).headers["ETag"] != tag
    assert set(statuses) == {200}
    assert len(statuses) > 2


def test_the_first_page_of_all_finds_its_parts_made(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker answers pages by itself until it is asked: what these remember is there for the first reader."""
    monkeypatch.setattr(warming, "_LONG", 60.0)  # on a busy machine the smallest graph may take as long as a large one
    opened, told = Opened(Settings(server.project)), []

    def answering(opened: Opened, asked: Asked) -> Reply:
        told.append((asked.page, reply(opened, asked).status))
        return Reply(b"", "text/plain")

    warm(opened, (*QUESTIONS, *PAGES, *WHOLE), answering, lambda: False)
    assert told == [(page, 200) for page in (*QUESTIONS, *PAGES, *WHOLE)]
    warm(opened, PAGES, answering, lambda: True)
    assert len(told) == 7


def test_it_says_when_the_port_is_taken_and_how_to_mend_it(server: Server) -> None:
    with pytest.raises(ProjectError, match="--port"):
        listen("127.0.0.1", server.port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_with_all_its_processes(hasty: Server, number: signal.Signals) -> None:
    other = start(hasty.project.root, "--workers", "1")
    children = _children(other.process.pid)
    assert children
    assert other.stop(number) == (0, "")
    assert _within(5, lambda: not [each for each in children if _runs(each)])
