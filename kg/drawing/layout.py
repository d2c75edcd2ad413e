"""Places for the nodes of a graph, computed once, so that a page opens drawn and stays still.

Units are pixels at zoom 1. Every part of the graph is laid out by itself: a start that keeps the
distances along the edges (PivotMDS: Brandes and Pich, "Eigensolver methods for progressive
multidimensional scaling of large data", 2006), then the springs of `kg.drawing.springs`; in small parts nodes
are then moved apart until their labels fit. The parts stand side by side.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from kg.drawing.springs import LABELLED, SPACING, relaxed

if TYPE_CHECKING:
    import networkx as nx
    from numpy import float64, intp
    from numpy.random import Generator
    from numpy.typing import NDArray

    Points = NDArray[float64]
    Pairs = NDArray[intp]

PIVOTS = 50
ROOM = 70.0  # the side of a node's own square in larger parts
WRAP = 20  # letters on a line of a label, of which there are up to three
ASPECT = 1.45  # width by height of the whole


def positions(graph: nx.Graph[Any], seed: int = 0) -> dict[Any, tuple[float, float]]:
    """A place for every node; the same graph and seed give the same places.

    Args:
        graph: any networkx graph; directions, and how many edges join a pair, do not count. The node
            attribute `label` (else the node itself) says how much room a name needs.
        seed: of the small random shifts that part nodes which would coincide.

    Returns:
        `(x, y)` by node, in the graph's order of nodes, rounded to tenths, the whole centred on (0, 0).
    """
    import numpy as np

    nodes = list(graph)
    if not nodes:
        return {}
    boxes = np.array([_box(str(graph.nodes[node].get("label") or node)) for node in nodes])
    near = _neighbours(graph, nodes)
    places, sizes, parts = np.zeros((len(nodes), 2)), [], _parts(near)
    for part in parts:
        places[part] = _place([near[node] for node in part], part, boxes[part], np.random.default_rng(seed))
        low, high = (places[part] - boxes[part] / 2).min(0), (places[part] + boxes[part] / 2).max(0)
        places[part] -= low
        sizes.append(high - low + SPACING / 3)
    for part, corner in zip(parts, _shelves(np.array(sizes)), strict=True):
        places[part] += corner
    places -= (places.min(0) + places.max(0)) / 2
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in zip(nodes, places.tolist(), strict=True)}


def _box(label: str) -> tuple[float, float]:
    """The room that a node and its label need: width and height."""
    letters = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in label)
    return max(6.6 * min(letters, WRAP) + 16, 70.0), 36.0 + 17 * min(1 + letters // WRAP, 3)


def _neighbours(graph: nx.Graph[Any], nodes: Sequence[Any]) -> list[list[int]]:
    """For each node, the numbers of the others that it shares an edge with, in order."""
    number = {node: index for index, node in enumerate(nodes)}
    near: list[set[int]] = [set() for _ in nodes]
    for one, other in graph.edges():
        if one != other:
            near[number[one]].add(number[other])
            near[number[other]].add(number[one])
    return [sorted(others) for others in near]


def _parts(near: Sequence[Sequence[int]]) -> list[list[int]]:
    """The connected parts, the largest first."""
    seen: set[int] = set()
    parts = []
    for start in range(len(near)):
        if start not in seen:
            part = sorted(_distances(near, start))
            seen.update(part)
            parts.append(part)
    return sorted(parts, key=len, reverse=True)


def _distances(near: Sequence[Sequence[int]], start: int) -> dict[int, int]:
    """How many edges lie between `start` and every node that it reaches."""
    found, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for other in near[node]:
            if other not in found:
                found[other] = found[node] + 1
                queue.append(other)
    return found


def _place(near: list[list[int]], part: list[int], boxes: Points, rng: Generator) -> Points:
    """Places for one connected part, shape (n, 2); `near` still counts nodes over the whole graph."""
    import numpy as np

    number = {node: index for index, node in enumerate(part)}
    near = [[number[other] for other in others] for others in near]
    edges = np.array([(a, b) for a, others in enumerate(near) for b in others if a < b], dtype=np.intp)
    if not len(edges):
        return np.zeros((len(part), 2))
    points = _pivot_start(near)
    lengths = np.hypot(*(points[edges[:, 0]] - points[edges[:, 1]]).T)
    points = points * (SPACING / max(float(lengths.mean()), 1e-9)) + rng.normal(0, SPACING / 8, points.shape)
    points = _upright(relaxed(points, edges, rng))
    if len(part) > LABELLED:
        return _filled(points, len(part) * ROOM**2)
    return _apart(_filled(points, 2.2 * float(boxes.prod(1).sum())), boxes)


def _pivot_start(near: list[list[int]]) -> Points:
    """PivotMDS: the two main axes of the distances from a few nodes that lie far from each other."""
    import numpy as np

    least = np.full(len(near), np.inf)
    columns = []
    pivot = max(range(len(near)), key=lambda node: len(near[node]))
    for _ in range(min(PIVOTS, len(near))):
        found = _distances(near, pivot)
        columns.append([found[node] for node in range(len(near))])
        least = np.minimum(least, columns[-1])
        pivot = int(least.argmax())
    squares = np.array(columns, dtype=float).T ** 2
    centred = squares - squares.mean(0) - squares.mean(1, keepdims=True) + squares.mean()
    axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :2]
    start = centred @ axes
    return start if start.shape[1] == 2 else np.hstack([start, np.zeros_like(start)])


def _upright(points: Points) -> Points:
    """Turned so that the longer side lies flat, as screens do; the first node that is off goes left."""
    import numpy as np

    points = points - points.mean(0)
    turned: Points = points @ np.linalg.svd(points, full_matrices=False)[2].T
    far = np.abs(turned).argmax(0)
    turned *= np.where(turned[far, [0, 1]] > 0, -1, 1)
    return turned


def _filled(points: Points, area: float) -> Points:
    """Scaled to fill an area, and stretched a little towards the shape of a screen."""
    import numpy as np

    span = np.maximum(np.ptp(points, axis=0), 1.0)
    stretch = np.clip(np.sqrt(ASPECT * span[1] / span[0]), 0.8, 1.25)
    points = points * (stretch, 1 / stretch)
    span = span * (stretch, 1 / stretch)
    span = np.maximum(span, span.max() / 4)
    return points * float(np.sqrt(area / span.prod()))


def _apart(points: Points, boxes: Points) -> Points:
    """Nodes moved until their boxes, which hold the labels, overlap no more, or hardly."""
    import numpy as np

    reach = (boxes[:, None] + boxes[None]) / 2
    first = np.arange(len(points))
    side = np.where(first[:, None] < first, -1.0, 1.0)
    for _ in range(150):
        gap = points[:, None] - points[None]
        over = np.maximum(reach - np.abs(gap), 0)
        over[first, first] = 0
        over[(over == 0).any(-1)] = 0
        if not over.any():
            break
        flat = over[..., 0] < over[..., 1]
        over[..., 0] *= flat
        over[..., 1] *= ~flat
        points = points + (over * np.where(gap == 0, side[..., None], np.sign(gap))).sum(1) * 0.3
    return points


def _shelves(sizes: Points) -> Points:
    """The corner of each box when boxes stand on shelves, of which the first fits the largest."""
    import numpy as np

    width = max(float(sizes[:, 0].max()), float(np.sqrt(sizes.prod(1).sum() * ASPECT)))
    corners, x, y, tall = np.zeros_like(sizes), 0.0, 0.0, 0.0
    for index in np.argsort(-sizes[:, 1], kind="stable"):
        if x and x + sizes[index, 0] > width:
            x, y, tall = 0.0, y + tall, 0.0
        corners[index] = x, y
        x, tall = x + float(sizes[index, 0]), max(tall, float(sizes[index, 1]))
    return corners
