"""The names of all things at hand, so that a search asks the graph only for what it shows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator

from kg.graph import Graph
from kg.project import Project
from kg.search import AT_A_WORD, Hit, alike, fold, folded_names, hits_among, match

_ENOUGH = 400


class Index:
    """Names and ids, folded, of all things of a graph.

    Attributes:
        counts: how many things there are of each prefix of ids.
    """

    def __init__(self, project: Project, graph: Graph) -> None:
        self._project, self._graph = project, graph
        self._things = folded_names(graph)
        self._sorted = sorted(self._things)
        self._text = "\n" + "\n".join(self._sorted) + "\n"
        self._starts = [1]
        for name in self._sorted:
            self._starts.append(self._starts[-1] + len(name) + 1)

        self._last: tuple[str, list[str]] = "", []
        things = {thing for named in self._things.values() for thing in named}
        self.counts = dict(Counter(thing.partition(":")[0] for thing in things))

    def find(self, text: str, kinds: Collection[str] = ()) -> tuple[list[Hit], int]:
        """Things by name, as `kg.search.find` ranks them, and how many there are in all, whatever is shown.

        Args:
            kinds: prefixes of ids; none means all.
        """
        wanted = fold(text)
        if not wanted:
            return [], 0
        ranked: dict[str, None] = {}
        for name in self._matches(wanted):
            for thing in sorted(self._things[name]):
                if not kinds or thing.partition(":")[0] in kinds:
                    ranked[thing] = None
        if not ranked:
            close = alike(self._project, self._graph, wanted, self._things)
            hits = [hit for hit in close if not kinds or hit.id.partition(":")[0] in kinds]
            return hits, len(hits)
        return hits_among(self._project, self._graph, wanted, list(ranked)[:_ENOUGH]), len(ranked)

    def kinds(self, text: str) -> dict[str, int]:
        """How many things of each prefix match a text."""
        counts: dict[str, set[str]] = {}
        for name in self._matches(fold(text)) if fold(text) else ():
            for thing in self._things[name]:
                counts.setdefault(thing.partition(":")[0], set()).add(thing)
        return {prefix: len(things) for prefix, things in sorted(counts.items())}

    def _matches(self, wanted: str) -> list[str]:
        """As `_matching`; the last are kept, since a page asks twice."""
        if self._last[0] != wanted:
            self._last = wanted, list(self._matching(wanted))
        return self._last[1]

    def _matching(self, wanted: str) -> Iterator[str]:
        """The names that hold a text: itself, those that begin with it, those with it at the head of a word, others."""
        first = bisect_left(self._sorted, wanted)
        last = bisect_right(self._sorted, wanted + "\U0010ffff")
        yield from self._sorted[first:last]
        within = [name for name in self._within(wanted) if not name.startswith(wanted)]
        yield from (name for name in within if match(wanted, name) == AT_A_WORD)
        yield from (name for name in within if match(wanted, name) != AT_A_WORD)

    def _within(self, wanted: str) -> Iterator[str]:
        at = self._text.find(wanted)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield self._sorted[place]
            at = self._text.find(wanted, self._starts[place + 1])
