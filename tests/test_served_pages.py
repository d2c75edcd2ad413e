"""The pages of `kg serve` in a browser, on shipped data and hostile records: by mouse, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode, urlsplit

import pytest
from accessibility import axe
from browsing import Opened
from playwright.sync_api import Browser, BrowserContext, expect
from serving import HOSTILE, Server
from serving import server as started

LAUNCH, NORTH = "launch:2022-01-17-pyongyang", "state:north-korea"
LOOK = "color-contrast", "link-in-text-block", "scrollable-region-focusable"
"""The rules that depend on colours and on the size of the screen."""
PAGES = {
    "/": 200, "/search?q=조선": 200, "/launch/2022-01-17-pyongyang": 200, "/launch/hostile-1": 200,
    f"/why?thing={LAUNCH}&property=weaponClass": 200, "/source/hostile": 200, "/sources": 200,
    f"/network?thing={LAUNCH}": 200, "/timeline?kind=Visit": 200, "/map?kind=Visit": 200,
    "/conflicts?kind=granularity": 200, "/questions": 200, f"/questions/facts_about?thing={LAUNCH}": 200,
    "/neighbours?thing=person:kim-jong-un": 200, "/sparql": 200,
    f"/path?from={LAUNCH}&to={NORTH}&best=2": 200, "/path": 200,
    "/sparql?query=SELECT+%2A+%7B+%3Fs+a+kg%3AVisit+%7D": 200, "/ontology": 200, "/launch/nothing": 404,
}  # fmt: skip
"""Each page, with its status; of lists a part, since what holds of ten rows holds of a hundred."""
FIELDS = """(all) => all.map((each) =>
  [each.placeholder, ...[each, document.body].map((it) => getComputedStyle(it).color)])"""
"""Of each field its example, and the colours of what is written in it and of the page."""


class Served(Opened):
    def forget_status(self, status: int) -> None:
        """A browser complains of each answer that is no success, as the page of an error is none."""
        [told] = self.complaints
        assert f"status of {status} " in told
        self.complaints.clear()

    def is_harmless(self) -> None:
        assert self.complaints == []
        assert [url for url in self.asked if not url.startswith((f"{self.root}/", "data:", "blob:"))] == []
        assert self.tab.locator("img, iframe, object, embed, base, style, [onload], [onerror]").count() == 0


Open = Callable[..., Served]


@pytest.fixture(scope="module")
def server() -> Server:
    return started()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def opened(context: BrowserContext, server: Server) -> Iterator[Open]:
    """A function that opens a path; in the end nothing has run, failed or gone to another host."""
    pages: list[Served] = []

    def open_(path: str) -> Served:
        shown = Served(context.new_page(), server.address.rstrip("/"))
        pages.append(shown)
        shown.go(path)
        return shown

    yield open_
    for shown in pages:
        shown.is_harmless()
        shown.tab.close()


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_every_page_fits_screens_wide_and_narrow_and_axe_finds_nothing_in_light_and_dark(
    path: str, status: int, opened: Open
) -> None:
    shown = opened(path)
    if status != 200:
        shown.forget_status(status)
    for width, scheme, rules in ((1280, "light", ()), (390, "dark", LOOK)):
        shown.tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        shown.tab.set_viewport_size({"width": width, "height": 800})
        assert shown.tab.evaluate("document.documentElement.scrollWidth") == width
        assert axe(shown.tab, *rules) == []
        for example, value, text in shown.tab.eval_on_selector_all("main form input:not([type=hidden])", FIELDS):
            assert value == text and (not example or example.startswith(("e.g. ", "by default: ", "any")))
    assert shown.tab.locator("html.scripted").count() == 1
    assert shown.tab.evaluate("document.querySelector('.site-header').offsetHeight") < 160, "the header of a phone"
    broken = "(all) => all.filter((each) => each.getClientRects().length > 1).map((each) => each.textContent)"
    assert shown.tab.eval_on_selector_all("time", broken) == []


@pytest.mark.parametrize("page", ["timeline", "map"])
def test_what_is_written_in_the_form_counts_more_than_the_slider_before(page: str, opened: Open) -> None:
    shown = opened(f"/{page}#from=2022-02-01")
    assert shown.tab.input_value("main [name=from]") == "2022-02-01"
    for written, address in (("2019", f"/{page}?from=2019"), ("", f"/{page}?")):
        shown.tab.fill("main [name=from]", written)
        shown.tab.press("main [name=from]", "Enter")
        shown.tab.wait_for_url(f"**{address}")
        shown.tab.wait_for_selector("html[data-ready]")
        assert shown.tab.input_value("main [name=from]") == written


def test_addresses_have_no_empty_words(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}&hops=0")
    shown.tab.get_by_role("button", name="Show", exact=True).click()
    shown.tab.wait_for_url(f"**/network?thing={quote(NORTH, safe='')}&hops=0")
    shown.tab.wait_for_selector("html[data-ready]")
    shown.tab.fill("[name=as-of]", "2022-01-18")
    shown.tab.get_by_role("button", name="Look").click()
    shown.tab.wait_for_url(f"**/network?thing={quote(NORTH, safe='')}&hops=0&as-of=2022-01-18")


def test_a_search_by_keyboard_completes_names_in_any_script_and_goes_to_the_thing(opened: Open) -> None:
    shown = opened("/")
    shown.tab.keyboard.press("/")
    shown.tab.keyboard.type("조선로동")
    expect(shown.tab.get_by_role("option").first).to_contain_text("Workers' Party of Korea")
    shown.tab.keyboard.press("ArrowDown")
    shown.tab.keyboard.press("Enter")
    shown.tab.wait_for_url("**/organization/workers-party-of-korea")
    assert "조선로동당" in shown.text("main")
    shown.tab.keyboard.press("/")
    shown.tab.keyboard.type("kim")
    shown.tab.keyboard.press("Enter")
    shown.tab.wait_for_url("**/search?q=kim*")
    assert "Kim Jong Un" in shown.text(".hits")


def test_a_network_is_expanded_and_undone_by_mouse(opened: Open) -> None:
    shown = opened(f"/network?thing={NORTH}&hops=0")
    told, panel = shown.tab.locator(".tools .counts"), shown.tab.locator(".panel")
    assert shown.text(".tools .counts") == "1 thing, 0 relations"
    shown.tab.locator("[role=application]").click()  # its only node stands in the middle
    expect(panel.get_by_role("heading", level=2)).to_have_text("North Korea")
    panel.get_by_text("Count its neighbours").click()
    expect(panel).to_contain_text(re.compile(r"(\d+) neighbours, \1 of them not shown"))
    panel.get_by_text("Show the next 10").click()
    expect(told).to_contain_text("11 things")
    panel.get_by_text("Show the next 10").click()
    expect(told).to_contain_text("21 things")
    shown.tab.get_by_role("button", name="Undo (2)").click()
    shown.tab.get_by_role("button", name="Undo (1)").click()
    expect(told).to_have_text("1 thing, 0 relations")
    expect(shown.tab.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_network_is_walked_expanded_and_undone_by_keyboard(opened: Open) -> None:
    shown = opened(f"/network?thing={LAUNCH}")
    before = shown.text(".tools .counts")
    shown.tab.focus("[role=application]")
    shown.tab.keyboard.press("ArrowRight")
    first = shown.text(".panel h2")
    ways = ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown")
    names = {first, *(shown.tab.keyboard.press(way) or shown.text(".panel h2") for way in ways)}
    assert len(names) > 1
    shown.tab.keyboard.press("Enter")
    assert shown.tab.evaluate("document.activeElement.id") == "panel"
    shown.tab.focus("[role=application]")
    for key in ("/", *"North Korea", "Enter"):
        shown.tab.keyboard.press(key)
    expect(shown.tab.locator(".panel h2")).to_have_text("North Korea")
    for name in ("Count its neighbours", "Show the next"):
        shown.tab.locator(".panel button", has_text=name).focus()
        shown.tab.keyboard.press("Enter")
        expect(shown.tab.locator(".panel button", has_text="Show the next 10")).to_be_visible()
    undo = shown.tab.get_by_role("button", name="Undo (1)")
    expect(undo).to_be_visible()
    things = [int(told.split()[0]) for told in (before, shown.text(".tools .counts"))]
    assert things[1] == things[0] + 10, "though some neighbours were there before"
    undo.focus()
    shown.tab.keyboard.press("Space")
    expect(shown.tab.get_by_role("button", name="Undo")).to_be_disabled()
    assert shown.text(".tools .counts").split(",")[1] == before.split(",")[1]


def test_timeline_network_and_map_share_the_period_and_what_is_selected(opened: Open) -> None:
    shown = opened("/timeline?kind=Launch")
    every = shown.tab.locator(".timeline .event").count()
    handle = shown.tab.locator("#from").bounding_box()
    assert handle
    shown.tab.mouse.move(handle["x"] + 8, handle["y"] + handle["height"] / 2)
    shown.tab.mouse.down()
    shown.tab.mouse.move(handle["x"] + handle["width"] * 0.93, handle["y"] + handle["height"] / 2, steps=3)
    shown.tab.mouse.up()
    assert 0 < shown.tab.locator(".timeline .event").count() < every
    since = shown.text(".period output").partition(" to ")[0]
    shown.tab.locator(".timeline .event").last.focus()
    shown.tab.keyboard.press("Enter")
    chosen = _shared(shown)["thing"]
    assert chosen.startswith("launch:")
    expect(shown.tab.locator(".timeline .event.selected")).to_have_count(1)
    shown.tab.click(".site-nav >> text=Network")
    shown.tab.wait_for_selector("html[data-ready] .panel h2")
    assert f"thing={quote(chosen, safe='')}" in shown.tab.url
    assert (_shared(shown)["thing"], _shared(shown)["from"]) == (chosen, since)
    assert chosen in shown.text(".panel")
    shown.tab.click(".site-nav >> text=Map")
    shown.tab.wait_for_selector("html[data-ready] .map svg")
    assert (_shared(shown)["thing"], _shared(shown)["from"]) == (chosen, since)
    assert shown.text(".period output").startswith(since)


def _shared(shown: Opened) -> dict[str, str]:
    found: dict[str, str] = shown.tab.evaluate("Object.fromEntries(new URLSearchParams(location.hash.slice(1)))")
    return found


def test_tab_leads_out_of_the_editor(opened: Open) -> None:
    shown = opened("/sparql")
    content = shown.tab.locator(".cm-content")
    content.click()
    expect(content).to_be_focused()
    shown.tab.keyboard.press("Tab")
    expect(content).not_to_be_focused()


def test_the_editor_completes_runs_and_shows_an_error_at_its_line(opened: Open) -> None:
    shown = opened("/sparql")
    content = shown.tab.locator(".cm-content")
    content.click()
    shown.tab.keyboard.press("Control+a")
    shown.tab.keyboard.type("SELECT ?v\nWHERE { ?v a kg:Vis")
    shown.tab.locator(".cm-tooltip-autocomplete li", has_text="kg:Visit").first.click()
    shown.tab.keyboard.press("Control+Enter")
    shown.tab.wait_for_url("**/sparql?query=*")
    expect(shown.tab.locator(".answer tbody tr")).not_to_have_count(0)
    shown.go("/sparql?" + urlencode({"query": "SELECT ?v\nWHERE { ?v a ?? }"}))
    shown.forget_status(400)
    expect(shown.tab.get_by_role("alert")).to_contain_text("Line 2, column")
    assert shown.tab.locator(".cm-line").nth(1).locator(".cm-lintRange-error").count() == 1


def test_the_dates_of_a_view_stay_in_every_link_form_and_completion(opened: Open, server: Server) -> None:
    while server.page("/", **{"known-by": "2022-01-18"}).status == 503:
        pass  # it is made, once for each build
    shown = opened("/launch/2022-01-17-pyongyang?known-by=2022-01-18")
    inside = "(all) => all.map((each) => each.href).filter((each) => each.startsWith(location.origin))"
    links = shown.tab.eval_on_selector_all("a[href^='/']", inside)
    assert len(links) > 30
    assert [link for link in links if "known-by=2022-01-18" not in link] == []
    shown.tab.click(".neighbours a >> nth=0")
    assert "known-by=2022-01-18" in shown.tab.url
    assert shown.tab.input_value("input[name=known-by]") == "2022-01-18"
    shown.tab.keyboard.press("/")
    shown.tab.keyboard.type("kim jong")
    shown.tab.get_by_role("option").first.click()
    shown.tab.wait_for_url("**/person/*?known-by=2022-01-18")


def test_a_network_of_all_stays_a_few_screens_high_and_lists_what_is_drawn_when_asked(opened: Open) -> None:
    shown = opened("/network")
    for width, most in ((1280, 2_000), (390, 3_500)):
        shown.tab.set_viewport_size({"width": width, "height": 800})
        assert shown.tab.evaluate("document.documentElement.scrollHeight") < most
    shown.tab.get_by_text("Table of what is drawn").focus()
    shown.tab.keyboard.press("Enter")
    expect(shown.tab.locator(".drawn-table tbody tr").first).to_be_visible()
    assert shown.tab.evaluate("document.documentElement.scrollHeight") < 4_500
    shown.tab.get_by_text("The 300 things by name").click()
    expect(shown.tab.locator("ul.things a").first).to_be_visible()


def test_nothing_hostile_runs_from_names_quotes_and_sources(opened: Open) -> None:
    things = urlencode([("thing", f"launch:hostile-{number}") for number in range(len(HOSTILE))])
    shown = opened(f"/network?{things}&hops=1")
    for number in (0, 1, 6):
        shown.tab.locator("ul.things a").nth(number).wait_for(state="attached")
        shown.tab.evaluate(f"location.hash = '#thing=launch:hostile-{number}'")
        shown.tab.reload()
        shown.tab.wait_for_selector("html[data-ready]")
        assert shown.tab.text_content(".panel h2") == HOSTILE[number]
        assert HOSTILE[number] in (shown.tab.text_content(".panel") or "").replace(HOSTILE[number], "", 1)
    shown.tab.keyboard.press("/")
    shown.tab.keyboard.type("<script>")
    expect(shown.tab.get_by_role("option").first).to_contain_text(HOSTILE[0])
    shown.go("/source/hostile")
    quotes = [each.text_content() for each in shown.tab.locator("q.quote").all()]
    assert {" ".join(text.split()) for text in HOSTILE} <= {" ".join((quote or "").split()) for quote in quotes}
    assert shown.tab.locator("main a[href^='javascript:']").count() == 0


def test_nothing_hostile_runs_from_addresses(opened: Open) -> None:
    every = "".join(HOSTILE)
    shown = opened(f"/search?{urlencode({'q': every, 'kind': 'person'})}")
    assert HOSTILE[0] in shown.text("h1")
    for path, names in (
        ("/sparql", ["query"]), ("/network", ["thing"]), ("/timeline", ["kind"]), ("/timeline", ["from"]),
        ("/questions/claims_about", ["thing"]), ("/why", ["thing", "property"]), ("/conflicts", ["known-by"]),
        ("/search", ["q", "kind"]), ("/conflicts", ["kind"]), ("/sources", [every]), ("/questions/names", [every]),
    ):  # fmt: skip
        shown.go(f"{path}?{urlencode(dict.fromkeys(names, every))}#thing={quote(every)}&from={quote(every)}")
        assert len(shown.complaints) == 1 and "status of 4" in shown.complaints.pop(), path
    shown.go(f"/network?thing={NORTH}&hops=0#thing={quote(every)}&from={quote(every)}&until=x")
    shown.go("/launch/" + quote(HOSTILE[0], safe=""))
    shown.forget_status(404)


def test_without_scripts_people_search_read_and_ask(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(server.address)
    tab.fill("main input[name=q]", "조선로동당")
    tab.keyboard.press("Enter")
    tab.click(".hits a >> nth=0")
    assert urlsplit(tab.url).path == "/organization/workers-party-of-korea"
    assert "Workers' Party of Korea" in tab.inner_text("h1")
    tab.goto(f"{server.address}questions/facts_about")
    tab.fill("form.parameters input[name=thing]", LAUNCH)
    tab.click("form.parameters button")
    expect(tab.locator(".answer tbody")).to_contain_text("missile count")
    tab.goto(f"{server.address}sparql")
    tab.fill("textarea[name=query]", "SELECT ?v { ?v a kg:Visit }")
    tab.click("form.editor button")
    expect(tab.locator(".answer tbody tr")).not_to_have_count(0)
    for path in (f"network?thing={LAUNCH}", "timeline", "map"):
        tab.goto(server.address + path)
        expect(tab.locator("main table tbody tr")).not_to_have_count(0)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
