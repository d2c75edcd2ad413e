"""The queries behind a page, run as they stand, tell what the page lists."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from serving import HTML

from kg.graph import Iri, Rows, text_of
from kg.namespaces import expand
from kg.project import Project
from kg.server.answering import reply
from kg.server.asking import ask
from kg.server.messages import Asked, Settings
from kg.server.opened import Opened, Shown
from kg.views import View

LAUNCH, STATE = "launch:2022-01-17-pyongyang", "state:north-korea"
SOURCE = "source:2022-01-18-tactical-guided-missiles"
Told = Callable[[Any], set[str]]


@pytest.fixture(scope="module")
def opened(project: Project) -> Opened:
    return Opened(Settings(project))


@pytest.fixture(scope="module")
def shown(opened: Opened) -> Shown:
    return opened.show(View())


def asked_for(opened: Opened, path: str, style: str = "") -> str:
    """A page, or its twin, by the path of the page; a thing by its id."""
    url, things = urlsplit(path), tuple(path.split(":", 1))
    page, names = (url.path[1:], ()) if path.startswith("/") else ("thing", things)
    names = tuple(url.path.split("/")[2:]) if page.startswith("conflicts/") else names
    page = "conflict" if page.startswith("conflicts/") else page
    given = tuple(parse_qsl(url.query)) if path.startswith("/") else ()
    answer = reply(opened, Asked(page, f"/{'/'.join(names)}" if names else url.path, names, style, given, HTML))
    assert answer.status == 200, answer.body.decode()
    return answer.body.decode()


def behind(page: str) -> list[str]:
    """The queries behind a page."""
    part = page.partition('class="query"')[2]
    return list(map(unescape, re.findall(r"<pre><code>(.*?)</code></pre>", part, re.DOTALL)))


def answers(shown: Shown, query: str) -> Rows:
    found = ask(shown, query)
    assert isinstance(found.answer, Rows)
    return found.answer


def column(rows: Rows, name: str) -> set[str]:
    return {text_of(row[rows.columns.index(name)]) for row in rows.rows}


def every(told: Any, key: str) -> set[str]:
    """What stands by a key anywhere in JSON."""
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    own = {told[key]} if isinstance(told, dict) and isinstance(told.get(key), str) else set()
    return own.union(*(every(part, key) for part in parts))


SAME: dict[str, tuple[int, str, Told]] = {
    **{path: (0, "event", lambda told: {each["id"] for each in told["events"]}) for path in (
        "/timeline", "/timeline?from=2020&until=2020-12", "/timeline?kind=Launch&kind=Visit&until=2021-06",
        "/map", "/map?from=2021-06", "/map?kind=Launch&until=2022-01-01", "/timeline?until=2021&kind=Statement",
    )},
    "/timeline?question=launches_as_told": (1, "event", lambda told: {each["id"] for each in told["events"]}),
    f"/map?question=launches_as_told&p.launch={LAUNCH}": (1, "event", lambda told: {told["events"][0]["id"]}),
    "/sources": (0, "source", lambda told: every(told, "source")),
    "/search?q=kim": (0, "thing", lambda told: {each["id"] for each in told["hits"]}),
    "/conflicts?kind=rounding": (0, "thing", lambda told: every(told, "thing") | {
        other for each in told for other in (each["also"] or "").split()}),
    LAUNCH: (0, "claim", lambda told: every(told["claims"], "claim")),
    SOURCE: (0, "claim", lambda told: every(told["claims"], "claim")),
}  # fmt: skip
"""The place of a query behind a page, a column of it, and what the page's twin has just so."""

CITED = {
    "/conflicts": "quote", "/conflicts?kind=contradiction": "quote", f"/conflicts/{LAUNCH}/weaponClass": "claim",
    f"/why?thing={LAUNCH}": "claim", f"/why?thing={LAUNCH}&property=weaponClass": "claim",
    f"/why?thing={LAUNCH}&property=follows": "claim",
}  # fmt: skip
"""Pages that a procedure makes of what the first query tells."""


@pytest.mark.parametrize("path", SAME)
def test_the_query_behind_a_page_tells_what_the_page_lists(opened: Opened, shown: Shown, path: str) -> None:
    place, name, told = SAME[path]
    rows = answers(shown, behind(asked_for(opened, path))[place])
    listed = told(json.loads(asked_for(opened, path, "json")))
    assert listed
    assert column(rows, name) == listed


@pytest.mark.parametrize("path", CITED)
def test_what_a_procedure_starts_from_is_shown_and_that_there_is_one(opened: Opened, shown: Shown, path: str) -> None:
    page = asked_for(opened, path)
    parts = json.loads(asked_for(opened, path, "json"))
    cited = every(parts[:20] if path.startswith("/conflicts") and isinstance(parts, list) else parts, CITED[path])
    assert cited and cited <= column(answers(shown, behind(page)[0]), CITED[path])
    assert "a procedure that goes beyond SPARQL" in page


def test_why_of_one_property_shows_no_query_for_others(opened: Opened, shown: Shown) -> None:
    (query, _) = behind(asked_for(opened, f"/why?thing={LAUNCH}&property=weaponClass"))
    assert column(answers(shown, query), "property") == {"kg:weaponClass"}


@pytest.mark.parametrize("path", [f"?thing={STATE}", "?kind=Statement", f"?thing={LAUNCH}&hops=2"])
def test_the_query_behind_a_network_tells_its_relations(opened: Opened, shown: Shown, path: str) -> None:
    rows = answers(shown, behind(asked_for(opened, f"/network{path}"))[0])
    denies = rows.columns.index("negated")
    held = (map(text_of, row[:3]) for row in rows.rows if row[denies] is None)
    told = {(start, key.rpartition(":")[2], end) for start, key, end in held}
    drawn = list(csv.reader(io.StringIO(asked_for(opened, f"/network{path}", "csv"))))[1:]
    assert drawn and {tuple(row[:3]) for row in drawn} == told


@pytest.mark.parametrize("more", ["", "&property=launchedBy", "&direction=forward", f"&other={LAUNCH}"])
def test_the_query_behind_neighbours_tells_all_of_them(opened: Opened, shown: Shown, more: str) -> None:
    path = f"/neighbours?thing={STATE}{more}"
    rows = answers(shown, behind(asked_for(opened, path))[0])
    told = {tuple(text_of(term).removeprefix("kg:") for term in row) for row in rows.rows}
    assert told == {tuple(row) for row in list(csv.reader(io.StringIO(asked_for(opened, path, "csv"))))[1:]}


def test_every_part_of_the_page_of_a_thing_has_its_query(opened: Opened, shown: Shown) -> None:
    claims, facts, tied, times = (answers(shown, query) for query in behind(asked_for(opened, LAUNCH)))
    told = json.loads(asked_for(opened, LAUNCH, "json"))
    assert len(claims.rows) == len(told["claims"]) and len(facts.rows) == len(told["facts"])
    linked = csv.DictReader(io.StringIO(asked_for(opened, f"/neighbours?thing={LAUNCH}", "csv")))
    assert column(tied, "other") == {each["thing"] for each in linked}
    assert LAUNCH in column(times, "thing")


def test_the_questions_say_that_no_query_is_behind_them(opened: Opened) -> None:
    page = asked_for(opened, "/questions")
    assert behind(page) == [] and "the files in `queries/`" in page


def test_all_sources_of_the_data_are_listed(opened: Opened, project: Project) -> None:
    """Also those that have no title, and those without a day."""
    written = {
        f"source:{name}" for path in project.files("data", ".yaml").values()
        for name in re.findall(r"^(?:- |\s*)id: source:(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(asked_for(opened, "/sources", "csv"))))
    assert {each["source"] for each in rows} == written and len(written) > 10
    assert all(each["title"] for each in rows)
    assert f"1 to {len(written)} of {len(written)}" in asked_for(opened, "/sources")


def test_the_twins_of_a_source_hold_what_it_says_in_order(opened: Opened, shown: Shown) -> None:
    rows = list(csv.DictReader(io.StringIO(asked_for(opened, SOURCE, "csv"))))
    told = json.loads(asked_for(opened, SOURCE, "json"))["claims"]
    held = shown.select(f"SELECT ?claim ?thing {{ ?claim kg:in <{expand(SOURCE)}> ; kg:about ?thing }}")
    assert {(each["claim"], each["thing"]) for each in rows} == {tuple(map(text_of, row)) for row in held}
    assert [each["claim"] for each in told] == [each["claim"] for each in rows]
    lines = [int(each["line"]) for each in rows if each["line"]]
    assert lines == sorted(lines) and len(lines) > 50
    assert f"of {len(held)} claims" in asked_for(opened, SOURCE)
    assert {each["id"] for each in [json.loads(asked_for(opened, SOURCE, "json"))]} == {text_of(Iri(expand(SOURCE)))}
