"""Marks and lines of a picture in SVG: the shapes of kinds, and the courses of edges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from kg.drawing.page.look import DASHES
from kg.drawing.picture.lettering import plain

CORNERS: dict[str, list[tuple[float, float]]] = {
    "square": [(-0.92, -0.92), (0.92, -0.92), (0.92, 0.92), (-0.92, 0.92)],
    "triangle": [(0, -1), (1.08, 0.92), (-1.08, 0.92)],
    "triangleDown": [(0, 1), (1.08, -0.92), (-1.08, -0.92)],
    "diamond": [(0, -1.08), (1.08, 0), (0, 1.08), (-1.08, 0)],
    "hexagon": [(-0.57, -0.95), (0.57, -0.95), (1.1, 0), (0.57, 0.95), (-0.57, 0.95), (-1.1, 0)],
    "star": [
        (math.sin(turn * math.pi / 5) * far, -math.cos(turn * math.pi / 5) * far)
        for turn, far in enumerate([1.15, 0.52] * 5)
    ],
}  # fmt: skip


def shape(form: str, x: float, y: float, size: float, rest: str) -> str:
    """A mark around a centre, with further attributes."""
    if form not in CORNERS:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" {rest}/>'
    points = " ".join(f"{x + size * dx:.1f},{y + size * dy:.1f}" for dx, dy in CORNERS[form])
    return f'<polygon points="{points}" {rest}/>'


def mark(node: Mapping[str, Any]) -> str:
    """A node as `kg.drawing.page` has it."""
    return shape(node["shape"], node["x"], node["y"], node["size"], f'fill="{plain(node["colour"])}"')


def line(edge: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]]) -> str:
    """An edge as `kg.drawing.page` has it, between two of the nodes."""
    start, end = nodes[edge["from"]], nodes[edge["to"]]
    ends = edge["arrow"].split(";")
    rest = dashes(edge["status"]) + "".join(
        f' marker-{place}="url(#arrow)"' for place, name in (("end", "to"), ("start", "from")) if name in ends
    )
    if edge["from"] == edge["to"]:
        radius, size = 10 + 10 * edge["bend"], start["size"]
        return f'<path d="M{start["x"]} {start["y"] - size}a{radius} {radius} 0 1 1 {size} {size}"{rest}/>'
    x, y = _bow(start, end, edge["bend"])
    return f'<path d="M{_rim(start, x, y)}Q{x:.1f} {y:.1f} {_rim(end, x, y)}"{rest}/>'


def _rim(node: Mapping[str, Any], x: float, y: float) -> str:
    """Where a line towards a point leaves a node."""
    far = math.hypot(x - node["x"], y - node["y"]) or 1.0
    step = min((node["size"] + 2) / far, 1)
    return f"{node['x'] + (x - node['x']) * step:.1f} {node['y'] + (y - node['y']) * step:.1f}"


def dashes(status: str) -> str:
    """The attribute that dashes a line of a status, if it has dashes."""
    found = DASHES.get(status)
    return f' stroke-dasharray="{" ".join(map(str, found))}"' if isinstance(found, list) else ""


def point(start: Mapping[str, Any], end: Mapping[str, Any], bend: float, along: float) -> tuple[float, float]:
    """A point of the curve between two nodes, `along` from 0 to 1."""
    x, y = _bow(start, end, bend)
    rest = 1 - along
    return tuple(
        rest * rest * start[axis] + 2 * rest * along * middle + along * along * end[axis]
        for axis, middle in (("x", x), ("y", y))
    )


def _bow(start: Mapping[str, Any], end: Mapping[str, Any], bend: float) -> tuple[float, float]:
    """The point that a curve bends towards."""
    dx, dy = end["x"] - start["x"], end["y"] - start["y"]
    return (start["x"] + end["x"]) / 2 + dy * bend, (start["y"] + end["y"]) / 2 - dx * bend
