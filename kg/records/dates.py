"""Dates in EDTF (ISO 8601-2, Extended Date/Time Format) and the days between which they begin and end.

Read are dates to the year, month or day, with unknown digits at the end (`202X`, `2022-XX`) and
qualifiers (`~`, `?`, `%`), intervals (`2022-01/..`) and sets (`[2022-01-10..2022-01-16]`). Not read
is what has no certain days: seasons, of which the months differ from place to place; significant
digits; years beyond 1 to 9999.

EDTF gives a qualifier no width. Here a date about a day, month or year lies within one more of the like
on either side, within two if it is doubtful as well (`%`). That is a convention of this project: such a
date is marked, so that nothing certain is made to follow from it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from kg.namespaces import date_iri

_QUALIFIERS = "?~%"
_Q = f"[{_QUALIFIERS}]?"
_DATE = re.compile(
    rf"{_Q}([0-9]{{4}}|[0-9]{{3}}X|[0-9]{{2}}XX){_Q}(?:-{_Q}([0-9]{{2}}|XX){_Q}(?:-{_Q}([0-9]{{2}}|XX){_Q})?)?"
)
_SIDE = rf"(?:{_DATE.pattern}|\.\.)?"
EDTF = rf"{_DATE.pattern}|{_SIDE}/{_SIDE}|\[[^\[\]{{}}]+\]|\{{[^\[\]{{}}]+\}}"
"""What a date looks like: one, an interval or a set; not all that looks so is one."""
_EPOCH = date(1970, 1, 1).toordinal()
_SIDES = (
    ("earliest", "earliest"),
    ("latestStart", "latest_start"),
    ("earliestEnd", "earliest_end"),
    ("latest", "latest"),
)


class _Span(NamedTuple):
    earliest: date | None
    latest_start: date | None
    earliest_end: date | None
    latest: date | None
    one_day: bool = False


@dataclass(frozen=True)
class Bounds:
    """The days between which a date begins, and those between which it ends.

    A time that lasted from one day to another has the same `earliest` and `latest` as one unknown
    day between them; the two days between tell them apart.

    Attributes:
        written: the EDTF text.
        earliest, latest_start: first and last day on which it can have begun; None where that side is open.
        earliest_end, latest: first and last day on which it can have ended; None where that side is open.
        one_day: whether it is a single day, known or not; a month or a year may have lasted.
        qualified: whether it is written as approximate or doubtful, so that the four days are a convention.
    """

    written: str
    earliest: date | None
    latest_start: date | None
    earliest_end: date | None
    latest: date | None
    one_day: bool = False
    qualified: bool = False

    def node(self) -> dict[str, Any]:
        """The date as a JSON-LD node; days are also counted from 1970-01-01, to be subtracted."""
        node: dict[str, Any] = {"id": date_iri(self.written), "kind": "Date", "written": self.written}
        for key, attribute in _SIDES:
            if day := getattr(self, attribute):
                node[key] = day.isoformat()
                node[f"{key}Day"] = day.toordinal() - _EPOCH
        marks = {"oneDay": self.one_day, "qualified": self.qualified}
        return node | {key: True for key, value in marks.items() if value}


@lru_cache(maxsize=65536)
def read_date(written: str) -> Bounds:
    """The bounds of an EDTF text.

    A qualifier widens the bounds, see above. An unknown end of an interval is open.

    Raises:
        ValueError: it is not EDTF of the kinds above, or ends before it begins.
    """
    try:
        if written[:1] in ("[", "{"):
            span = _set(written)
        elif "/" in written:
            first, _, last = written.partition("/")
            span = _from_to(first, last)
        else:
            span = _day_month_year(written)
        if not span.earliest and not span.latest:
            raise ValueError("names no day")
    except ValueError as error:
        raise ValueError(f"`{written[:80]}` {error}") from error
    known = span.earliest is not None and span.earliest == span.latest
    qualified = any(mark in written for mark in _QUALIFIERS)
    return Bounds(written, *span[:4], one_day=span.one_day or known, qualified=qualified)


def _set(written: str) -> _Span:
    """One of these dates, or all of them: either way no day lies outside the first and the last."""
    if written[-1] != {"[": "]", "{": "}"}[written[0]]:
        raise ValueError("lacks its closing bracket")
    one_of = written[0] == "["
    parts = []
    for part in written[1:-1].split(","):
        first, dots, last = part.partition("..")
        parts.append((_between if one_of else _from_to)(first, last if dots else first))
    earliest, latest_start, earliest_end, latest, one_day = zip(*parts, strict=True)
    if None in earliest[1:] or None in latest[:-1]:
        raise ValueError("is open in its midst")
    if one_of:
        return _Span(_first(earliest), _last(latest_start), _first(earliest_end), _last(latest), all(one_day))
    return _Span(_first(earliest), _known(min, latest_start), _known(max, earliest_end), _last(latest))


def _between(first: str, last: str) -> _Span:
    """One day, month or year of those from one date to another; `..` or nothing is an open side."""
    begin, end = _sides(first, last)
    one_day = all(side.one_day for side in (begin, end) if side)
    earliest, latest = begin and begin.earliest, end and end.latest
    return _Span(earliest, latest, earliest, latest, one_day)


def _from_to(first: str, last: str) -> _Span:
    """All the days from one date to another; `..` or nothing is an open side."""
    begin, end = _sides(first, last)
    earliest, latest = begin and begin.earliest, end and end.latest
    latest_start = _known(min, (begin and begin.latest, latest))
    return _Span(earliest, latest_start, _known(max, (end and end.earliest, earliest)), latest)


def _sides(first: str, last: str) -> tuple[_Span | None, _Span | None]:
    begin, end = (None if side in ("", "..") else _day_month_year(side) for side in (first, last))
    if begin and end and end.latest < begin.earliest:  # type: ignore[operator]  # no side of these is open
        raise ValueError("ends before it begins")
    return begin, end


def _first(days: Iterable[date | None]) -> date | None:
    """The first of days; None, which is open, comes before all."""
    every = list(days)
    return None if None in every else _known(min, every)


def _last(days: Iterable[date | None]) -> date | None:
    """The last of days; None, which is open, comes after all."""
    every = list(days)
    return None if None in every else _known(max, every)


def _known(choose: Callable[[list[date]], date], days: Iterable[date | None]) -> date | None:
    """The first or last of those days that are known."""
    known = [day for day in days if day]
    return choose(known) if known else None


def _day_month_year(written: str) -> _Span:
    """The first and last day of a year, a month or a day."""
    found = _DATE.fullmatch(written)
    if not found:
        raise ValueError("is no date in EDTF")
    year, month, day = found.groups()
    if month and "21" <= month <= "41":
        raise ValueError("names a season, which has no certain days")
    if (month == "XX" and day not in (None, "XX")) or ("X" in year and month not in (None, "XX")):
        raise ValueError("leaves out what comes before what it states")
    months = (int(month),) * 2 if month and month != "XX" else (1, 12)
    first, last = _days((int(year.replace("X", "0")), int(year.replace("X", "9"))), months, day)
    first, last = _widened(written, first, last)
    return _Span(first, last, first, last, one_day=day is not None)


def _widened(written: str, first: date, last: date) -> tuple[date, date]:
    """The days of a date with what its qualifiers allow: so many units of the coarsest part that bears one."""
    parts = written.split("-")
    marked = next((unit for unit, part in enumerate(parts) if not part.isalnum()), None)
    if marked is None:
        return first, last
    unit = min(marked, sum("XX" not in part for part in parts[1:]))
    times = 2 if "%" in parts[marked] else 1
    if unit == 2:
        return _moved(first, -times), _moved(last, times)
    months = times * (12 * (last.year - first.year + 1), 1)[unit]
    begin, end = _month_moved(first, -months), _month_moved(last, months)
    whole = _moved(last, 1).day == 1 and written.count("-") < 2
    return begin, end.replace(day=monthrange(end.year, end.month)[1]) if whole else end


def _moved(day: date, days: int) -> date:
    """Some days on, but never out of the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _month_moved(day: date, months: int) -> date:
    """The like day of a month some months on, or the last before it; never out of the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(years: tuple[int, int], months: tuple[int, int], day: str | None) -> tuple[date, date]:
    (start, end), (first, last) = years, months
    try:
        if day and day != "XX":
            return (date(start, first, int(day)),) * 2
        return date(start, first, 1), date(end, last, monthrange(end, last)[1])
    except ValueError as error:
        raise ValueError(f"is no date: {error}") from error
