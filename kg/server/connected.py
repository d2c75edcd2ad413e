"""The things of a whole graph by the number of their relations, found once for each build and view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.graph import text_of
from kg.namespaces import KG
from kg.networks.ties import ties
from kg.server.happened import FIRST_DAY, LAST_DAY, days_of
from kg.server.kinds import known
from kg.server.opened import Shown
from kg.server.recent import once

_ABOVE = """SELECT ?kind ?above {
  ?kind a owl:Class ; rdfs:subClassOf* ?above . FILTER (STRSTARTS(STR(?above), STR(kg:)))
}"""
_KINDS = "SELECT ?thing ?kind { ?kind a owl:Class . FILTER (STRSTARTS(STR(?kind), STR(kg:))) ?thing a ?kind }"
_DAYS = """SELECT ?thing ?first ?last {
  { SELECT DISTINCT ?thing { ?thing kg:earliest|kg:latest ?day } }
  OPTIONAL { ?thing kg:earliest ?first }
  OPTIONAL { ?thing kg:latest ?last }
}"""


class Connected:
    """The things that have relations.

    Attributes:
        ranked: their ids, those with the most relations first, then by id; what is only denied is no relation.
        kinds: the classes of each, and those above them.
    """

    def __init__(self, shown: Shown) -> None:
        degrees: Counter[str] = Counter()
        for start, end, told in ties(shown.graph).edges(data=True):
            if told["status"] == "fact" or not told["denied"]:
                degrees.update((start, end))
        self.ranked = sorted(degrees, key=lambda thing: (-degrees[thing], thing))
        self._above: dict[str, set[str]] = {}
        for kind, above in shown.select(_ABOVE):
            self._above.setdefault(_name(kind), set()).add(_name(above))
        self.kinds: dict[str, set[str]] = {}
        for thing, kind in shown.select(_KINDS):
            if (name := text_of(thing)) in degrees:
                self.kinds.setdefault(name, set()).update(self._above[_name(kind)])
        self._days = {text_of(thing): (text_of(first), text_of(last)) for thing, first, last in shown.select(_DAYS)}

    def counts(self) -> dict[str, int]:
        """How many there are of each class."""
        return dict(Counter(kind for kinds in self.kinds.values() for kind in kinds))

    def among(self, kinds: Sequence[str], since: str, until: str) -> list[str]:
        """Those of one of some classes, of none: of all, that may lie between two dates; what has no dates stays.

        Raises:
            QueryError: there is no such class, or one of the dates is none.
        """
        known(kinds, self._above, "thing")
        first, last = days_of(since, until)
        return [
            thing for thing in self.ranked
            if not kinds or self.kinds.get(thing, set()).intersection(kinds)
            if self._day(thing, 0) <= last and self._day(thing, 1) >= first
        ]  # fmt: skip

    def _day(self, thing: str, side: int) -> str:
        return self._days.get(thing, ("", ""))[side] or (FIRST_DAY, LAST_DAY)[side]


def _name(term: object) -> str:
    return str(getattr(term, "value", "")).removeprefix(KG)


@once
def connected(shown: Shown) -> Connected:
    """The things of a build, seen in a way."""
    return Connected(shown)
