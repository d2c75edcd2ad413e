"""Where claims on one property of one thing conflict: the sides of each conflict, its kind, the gravest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from kg.conflicts.reading import Told, read_contested, read_terms, read_told, read_values
from kg.conflicts.sides import AGREEING, KINDS, Side, weigh
from kg.conflicts.values import Value
from kg.errors import NotFoundError, did_you_mean
from kg.graph import Graph
from kg.namespaces import KG, expand
from kg.origins import read_origins


@dataclass(frozen=True)
class Conflict:
    """Claims on one property of one thing that do not say the same.

    Attributes:
        kind: one of `KINDS`.
        thing: its IRI.
        key: the IRI of the property; properties that measure the same are filed under one.
        contested: whether promotion leaves the property without a fact.
        sides: those with more support first.
        also: the IRIs of other things of which the same claims tell the same, as of a launch and its weapon.
    """

    kind: str
    thing: str
    key: str
    contested: bool
    sides: tuple[Side, ...]
    also: tuple[str, ...] = ()

    def shared(self, side: Side) -> list[int]:
        """The numbers, from 1, of the sides against a side that have an origin in common with it.

        Sides that can hold together are not against each other: the wider has the claims for the narrower too.
        """
        if self.kind in AGREEING:
            return []
        places = enumerate(self.sides, start=1)
        return [place for place, other in places if other is not side and side.shares(other)]

    @property
    def rank(self) -> tuple[object, ...]:
        """What it is ranked by: kind, whether it is contested, the support of the second side, that of all, ids."""
        support = [side.support for side in self.sides]
        second = support[1] if len(support) > 1 else 0
        return KINDS.index(self.kind), not self.contested, -second, -sum(support), self.thing, self.key


def conflicts(
    graph: Graph, thing: str | None = None, properties: Collection[str] = (), kinds: Collection[str] = ()
) -> list[Conflict]:
    """The conflicts of a graph, the gravest first.

    Contradictions come first, then rival accounts, differences of modality, of rounding and of granularity; of one
    kind those that leave a property without a fact, then those whose second side has more independent support, then
    those with more support in all, then by id.

    Args:
        thing: the id of the only thing that is asked for.
        properties: only these, by key; none means all.
        kinds: only these of `KINDS`; none means all.

    Raises:
        NotFoundError: there is no such property; names the nearest.
    """
    only = expand(thing) if thing else None
    terms, origins, contested = read_terms(graph), read_origins(graph), read_contested(graph, only)
    claimed = read_told(graph, terms, only)
    values = read_values(graph, terms, {each.value for told in claimed.values() for each in told} if only else None)
    wanted = _wanted(properties, terms.promotion)

    def value_of(told: Told) -> Value:
        return values.value(told.key, told.value, told.manner.bound)

    found = []
    for (about, key), told in claimed.items():
        measured = {each.key for each in told}
        if wanted and not wanted & {key, *measured}:
            continue
        disputed = any((about, each) in contested for each in measured)
        weighed = weigh(told, value_of, terms, origins, disputed)
        if weighed and (not kinds or weighed[0] in kinds):
            sides = sorted(weighed[1], key=lambda side: side.rank)
            found.append(Conflict(weighed[0], about, key, disputed, tuple(sides)))
    return sorted(_joined(found), key=lambda each: each.rank)


def _joined(found: Iterable[Conflict]) -> Iterator[Conflict]:
    """Conflicts in which the very same claims stand on the same sides as one."""
    alike: dict[object, list[Conflict]] = defaultdict(list)
    for each in sorted(found, key=lambda each: each.thing):
        alike[each.kind, each.key, each.contested, tuple(side.stated for side in each.sides)].append(each)
    for first, *others in alike.values():
        yield replace(first, also=tuple(each.thing for each in others)) if others else first


def _wanted(properties: Collection[str], known: Collection[str]) -> set[str]:
    keys = {each.removeprefix(KG): each for each in known}
    for name in properties:
        if name.removeprefix("kg:") not in keys:
            mend = did_you_mean(name, sorted(keys), "`kg export --docs DIR` lists what claims can say")
            raise NotFoundError(f"{name}: is nothing that a claim can say: {mend}")
    return {keys[name.removeprefix("kg:")] for name in properties}


__all__ = ["KINDS", "Conflict", "Side", "conflicts"]
