"""Springs and repulsion, which give the nodes of a connected graph their places.

After Fruchterman and Reingold, "Graph drawing by force-directed placement", 1991; of a large graph only
near pairs repel.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.random import Generator
    from numpy.typing import NDArray

    Points = NDArray[float64]
    Pairs = NDArray[intp]

SPACING = 110.0  # ideal length of an edge
LABELLED = 150  # up to this many nodes every pair repels, and labels are moved apart
CROWD = 12  # so many nodes of a cell repel a near one, with the weight of all


def relaxed(points: Points, edges: Pairs, rng: Generator) -> Points:
    """Places after springs along the edges have pulled against repulsion, with steps that grow shorter.

    Args:
        points: where the nodes of a connected graph stand, shape (n, 2).
        edges: the numbers of their ends, shape (m, 2).
        rng: of the small shifts of the cells.
    """
    import numpy as np

    count = len(points)
    steps = 250 if count <= LABELLED else 80
    one, other = edges.T
    degree = np.bincount(edges.ravel(), minlength=count)
    weight = np.sqrt(np.maximum(degree, 1))
    for step in range(steps):
        force = _repulsion(points, weight, rng)
        gap = points[one] - points[other]
        pull = gap * (np.hypot(*gap.T) / SPACING)[:, None]
        for axis in (0, 1):
            force[:, axis] -= np.bincount(one, pull[:, axis], count)
            force[:, axis] += np.bincount(other, pull[:, axis], count)
        size = np.maximum(np.hypot(*force.T), 1e-9)
        longest = SPACING * (1 - step / steps) ** 1.5
        points = points + force * (np.minimum(size, longest) / size)[:, None]
    return points


def _repulsion(points: Points, weight: Points, rng: Generator) -> Points:
    """What pushes each node away from those near it."""
    import numpy as np

    x, y = np.ascontiguousarray(points.T)  # each by itself, since sums over pairs of numbers are slow
    force = np.zeros_like(points)
    for left, right, times in _near_pairs(points, rng):
        across, down = x[left] - x[right], y[left] - y[right]
        push = SPACING**2 * times * weight[right] / (across * across + down * down + SPACING)
        force[:, 0] += np.bincount(left, across * push, len(points))
        force[:, 1] += np.bincount(left, down * push, len(points))
    return force


def _near_pairs(points: Points, rng: Generator) -> Iterator[tuple[Pairs, Pairs, Points]]:
    """Pairs of nodes that repel: all of a small part, else those in the same or a bordering cell.

    The cells lie elsewhere each time, since fixed ones would show in the drawing.

    Yields:
        the numbers of the pushed, of the pushing, and for how many nodes each of these stands:
        of a crowded cell only `CROWD` nodes push, so that a star costs no more than a path.
    """
    import numpy as np

    count = len(points)
    if count <= LABELLED:
        left, right = np.nonzero(~np.eye(count, dtype=bool))
        yield left, right, np.ones(len(left))
        return
    cells = np.floor(points / (2.5 * SPACING) + rng.random(2)).astype(np.intp)
    cells -= cells.min(0) - 1
    wide = int(cells[:, 1].max()) + 2
    keys = cells[:, 0] * wide + cells[:, 1]
    order = np.argsort(keys, kind="stable")
    known, first, inside = np.unique(keys[order], return_index=True, return_counts=True)
    for shift in (0, 1, -1, wide, -wide, wide + 1, wide - 1, 1 - wide, -1 - wide):
        at = np.minimum(np.searchsorted(known, keys + shift), len(known) - 1)
        there = np.flatnonzero(known[at] == keys + shift)
        taken = np.minimum(inside[at[there]], CROWD)
        left = np.repeat(there, taken)
        nth = np.arange(len(left)) - np.repeat(np.cumsum(taken) - taken, taken)
        step = np.repeat(inside[at[there]] / taken, taken)
        right = order[np.repeat(first[at[there]], taken) + ((nth + rng.random()) * step).astype(np.intp)]
        apart = left != right
        yield left[apart], right[apart], step[apart]
