"""What would settle a contest, by the rules of promotion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.conflicts import Side
from kg.conflicts.reading import Told
from kg.conflicts.values import Value, Values
from kg.graph import Iri
from kg.namespaces import DATE

DECIDE, WITHDRAW, ORDER = "decide", "withdraw", "order"
"""A record decides; claims say so no longer; the record of one value says that it lies within the other."""


@dataclass(frozen=True)
class Way:
    """One way in which a contest would be settled.

    Attributes:
        kind: one of `DECIDE`, `WITHDRAW`, `ORDER`.
        side: whose value would stand then, or whose denial.
        told: of `WITHDRAW`, what claims say no longer.
    """

    kind: str
    side: Side | None = None
    told: tuple[Told, ...] = ()


def ways(key: str, sides: Iterable[Side], told: Iterable[Told], values: Values, single: bool) -> Iterator[Way]:
    """The ways in which a contest would be settled.

    Args:
        key: the IRI of the contested property.
        told: what claims tell of it.
        single: whether a thing has one value of it.
    """
    yield Way(DECIDE)
    sides = [side for side in sides if side.value.key == key]
    listed = [(each, values.value(each.key, each.value, each.manner.bound)) for each in told]
    for side in sides:
        against = tuple(each for each, value in listed if _against(side, each, value, single))
        if against and (side.denied or side.support):
            yield Way(WITHDRAW, side, against)
    stated = [side.value for side in sides if not side.denied]
    if single and len(stated) > 1 and all(map(_is_record, stated)):
        yield Way(ORDER)


def _against(side: Side, told: Told, value: Value, single: bool) -> bool:
    """Whether promotion does not let a side stand as long as a claim says what it says."""
    if side.denied:
        return told.manner.eligible and _says(value, side.value)
    if told.manner.denies:
        return _says(side.value, value)
    if not single or not told.manner.eligible or value.term == side.value.term:
        return False
    return value.is_number or not (value.within(side.value) or side.value.within(value))


def _says(value: Value, other: Value) -> bool:
    """Whether one value states another: itself, or as the wider one."""
    return value.term == other.term or value.within(other)


def _is_record(value: Value) -> bool:
    return isinstance(value.term, Iri) and not value.term.value.startswith(DATE)
