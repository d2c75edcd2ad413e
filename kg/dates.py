"""Dates in EDTF (ISO 8601-2, Extended Date/Time Format) and the days between which they lie."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from kg.namespaces import date_iri

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_EPOCH = date(1970, 1, 1).toordinal()


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
    """The bounds of an EDTF text of level 0, 1 or 2.

    A qualifier (`~`, `?`) leaves the bounds as they are: it stays in `written`.

    Raises:
        ValueError: it is not EDTF, lies outside the years 1 to 9999, ends before it begins, or
            names a time of day.
    """
    plain = _PLAIN.fullmatch(written)
    if plain:
        year, month, day = (int(part) if part else 0 for part in plain.groups())
        first, last = month or 1, month or 12
        return Bounds(
            written, date(year, first, day or 1), date(year, last, day or monthrange(year, last)[1])
        )
    return _read_rare(written)


def _read_rare(written: str) -> Bounds:
    """Whatever is not a plain year, month or day: read by the `edtf` library."""
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(written)
    except EDTFParseException as error:
        raise ValueError(f"`{written}` is not a date in EDTF") from error
    if "T" in written:
        raise ValueError(f"`{written}` names a time of day")
    earliest, latest = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    if earliest and latest and latest < earliest:
        raise ValueError(f"`{written}` ends before it begins")
    return Bounds(written, earliest, latest)


def _day(bound: Any) -> date | None:
    """A `struct_time` of the library as a day; its infinities, which mean an open side, as None."""
    return None if isinstance(bound, float) else date(*bound[:3])
