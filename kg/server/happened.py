"""Events with their days, places and actors, found once for each build and view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryError
from kg.graph import Iri, Term, text_of
from kg.namespaces import KG, expand
from kg.networks.marks import PLAIN, style_of
from kg.records.dates import read_date
from kg.server.opened import Shown
from kg.server.recent import once

_EVENTS = """SELECT DISTINCT ?event ?kind ?first ?last WHERE {
  $among
  ?kind rdfs:subClassOf* $kind . ?event a ?kind .
  FILTER NOT EXISTS { ?event a/rdfs:subClassOf ?kind }
  OPTIONAL { ?event kg:earliest ?first }
  OPTIONAL { ?event kg:latest ?last }
  $only
}
ORDER BY ?first ?last ?event ?kind"""
_PLACED = """SELECT DISTINCT ?event ?place ?lat ?lon WHERE {
  $among
  VALUES ?key { kg:launchedFrom kg:locatedIn kg:near kg:landedIn }
  ?event ?key ?where . ?kind rdfs:subClassOf* $kind . ?event a ?kind .
  ?where kg:locatedIn* ?place . ?place kg:latitude ?lat ; kg:longitude ?lon .
  $only
}"""
_SPOTS = """SELECT ?place ?kind ?lat ?lon WHERE {
  VALUES ?place { $THINGS }
  ?place kg:latitude ?lat ; kg:longitude ?lon ; a ?kind .
  FILTER NOT EXISTS { ?place a/rdfs:subClassOf ?kind }
}"""
_DETAILS = """SELECT ?event ?key ?other ?written WHERE {
  VALUES ?event { $EVENTS }
  { ?key rdfs:subPropertyOf* kg:participant . ?event ?key ?other }
  UNION { VALUES ?key { kg:launchedFrom kg:locatedIn kg:near } ?event ?key ?other }
  UNION { ?event kg:date/kg:written ?written }
}"""
_DATED = "FILTER EXISTS { ?event kg:earliest|kg:latest ?day }"
_UNDATED = "FILTER NOT EXISTS { ?event kg:earliest|kg:latest ?day }"
_BETWEEN = """FILTER NOT EXISTS { ?event kg:earliest ?after FILTER (STR(?after) > "$LAST") }
  FILTER NOT EXISTS { ?event kg:latest ?before FILTER (STR(?before) < "$FIRST") }"""
_AMONG = "VALUES ?event { $THINGS }"
_PLACES = {f"{KG}{name}" for name in ("launchedFrom", "locatedIn", "near")}
Placed = tuple[str, float, float]
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
"""The days between which all lies."""


@dataclass(frozen=True, order=True)
class Event:
    """An event with the days between which it lies; empty where they are not known."""

    first: str
    last: str
    id: str
    kind: str


class Events:
    """The events of a graph.

    Args:
        things: only those among these, and with them the places among them; None means all.

    Attributes:
        dated: those with a first or a last day, in order.
        undated: the others.
        places: the nearest place with coordinates of each event that has one.
        spots: of things that are given, those that are places with coordinates.
        above: for each class, itself and those above it.
    """

    def __init__(self, shown: Shown, things: Sequence[str] | None = None) -> None:
        every, among = {}, "" if things is None else _AMONG
        iris = list(map(expand, things or ()))
        for event, kind, first, last in shown.select(_filled(_EVENTS, among), THINGS=iris):
            name = text_of(event)
            every[name] = Event(text_of(first), text_of(last), name, text_of(kind).removeprefix("kg:"))
        self.dated = sorted(each for each in every.values() if each.first or each.last)
        self.undated = sorted(each for each in every.values() if not (each.first or each.last))
        self.places: dict[str, Placed] = {}
        for event, place, lat, lon in shown.select(_filled(_PLACED, among), THINGS=iris):
            self._place(text_of(event), place, lat, lon)
        self.spots: list[Event] = []
        for place, kind, lat, lon in shown.select(_SPOTS, THINGS=iris) if iris else []:
            self.spots.append(Event("", "", text_of(place), text_of(kind).removeprefix("kg:")))
            self._place(text_of(place), place, lat, lon)
        self.above = _above(shown)

    def _place(self, thing: str, place: Term | None, lat: Term | None, lon: Term | None) -> None:
        self.places.setdefault(thing, (text_of(place), float(text_of(lat)), float(text_of(lon))))

    def kinds(self) -> list[str]:
        """The classes of which there are events."""
        own = {each.kind for each in (*self.dated, *self.undated)}
        return sorted({above for kind in own for above in self.above.get(kind, {kind})})


@once
def events_of(shown: Shown) -> Events:
    """The events of a build, seen in a way."""
    return Events(shown)


def within(
    events: list[Event], above: dict[str, set[str]], kinds: Sequence[str], since: str, until: str
) -> list[Event]:  # fmt: skip
    """The events that are of one of some classes and may lie between two dates in EDTF; empty ones are open.

    Raises:
        QueryError: one of them is no date.
    """
    first, last = days_of(since, until)
    return [
        each for each in events
        if (each.first or FIRST_DAY) <= last and (each.last or LAST_DAY) >= first
        and (not kinds or above.get(each.kind, {each.kind}).intersection(kinds))
    ]  # fmt: skip


def told(shown: Shown, held: dict[str, Placed], events: list[Event]) -> list[dict[str, Any]]:
    """Events with all that a timeline and a map show of them; `held` is where they are, see `Events.places`."""
    rows = shown.select(details_query([each.id for each in events])) if events else []
    actors: dict[str, dict[str, None]] = {}
    places: dict[str, str] = {}
    written: dict[str, str] = {}
    for event, key, other, date in rows:
        name = text_of(event)
        if date is not None:
            written[name] = text_of(date)
        elif isinstance(key, Iri) and key.value in _PLACES:
            places.setdefault(name, text_of(other))
        elif isinstance(other, Iri):
            actors.setdefault(name, {})[text_of(other)] = None
    ids = {each.id for each in events} | {each for named in actors.values() for each in named} | set(places.values())
    at = {held[each.id][0] for each in events if each.id in held}
    terms: list[Term] = [Iri(expand(each)) for each in ids | at]
    names = shown.names(terms)
    return [_told(shown, each, actors, places, written, held, names) for each in events]


def queries_of(kinds: Sequence[str], since: str, until: str, among: Sequence[str] | None = None) -> dict[str, str]:
    """The queries for what `within` finds, and for where it is.

    Args:
        among: only of these things, see `Events`.
    """
    iris = " ".join(f"<{expand(each)}>" for each in among or ())
    some = "" if among is None else _AMONG.replace("$THINGS", iris)
    first, last = days_of(since, until)
    days = _BETWEEN.replace("$LAST", last).replace("$FIRST", first)
    when = [_DATED, days] if among is None else []  # what an answer names has no need of a day
    return {
        "Events with a day": _filled(_EVENTS, some, _DATED, days, kinds=kinds),
        "Events without one": _filled(_EVENTS, some, _UNDATED, kinds=kinds),
        "Where they are": _filled(_PLACED, some, *when, kinds=kinds),
        "Places of the answer": _SPOTS.replace("$THINGS", iris) if iris else "",
    }


def details_query(events: Sequence[str]) -> str:
    """The query for the dates as written, the places and the actors of some events."""
    return _DETAILS.replace("$EVENTS", " ".join(f"<{expand(each)}>" for each in events))


def _filled(query: str, among: str, *only: str, kinds: Sequence[str] = ()) -> str:
    """A query narrowed to some events, by further patterns, and to classes."""
    if kinds:
        among = f"{among}\n  VALUES ?wanted {{ {' '.join(f'kg:{kind}' for kind in kinds)} }}"
    text = query.replace("$kind", "?wanted" if kinds else "kg:Event")
    text = text.replace("$among", among).replace("$only", "\n  ".join(only))
    return "\n".join(line for line in text.splitlines() if line.strip())


def _told(
    shown: Shown, event: Event, actors: dict[str, dict[str, None]], places: dict[str, str], written: dict[str, str],
    held: dict[str, Placed], names: dict[str, str],
) -> dict[str, Any]:  # fmt: skip
    place, lat, lon = held.get(event.id, (places.get(event.id), None, None))
    colour, shape = style_of(shown.marks.get(event.id.partition(":")[0], "")) or PLAIN
    return {
        "id": event.id, "colour": colour, "shape": shape, "label": names[expand(event.id)], "kind": event.kind,
        "kindLabel": shown.terms.get(KG + event.kind, event.kind), "first": event.first or None,
        "last": event.last or None, "dateWritten": written.get(event.id), "placeId": place,
        "place": names[expand(place)] if place else None, "lat": lat, "lon": lon,
        "actors": [{"id": each, "label": names[expand(each)]} for each in actors.get(event.id, ())],
    }  # fmt: skip


def _above(shown: Shown) -> dict[str, set[str]]:
    rows = shown.select("SELECT ?kind ?above { ?kind rdfs:subClassOf* kg:Event ; rdfs:subClassOf* ?above }")
    found: dict[str, set[str]] = {}
    for kind, above in rows:
        if text_of(above).startswith("kg:"):
            found.setdefault(text_of(kind).removeprefix("kg:"), set()).add(text_of(above).removeprefix("kg:"))
    return found


def days_of(since: str, until: str) -> tuple[str, str]:
    """The first and the last day of a period that is given by two dates in EDTF; empty ones are open.

    Raises:
        QueryError: one of them is no date, or the period ends before it begins.
    """
    first, last = _day("from", since, "earliest") or FIRST_DAY, _day("until", until, "latest") or LAST_DAY
    if last < first:
        raise QueryError(f"until: `{until}` lies before `{since}`, from which on is asked: swap them")
    return first, last


def _day(name: str, written: str, side: str) -> str:
    try:
        day = getattr(read_date(written), side) if written else None
    except ValueError as error:
        raise QueryError(f"{name}: {error}: write a day as 2022-01-18, or a month or a year") from error
    return str(day) if day else ""
