"""Networks of the server in a browser, as people use them: legend, table, address, and answers of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from accessibility import axe
from playwright.sync_api import Browser, Page, expect
from serving import Server
from serving import server as started

Open = Callable[..., Page]
LAUNCH = "/network?thing=launch:2022-01-17-pyongyang"


@pytest.fixture(scope="session")
def server() -> Server:
    return started()


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Open]:
    """A function that opens a path; in the end nothing has failed or gone to another host."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))

    def open_(path: str) -> Page:
        tab = context.new_page()
        tab.goto(server.address.rstrip("/") + path)
        tab.wait_for_selector("html[data-ready]")
        return tab

    yield open_
    assert complaints == []
    assert [url for url in asked if not url.startswith((server.address, "data:", "blob:"))] == []
    context.close()


def unfold(tab: Page) -> None:
    """Open the table of what is drawn."""
    tab.get_by_text("Table of what is drawn").click()


def relations(tab: Page) -> int:
    """How many relations the drawing says that it shows."""
    return int(tab.inner_text(".tools .counts").split(", ")[1].split()[0])


def test_the_table_lists_what_is_drawn_whatever_is_hidden_or_added(opened: Open) -> None:
    tab = opened(f"{LAUNCH}#thing=state:north-korea")
    unfold(tab)
    expect(tab.locator("details .table-scroll tbody tr")).to_have_count(relations(tab))
    assert tab.locator(".listing").is_hidden()
    before = relations(tab)
    tab.locator(".legend input[value=state]").uncheck()
    assert relations(tab) < before
    expect(tab.locator("details .table-scroll tbody tr")).to_have_count(relations(tab))
    tab.locator(".legend input[value=state]").check()
    tab.get_by_role("button", name="North Korea", exact=True).first.click()
    tab.get_by_role("button", name="Count its neighbours").click()
    tab.get_by_role("button", name="Show the next 10").click()
    expect(tab.get_by_role("button", name="Undo (1)")).to_be_visible()
    assert relations(tab) > before
    expect(tab.locator("details .table-scroll tbody tr")).to_have_count(relations(tab))


def test_what_was_hidden_and_expanded_is_in_the_address(opened: Open, server: Server) -> None:
    tab = opened(LAUNCH)
    tab.get_by_role("button", name="North Korea", exact=True).first.click()
    tab.get_by_role("button", name="Count its neighbours").click()
    tab.get_by_role("button", name="Show the next 10").click()
    expect(tab.get_by_role("button", name="Undo (1)")).to_be_visible()
    tab.locator(".legend input").first.uncheck()
    told = tab.inner_text(".tools .counts")
    again = opened(tab.url.removeprefix(server.address.rstrip("/")))
    expect(again.locator(".tools .counts")).to_have_text(told)
    again.get_by_role("button", name="Undo (1)").click()
    assert "grown" not in again.url


def test_a_table_row_selects_its_neighbour_by_keyboard(opened: Open) -> None:
    tab = opened(LAUNCH)
    unfold(tab)
    name = tab.locator("details tbody tr").first.locator("button").last
    name.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".panel h2")).to_have_text(name.inner_text())


@pytest.mark.parametrize("page", ["network", "timeline", "map"])
def test_an_answer_is_drawn_and_the_selection_goes_along(opened: Open, page: str) -> None:
    tab = opened(f"/{page}?question=launches_as_told#thing=launch:2022-01-17-pyongyang")
    expect(tab.locator(".canvas.drawn")).to_be_visible()
    for link in tab.locator(".views a").all():
        assert "#thing=launch" in (link.get_attribute("href") or "") or link.inner_text().startswith("Table")
    assert axe(tab) == []


@pytest.mark.parametrize(
    "path",
    ["/conflicts/launch:2022-01-17-pyongyang/weaponClass", "/network?kind=Launch", "/questions/launches_as_told",
     "/why?thing=launch:2022-01-17-pyongyang&property=weaponClass"],
)  # fmt: skip
def test_pages_are_open_to_all_on_a_phone_in_the_dark(browser: Browser, server: Server, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    tab = context.new_page()
    tab.goto(server.address.rstrip("/") + path)
    tab.wait_for_selector("html[data-ready]")
    assert axe(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
