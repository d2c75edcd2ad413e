"""How the claims on one property of a thing bear on one of its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.conflicts.reading import Told
from kg.conflicts.values import Value, Values
from kg.graph import Iri, text_of
from kg.origins import Origins

FOR, WIDER, AGAINST, UNCOUNTED = "for", "wider", "against", "not counted"
"""It states the value; it states one that holds the value; it states a rival or denies it; it could make no fact."""


@dataclass(frozen=True)
class Weighed:
    """One claim, as it bears on a value.

    Attributes:
        part: one of `FOR`, `WIDER`, `AGAINST`, `UNCOUNTED`.
        origin: of those that state the value or a wider one, the number of its independent origin.
        because: why it is not counted, in a word or few.
    """

    told: Told
    part: str
    origin: int | None = None
    because: str = ""


def weigh(told: Iterable[Told], value: Value | None, values: Values, origins: Origins, single: bool) -> list[Weighed]:
    """Claims by their part: those for a value first, then those against it, then those that do not count.

    Args:
        told: what claims tell of the property.
        value: the value; None where any value that could make a fact counts, as for the days of an event.
        single: whether the thing has one value of the property, so that others speak against it.
    """
    parts = [(each, _part(each, value, values.value(each.key, each.value, each.manner.bound), single)) for each in told]
    groups = origins.groups((each for each, part in parts if part in (FOR, WIDER)), lambda each: each.by)
    number = {each: place for place, group in enumerate(groups, start=1) for each in group}
    found = [
        Weighed(each, part, number.get(each), _uncounted(each) if part == UNCOUNTED else "")
        for each, part in parts if part
    ]  # fmt: skip
    order = (FOR, WIDER, AGAINST, UNCOUNTED)
    return sorted(found, key=lambda each: (order.index(each.part), each.origin or 0))


def _part(told: Told, value: Value | None, stated: Value, single: bool) -> str:
    """The part that a claim takes; empty where it speaks of something else."""
    if value is None:
        return FOR if told.manner.eligible else UNCOUNTED
    same = stated.term == value.term
    if told.manner.denies:
        return AGAINST if same or value.within(stated) else ""
    if not told.manner.eligible:
        return UNCOUNTED if same or single or value.within(stated) else ""
    if same:
        return FOR
    if value.within(stated) or (single and stated.fits(value)):
        return WIDER
    return AGAINST if single else ""


def _uncounted(told: Told) -> str:
    return ", ".join(_reasons(told))


def _reasons(told: Told) -> Iterator[str]:
    manner = told.manner
    if not manner.firm:
        for iri in (manner.modality, manner.reading):
            word = text_of(Iri(iri)).removeprefix("kg:") if iri else "asserted"
            if word not in ("asserted", "presupposed", "inferred"):
                yield word
    if manner.bound:
        yield text_of(Iri(manner.bound)).removeprefix("kg:")
