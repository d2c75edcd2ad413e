"""Whose word a claim is in the end: who passes on another's word, or a third's as the other does, is no second one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from kg.graph import Graph, Iri
from kg.namespaces import KG

Item = TypeVar("Item")

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

        Who has one origin comes before who has several; so one more claim never makes the groups fewer, and
        who relays two others is counted with the first of them.

        Args:
            claimant: the IRI of the claimant of an item.
        """
        found: list[tuple[frozenset[str], list[Item]]] = []
        behind = [(self.of(claimant(item)), item) for item in items]
        for ends, item in sorted(behind, key=lambda each: len(each[0])):
            group = next((members for known, members in found if known & ends), None)
            if group is None:
                found.append((ends, [item]))
            else:
                group.append(item)
        return [members for _, members in found]


def read_origins(graph: Graph) -> Origins:
    """Who stands behind whom, by the facts of a graph."""
    relayed: dict[str, set[str]] = defaultdict(set)
    wholes: dict[str, set[str]] = defaultdict(set)
    for one, other, relays in graph.select(_BEHIND).rows:
        if isinstance(one, Iri) and isinstance(other, Iri):
            (wholes if relays is None else relayed)[one.value].add(other.value)
    return Origins(dict(relayed), dict(wholes))
