"""Where endless paths lead, for many nodes at once: the time grows with the graph, not with all pairs of nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from kg.graph import Iri, Term
from kg.shacl.paths import Path

_Edges = Mapping[Term, list[Term]]


class Reach:
    """Follows paths through a graph.

    Args:
        ask: gives the rows of the answer to a SELECT.
    """

    def __init__(self, ask: Callable[[str], Iterator[Any]]) -> None:
        self._ask = ask
        self._edges = cache(self._read)

    def ends(self, path: Path, starts: Iterable[Term], back: bool = False) -> set[Term]:
        """What a path leads to from some nodes, or, backwards, from where it leads to them."""
        if path.kind == "step":
            edges = self._edges(path.property)[back]
            return {end for each in starts for end in edges.get(each, ())}
        if path.kind == "inverse":
            return self.ends(path.parts[0], starts, not back)
        if path.kind == "alternative":
            given = set(starts)
            return set().union(*(self.ends(each, given, back) for each in path.parts))
        if path.kind == "sequence":
            reached = set(starts)
            for each in reversed(path.parts) if back else path.parts:
                reached = self.ends(each, reached, back)
            return reached
        return self._repeated(path, set(starts), back)

    def pairs(self, path: Path, starts: Container[Term], ends: Iterable[Term]) -> Iterator[tuple[Term, Term]]:
        """Each of some nodes from which a path leads to one of some others, with that."""
        for end in ends:
            yield from ((node, end) for node in self.ends(path, [end], back=True) if node in starts)

    def _repeated(self, path: Path, starts: set[Term], back: bool) -> set[Term]:
        (inner,) = path.parts
        found = self.ends(inner, starts, back)
        newest = found if path.kind in "*+" else set()
        while newest:
            newest = self.ends(inner, newest, back) - found
            found |= newest
        return found if path.kind == "+" else found | starts

    def _read(self, each: Iri | None) -> tuple[_Edges, _Edges]:
        """The statements of a property, forwards and backwards."""
        forwards, backwards = defaultdict(list), defaultdict(list)
        for start, end in self._ask(f"SELECT ?s ?o WHERE {{ ?s {each} ?o }}"):
            forwards[start].append(end)
            backwards[end].append(start)
        return forwards, backwards


def around(path: Path) -> Iterator[str]:
    """Pieces of a query that bind `?focus` to all nodes that a path may lead to or from, and to others."""
    if path.kind == "step":
        yield f"{{ ?focus {path.property} ?any }}"
        yield f"{{ ?any {path.property} ?focus }}"
    for each in path.parts:
        yield from around(each)
