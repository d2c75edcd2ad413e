"""The answers of questions as table, network, timeline and map; the whole graph; and the graph merged."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from serving import HOSTILE, Answer, Server
from serving import server as started
from test_server import Markup, _harmless

from kg.graph import Graph, text_of
from kg.networks.ties import ties
from kg.project import Project
from kg.queries import find_query

LAUNCHES = "question=launches_between_days&p.from=2022-01-01&p.until=2022-01-31"
PAGES = [f"/{page}?{LAUNCHES}" for page in ("network", "timeline", "map")]


@pytest.fixture(scope="session")
def server() -> Server:
    return started()


def views(answer: Answer) -> dict[str, str]:
    """Where the ways to look at an answer lead to, by page."""
    addresses = [each for each in Markup(answer).addresses() if "question=launches" in each or "/questions/" in each]
    return {each.partition("?")[0]: each for each in addresses}


def prepared(server: Server, path: str) -> Answer:
    """A page for which a view may have to be made, which takes longer than an answer may."""
    answer = server.page(path)
    while answer.status == 503:
        answer = server.page(path)
    return answer


def twin(server: Server, page: str, **given: str) -> Any:
    return json.loads(server.page(f"/{page}.json", **given).text)


def test_an_answer_can_be_seen_in_every_way_that_fits(server: Server) -> None:
    page = server.page("/questions/launches_between_days", **{"from": "2022-01-01", "until": "2022-01-31"})
    assert {"/network", "/timeline", "/map"} <= views(page).keys()
    assert "hold an event with a day" in Markup(page).text
    assert "aria-current" in page.text
    for address in views(page).values():
        assert server.page(address).status == 200
    names = server.page("/questions/norms_as_named")
    assert "/timeline?question" not in names.text


@pytest.mark.parametrize("path", PAGES)
def test_each_way_leads_to_the_others_and_keeps_what_was_asked(server: Server, path: str) -> None:
    page = prepared(server, f"{path}&merged=yes")
    found = views(page)
    assert {"/network", "/timeline", "/map", "/questions/launches_between_days"} <= found.keys()
    for name in ("/network", "/timeline", "/map"):
        assert "p.from=2022-01-01" in found[name]
        assert "merged=yes" in found[name]
    assert "from=2022-01-01" in found["/questions/launches_between_days"]
    hidden = {given.get("name") for tag, given in Markup(page).elements if given.get("type") == "hidden"}
    assert {"question", "p.from", "p.until", "merged"} <= hidden


@pytest.mark.parametrize("question", ["launches_between_days", "visitors_of_places", "claims_by_claimant"])
def test_the_timeline_of_an_answer_has_exactly_its_events(
    server: Server, project: Project, graph: Graph, question: str
) -> None:
    rows = find_query(project, question).rows(graph).rows[:50]  # so many the server answers with
    named = {text_of(term) for row in rows for term in row}
    days = graph.select(
        "PREFIX kg: <https://w3id.org/actors-events/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT DISTINCT ?event { ?event a/rdfs:subClassOf* kg:Event ; kg:earliest|kg:latest ?day }"
    ).rows
    dated = {text_of(event) for (event,) in days} & named
    told = twin(server, "timeline", question=question)
    shown = {event["id"] for event in told["events"]}
    assert {each for each in shown if ":hostile-" not in each} == dated
    assert told["things"] == len(told["events"])
    holding = sum(any(text_of(term) in shown for term in row) for row in rows)
    if "hostile" not in json.dumps(told):
        page = Markup(server.page(f"/questions/{question}")).text
        assert f"{holding} of" in " ".join(page.split())


def test_the_map_of_an_answer_has_its_places_too(server: Server) -> None:
    told = twin(server, "map", question="facts_about")
    assert told["events"]
    assert all(event["lat"] is not None and event["lon"] is not None for event in told["events"])
    spots = [event for event in told["events"] if event["id"] == event["placeId"]]
    assert spots
    assert all(event["first"] is None and event["kindLabel"] for event in spots)


def test_the_network_of_an_answer_has_its_things_and_their_relations(server: Server) -> None:
    told = twin(server, "network", question="launches_between_days")
    answer = json.loads(server.page("/questions/launches_between_days.json").text)
    launches = {row["launch"] for row in answer}
    ids = {node["id"] for node in told["nodes"]}
    assert launches <= ids
    assert told["edges"]
    assert all({edge["from"], edge["to"]} <= ids for edge in told["edges"])
    wider = twin(server, "network", question="launches_between_days", hops="1")
    assert wider["things"] > told["things"]


def test_what_an_answer_cites_is_not_drawn(server: Server) -> None:
    told = twin(server, "network", question="claims_about", **{"p.thing": "launch:2022-01-17-pyongyang"})
    kinds = {node["id"].partition(":")[0] for node in told["nodes"]}
    assert "launch" in kinds  # what was asked about, which no column of the answer names
    assert "source" not in kinds


def test_every_question_can_be_seen_in_the_ways_that_it_offers(server: Server) -> None:
    for name in ("facts_about", "claims_about", "events_in_tally"):
        page = server.page(f"/questions/{name}")
        ways = [each for each in Markup(page).addresses() if f"question={name}" in each]
        assert ways
        for way in ways:
            path, _, words = way.partition("?")
            told = json.loads(server.ask(f"{path}.json?{words}").text)
            assert told["things"] == told["shown"] > 0


def test_a_question_is_asked_rightly_or_told_why_not(server: Server) -> None:
    assert server.page("/timeline", question="launches_betwen_days").status == 404
    assert "launches_between_days" in server.page("/timeline", question="launches_betwen_days").text
    assert server.page("/map", question="claims_about", **{"p.thing": "launch:no-such-thing"}).status == 404
    both = server.page("/network", question="launches_between_days", thing="state:north-korea")
    assert both.status == 400
    assert "leave one of them out" in Markup(both).text


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_from_a_request_is_ever_markup(server: Server, text: str) -> None:
    for page in ("network", "timeline", "map"):
        _harmless(server.page(f"/{page}", question=text))
        _harmless(server.page(f"/{page}", question="claims_about", **{"p.thing": text}))
        _harmless(server.page(f"/{page}", merged=text))
    _harmless(server.page("/network", kind=text))
    _harmless(server.page(f"/conflicts/{quote(text, safe='')}/{quote(text, safe='')}"))


def test_the_whole_network_begins_with_what_is_best_connected(server: Server, graph: Graph) -> None:
    told = twin(server, "network", most="20")
    whole = ties(graph)
    whole.remove_edges_from([edge[:3] for edge in whole.edges(keys=True, data="denied") if edge[3]])
    best = sorted(whole, key=lambda thing: -whole.degree[thing])[:5]
    assert set(best) <= {node["id"] for node in told["nodes"]}
    assert told["shown"] == len(told["nodes"]) == 20
    assert told["things"] >= sum(degree > 0 for _, degree in whole.degree)
    page = Markup(server.page("/network", most="20"))
    assert f"20 of {told['things']} things: the most connected" in " ".join(page.text.split())
    assert any("most=300" in each for each in page.addresses())


def test_the_whole_network_is_narrowed_by_kind_and_time(server: Server) -> None:
    launches = twin(server, "network", kind="Launch", **{"from": "2022-01", "until": "2022-01"})
    assert launches["nodes"]
    assert all(node["id"].startswith("launch:") for node in launches["nodes"])
    assert all((node["last"] or "9") >= "2022-01-01" for node in launches["nodes"])
    assert launches["things"] < twin(server, "network", kind="Launch")["things"] < twin(server, "network")["things"]
    assert server.page("/network", kind="Lunch").status == 400
    assert server.page("/network", **{"from": "soon"}).status == 400


def test_the_graph_can_be_seen_merged_and_stays_so(server: Server) -> None:
    page = prepared(server, "/?merged=yes")
    markup = Markup(page)
    assert "(merged)" in markup.text
    assert all("merged=yes" in each for each in markup.addresses() if each.startswith(("/source", "/network")))
    box = next(given for _, given in markup.elements if given.get("type") == "checkbox")
    assert "checked" in box
    assert server.page("/", merged="perhaps").status == 400
    assert twin(server, "network", merged="yes")["graph"] != twin(server, "network")["graph"]
