"""How the claims on one property of a thing bear on one of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.conflicts.reading import Told
from kg.conflicts.values import Value, Values
from kg.graph import Iri, Term, text_of
from kg.origins import Origins

FOR, NARROWER, WIDER, BESIDE, AGAINST, UNCOUNTED = "for", "narrower", "wider", "beside", "against", "not counted"
"""It states the value, or one that lies within it; one that holds it; one that can hold as well; it denies the value,
or asserts what excludes it, if only by a bound; it could make no fact."""
PARTS = (FOR, NARROWER, WIDER, BESIDE, AGAINST, UNCOUNTED)


@dataclass(frozen=True)
class Weighed:
    """One claim, as it bears on a value.

    Attributes:
        part: one of `PARTS`.
        origin: of those that state the value or a narrower one, the number of its independent origin.
        because: in a word or few, why it could make no fact, where it is not counted or excludes the value by a bound.
    """

    told: Told
    part: str
    origin: int | None = None
    because: str = ""


def weigh(told: Iterable[Told], value: Value, values: Values, origins: Origins, single: bool) -> list[Weighed]:
    """Claims by their part: those for a value first, then those against it, then those that do not count.

    Args:
        told: what claims tell of the property, and of those that measure the same.
        single: whether the thing has one value of the property, so that others speak against it.
    """

    def part(each: Told) -> str:
        return _part(each, value, values.value(each.key, each.value, each.manner.bound), single)

    return _sorted(((each, part(each)) for each in told), origins)


def weigh_dates(told: Iterable[Told], states: Callable[[Term], bool], origins: Origins) -> list[Weighed]:
    """Claims on the date of an event, by what they do for one of its bounds: they state it, or leave it open.

    Args:
        states: whether a date states the bound.
    """

    def part(each: Told) -> str:
        if each.manner.denies:
            return ""
        return (FOR if states(each.value) else WIDER) if each.manner.eligible else UNCOUNTED

    return _sorted(((each, part(each)) for each in told), origins)


def _sorted(parts: Iterable[tuple[Told, str]], origins: Origins) -> list[Weighed]:
    listed = [(each, part) for each, part in parts if part]
    groups = origins.groups((each for each, part in listed if part in (FOR, NARROWER)), lambda each: each.by)
    number = {each: place for place, group in enumerate(groups, start=1) for each in group}
    found = [Weighed(each, part, number.get(each), ", ".join(_reasons(each, part))) for each, part in listed]
    return sorted(found, key=lambda each: (PARTS.index(each.part), each.origin or 0))


def _part(told: Told, value: Value, stated: Value, single: bool) -> str:
    """The part that a claim takes; empty where it speaks of something else."""
    other = stated.key != value.key
    if (single or other) and told.manner.firm and not told.manner.denies and not stated.fits(value):
        return AGAINST
    if other:  # in another unit it is mostly a conversion, and no second word
        return BESIDE if told.manner.eligible else UNCOUNTED
    same = stated.term == value.term
    wider, narrower = value.within(stated), stated.within(value)
    if told.manner.denies:
        return AGAINST if same or wider else ""
    if not told.manner.eligible:
        return UNCOUNTED if same or single or wider or narrower else ""
    if same or narrower or wider:
        return FOR if same else NARROWER if narrower else WIDER
    return BESIDE if single else ""


def _reasons(told: Told, part: str) -> Iterator[str]:
    """Why it could make no fact."""
    manner = told.manner
    if part == UNCOUNTED and not manner.firm:
        for iri in (manner.modality, manner.reading):
            word = text_of(Iri(iri)).removeprefix("kg:") if iri else "asserted"
            if word not in ("asserted", "presupposed", "inferred"):
                yield word
    if manner.bound:
        yield text_of(Iri(manner.bound)).removeprefix("kg:")
