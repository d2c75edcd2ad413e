"""Groups of things that hang together more than with the rest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.networks import Network

_SEED = 1


def communities(network: Network) -> list[list[str]]:
    """The communities of a network (Louvain: Blondel, Guillaume, Lambiotte and Lefebvre 2008).

    Directions do not count; a pair is tied as firmly as it has relations. The seed is fixed and things
    are taken in the order of their ids, so that the same network gives the same communities.

    Returns:
        The ids of each, sorted; the largest first. Things that are tied to nothing belong to none.
    """
    import networkx

    tied = Counter(tuple(sorted(pair)) for pair in network.edges() if pair[0] != pair[1])
    ids = sorted({thing for pair in tied for thing in pair})
    number = {thing: place for place, thing in enumerate(ids)}
    # numbers, since a set of texts has another order in each process
    graph: networkx.Graph[int] = networkx.Graph()
    for (one, other), relations in sorted(tied.items()):
        graph.add_edge(number[one], number[other], weight=relations)
    parts = networkx.community.louvain_communities(graph, seed=_SEED) if ids else []
    found = [[ids[place] for place in sorted(part)] for part in parts]
    return sorted(found, key=lambda part: (-len(part), part))
