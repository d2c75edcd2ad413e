"""How central the things of a network are, by measures of networkx."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.networks import Network


class Ranked(NamedTuple):
    """A thing in its place.

    Attributes:
        rank: from 1; things of one value share the best place.
        thing: its id.
        value: what `rank` measured; whole for degree, else rounded to six digits.
    """

    rank: int
    thing: str
    value: float


def rank(network: Network, by: str = "degree", things: Collection[str] | None = None) -> list[Ranked]:
    """Things by how central they are in a network, the most central first, those of one value by id.

    Args:
        by: one of `MEASURES`.
        things: which of them to list; None means all. All are measured.

    Raises:
        QueryError: there is no such measure.
    """
    if by not in MEASURES:
        raise QueryError(f"{by}: is no measure: use one of {', '.join(MEASURES)}")
    measured = {thing: round(value, 6) for thing, value in MEASURES[by](network).items()}
    order = sorted(measured if things is None else things, key=lambda thing: (-measured[thing], thing))
    found: list[Ranked] = []
    for place, thing in enumerate(order, start=1):
        tied = found and found[-1].value == measured[thing]
        found.append(Ranked(found[-1].rank if tied else place, thing, measured[thing]))
    return found


def _degree(network: Network) -> dict[str, float]:
    """How many relations a thing has, in either direction; each relation of a pair counts, its claims do not."""
    return dict(network.degree())


def _betweenness(network: Network) -> dict[str, float]:
    """The share of shortest paths, between all pairs of other things, that pass a thing (Brandes 2001).

    Directions do not count, and a pair is tied or is not, by however many relations.
    """
    import networkx

    return networkx.betweenness_centrality(networkx.Graph(network))


def _pagerank(network: Network) -> dict[str, float]:
    """How often a thing is met on a walk that follows relations forward (Page, Brin, Motwani, Winograd 1999).

    Of a pair's parallel relations each counts; damping is 0.85, and all values add up to 1.
    """
    import networkx

    return networkx.pagerank(network) if network else {}


MEASURES: dict[str, Callable[[Network], dict[str, float]]] = {
    "degree": _degree,
    "betweenness": _betweenness,
    "pagerank": _pagerank,
}
