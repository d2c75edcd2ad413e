"""Answers to the queries of shapes, kept as long as nothing changes that they read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.graph import Graph, Iri, Triple
from kg.namespaces import RDF
from kg.shacl.focus import select

_TYPE = RDF + "type"
_NAMED = re.compile(r'<([^<>"{}|^`\\\s]*)>')
_TYPED = re.compile(rf"<{re.escape(_TYPE)}>(?!\s+(?:<|\?class\b))")
_ANY = re.compile(r"\?p\b")


@dataclass(frozen=True)
class _Reads:
    """What the answer to a query depends on.

    Attributes:
        named: the IRIs in it; a statement counts whose property is one of them.
        any_type: whether it reads which classes things have, not only whether they have one that is named.
        all: whether it reads all properties.
    """

    named: frozenset[str]
    any_type: bool
    all: bool

    def touched(self, properties: set[str], classes: set[str]) -> bool:
        """Whether statements with some properties, or that things are of some classes, may change the answer."""
        if self.all or not self.named.isdisjoint(properties):
            return True
        return bool(classes) and (self.any_type or (_TYPE in self.named and not self.named.isdisjoint(classes)))


@lru_cache(maxsize=4096)
def _reads(query: str) -> _Reads:
    """What a query that shapes are compiled to reads.

    They name every property, but for `?p`, which is any; and every class, but where a path or a value asks for it.
    """
    named = frozenset(_NAMED.findall(query))
    return _Reads(named, bool(_TYPED.search(query)), bool(_ANY.search(query)))


class Remembered:
    """The answers to queries on one graph, which is told what changes in it."""

    def __init__(self) -> None:
        self._kept: dict[str, Sequence[Any]] = {}
        self._used: dict[str, Sequence[Any]] = {}

    def rows(self, graph: Graph, query: str) -> Sequence[Any]:
        """The rows of the answer to a SELECT."""
        if query not in self._used:
            known = self._kept.get(query)
            self._used[query] = list(select(graph, query)) if known is None else known
        return self._used[query]

    def forget(self, changed: Iterable[Triple]) -> None:
        """Forget what statements that came or went may answer otherwise, and what was not asked since the last time."""
        properties: set[str] = set()
        classes: set[str] = set()
        for _, predicate, value in changed:
            if predicate.value == _TYPE and isinstance(value, Iri):
                classes.add(value.value)
            else:
                properties.add(predicate.value)
        standing = (each for each in self._used.items() if not _reads(each[0]).touched(properties, classes))
        self._kept, self._used = dict(standing), {}
