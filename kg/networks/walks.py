"""Shortest paths between two things: the best ones, by length, then by ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.errors import QueryError
from kg.networks.selection import SAME

if TYPE_CHECKING:
    import networkx

    from kg.networks import Network

    Simple: TypeAlias = networkx.Graph[str]


class Path(NamedTuple):
    """A path through a network, which passes no thing twice.

    Attributes:
        length: the number of relations; that two records are the same thing is not counted.
        things: the ids that it passes, both ends included.
    """

    length: int
    things: tuple[str, ...]


def paths(
    network: Network, start: str, end: str, *, best: int = 1, between: Collection[str] | None = None,
    most: int | None = None,
) -> list[Path]:  # fmt: skip
    """The shortest paths between two things, relations being walked in either direction.

    Args:
        best: how many at most.
        between: the things that may stand between; None means any.
        most: the greatest length.

    Returns:
        By length, those of one length by the ids that they pass; nothing where no path is.

    Raises:
        QueryError: both ends are the same.
    """
    if start == end:
        raise QueryError(f"{start}: both ends are this one thing: name two things")
    graph = _simple(network, None if between is None else {*between, start, end})
    if start not in graph or end not in graph:
        return []
    return list(islice(_by_length(_block(graph, start, end), start, end, most), best))


def edges(network: Network, path: Path) -> Iterator[list[tuple[str, str, str]]]:
    """For each step of a path, the keys of all relations between its two things, in both directions."""
    for one, other in pairwise(path.things):
        yield [
            (start, end, key)
            for start, end in ((one, other), (other, one)) if network.has_edge(start, end)
            for key in sorted(network[start][end])
        ]  # fmt: skip


def along(network: Network, found: Sequence[Path]) -> Network:
    """The part of a network that paths pass, in their order."""
    passed = [edge for path in found for step in edges(network, path) for edge in step]
    part: Network = network.edge_subgraph(passed).copy()  # type: ignore[arg-type]  # has keys, as it must
    return part


def _simple(network: Network, things: Collection[str] | None) -> Simple:
    """A graph without directions and parallels, in which a relation weighs 1 and sameness nothing."""
    import networkx

    graph: Simple = networkx.Graph()
    for start, end, key in network.edges(keys=True):
        if start != end and (things is None or (start in things and end in things)):
            weight = 0 if key == SAME or graph.get_edge_data(start, end, {}).get("weight") == 0 else 1
            graph.add_edge(start, end, weight=weight)
    return graph


def _block(graph: Simple, start: str, end: str) -> Simple:
    """What can lie on a path between the two: with an edge between them, their biconnected component."""
    import networkx

    tied = graph.has_edge(start, end)
    graph.add_edge(start, end)
    blocks: Iterator[set[str]] = networkx.biconnected_components(graph)  # type: ignore[assignment]
    block = next(block for block in blocks if start in block and end in block)
    if not tied:
        graph.remove_edge(start, end)
    return graph.subgraph(block).copy()


def _by_length(graph: Simple, start: str, end: str, most: int | None) -> Iterator[Path]:
    """All paths in order: an A* search (Hart, Nilsson and Raphael 1968) that knows the distances to the end.

    networkx's `shortest_simple_paths` gives those of one length in no order, so that the first by id are
    known only once it has given all of them, which are hundreds between things that lie far apart.
    """
    import networkx

    rest = networkx.single_source_dijkstra_path_length(graph, end)
    heap: list[tuple[float, tuple[str, ...], int]] = [(rest[start], (start,), 0)] if start in rest else []
    while heap:
        _, things, length = heappop(heap)
        if things[-1] == end:
            yield Path(length, things)
            continue
        for thing, edge in graph[things[-1]].items():
            reached = length + edge["weight"]
            least = reached + rest[thing]
            if thing not in things and (most is None or least <= most):
                heappush(heap, (least, (*things, thing), reached))
