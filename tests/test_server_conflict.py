"""The page of one conflict: what it tells, and where it is linked."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from serving import Server
from serving import server as started
from test_server import Markup

from kg.project import Project
from kg.proofs import why
from kg.views import View, open_stages

LAUNCH, KEY = "launch:2022-01-17-pyongyang", "weaponClass"
PATH = f"/conflicts/{LAUNCH}/{KEY}"


@pytest.fixture(scope="session")
def server() -> Server:
    return started()


def listed(server: Server) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(server.ask("/conflicts.json").text)
    return found


def test_every_conflict_has_a_page_and_twins_that_tell_the_same(server: Server) -> None:
    every = listed(server)
    assert len(every) > 5
    for number, conflict in enumerate(every, start=1):
        path = f"/conflicts/{conflict['thing']}/{conflict['property']}"
        told = json.loads(server.ask(f"{path}.json").text)
        assert {**conflict, "conflict": number} == {name: told[name] for name in conflict}
        assert bool(told["settle"]) == (conflict["status"] == "contested")


def test_a_conflict_shows_its_sides_its_claims_and_what_would_settle_it(server: Server) -> None:
    page = server.page(PATH)
    text = " ".join(Markup(page).text.split())
    for expected in (
        "contested", "tactical guided missile", "ballistic missile", "1 independent origin", "South Korea's military",
        "South Korea’s military detected", "What would settle it", "A record that decides", "no longer say otherwise",
        "The query behind this page", "of short-range ballistic missile",
    ):  # fmt: skip
        assert expected in text
    assert server.ask(f"{PATH}.csv").text.count("\n") > 4


def test_a_page_names_the_fact_and_the_origin_that_sides_have_in_common(server: Server) -> None:
    target = " ".join(Markup(server.page("/conflicts/launch:2022-01-17-pyongyang/target")).text.split())
    assert "1 independent origin, shared with an island target in the East Sea of Korea" in target
    assert "1 independent origin, shared with a sea target" in target
    distance = Markup(server.page("/conflicts/launch:2022-01-17-pyongyang/distanceKm")).text
    assert "rounding: 380 is a fact" in " ".join(distance.split())


def test_what_would_settle_it_is_what_the_command_line_tells(server: Server, project: Project) -> None:
    (account,) = why(project, open_stages(project, View()), LAUNCH, KEY)
    told = json.loads(server.ask(f"{PATH}.json").text)
    assert told["settle"] == account["settle"]
    assert told["sides"] == account["sides"]


@pytest.mark.parametrize("path", ["/conflicts", "/launch/2022-01-17-pyongyang", f"/why?thing={LAUNCH}&property={KEY}"])
def test_the_page_of_a_conflict_is_linked_where_it_is_told(server: Server, path: str) -> None:
    assert PATH in Markup(server.page(path)).addresses()


def test_why_tells_what_would_settle_it_too(server: Server) -> None:
    assert "What would settle it" in Markup(server.page(f"/why?thing={LAUNCH}&property={KEY}")).text


def test_the_same_claims_on_another_thing_lead_to_the_same_conflict(server: Server) -> None:
    joined = next(each for each in listed(server) if each["also"])
    other = joined["also"].split()[0]
    told = json.loads(server.ask(f"/conflicts/{quote(other, safe=':')}/{joined['property']}.json").text)
    assert (told["thing"], told["also"]) == (joined["thing"], joined["also"])


def test_where_there_is_no_conflict_it_says_where_there_is_one(server: Server) -> None:
    answer = server.page(f"/conflicts/{LAUNCH}/label")
    assert answer.status == 404
    assert KEY in answer.text
    assert server.page("/conflicts/launch:nothing/weaponClass").status == 404
    assert server.page("/conflicts/x/y").status == 404


def test_a_conflict_can_be_seen_merged(server: Server) -> None:
    page = server.page(PATH, merged="yes")
    while page.status == 503:  # the view is made, which takes longer than an answer may
        page = server.page(PATH, merged="yes")
    assert page.status == 200
    assert all("merged=yes" in each for each in Markup(page).addresses() if each.startswith("/source/"))
