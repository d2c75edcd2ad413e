"""The explorer: its pages, their addresses, and what is refused."""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from conftest import ROOT
from serving import HOSTILE, HTML, Answer, Server
from serving import server as started
from starlette.routing import Route

from kg.build import build
from kg.graph import Graph, parse
from kg.networks import dressed, network
from kg.networks.citations import records
from kg.networks.selection import Selection, select
from kg.networks.ties import ties
from kg.networks.walks import along, paths
from kg.project import Project
from kg.server.answering import reply
from kg.server.app import make_app
from kg.server.messages import Asked, Settings
from kg.server.opened import Opened
from kg.server.tables import as_csv

Make = Callable[[dict[str, str]], Project]
LAUNCH = "/launch/2022-01-17-pyongyang"
SOURCE = "/source/2022-01-18-tactical-guided-missiles"
PAGES = [
    "/", "/search?q=kim", LAUNCH, SOURCE, "/sources", "/conflicts", "/questions", "/questions/claims_about",
    "/network?thing=launch:2022-01-17-pyongyang", "/timeline", "/map", "/sparql", "/ontology",
    "/why?thing=launch:2022-01-17-pyongyang&property=weaponClass", "/neighbours?thing=state:north-korea",
    "/path?from=person:pak-jong-chon&to=person:fumio-kishida",
]  # fmt: skip
TWINS = [
    "/search.json?q=kim", f"{LAUNCH}.json", f"{SOURCE}.json", "/sources.json", "/conflicts.json", "/questions.json",
    "/questions/claims_about.json", "/network.json?thing=launch:2022-01-17-pyongyang", "/timeline.json", "/map.json",
    "/ontology.json", "/terms.json", "/complete.json?q=kim", "/neighbours.json?thing=state:north-korea",
    "/path.json?from=person:pak-jong-chon&to=person:fumio-kishida",
]  # fmt: skip
TABLES = [
    "/search.csv?q=kim", f"{LAUNCH}.csv", "/sources.csv", "/conflicts.csv", "/questions.csv",
    "/questions/claims_about.csv", "/network.csv?thing=launch:2022-01-17-pyongyang", "/timeline.csv",
    "/neighbours.csv?thing=state:north-korea", "/path.csv?from=person:pak-jong-chon&to=person:fumio-kishida",
]  # fmt: skip
FORM = "application/x-www-form-urlencoded"
HARMLESS = ("/", "#", "?", "http://", "https://")


@pytest.fixture(scope="session")
def server() -> Server:
    return started()


class Markup(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def addresses(self) -> list[str]:
        names = ("href", "src", "action")
        return [value for _, given in self.elements for name, value in given.items() if name in names]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_without_a_script(server: Server, path: str) -> None:
    answer = server.page(path)
    markup = Markup(answer)
    assert (answer.status, answer.media) == (200, "text/html")
    tags = [tag for tag, _ in markup.elements]
    assert tags.count("h1") == 1
    assert tags.count("main") == 1
    body = next(given for tag, given in markup.elements if tag == "body")
    assert body["data-page"]
    assert all(address.startswith((*HARMLESS, "data:,")) for address in markup.addresses())
    assert {"q", "known-by", "as-of"} <= {given.get("name") for tag, given in markup.elements if tag == "input"}
    for address in ("/network", "/timeline", "/map", "/questions", "/conflicts", "/sources", "/sparql"):
        assert address in markup.addresses()


@pytest.mark.parametrize("path", TWINS)
def test_every_page_has_a_twin_in_json(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert (answer.status, answer.media) == (200, "application/json")
    assert json.loads(answer.text)


@pytest.mark.parametrize("path", TABLES)
def test_tables_have_a_twin_in_csv(server: Server, path: str) -> None:
    answer = server.ask(path)
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert (answer.status, answer.media) == (200, "text/csv")
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 1


def test_a_table_for_people_holds_no_formula_of_a_spreadsheet(server: Server) -> None:
    """As the drawings have it; what programs ask of the endpoint stays as it is, and so do numbers."""
    name = '=SUM(1,2)'
    for path in ("/launch/formula.csv", "/search.csv?q=SUM(1", "/timeline.csv?kind=Launch",
                 "/questions/names.csv?thing=launch:formula"):  # fmt: skip
        cells = {cell for row in csv.reader(io.StringIO(server.ask(path).text)) for cell in row}
        assert f"'{name}" in cells and name not in cells, path
    rows = server.sparql('SELECT ?n (-12.5 AS ?m) { launch:formula rdfs:label ?n }', "text/csv").text
    assert list(csv.reader(io.StringIO(rows)))[1] == [name, "-12.5"]
    assert as_csv("a,b\n-12.5,-x\n").body == b"a,b\n-12.5,'-x\n"


@pytest.mark.parametrize("path", PAGES)
def test_the_twin_that_a_page_names_is_there(server: Server, path: str) -> None:
    body = next(given for tag, given in Markup(server.page(path)).elements if tag == "body")
    assert server.ask(body["data-twin"]).status == (400 if path == "/sparql" else 200)


def test_a_thing_shows_facts_claims_sides_neighbours_and_its_record(server: Server) -> None:
    text = Markup(server.page(LAUNCH)).text
    for expected in (
        "missile count", "why?", "contested", "tactical guided missile", "short-range ballistic missile",
        "independent origin", "South Korea’s military detected", "Neighbours", "data/launch/", "yaml:",
    ):  # fmt: skip
        assert expected in text
    assert re.search(r"\s*data/launch/2022\.yaml:\d+", text.partition("Record")[2])
    assert str(ROOT) not in text


def test_who_says_it_stands_apart_from_the_words(server: Server) -> None:
    text = " ".join(Markup(server.page(LAUNCH)).text.split())
    assert "South Korea's military a day after South Korea’s military detected" in text


def test_the_sides_of_a_conflict_are_those_that_the_command_line_tells(server: Server) -> None:
    told = json.loads(server.ask("/conflicts.json").text)
    shown = Markup(server.page("/conflicts")).text
    assert told
    for conflict in told[:5]:
        assert conflict["thing_label"] in shown
        assert all(side["value_label"] in shown for side in conflict["sides"])


def test_a_source_shows_its_quotes_in_the_order_of_its_lines(server: Server) -> None:
    text = server.page(SOURCE).text
    lines = [int(part.split("<")[0]) for part in text.split('<span class="line">line ')[1:]]
    assert lines == sorted(lines)
    assert len(lines) > 5


@pytest.mark.parametrize(
    ("text", "thing"),
    [("조선", "state:north-korea"), ("DPRK", "state:north-korea"), ("kim jong un", "person:kim-jong-un"),
     ("launch:2022-01-17-pyongyang", "launch:2022-01-17-pyongyang"), ("kim jong umn", "person:kim-jong-un")],
)  # fmt: skip
def test_a_search_finds_things_by_any_name(server: Server, text: str, thing: str) -> None:
    hits = json.loads(server.ask(f"/search.json?q={quote(text)}").text)["hits"]
    assert thing in [hit["id"] for hit in hits[:5]]


def test_a_search_says_what_a_filter_hides(server: Server) -> None:
    some, none = (Markup(server.page("/search", q="kim", kind=kind)).text for kind in ("person", "satellite"))
    assert re.search(r"\d+ more match", some) and "Nothing" not in some
    assert re.search(r"\d+ match, and are filtered out", none) and "Nothing of these kinds has a name" in none


def test_questions_take_values_and_show_answers_with_citations(server: Server) -> None:
    page = server.page("/questions/claims_about", thing="launch:2022-01-17-pyongyang", property="weaponClass")
    assert "tactical guided missile" in page.text
    assert "weaponClass" in page.text
    wrong = server.page("/questions/claims_about", thing="launch:no-such-thing")
    assert wrong.status == 404
    assert "stands for nothing" in wrong.text


def test_the_query_behind_a_page_is_shown_and_can_be_changed(server: Server) -> None:
    page = Markup(server.page(LAUNCH))
    edit = next(each for each in page.addresses() if each.startswith("/sparql?query="))
    answer = server.ask(edit, accept="application/json")
    assert answer.status == 200
    assert json.loads(answer.text)["results"]["bindings"]


def test_a_query_too_long_for_an_address_can_be_changed_too(server: Server) -> None:
    page = Markup(server.page("/network", thing="state:north-korea"))
    query = next(given["value"] for _, given in page.elements if given.get("name") == "query")
    posted = server.ask("/sparql", "POST", urlencode({"query": query}), accept=HTML, content_type=FORM)
    assert len(query) > 5000
    assert (posted.status, posted.media) == (200, "text/html")
    assert "<textarea" in posted.text


@pytest.mark.parametrize("path", ["/sources.xml", "/why.csv", "/map.ttl", f"{LAUNCH}.xml", "/questions/names.rdf"])
def test_a_page_has_no_form_but_its_own(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status in (404, 406)
    assert "json" in answer.text


def test_dates_narrow_what_a_page_shows_and_stay_in_its_links(server: Server) -> None:
    told = server.page("/", **{"known-by": "2022-01-18"})
    while told.status == 503:  # it is made, which takes longer than an answer may
        assert "being prepared" in told.text
        told = server.page("/", **{"known-by": "2022-01-18"})
    sources = Markup(told)
    assert "2022-01-18" in sources.text
    assert all("known-by=2022-01-18" in each for each in sources.addresses() if each.startswith("/source"))
    assert server.page("/", **{"as-of": "soon"}).status == 400


HIDDEN = {
    f"{LAUNCH}": "by 2022-01-01", "/network?thing=launch:2022-01-17-pyongyang": "by 2022-01-01",
    "/why?thing=launch:2022-01-17-pyongyang": "by 2022-01-01",
    "/questions/facts_about?thing=launch:2022-01-17-pyongyang": "by 2022-01-01",
}  # fmt: skip


@pytest.mark.parametrize("path", HIDDEN)
def test_what_a_day_hides_is_told_so_with_a_link_to_the_page_without_it(server: Server, path: str) -> None:
    narrowed = f"{path}{'&' if '?' in path else '?'}known-by=2022-01-01"
    while (answer := server.page(narrowed)).status == 503:
        assert "being prepared" in answer.text
    assert answer.status == 404
    markup = Markup(answer)
    assert "nothing had been published of it by 2022-01-01" in markup.text
    assert "did you mean" not in markup.text
    assert path.replace(":", "%3A") in markup.addresses()
    assert "did you mean" in server.page("/launch/2022-01-17-pyongyan", **{"known-by": "2023"}).text


def test_what_was_not_there_yet_is_told_so(server: Server) -> None:
    while (answer := server.ask(f"{LAUNCH}?as-of=1900")).status == 503:
        assert "being prepared" in answer.text
    assert (answer.status, "it was not there as of 1900-12-31" in answer.text) == (404, True)


def test_a_date_that_is_none_stays_in_its_field_with_the_message_beside_it(server: Server) -> None:
    answer = server.page("/sources", **{"known-by": "soon", "as-of": "2022"})
    fields = {given.get("name"): given for tag, given in Markup(answer).elements if tag == "input"}
    assert (fields["known-by"]["value"], fields["as-of"]["value"]) == ("soon", "2022")
    told = fields["known-by"]["aria-describedby"]
    assert [tag for tag, given in Markup(answer).elements if given.get("id") == told] == ["span"]
    assert "aria-invalid" not in fields["as-of"]
    assert not [each for each in Markup(answer).addresses() if "soon" in each]  # no link leads to the same mistake


MISTAKEN = {
    "/network?to=2022": "did you mean `until`", "/network?hop=2": "did you mean `hops`",
    "/network?thing=state:north-korea&from=soon": "from: `soon` is no date",
    "/network?thing=state:north-korea&kind=Launch": "kind: narrows the whole graph",
    "/network?from=2022&until=2021": "lies before", "/timeline?from=2022&until=2021": "lies before",
    "/timeline?nothing=x": "it has question, kind, from, until, skip", "/search?text=x": "is no parameter",
    "/questions/claims_about?thin=state:north-korea": "of the question claims_about: did you mean",
    "/network?question=names&p.thin=x": "is no parameter of the question names",
    "/questions/names?p.thing=x": "p.thing: is no parameter", "/network?p.thing=x": "p.thing: is no parameter",
    "/timeline?from=2022&from=2023": "gives `from` twice", "/?q=a&q=b": "gives `q` twice",
    "/neighbours?thing=state:japan&direction=up": "write forward or backward",
    "/neighbours.json?thing=state:japan&property=launchBy": "did you mean `launchedBy`",
    f"{LAUNCH}?as_of=2022-01-10": "as_of: is no parameter of /launch/2022-01-17-pyongyang: did you mean `as-of`",
    "/sparql.csv?query=ASK%7B%7D&knownby=2021-09-15": "did you mean `known-by`",
    "/sources?known_by=2021": "did you mean `known-by`", "/questions/names?as_of=2021": "did you mean `as-of`",
    f"{LAUNCH}?skip=5": "only sources come in parts", f"{LAUNCH}.ttl?to=x": "it has skip, known-by, as-of, merged",
    "/sources?known-by=2022&known-by=2021": "gives `known-by` twice",
    "/questions/names?merged=yes&merged=": "gives `merged` twice",
    "/conflicts?kind=zzz": "kind: `zzz` is no kind of conflict", "/search?q=kim&kind=zzz": "is no kind of thing",
    "/conflicts.csv?kind=contradicton": "did you mean `contradiction`", "/search.json?q=kim&kind=Person": "`person`",
    "/timeline?kind=zzz": "is no kind of event", "/network?kind=zzz": "is no kind of thing",
}  # fmt: skip


@pytest.mark.parametrize(("path", "told"), MISTAKEN.items())
def test_a_filter_that_would_not_filter_is_refused(server: Server, path: str, told: str) -> None:
    answer = server.ask(path)
    assert (answer.status, told in answer.text) == (400, True), answer.text


_NAMES = {"kind": "source", "name": "names", "style": "json"}
ROUTES = [
    re.sub(r"\{(\w+)(:path)?\}", lambda found: _NAMES[found[1]], route.path)
    for route in make_app(Settings(Project(ROOT, {}))).routes if isinstance(route, Route) and "static" not in route.path
]  # fmt: skip


@pytest.mark.parametrize("path", ROUTES)
def test_every_page_refuses_a_parameter_that_it_does_not_have(server: Server, path: str) -> None:
    answer = server.ask(f"{path}?as-of=2022&nothing=x")
    assert (answer.status, "nothing: is no parameter of" in answer.text) == (400, True), answer.text


def test_clients_for_many_servers_are_understood(server: Server) -> None:
    """They name the form thrice beside `Accept`."""
    more = {"format": "json", "output": "json", "results": "json"}
    assert server.sparql("ASK {}", "application/sparql-results+xml", **more).media == "application/sparql-results+xml"


@pytest.mark.parametrize("path", [f"{LAUNCH}?as_of=2022-01-10", "/timeline?from=soon&kind=Launch"])
def test_no_form_of_an_error_leads_to_the_same_error(server: Server, path: str) -> None:
    answer = server.page(path)
    kept = {given.get("name") for tag, given in Markup(answer).elements if tag == "input"}
    assert answer.status == 400 and not kept & {"as_of", "from"} and ("kind" in kept) == ("kind" in path)


def test_the_network_tells_what_it_leaves_out(server: Server) -> None:
    told = json.loads(server.ask("/network.json?thing=state:north-korea&most=10").text)
    assert told["shown"] == len(told["nodes"]) == 10
    assert told["things"] > 10
    ids = {node["id"] for node in told["nodes"]}
    assert all({edge["from"], edge["to"]} <= ids for edge in told["edges"])
    start = next(node for node in told["nodes"] if node["id"] == "state:north-korea")
    assert start["more"] > 0
    assert {"label", "kind", "x", "y", "facts", "aliases", "first", "last"} <= start.keys()
    assert f"10 of {told['things']}" in Markup(server.page("/network", thing="state:north-korea", most="10")).text


def test_a_network_too_large_to_be_read_says_so_and_offers_less(make_project: Make) -> None:
    launches = "".join(
        f"- {{id: launch:n{number}, kind: Launch, label: Launch {number}, launchedBy: state:x}}\n"
        for number in range(1_010)
    )
    project = make_project({"data/many.yaml": f"- {{id: state:x, kind: State, label: X}}\n{launches}"})
    build(project)
    opened = Opened(Settings(project))

    def page(style: str = "", **given: str) -> str:
        asked = Asked("network", "/network", style=style, given=tuple(given.items()), accept=HTML)
        return " ".join(reply(opened, asked).body.decode().split())

    first, every = page(), page(most="5000")
    assert "300 of 1,011 things" in first and ">all 1,011</a>" in first and ">1,000</a>" in first
    assert "too many to be read as a whole" not in first
    assert "1,011 of 1,011 things" in every and "More than 1,000 things are too many to be read as a whole" in every
    assert "The first 300 things by name; the twin in JSON has all" in every
    assert "300 of 1,011 things: the nearest" in page(thing="state:x")
    assert page("csv", most="5000").count(",fact,") == 1_010


@pytest.mark.parametrize("thing", ["launch:2022-01-17-pyongyang", "state:north-korea", "person:kim-jong-un"])
def test_the_network_is_that_of_the_package(server: Server, project: Project, graph: Graph, thing: str) -> None:
    """It is looked up in another way, for speed, and must say the same."""
    told = json.loads(server.ask(f"/network.json?thing={thing}").text)
    made = network(project, graph, [thing])
    nodes = {node["id"]: node for node in told["nodes"] if ":hostile-" not in node["id"]}
    assert {name: _told_of(node["facts"]) for name, node in nodes.items()} == {
        name: _told_of(data["facts"]) for name, data in made.nodes(data=True)
    }
    edges = {(edge["from"], edge["property"], edge["to"]): edge for edge in told["edges"] if edge["from"] in nodes}
    assert set(edges) == {(start, key, end) for start, end, key in made.edges(keys=True)}
    for start, end, key, data in made.edges(keys=True, data=True):
        edge = edges[start, key, end]
        assert (edge["status"], edge["claims"]) == (data["status"], data["claims"])


def _told_of(facts: list[dict[str, Any]]) -> list[str]:
    """Facts without regard to the order of what ties."""
    for fact in facts:
        fact["claims"] = sorted(json.dumps(claim) for claim in fact["claims"])
    return sorted(map(json.dumps, facts))


def test_paths_are_those_of_the_package_with_their_citations(server: Server, project: Project, graph: Graph) -> None:
    ends = "person:pak-jong-chon", "person:fumio-kishida"
    told = json.loads(server.ask(f"/path.json?from={ends[0]}&to={ends[1]}&best=2").text)
    whole = select(graph, ties(graph), Selection())
    found = paths(whole, *ends, best=2)
    assert told["paths"] == json.loads(json.dumps(records(dressed(project, graph, along(whole, found)), found)))
    passed = {step[end] for path in told["paths"] for step in path["steps"] for end in ("from", "to")}
    assert {node["id"] for node in told["nodes"]} == passed
    shown = Markup(server.page("/path", **{"from": ends[0], "to": "Fumio Kishida", "best": "2"}))
    assert "Paths from Pak Jong Chon to Fumio Kishida" in shown.text
    relations = [each for path in told["paths"] for step in path["steps"] for each in step["relations"]]
    quotes = {claim["quote"] for each in relations for claim in each["claims"] if claim["quote"]}
    assert quotes and all(quote in shown.text for quote in quotes)


def test_the_page_of_a_thing_leads_to_paths_from_it(server: Server) -> None:
    link = next(each for each in Markup(server.page(LAUNCH)).addresses() if each.startswith("/path"))
    form = Markup(server.page(link))
    fields = {given.get("name"): given.get("value") for tag, given in form.elements if tag == "input"}
    assert (fields["from"], fields["to"]) == ("launch:2022-01-17-pyongyang", "")


UNPATHED = {
    "/path.json?from=place:hanoi": "to: is missing", "/path?from=place:hanoi&to=place:hanoi": "name two things",
    "/path?from=place:hanoi&to=place:hanoy": "did you mean", "/path?from=a&to=b&best=51": "best: `51` does not fit",
}  # fmt: skip


@pytest.mark.parametrize(("path", "told"), UNPATHED.items())
def test_a_path_that_cannot_be_sought_says_why(server: Server, path: str, told: str) -> None:
    answer = server.ask(path)
    assert answer.status in (400, 404)
    assert told in answer.text


def test_neighbours_are_counted_first_and_come_ten_at_a_time(server: Server) -> None:
    first = json.loads(server.ask("/neighbours.json?thing=state:north-korea").text)
    assert sum(each["count"] for each in first["counts"]) >= first["things"] > 10
    seen: set[str] = set()
    skip: int | None = 0
    for _ in range(3):
        told = json.loads(server.ask(f"/neighbours.json?thing=state:north-korea&skip={skip}").text)
        ids = {node["id"] for node in told["nodes"]} - {"state:north-korea"}
        assert not ids & seen
        seen |= ids
        skip = told["next"]
    assert len(seen) == 30
    assert len(set(first["others"])) == first["things"] and seen < set(first["others"])
    last = first["others"][-2:]
    told = json.loads(server.ask(f"/neighbours.json?thing=state:north-korea&other={'&other='.join(last)}").text)
    assert {node["id"] for node in told["nodes"]} == {"state:north-korea", *last} and told["others"] == last


def test_the_timeline_is_in_order_and_within_its_dates(server: Server) -> None:
    told = json.loads(server.ask("/timeline.json?kind=Launch&from=2022&until=2022").text)
    assert told["events"]
    firsts = [event["first"] or "" for event in told["events"]]
    assert firsts == sorted(firsts)
    assert all(event["last"] >= "2022-01-01" for event in told["events"] if event["last"])
    shown = Markup(server.page("/timeline", kind="Launch")).text
    assert all(event["label"] in shown for event in told["events"])
    assert server.page("/timeline", kind="Lunch").status == 400


@pytest.mark.parametrize(
    ("accept", "media"),
    [("text/html", "text/html"), ("text/turtle", "text/turtle"), ("application/ld+json", "application/ld+json"),
     ("application/n-triples", "application/n-triples"),
     ("text/turtle;q=0.5, application/n-triples", "application/n-triples"),
     ("text/html;q=0.1, text/turtle;q=0.2", "text/turtle"), ("*/*", "text/html"), ("", "text/html"),
     ("application/json", "application/json"), ("text/csv", "text/csv"), ("text/*;q=0.5, text/csv", "text/csv")],
)  # fmt: skip
def test_a_thing_comes_in_the_form_that_is_wanted(server: Server, accept: str, media: str) -> None:
    answer = server.ask(LAUNCH, accept=accept)
    assert (answer.status, answer.media) == (200, media)
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("path", [LAUNCH, SOURCE, "/ontology"])
def test_a_form_is_one_whether_it_is_named_or_negotiated_and_each_names_the_others(server: Server, path: str) -> None:
    links = server.page(path).headers["Link"]
    forms = dict(re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', links))
    assert len(forms) == 7 and forms.pop(path) == "text/html"
    for address, media in forms.items():
        named, wanted = server.ask(address), server.ask(path, accept=media)
        assert (named.status, named.media) == (200, media)
        assert named.headers["ETag"] == wanted.headers["ETag"]
        assert named.body == wanted.body or named.headers["ETag"].startswith("W/")
        assert (named.headers["Link"], wanted.headers["Content-Location"]) == (links, address)
        assert (named.headers["Vary"], wanted.headers["Vary"]) == (None, "Accept")
        assert server.ask(path, accept=media, if_none_match=named.headers["ETag"]).status == 304
        assert server.ask(path, accept=HTML, if_none_match=named.headers["ETag"]).status == 200


def test_what_has_no_such_form_says_which_it_has(server: Server) -> None:
    answer = server.ask(LAUNCH, accept="image/png")
    assert answer.status == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize("path", ["/place/hanoi", "/network", "/questions/names", "/conflicts/a:b/c"])
def test_a_slash_at_the_end_leads_to_the_page_without(server: Server, path: str) -> None:
    answer = server.ask(f"{path}/?as-of=2022")
    assert (answer.status, answer.headers["Location"]) == (308, f"{path}?as-of=2022")


@pytest.mark.parametrize("path", ["//evil.example/", "/static/", "/nothing/", "/launch/%0d%0aX-Evil:1/", "///a/b/"])
def test_a_slash_leads_to_no_other_place(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status in (308, 400, 404)
    assert re.fullmatch(r"(/[\w.%-][^/\r\n]*)*", answer.headers["Location"] or "")
    assert "X-Evil" not in answer.headers


def test_words_that_hold_quotation_marks_stand_in_others(server: Server) -> None:
    """So that none stand side by side, and the words stay as they are."""
    marked = [given["class"] for tag, given in Markup(server.page("/source/2022-04-22-letters")).elements if tag == "q"]
    assert {"quote", "quote nested"} == set(marked)


@pytest.mark.parametrize(("suffix", "style"), [("ttl", "turtle"), ("jsonld", "jsonld"), ("rdf", "rdfxml")])
def test_linked_data_says_the_same_in_every_form(server: Server, suffix: str, style: str) -> None:
    def triples(suffix: str, style: str) -> set[object]:
        return set(parse(server.ask(f"{LAUNCH}.{suffix}").body, style))

    found = triples(suffix, style)
    assert found == triples("nt", "ntriples")
    assert any(str(each).count("launch/2022-01-17-pyongyang") for each in found)


def test_an_address_that_stands_for_nothing_names_the_nearest(server: Server) -> None:
    answer = server.page("/launch/2022-01-17-pyongyan")
    assert answer.status == 404
    assert "launch:2022-01-17-pyongyang" in answer.text


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_nothing_from_data_is_ever_markup(server: Server, number: int) -> None:
    pages = [
        server.page(f"/launch/hostile-{number}"), server.page("/network", thing=f"launch:hostile-{number}"),
        server.page("/search", q=HOSTILE[number]), server.page("/sparql", query=HOSTILE[number]),
        server.page("/questions/claims_about", thing=HOSTILE[number]), server.page("/timeline", kind=HOSTILE[number]),
    ]  # fmt: skip
    for answer in pages:
        _harmless(answer)
    assert HOSTILE[number] in Markup(pages[0]).text
    assert HOSTILE[number].strip() in Markup(pages[3]).text


def test_nothing_from_a_source_is_ever_markup(server: Server) -> None:
    answer = server.page("/source/hostile")
    _harmless(answer)
    assert "<script>alert(2)</script>" in Markup(answer).text


def _harmless(answer: Answer) -> None:
    markup = Markup(answer)
    tags = {tag for tag, _ in markup.elements}
    assert not tags & {"img", "svg", "style", "iframe", "object", "embed", "base", "b"}
    assert not [name for _, given in markup.elements for name in given if name.startswith("on") or name == "style"]
    assert all(given.get("src", "").startswith("/static/") for tag, given in markup.elements if tag == "script")
    assert all(address.startswith((*HARMLESS, "data:,")) for address in markup.addresses())


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/launch/nothing", "/static/nothing.js", "/sparql?query=x"])
def test_every_answer_forbids_what_pages_do_not_need(server: Server, path: str) -> None:
    headers = server.page(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "", "localhost@evil", "10.0.0.1"]
)
def test_a_foreign_name_is_refused(server: Server, host: str) -> None:
    """So that a foreign page, whose name was made to lead here, cannot read the graph."""
    assert server.ask("/", host=host).status in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "LOCALHOST:8000", "[::1]:8000"])
def test_names_of_this_machine_are_its_own(server: Server, host: str) -> None:
    assert server.ask("/", host=host).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_it_only_reads(server: Server, method: str) -> None:
    answer = server.ask("/", method)
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"]


def test_only_queries_are_posted(server: Server) -> None:
    assert server.ask(LAUNCH, "POST", "x=1").status == 405


def test_head_has_no_body(server: Server) -> None:
    answer = server.ask(LAUNCH, "HEAD")
    assert (answer.status, answer.body) == (200, b"")


def test_what_is_too_long_is_refused(server: Server) -> None:
    assert server.ask(f"/search?q={'x' * 20_000}").status == 414
    assert server.ask("/sparql", "POST", b"x" * 1_100_000, content_type="application/sparql-query").status == 413


def test_a_body_in_chunks_is_not_read_beyond_its_limit(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        raw.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                    b"Transfer-Encoding: chunked\r\n\r\n")  # fmt: skip
        for _ in range(20):
            raw.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        raw.sendall(b"0\r\n\r\n")
        assert b" 413 " in raw.recv(200).partition(b"\r\n")[0]


def test_a_page_of_another_site_cannot_make_it_work(server: Server) -> None:
    refused = server.ask("/sparql?query=ASK%7B%7D", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")
    followed = server.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")
    assert (refused.status, followed.status) == (403, 200)


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2f..%2fsetup.cfg", "/static/%2e%2e/app.py", "/..%2f..%2fetc/passwd",
     "/../../etc/passwd", "/launch/..%2f..%2f..%2fetc%2fpasswd", "/questions/../../etc/passwd",
     "/questions/..%2fchecks%2fx", "/launch/x%00", "/%ff%fe", "/launch/%0d%0aX-Evil:1", "/launch/x.exe", "/static/",
     "//evil"],
)  # fmt: skip
def test_no_path_leads_out(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status in (400, 404)
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("number", ["-1", "x", "9" * 30, "1.5", "１"])
def test_numbers_in_addresses_are_checked(server: Server, number: str) -> None:
    assert server.page("/sources", skip=number).status == 400
    assert server.page("/network", thing="state:north-korea", hops=number).status == 400


def test_no_answer_waits_for_another_packet_of_the_client(server: Server) -> None:
    """A kernel acknowledges the head of an answer after 40 ms, and the body must not wait for that."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    took = []
    for _ in range(12):
        start = time.perf_counter()
        connection.request("GET", "/questions")
        assert connection.getresponse().read()
        took.append(time.perf_counter() - start)
    connection.close()
    assert min(took[6:]) < 0.035


def test_errors_come_as_the_client_reads(server: Server) -> None:
    path = "/launch/nothing"
    assert "<h1>" in server.page(path).text
    assert "error" in json.loads(server.ask(path, accept="application/json").text)
    assert server.ask(path, accept="text/plain").media == "text/plain"


GUIDE = ROOT / "docs" / "serve.md"
EXAMPLE = re.compile(r"(?<=^```console\n)\$ (curl .+)\n((?:.*\n)*?)(?=```$)", re.MULTILINE)


def curled(server: Server, command: str) -> str:
    """What curl prints; where there is none, the few options that the guide uses are read as curl does."""
    words = shlex.split(command.replace("http://127.0.0.1:8000/", server.address))
    if shutil.which("curl"):
        done = subprocess.run([*words, "--noproxy", "*"], capture_output=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr.decode()}"
        return done.stdout.decode()
    *words, address = words
    options = list(zip(words, [*words[1:], ""], strict=True))
    given = [quote(value, safe="=") for option, value in options if option == "--data-urlencode"]
    headers = dict(value.lower().split(": ") for option, value in options if option == "-H")
    assert {option for option, _ in options if option.startswith("-")} <= {"-s", "-G", "-H", "--data-urlencode"}
    url = "/" + address.removeprefix(server.address) + (f"?{'&'.join(given)}" if given else "")
    return server.ask(url, **({"accept": "*/*"} | headers)).text


def with_answers(server: Server) -> str:
    """The guide, each request in it followed by what is answered."""
    guide = GUIDE.read_text(encoding="utf-8")
    return EXAMPLE.sub(lambda found: f"$ {found[1]}\n{curled(server, found[1])}".replace("\r", ""), guide)


def test_the_guide_shows_what_is_answered(server: Server) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(guide)) > 3
    assert with_answers(server) == guide


if __name__ == "__main__":
    GUIDE.write_text(with_answers(started()), encoding="utf-8")
