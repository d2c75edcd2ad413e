"""Lists that are shown in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.server.messages import Asked

Item = TypeVar("Item")
_FARTHEST = 10_000_000


@dataclass(frozen=True)
class Listed(Generic[Item]):
    """A part of a list, and where it stands in it.

    Attributes:
        skip: how many stand before it.
        size: how many a part has.
        word: what is said after the number of all, such as that not all are known.
    """

    items: Sequence[Item]
    skip: int
    total: int
    size: int
    word: str = ""

    @property
    def first(self) -> int:
        """The place of the first, from 1."""
        return min(self.skip + 1, self.total)

    @property
    def last(self) -> int:
        """The place of the last."""
        return self.skip + len(self.items)

    @property
    def before(self) -> int | None:
        """Where the part before it begins."""
        return max(self.skip - self.size, 0) if self.skip else None

    @property
    def after(self) -> int | None:
        """Where the part after it begins."""
        return self.last if self.last < self.total else None


def skipped(asked: Asked) -> int:
    """How many of a list a request leaves out at its head.

    Raises:
        QueryError: it is no number.
    """
    return asked.number("skip", 0, _FARTHEST)


def part(items: Sequence[Item], asked: Asked, size: int, word: str = "") -> Listed[Item]:
    """The part of a list that a request wants.

    Raises:
        QueryError: `skip` is no number.
    """
    skip = skipped(asked)
    return Listed(items[skip : skip + size], skip, len(items), size, word)
