"""Events by their days and by their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.namespaces import KG
from kg.server.answered import Answered, answered
from kg.server.happened import Event, Events, details_query, events_of, queries_of, told, within
from kg.server.kinds import known
from kg.server.listed import part
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.site import Site, page, to_json
from kg.server.tables import in_csv, of_records
from kg.server.tabs import tabs

_PER_PAGE, _MOST = 100, 2_000
_COLUMNS = [
    "id", "label", "kind", "first", "last", "dateWritten", "placeId", "place", "lat", "lon", "actors",
]  # fmt: skip


def timeline(shown: Shown, asked: Asked) -> Reply:
    """Events by their days."""
    return _shown(shown, asked, "timeline", "Timeline")


def on_map(shown: Shown, asked: Asked) -> Reply:
    """Events whose places have coordinates; how many have none is said."""
    return _shown(shown, asked, "map", "Map")


def _shown(shown: Shown, asked: Asked, kind: str, title: str) -> Reply:
    answer = answered(shown, asked)
    events = answer.events if answer else events_of(shown)
    kinds = known([each.removeprefix("kg:") for each in asked.all("kind")], events_of(shown).above, "event")
    found = within(events.dated, events.above, kinds, asked.one("from"), asked.one("until"))
    undated = within(events.undated, events.above, kinds, "", "")
    if kind == "map" and answer:  # which it names has no need of a day
        found = [*found, *undated, *([] if kinds else events.spots)]
    unplaced = [each for each in found if each.id not in events.places]
    listed_of = [each for each in found if each.id in events.places] if kind == "map" else found
    numbers = {
        "things": len(listed_of), "undated": len(undated), "unplaced": len(unplaced), "graph": shown.hash,
    }  # fmt: skip
    if asked.style:
        return _twin(shown, asked, events, listed_of, numbers)
    listed = part(listed_of, asked, _PER_PAGE)
    return page(
        shown, asked, "events", answer.query.summary if answer else title, kind=kind, listed=listed,
        query=_queries(asked, answer, kind, kinds, list(listed.items)),
        events=told(shown, events.places, list(listed.items)), numbers=numbers, chosen=kinds,
        kinds=[(each, shown.terms.get(KG + each, each)) for each in events.kinds()],
        rest=told(shown, events.places, (unplaced if kind == "map" else undated)[:_PER_PAGE]),
        answer=answer, tabs=tabs(Site(asked), answer) if answer else [],
    )  # fmt: skip


def _queries(
    asked: Asked, answer: Answered | None, kind: str, kinds: Sequence[str], listed: list[Event]
) -> dict[str, str]:  # fmt: skip
    made = queries_of(kinds, asked.one("from"), asked.one("until"), answer.things if answer else None)
    placed = made.pop("Where they are")
    parts = {"The question": answer.text} if answer else {}
    parts |= {"Events with coordinates": placed} | made if kind == "map" else made | {"Where they are": placed}
    written = details_query([each.id for each in listed]) if listed else ""
    return parts | {"Dates as written, places and actors of those listed here": written}


def _twin(shown: Shown, asked: Asked, held: Events, found: list[Event], numbers: dict[str, Any]) -> Reply:
    skip = asked.number("skip", 0, 10_000_000)
    events = told(shown, held.places, found[skip : skip + _MOST])
    if asked.style == "json":
        return to_json(numbers | {"shown": len(events), "events": events})
    rows = [each | {"actors": [actor["id"] for actor in each["actors"]]} for each in events]
    return in_csv(of_records(rows, _COLUMNS))
