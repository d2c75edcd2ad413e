"""Dates in EDTF (ISO 8601-2, Extended Date/Time Format) and the days between which they lie.

Read are dates to the year, month or day, with unknown digits at the end (`202X`, `2022-XX`) and
qualifiers (`~`, `?`, `%`), intervals (`2022-01/..`) and sets (`[2022-01-10..2022-01-16]`). Not read
is what has no certain days: seasons, of which the months differ from place to place; significant
digits; years beyond 1 to 9999.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from kg.namespaces import date_iri

_Q = "[?~%]?"
_DATE = re.compile(
    rf"{_Q}([0-9]{{4}}|[0-9]{{3}}X|[0-9]{{2}}XX){_Q}(?:-{_Q}([0-9]{{2}}|XX){_Q}(?:-{_Q}([0-9]{{2}}|XX){_Q})?)?"
)
_SIDE = rf"(?:{_DATE.pattern}|\.\.)?"
EDTF = rf"{_DATE.pattern}|{_SIDE}/{_SIDE}|\[[^\[\]{{}}]+\]|\{{[^\[\]{{}}]+\}}"
"""What a date looks like: one, an interval or a set; not all that looks so is one."""
_EPOCH = date(1970, 1, 1).toordinal()
_Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Bounds:
    """The days between which a date lies.

    Attributes:
        written: the EDTF text.
        earliest, latest: first and last possible day; None where that side is open.
    """

    written: str
    earliest: date | None
    latest: date | None

    def node(self) -> dict[str, Any]:
        """The date as a JSON-LD node; days are also counted from 1970-01-01, to be subtracted."""
        node: dict[str, Any] = {"id": date_iri(self.written), "kind": "Date", "written": self.written}
        for side, day in (("earliest", self.earliest), ("latest", self.latest)):
            if day:
                node[side] = day.isoformat()
                node[f"{side}Day"] = day.toordinal() - _EPOCH
        return node


@lru_cache(maxsize=65536)
def read_date(written: str) -> Bounds:
    """The bounds of an EDTF text.

    A qualifier leaves the bounds as they are: it stays in `written`. An unknown end of an interval
    is open.

    Raises:
        ValueError: it is not EDTF of the kinds above, or ends before it begins.
    """
    try:
        if written[:1] in ("[", "{"):
            earliest, latest = _set(written)
        elif "/" in written:
            first, _, last = written.partition("/")
            earliest, latest = _from_to(first, last)
        else:
            earliest, latest = _day_month_year(written)
        if not earliest and not latest:
            raise ValueError("names no day")
    except ValueError as error:
        raise ValueError(f"`{written[:80]}` {error}") from error
    return Bounds(written, earliest, latest)


def _set(written: str) -> _Days:
    """One of these dates, or all of them: either way no day lies outside the first and the last."""
    if written[-1] != {"[": "]", "{": "}"}[written[0]]:
        raise ValueError("lacks its closing bracket")
    parts = []
    for part in written[1:-1].split(","):
        first, dots, last = part.partition("..")
        parts.append(_from_to(first, last if dots else first))
    starts, ends = zip(*parts, strict=True)
    if None in starts[1:] or None in ends[:-1]:
        raise ValueError("is open in its midst")
    return starts[0] and min(starts), ends[-1] and max(ends)


def _from_to(first: str, last: str) -> _Days:
    """The days from one date to another; `..` or nothing is an open side."""
    earliest = None if first in ("", "..") else _day_month_year(first)[0]
    latest = None if last in ("", "..") else _day_month_year(last)[1]
    if earliest and latest and latest < earliest:
        raise ValueError("ends before it begins")
    return earliest, latest


def _day_month_year(written: str) -> tuple[date, date]:
    """The first and last day of a year, a month or a day."""
    found = _DATE.fullmatch(written)
    if not found:
        raise ValueError("is no date in EDTF")
    year, month, day = found.groups()
    if month and "21" <= month <= "41":
        raise ValueError("names a season, which has no certain days")
    if (month == "XX" and day not in (None, "XX")) or ("X" in year and month not in (None, "XX")):
        raise ValueError("leaves out what comes before what it states")
    first, last = (int(month),) * 2 if month and month != "XX" else (1, 12)
    start, end = int(year.replace("X", "0")), int(year.replace("X", "9"))
    try:
        if day and day != "XX":
            return (date(start, first, int(day)),) * 2
        return date(start, first, 1), date(end, last, monthrange(end, last)[1])
    except ValueError as error:
        raise ValueError(f"is no date: {error}") from error
