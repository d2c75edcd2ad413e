"""The scripts of the explorer on small pages of the form that the server gives, by mouse and by keyboard."""

from __future__ import annotations

import html
import json
import math
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from accessibility import axe
from browsing import Opened
from playwright.sync_api import Browser, expect

from kg import web

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "form-action 'self'; base-uri 'none'"
)
MEDIA = {"js": "text/javascript", "css": "text/css", "json": "application/json", "txt": "text/plain"}
HOSTILE = "</script><img src=x onerror=\"window.ran=1\"> ' <b>"
ERROR = '<div class="error" role="alert" data-line="2" data-column="3"><p>Line 2, column 3: no</p></div>'
SHAPES = {"state": ("#0072B2", "square"), "launch": ("#E69F00", "dot"), "person": ("#E69F00", "dot")}


def node(name: str, label: str = "", **more: Any) -> dict[str, Any]:
    kind = name.partition(":")[0]
    colour, shape = SHAPES[kind]
    return {
        "id": name, "label": label or name, "kind": kind, "kindLabel": kind, "colour": colour, "shape": shape,
        "size": 14, "x": 40 * len(name), "y": 13 * len(name), "iri": "", "note": "", "aliases": [], "facts": [],
        "first": None, "last": None, "more": 0, **more,
    }  # fmt: skip


def edge(start: str, end: str, status: str = "fact", label: str = "launched by") -> dict[str, Any]:
    said = [{"claimant": HOSTILE, "source": "A source", "line": 3, "quote": HOSTILE}]
    return {
        "from": start, "to": end, "bend": 0, "arrow": "to", "label": label, "property": label, "status": status,
        "claims": said,
    }  # fmt: skip


NORTH = "state:north-korea"
KINDS = [{"id": kind, "label": kind} for kind in ("state", "launch")]
NETWORK = {
    "things": 40, "shown": 3, "graph": "0123456789ab", "kinds": KINDS,
    "nodes": [
        node(NORTH, "North Korea", x=0, y=0),
        node("launch:a", HOSTILE, first="2022-01-17", last="2022-01-17", x=200, y=0),
        node("launch:b", "Launch B", first="2021-03-01", last="2021-03-02", x=-200, y=0),
    ],
    "edges": [edge("launch:a", NORTH), edge("launch:b", NORTH, "contested")],
}  # fmt: skip
OTHERS = [f"person:p-{number:02}" for number in range(23)]
BORN = {"person:p-07": {"first": "1984-01-08", "last": "1984-01-08"}}
EVENTS: list[dict[str, Any]] = [
    {"id": f"launch:e{number}", "label": HOSTILE if number == 3 else f"Event {number}", "kind": "Launch",
     "kindLabel": "launch" if number % 2 else "visit", "first": f"202{number % 3}-0{1 + number % 9}-1{number % 10}",
     "last": f"202{number % 3}-0{1 + number % 9}-1{number % 10}", "dateWritten": "", "placeId": f"place:{number % 2}",
     "place": "Sunan" if number % 2 else "서해", "lat": 39.2 + number % 2, "lon": 125.6 - number % 2, "actors": [],
     "colour": "#0072B2" if number % 2 else "#D55E00", "shape": "square" if number % 2 else "triangle"}
    for number in range(12)
]  # fmt: skip
TWIN = {"things": 12, "events": EVENTS, "undated": 2, "unplaced": 1}
TERMS = {
    "prefixes": {"kg": "https://w3id.org/actors-events/ontology#", "launch": "https://w3id.org/actors-events/launch/"},
    "terms": [
        {"name": "kg:launchedBy", "label": "launched by", "definition": HOSTILE, "type": "owl:ObjectProperty"},
    ],
    "examples": [],
}  # fmt: skip
HITS = [
    {"id": NORTH, "label": "North Korea", "kind": "state", "matched": "조선"},
    {"id": "launch:a", "label": HOSTILE, "kind": "launch", "matched": HOSTILE},
]


DRAWING = (
    '<form class="card"><input name="from" aria-label="from" value="2019">'
    '<input name="until" aria-label="until"></form>'
    '<p class="counts">12 events</p><div class="canvas"></div><p class="pages"><a href="?skip=1">more</a></p>'
    '<div class="table-scroll" tabindex="0" role="region" aria-label="Events"><table><tbody>'
    "<tr><td>first page</td></tr></tbody></table></div>"
    '<details open><summary>Others (<span class="rest">2</span>)</summary><table><tbody>'
    '<tr data-last="2020-05-01"><td>old</td></tr><tr data-first="2022-01-01"><td>new</td></tr>'
    "</tbody></table></details>"
)
NAMES = '<details class="names" open><summary>The 3 things by name</summary><ul class="things"></ul></details>'
CONTENT = {"network": f'<div class="canvas"></div>{NAMES}', "timeline": DRAWING, "map": DRAWING}


def neighbours(words: dict[str, list[str]]) -> dict[str, Any]:
    """What North Korea is tied to: two launches, which are drawn from the first, and 23 persons; or those asked for."""
    others = words.get("other") or ["launch:a", "launch:b", *OTHERS]
    found = others[: int(words["limit"][0])]
    counts = [{"property": "leads", "label": "leads", "direction": "backward", "kind": "person", "count": len(OTHERS)}]
    return {
        "counts": counts, "others": others, "kinds": [{"id": "person", "label": "a person"}],
        "nodes": [node(NORTH), *(node(each, **BORN.get(each, {})) for each in found)],
        "edges": [edge(each, NORTH, label="leads" if each in OTHERS else "launched by") for each in found],
    }  # fmt: skip


def page(kind: str, content: str) -> str:
    scripts = ["explorer.js", *(["map.js"] if kind == "map" else []), *(["editor.js"] if kind == "sparql" else [])]
    links = "".join(f'<a href="/{name}">{name}</a> ' for name in ("network", "timeline", "map"))
    tags = "".join(f'<script type="module" src="/static/{name}"></script>' for name in scripts)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{kind}</title>'
        '<link rel="icon" href="data:,"><meta name="color-scheme" content="light dark">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/static/explorer.css">{tags}</head>'
        f'<body data-page="{kind}" data-twin="/{kind}.json"><header class="site-header"><form class="site-search" '
        f'action="/search" role="search"><input type="search" name="q" aria-label="Search"></form>'
        f'<nav class="site-nav" aria-label="Pages">{links}</nav></header><main class="page"><h1>{kind}</h1>{content}'
        f'</main><footer class="site-footer"><a href="/{kind}.json?kind=Launch">JSON</a></footer></body></html>'
    )


def editor(words: dict[str, list[str]]) -> str:
    query = html.escape(words.get("query", ["SELECT *\nWHERE {}"])[0])
    form = f'<label for="query">A query</label><textarea id="query" name="query">{query}</textarea><button>Ask</button>'
    return page("sparql", f'<form class="editor" action="/sparql">{form}</form>' + (ERROR if "wrong" in query else ""))


class Handler(BaseHTTPRequestHandler):
    """Answers as the server does, from what stands above."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        words, path = parse_qs(address.query), address.path
        twins = {"/network": NETWORK, "/timeline": TWIN, "/map": TWIN, "/terms": TERMS, "/complete": HITS}
        if path.startswith("/static/"):
            name = path.removeprefix("/static/")
            return self.reply(web.asset(name), MEDIA[name.rpartition(".")[2]])
        if path.endswith(".json"):
            name = path.removesuffix(".json")
            told = neighbours(words) if name == "/neighbours" else twins[name]
            return self.reply(json.dumps(told).encode(), "application/json")
        kind = path.strip("/") or "search"
        text = editor(words) if kind == "sparql" else page(kind, CONTENT.get(kind, ""))
        return self.reply(text.encode(), "text/html; charset=utf-8")

    def reply(self, data: bytes, media: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing, or each request would stand among the results of the tests."""


Open = Callable[..., Opened]
Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser: Browser, root: str) -> Iterator[Open]:
    """A function that opens a path; in the end nothing has run, failed or gone to another host."""
    contexts, pages = [], []

    def open_(path: str, **options: Any) -> Opened:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
        contexts.append(context)
        shown = Opened(context.new_page(), root)
        pages.append(shown)
        shown.go(path)
        return shown

    yield open_
    for shown in pages:
        assert shown.complaints == []
        assert [url for url in shown.asked if not url.startswith((root, "data:", "blob:"))] == []
        assert shown.tab.evaluate("window.ran") is None
        assert shown.tab.locator("img").count() == 0
    for context in contexts:
        context.close()


def test_search_completes_names_and_goes_there_by_keyboard(opened: Open) -> None:
    shown = opened("/")
    shown.tab.keyboard.press("/")
    shown.tab.keyboard.type("조선")
    expect(shown.tab.get_by_role("option")).to_have_count(2)
    assert shown.tab.get_attribute("input[name=q]", "aria-expanded") == "true"
    assert "조선" in shown.text("[role=option] >> nth=0")
    shown.tab.keyboard.press("ArrowDown")
    with shown.tab.expect_response("**/complete.json*"):
        shown.tab.keyboard.type(" ")  # what more is typed takes the choice not away
    expect(shown.tab.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    assert axe(shown.tab) == []
    shown.tab.keyboard.press("Enter")
    shown.tab.wait_for_url("**/state/north-korea")
    shown.go("/")
    shown.tab.fill("input[name=q]", "조선")
    expect(shown.tab.get_by_role("option")).to_have_count(2)
    shown.tab.keyboard.press("ArrowDown")
    shown.tab.evaluate("document.querySelector('input[name=q]').value = 'launch'")  # as if typed just now
    shown.tab.keyboard.press("Enter")
    shown.tab.wait_for_url("**/search?q=launch")


def test_a_network_counts_what_is_not_shown_then_shows_ten_and_takes_them_back(opened: Open) -> None:
    """By keyboard, and the focus goes along."""
    shown = opened(f"/network?thing={NORTH}#thing={NORTH}")
    told, focused = shown.tab.locator(".tools .counts"), shown.tab.locator(":focus")
    assert shown.text(".tools .counts") == "3 of 40 things, 2 relations"
    shown.tab.get_by_role("button", name="Count its neighbours").focus()
    shown.tab.keyboard.press("Enter")
    expect(shown.tab.locator(".panel")).to_contain_text("25 neighbours, 23 of them not shown")
    shown.tab.click("text=by relation")
    assert "← leads: person 23" in shown.text(".panel")
    shown.tab.get_by_role("button", name="Show the next 10 of 23").focus()
    for left, number in ((13, 13), (3, 23)):
        shown.tab.keyboard.press("Enter")
        expect(told).to_have_text(f"{number} of 40 things, {number - 1} relations")
        expect(focused).to_have_text(f"Show the next {min(10, left)} of {left}")
    assert axe(shown.tab) == []
    shown.tab.keyboard.press("Enter")
    expect(told).to_have_text("26 of 40 things, 25 relations")
    expect(focused).to_have_text("North Korea")
    assert "25 neighbours, all shown" in shown.text(".panel")
    shown.tab.get_by_role("button", name="Undo (3)").focus()
    for count, number in (("Undo (2)", 23), ("Undo (1)", 13), ("Undo", 3)):
        shown.tab.keyboard.press("Enter")
        expect(told).to_have_text(f"{number} of 40 things, {number - 1} relations")
        expect(focused).to_have_text(count)
    expect(focused).to_be_disabled()
    assert axe(shown.tab) == []
    shown.tab.keyboard.press("Enter")
    expect(shown.tab.get_by_role("button", name="Show the next 10 of 23")).to_be_visible()


def test_a_neighbour_that_came_for_another_is_tied_too(opened: Open, monkeypatch: Patch) -> None:
    monkeypatch.setitem(NETWORK, "nodes", [*NETWORK["nodes"], *(node(each) for each in OTHERS[:22])])
    shown = opened(f"/network?thing={NORTH}#thing={NORTH}")
    shown.tab.get_by_role("button", name="Count its neighbours").click()
    expect(shown.tab.locator(".panel")).to_contain_text("25 neighbours, 1 of them not shown")
    shown.tab.get_by_role("button", name="Show the next 1 of 1").click()
    expect(shown.tab.locator(".tools .counts")).to_have_text("26 of 40 things, 25 relations")
    monkeypatch.setitem(NETWORK, "nodes", [*NETWORK["nodes"], node(OTHERS[22])])
    shown.go(f"/network?thing={NORTH}&again=yes#thing={NORTH}")
    shown.tab.get_by_role("button", name="Count its neighbours").click()
    expect(shown.tab.locator(".panel")).to_contain_text("25 neighbours, all shown, 23 without the relation")
    shown.tab.get_by_role("button", name="Show the relations").click()
    expect(shown.tab.locator(".tools .counts")).to_have_text("26 of 40 things, 25 relations")


def saved_places(shown: Opened) -> list[tuple[float, float]]:
    """Where the marks of a drawing stand."""
    with shown.tab.expect_download() as download:
        shown.tab.get_by_role("button", name="GEXF").click()
    found = re.findall(r'<viz:position x="([^"]+)" y="([^"]+)"', download.value.path().read_text())
    return [(float(x), float(y)) for x, y in found]


def test_what_comes_later_finds_free_places_and_has_the_time_follow(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}#thing={NORTH}")
    time, undated = shown.tab.locator(".period output"), shown.tab.locator(".period small")
    assert (time.text_content(), undated.text_content()) == ("2021-03-01 to 2022-01-17", "1")
    shown.tab.get_by_role("button", name="Count its neighbours").click()
    for name in ("Show the next 10 of 23", "Show the next 10 of 13", "Show the next 3 of 3"):
        shown.tab.get_by_role("button", name=name).click()
    expect(shown.tab.locator(".tools .counts")).to_have_text("26 of 40 things, 25 relations")
    assert (time.text_content(), undated.text_content()) == ("1984-01-08 to 2022-01-17", "23")
    assert shown.text("ul.things li >> nth=3").startswith("person:p-00")
    assert shown.text(".names summary") == "The 26 things by name"
    places = saved_places(shown)
    assert len(places) == 26
    assert min(math.dist(one, other) for one, other in combinations(places, 2)) > 2 * 14
    for number in (3, 2, 1):
        shown.tab.get_by_role("button", name=f"Undo ({number})").click()
    assert time.text_content() == "2021-03-01 to 2022-01-17"
    assert shown.text(".names summary") == "The 3 things by name"


def test_a_network_of_more_than_a_thousand_says_that_it_is_too_large(opened: Open, monkeypatch: Patch) -> None:
    many = [node(f"launch:n{at}", f"N {at}", x=30 * (at % 40), y=30 * (at // 40)) for at in range(1_001)]
    monkeypatch.setitem(NETWORK, "nodes", [*NETWORK["nodes"], *many])
    monkeypatch.setitem(NETWORK, "things", 1_004)
    shown = opened("/network")
    told = shown.tab.locator(".tools .counts")
    expect(told).to_have_text(
        "1,004 things, 2 relations: too many to be read as a whole; narrow the time, or take fewer hops"
    )
    assert shown.tab.evaluate("document.documentElement.scrollHeight") < 2_000
    shown.tab.get_by_role("checkbox", name="launch").uncheck()
    expect(told).to_have_text("1 of 1,004 things, 0 relations")


def test_relations_are_hidden_and_that_stays_in_the_address(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}#thing={NORTH}")
    assert shown.tab.locator("details.relations").is_hidden()  # of one relation there is no choice
    shown.tab.get_by_role("button", name="Count its neighbours").click()
    shown.tab.get_by_role("button", name="Show the next 10 of 23").click()
    shown.tab.get_by_text("Relations (2)").focus()
    shown.tab.keyboard.press("Enter")
    shown.tab.get_by_role("checkbox", name="leads").focus()
    shown.tab.keyboard.press("Space")
    expect(shown.tab.locator(".tools .counts")).to_have_text("13 of 40 things, 2 relations")
    assert shown.tab.evaluate("document.activeElement.value") == "leads"
    assert "omit=leads" in shown.tab.url
    assert axe(shown.tab) == []
    shown.tab.reload()
    expect(shown.tab.locator(".tools .counts")).to_have_text("13 of 40 things, 2 relations")
    expect(shown.tab.locator("details.relations summary")).to_have_text("Relations (2, 1 hidden)")


def test_things_are_found_in_the_drawing_by_keyboard_and_shown_again_if_hidden(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}#thing={NORTH}&hide=launch&from=2022-01-01")
    assert shown.text(".tools .counts").startswith("1 of 40 things")
    shown.tab.focus("[role=application]")
    shown.tab.keyboard.press("/")
    shown.tab.keyboard.type("launch b")
    assert "filtered out" in shown.text("#hits")
    assert axe(shown.tab) == []
    shown.tab.keyboard.press("Enter")
    assert shown.text(".panel h2") == "Launch B"
    assert shown.text(".tools .counts") == "3 of 40 things, 2 relations"
    found = shown.tab.evaluate("Object.fromEntries(new URLSearchParams(location.hash.slice(1)))")
    assert found == {"thing": "launch:b"}
    shown.tab.get_by_role("button", name="Count its neighbours").click()
    shown.tab.get_by_role("button", name="Show the next 10 of 23").click()
    shown.tab.fill("#search", "p-07")
    expect(shown.tab.locator("#hits [role=option]")).to_have_count(1)
    shown.tab.get_by_role("button", name="Undo (1)").click()
    expect(shown.tab.locator("#hits")).to_have_text("Nothing of that name")


def test_a_kind_that_comes_later_is_in_the_legend_by_its_name(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}#thing={NORTH}")
    shown.tab.get_by_role("button", name="Count its neighbours").click()
    shown.tab.get_by_role("button", name="Show the next 10 of 23").click()
    expect(shown.tab.locator(".legend")).to_contain_text("a person")


def test_timeline_and_map_draw_events_by_the_mark_of_their_kind(opened: Open) -> None:
    look = "(all) => all.map((each) => `${each.getAttribute('fill')} ${each.getAttribute('points').split(' ').length}`)"
    for path in ("/timeline", "/map"):
        found = opened(path).tab.eval_on_selector_all(".event", look)
        assert set(found) == {"#0072B2 4", "#D55E00 3"}, path


def test_a_network_is_walked_by_keyboard(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}#thing={NORTH}")
    shown.tab.focus("[role=application]")
    shown.tab.keyboard.press("ArrowLeft")
    assert shown.text(".panel h2") == "Launch B" and "thing=launch%3Ab" in shown.tab.url
    shown.tab.keyboard.press("ArrowRight")
    assert shown.text(".panel h2") == "North Korea"
    shown.tab.keyboard.press("Enter")
    assert shown.tab.evaluate("document.activeElement.id") == "panel"


def test_period_and_selection_go_along_to_the_other_views(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}#thing={NORTH}")
    shown.tab.focus("#from")
    shown.tab.keyboard.press("End")
    assert "2 of 40 things" in shown.text(".tools .counts")
    shown.tab.click(".site-nav >> text=timeline")
    shown.tab.wait_for_selector("html[data-ready] .timeline svg")
    assert shown.text(".period output").startswith("2022-01-17 to ")
    shown.tab.focus(".timeline .event >> nth=0")
    shown.tab.keyboard.press("Enter")
    chosen = shown.tab.evaluate("new URLSearchParams(location.hash.slice(1)).get('thing')")
    assert chosen.startswith("launch:e")
    assert chosen in shown.tab.evaluate("decodeURIComponent(document.querySelector('.site-nav a').href)")
    shown.tab.click(".site-nav >> text=map")
    shown.tab.wait_for_selector("html[data-ready] .map .event.selected")


def test_the_timeline_stacks_marks_and_lists_the_chosen_with_its_page(opened: Open) -> None:
    shown = opened("/timeline#thing=launch:e3")
    assert shown.tab.locator(".timeline .event").count() == 12
    assert shown.tab.locator(".timeline .event.selected").count() == 1
    assert shown.tab.get_attribute(".picked a", "href") == "/launch/e3"
    assert HOSTILE.replace("  ", " ") in shown.text(".picked")
    assert axe(shown.tab) == []


def test_an_event_that_is_no_single_day_lies_on_a_bar(opened: Open, monkeypatch: Patch) -> None:
    days = {"day": ("2020-02-01", "2020-02-01"), "within": ("2019-01-01", "2022-04-22"), "until": (None, "2022-04-22")}
    events = [
        {**EVENTS[0], "id": f"launch:{name}", "label": name, "first": first, "last": last, "shape": "dot"}
        for name, (first, last) in days.items()
    ]
    monkeypatch.setitem(TWIN, "events", events)
    shown = opened("/timeline")
    read = "(all) => all.map((each) => [each.getAttribute('class'), each.getBBox().x, each.getBBox().width])"
    (_, left, width), (_, open_left, open_width) = shown.tab.eval_on_selector_all(".timeline .span", read)
    assert [shown.tab.locator(f".timeline .{look}").count() for look in ("event", "span", "span.open")] == [3, 2, 1]
    assert width > 900 and open_left < left  # it goes on beyond the first day of all
    assert open_left + open_width == pytest.approx(left + width)
    middle = {
        name: shown.tab.locator(".timeline .event", has_text=name).evaluate("(mark) => Number(mark.getAttribute('cx'))")
        for name in days
    }
    assert left < middle["day"] < middle["within"] < middle["until"] == pytest.approx(left + width, abs=5)
    assert middle["within"] == pytest.approx(left + width / 2, abs=5)
    assert "no known beginning" in shown.text(".note")
    shown.go("/timeline#from=2020-01-01&until=2020-01-31")
    shown.tab.reload()
    shown.tab.wait_for_selector("html[data-ready]")
    assert shown.tab.locator(".timeline .event").count() == 2, "what may have been then"


def test_number_table_and_data_follow_the_time(opened: Open) -> None:
    shown = opened("/timeline")
    rows, counts = shown.tab.locator(".table-scroll tbody tr"), shown.tab.locator("p.counts")
    assert (counts.inner_text(), rows.all_inner_texts()) == ("12 events", ["first page"])
    shown.tab.focus("#from")
    shown.tab.keyboard.press("End")
    last = max(EVENTS, key=lambda event: event["first"])
    assert counts.inner_text() == "1 of 12 events" and counts.get_attribute("role") == "status"
    assert rows.count() == 1 and "".join(rows.all_inner_texts()).startswith(last["first"])
    assert rows.locator("a").first.get_attribute("href") == "/" + last["id"].replace(":", "/")
    assert shown.tab.locator(".pages").is_hidden()
    assert shown.tab.locator("details tbody tr:visible").all_inner_texts() == ["new"]
    assert shown.text("summary") == "Others (1 of 2)"
    assert shown.tab.input_value("[name=from]") == last["first"] and shown.tab.input_value("[name=until]") == ""
    twin = shown.tab.get_attribute(".site-footer a", "href")
    assert twin and twin.endswith(f"/timeline.json?kind=Launch&from={last['first']}")
    assert axe(shown.tab) == []
    shown.tab.focus("#from")
    shown.tab.keyboard.press("Home")
    assert (counts.inner_text(), rows.all_inner_texts()) == ("12 events", ["first page"])
    assert shown.text("summary") == "Others (2)" and shown.tab.input_value("[name=from]") == "2019"
    assert shown.tab.locator(".pages").is_visible()
    assert shown.tab.locator(".site-footer a").evaluate("(link) => link.search") == "?kind=Launch"


def test_a_large_graph_says_how_many_events_were_sent(opened: Open, monkeypatch: Patch) -> None:
    monkeypatch.setitem(TWIN, "things", 5_000)
    monkeypatch.setitem(CONTENT, "timeline", DRAWING.replace('"rest">2<', '"rest">108<'))
    shown = opened("/timeline#from=2022-09-09")
    assert shown.text("p.counts").endswith("of the first 12 of 12 events")
    assert shown.text("summary") == "Others (108 of all days)", "of which not all were sent"


def test_what_is_only_listed_is_left_out_once_the_time_is_narrowed(opened: Open, monkeypatch: Patch) -> None:
    monkeypatch.setitem(CONTENT, "timeline", DRAWING.replace("2020-05-01", "1999-05-01"))  # before all that is drawn
    shown = opened("/timeline")
    assert shown.tab.locator("details tbody tr:visible").all_inner_texts() == ["old", "new"]


def test_the_way_back_from_timeline_and_map_leads_to_the_network_as_it_was(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}&hops=2#thing={NORTH}&hide=launch")
    shown.tab.get_by_role("button", name="Count its neighbours").click()
    shown.tab.get_by_role("button", name="Show the next 10 of 23").click()
    told = shown.tab.locator(".tools .counts")
    expect(told).to_have_text("11 of 40 things, 10 relations")
    for name in ("timeline", "map"):
        shown.tab.click(f".site-nav >> text={name}")
        shown.tab.wait_for_selector(f"html[data-ready] .{name} svg")
    shown.tab.click(".site-nav >> text=network")
    expect(told).to_have_text("11 of 40 things, 10 relations")
    assert parse_qs(urlsplit(shown.tab.url).query) == {"thing": [NORTH], "hops": ["2"]}


def test_an_event_selected_elsewhere_is_in_sight_and_one_outside_the_time_is_told(opened: Open) -> None:
    shown = opened("/timeline#thing=launch:e3", viewport={"width": 1280, "height": 260})
    mark = shown.tab.locator(".event.selected").bounding_box()
    assert mark and 0 < mark["y"] < 250
    shown.tab.evaluate("location.hash = '#thing=launch:e3&from=2022-09-09'")
    shown.tab.reload()
    shown.tab.wait_for_selector("html[data-ready]")
    assert "is not drawn: it lies outside the time" in shown.text(".picked")


def test_the_map_groups_events_by_place_and_says_that_borders_mean_nothing(opened: Open) -> None:
    shown = opened("/map")
    assert {each.get_attribute("aria-label") for each in shown.tab.locator(".map .event").all()} == {
        "Sunan: 6 events", "서해: 6 events",
    }  # fmt: skip
    assert "Borders and names imply no position" in shown.text(".note")
    assert sorted(shown.tab.locator(".map .place").all_text_contents()) == ["Sunan", "서해"]
    shown.tab.focus(".map .event >> nth=0")
    shown.tab.keyboard.press("Enter")
    assert shown.tab.locator(".picked li").count() == 6
    land = shown.tab.get_attribute(".map .land", "d")
    shown.tab.get_by_role("button", name="Zoom in").click()
    assert shown.tab.get_attribute(".map .land", "d") != land
    assert axe(shown.tab) == []


def test_places_that_lie_close_together_can_each_be_hit_and_are_listed(opened: Open) -> None:
    """Each lies a hundredth of a degree from the next."""
    near = [
        {**EVENTS[0], "id": f"launch:n{at}", "placeId": f"place:n{at}", "place": f"Near {at}", "lon": 125.6 + at / 100,
         "shape": "dot"}
        for at in range(6)
    ]
    TWIN["events"] = near
    try:
        shown = opened("/map")
    finally:
        TWIN["events"] = EVENTS
    read = "(all) => all.map((each) => each.getBBox()).map((box) => [box.x, box.y, box.width / 2])"
    circles = shown.tab.eval_on_selector_all(".map .event", read)
    assert len(circles) == 6
    for at, (x, y, r) in enumerate(circles):
        assert all((x - u) ** 2 + (y - v) ** 2 >= (r + s) ** 2 for u, v, s in circles[at + 1 :])
    for number in (0, 5):
        shown.tab.locator(".map .event").nth(number).click()
        expect(shown.tab.locator(".map .event.selected")).to_have_count(1)
    rows = shown.tab.locator(".places button")
    assert sorted(rows.all_text_contents()) == [f"Near {at}" for at in range(6)]
    rows.nth(2).focus()
    shown.tab.keyboard.press("Enter")
    assert shown.tab.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert "thing=place%3An" in shown.tab.url
    assert axe(shown.tab) == []


def test_the_editor_completes_terms_of_the_ontology_and_asks(opened: Open) -> None:
    shown = opened("/sparql")
    content = shown.tab.locator(".cm-content")
    content.click()
    shown.tab.keyboard.press("Control+End")
    shown.tab.keyboard.press("ArrowLeft")
    shown.tab.keyboard.type(" ?launch kg:laun")
    option = shown.tab.locator(".cm-tooltip-autocomplete li", has_text="kg:launchedBy")
    expect(option).to_contain_text("launched by")
    option.click()
    expect(content).to_contain_text("?launch kg:launchedBy")
    shown.tab.keyboard.type(" ?launc")
    expect(shown.tab.locator(".cm-tooltip-autocomplete")).to_contain_text("?launch")
    shown.tab.keyboard.press("Escape")
    shown.tab.keyboard.press("Control+Enter")
    shown.tab.wait_for_url("**/sparql?query=*launchedBy*")


def test_the_editor_marks_an_error_at_its_line_and_column(opened: Open) -> None:
    shown = opened("/sparql?query=SELECT+*%0AWHwrong+%7B%7D")
    mark = shown.tab.locator(".cm-lintRange-error, .cm-lintPoint-error")
    expect(mark).to_have_text("w")
    assert shown.tab.locator(".cm-line").nth(1).locator(".cm-lintRange-error").count() == 1
    assert axe(shown.tab) == []


def test_a_dark_network_is_printed_on_white_as_wide_as_the_paper_with_its_table(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}", color_scheme="dark")
    colours = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    assert shown.tab.evaluate(colours) == ["rgb(236, 239, 242)", "rgb(20, 23, 27)"]
    shown.tab.emulate_media(media="print", color_scheme="dark")
    assert shown.tab.evaluate(colours) == ["rgb(22, 25, 29)", "rgb(255, 255, 255)"]
    shown.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    drawing, page = (shown.tab.locator(each).bounding_box() for each in (".stage canvas", "main"))
    assert drawing and page and drawing["width"] > page["width"] - 4 and drawing["height"] > 400
    ink = shown.tab.eval_on_selector(".stage canvas", """(canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let dark = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] === 255 && data[i] === 20 && data[i + 1] === 23 && data[i + 2] === 27) dark += 1;
      return dark;
    }""")
    assert ink == 0, "the paper of a dark page"
    assert shown.tab.locator(".drawn-table tbody tr:visible").count() == 2
    assert shown.tab.locator("button:visible:not(.name, th button), input:visible").count() == 0
    shown.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown.tab.get_attribute(".drawn-table", "open") is None


@pytest.mark.parametrize("path", ["/", f"/network?thing={NORTH}", "/timeline", "/map", "/sparql"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_and_axe_finds_nothing(path: str, scheme: str, opened: Open) -> None:
    shown = opened(path, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    assert shown.tab.evaluate("document.documentElement.scrollWidth") == 390
    assert axe(shown.tab) == []


def test_a_server_that_fails_is_told_in_place_of_the_drawing(opened: Open, browser: Browser, root: str) -> None:
    tab = browser.new_page()
    tab.route("**/timeline.json", lambda route: route.fulfill(status=503, body="{}"))
    tab.goto(f"{root}/timeline")
    expect(tab.get_by_role("alert")).to_contain_text("/timeline.json: the server answers 503")
    tab.close()
