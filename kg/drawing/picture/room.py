"""Room on a picture: what is taken, and where something may still stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and low."""
_CELL = 60.0


def box(x: float, top: float, half: float, tall: float) -> Box:
    """A box by the middle of its upper side, half its width and its height."""
    return x - half, top, x + half, top + tall


def holds(frame: Box, inner: Box) -> bool:
    """Whether a box lies within another."""
    return frame[0] <= inner[0] and frame[1] <= inner[1] and inner[2] <= frame[2] and inner[3] <= frame[3]


class Room:
    """The boxes that are taken, by the cells of a grid that they touch."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], list[Box]] = {}

    def is_free(self, wanted: Box) -> bool:
        """Whether nothing is there."""
        left, top, right, low = wanted
        near = (each for cell in _cells(wanted) for each in self._taken.get(cell, ()))
        return not any(left < each[2] and each[0] < right and top < each[3] and each[1] < low for each in near)

    def take(self, wanted: Box) -> None:
        """Have something stand there, whatever else does."""
        for cell in _cells(wanted):
            self._taken.setdefault(cell, []).append(wanted)


def _cells(of: Box) -> Iterator[tuple[int, int]]:
    left, top, right, low = (int(side // _CELL) for side in of)
    return ((x, y) for x in range(left, right + 1) for y in range(top, low + 1))
