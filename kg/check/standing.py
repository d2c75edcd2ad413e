"""A graph of what files state, which is brought from one state of the files to the next, not made anew."""

from __future__ import annotations

from collections.abc import Iterable, Set

from kg.graph import FORMATS, Graph, Triple, parse


class Standing(Graph):
    """A graph in memory of lines in N-Triples; what is added to it besides is taken out again with the next ones.

    Lines that come or go later have no blank nodes, since the engine would not know them again.
    """

    def __init__(self) -> None:
        super().__init__(Graph.memory().store)
        self.stated: Set[bytes] = frozenset()
        self._made: dict[Triple, None] = {}
        self._seen: tuple[Set[bytes], Set[Triple]] = frozenset(), frozenset()

    def become(self, stated: Set[bytes]) -> None:
        """Hold these lines and nothing else, spelt as the engine gives them back."""
        self.remove(self._made)
        self._made = {}
        self.remove(_parsed(self.stated - stated))
        self.store.load(b"\n".join(stated - self.stated), FORMATS["ntriples"])
        self.stated = stated

    def add(self, triples: Iterable[Triple]) -> None:
        """As `Graph.add`; the next lines take them out again."""
        new = dict.fromkeys(each for each in list(triples) if not self.holds(each))
        super().add(new)
        self._made |= new

    def changes(self) -> set[Triple]:
        """What has come or gone since this was asked last; at first all."""
        stated, made = self._seen
        self._seen = self.stated, self._made.keys()
        return {*_parsed(self.stated ^ stated), *(self._made.keys() ^ made)}


def _parsed(lines: Iterable[bytes]) -> Iterable[Triple]:
    return parse(b"\n".join(lines), "ntriples")
