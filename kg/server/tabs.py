"""The ways to look at the answer to a question: as a table, and where it fits as network, timeline and map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.server.answered import PARAMETER, Answered
from kg.server.site import Site


@dataclass(frozen=True)
class Tab:
    """One way, with what it shows of the answer in words."""

    name: str
    href: str
    shows: str
    page: str


def tabs(site: Site, answer: Answered) -> list[Tab]:
    """The ways that fit; each address holds the question, its parameters, and how the graph is looked at."""
    table = site.url(f"/questions/{answer.query.name}", answer.pairs())
    first = Tab("Table", table, answer.total, "question")
    given = [("question", answer.query.name), *answer.pairs(PARAMETER)]
    return [first, *(Tab(name, site.url(path, given), shows, path[1:]) for name, path, shows in _fitting(answer))]


def _fitting(answer: Answered) -> Iterator[tuple[str, str, str]]:
    rows = answer.total.removesuffix(", there are more")
    if len(answer.drawn) > 1:
        yield "Network", "/network", f"{len(answer.drawn):,} things"
    if answer.events.dated:
        dated = answer.holding({each.id for each in answer.events.dated})
        yield "Timeline", "/timeline", f"{dated:,} of {rows} hold an event with a day"
    if answer.events.places:
        placed = answer.holding(answer.events.places)
        yield "Map", "/map", f"{placed:,} of {rows} hold something with coordinates"
