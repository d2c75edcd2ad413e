"""Whose word a claim is in the end: who passes on another's word, or a third's as the other does, is no second one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from kg.graph import Graph, Iri
from kg.namespaces import KG

Item = TypeVar("Item")

_EXACT = 20
"""Of so many claimants with several origins each the most independent ones are found by trying all."""

_BEHIND = f"""PREFIX kg: <{KG}>
SELECT ?one ?other ?relays WHERE {{
  {{ ?one kg:relays ?other . BIND (true AS ?relays) }}
  UNION {{ ?one kg:publisher|kg:partOfSource|kg:partOf|kg:stateMediaOf|kg:represents ?other }}
  UNION {{ ?statement kg:speaker ?one ; kg:spokeFor ?other }}
}}"""


@dataclass
class Origins:
    """Who stands behind each claimant.

    A source that relays somebody speaks with his word. Else a source in its own voice speaks for its publisher, and
    for the page that it is part of; a part of a state or an organization for the whole, state media for their state,
    and who represents somebody, or spoke for him by office, for him. Those at the end of these steps are the origins.

    Attributes:
        relayed: whom a claimant or a source relays, by IRI.
        wholes: for whom it speaks, where it relays nobody.
    """

    relayed: dict[str, set[str]]
    wholes: dict[str, set[str]]
    _ends: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, claimant: str) -> frozenset[str]:
        """The IRIs of the origins of what a claimant says: several where it relays several."""
        if claimant not in self._ends:
            reached, layer = {claimant}, {claimant}
            while layer:
                layer = {up for each in layer for up in self._next(each)} - reached
                reached |= layer
            ends = {each for each in reached if not self._next(each) - {each}}
            self._ends[claimant] = frozenset(ends or {min(reached)})  # those who relay each other in a ring are one
        return self._ends[claimant]

    def _next(self, claimant: str) -> set[str]:
        return self.relayed.get(claimant) or self.wholes.get(claimant, set())

    def groups(self, items: Iterable[Item], claimant: Callable[[Item], str]) -> list[list[Item]]:
        """Items, such as claims, by independent origin: as many groups as there are independent words.

        Words are independent if nobody is behind two of them. There are as many groups as claimants of whom this is
        true can be found at most, in whatever order they come; so one more claim never makes the groups fewer. Who
        shares an origin with one of these claimants is counted with the first of them with whom he does.

        Args:
            claimant: the IRI of the claimant of an item.
        """
        behind = sorted(((self.of(claimant(item)), item) for item in items), key=lambda each: len(each[0]))
        if behind and len(behind[-1][0]) == 1:
            chosen = {ends: ends for ends, _ in behind}
        else:
            apart = _most_apart({ends for ends, _ in behind})
            chosen = {ends: next(each for each in apart if each & ends) for ends, _ in behind}
        found: dict[frozenset[str], list[Item]] = {}
        for ends, item in behind:
            found.setdefault(chosen[ends], []).append(item)
        return list(found.values())


def _most_apart(found: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The most of some sets that share nothing: those of one origin first, else by name.

    A set that holds another is never needed, since the other can stand for it; what is left of one origin then meets
    no other, and is taken. Of the rest see `_packed`.
    """
    listed = sorted(found, key=lambda each: (len(each), sorted(each)))
    least: list[frozenset[str]] = []
    for each in listed:
        if not any(other <= each for other in least):
            least.append(each)
    single = [each for each in least if len(each) == 1]
    return [*single, *_packed(least[len(single) :])]


def _packed(sets: list[frozenset[str]]) -> list[frozenset[str]]:
    """The most of these sets that share nothing, which is the set packing problem.

    A set that meets one other at most can always be taken. Else there are two ways: the one that meets most others is
    taken, or it is not. That is exact; but it takes long of many sets, so that of more than twenty the one that meets
    the fewest others is taken, which may not be the best.
    """
    if not sets:
        return []
    met = [sum(not one.isdisjoint(other) for other in sets) - 1 for one in sets]
    if min(met) <= 1 or len(sets) > _EXACT:
        return _with(sets[met.index(min(met))], sets)
    crowded = sets[met.index(max(met))]
    taken, rest = _with(crowded, sets), [each for each in sets if each is not crowded]
    bound = len(frozenset[str]().union(*rest)) // min(map(len, rest))
    return taken if len(taken) >= bound else max(taken, _packed(rest), key=len)


def _with(taken: frozenset[str], sets: list[frozenset[str]]) -> list[frozenset[str]]:
    return [taken, *_packed([each for each in sets if each.isdisjoint(taken)])]


def read_origins(graph: Graph) -> Origins:
    """Who stands behind whom, by the facts of a graph."""
    relayed: dict[str, set[str]] = defaultdict(set)
    wholes: dict[str, set[str]] = defaultdict(set)
    for one, other, relays in graph.select(_BEHIND).rows:
        if isinstance(one, Iri) and isinstance(other, Iri):
            (wholes if relays is None else relayed)[one.value].add(other.value)
    return Origins(dict(relayed), dict(wholes))
