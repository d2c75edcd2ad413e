"""Blank nodes by what is said of them, as a file and a graph call the same one differently."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kg.graph import Iri, Literal, Term, Triple
from kg.shacl.terms import original

_DEEPEST = 100

About = Callable[[Any], Iterable[Triple]]
"""The statements about a node."""


class Forms:
    """Numbers for what is said of nodes: the same for those of which the same is said, and of their values too."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}

    def of(self, node: Term, about: About) -> int | None:
        """The number of a node; None where values stand within each other too deep, or in a circle."""
        return self._of(node, about, {}, 0)

    def _of(self, node: Term, about: About, known: dict[Term, int | None], depth: int) -> int | None:
        if depth > _DEEPEST:
            return None
        if isinstance(node, Literal):
            return self._number(*written(node))
        if isinstance(node, Iri | Triple):
            return self._number(str(node))
        if node not in known:
            known[node] = None
            pairs = [(str(p), self._of(value, about, known, depth + 1)) for _, p, value in about(node)]
            if all(number is not None for _, number in pairs):
                known[node] = self._number("blank", *sorted(pairs, key=str))
        return known[node]

    def _number(self, *parts: object) -> int:
        return self._numbers.setdefault(parts, len(self._numbers))


def written(literal: Literal) -> tuple[str, str, str]:
    """What makes a literal the one that it is; tags of languages in small letters, as the engine writes them."""
    plain = original(literal)
    assert isinstance(plain, Literal)
    return plain.value, plain.datatype.value, (plain.language or "").lower()
