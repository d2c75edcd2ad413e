"""Names on a picture: of nodes beside their marks or led to by a line, and on edges; none over another nor a mark."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.drawing.picture.lettering import LINE, columns, haloed, wrapped
from kg.drawing.picture.marks import point
from kg.drawing.picture.room import Box, Room, box, holds

COLUMNS = 20
ALWAYS = 10
"""So many nodes, those with the most edges, have their name in any case."""
FEW = 60
"""So many edges are named."""
SIGN = "≠"
"""Stands on a contested edge."""
_ALONG = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7)  # where on an edge its name may stand
_FAR = (12, 22, 34, 48, 64, 82, 104, 130, 160, 200, 250, 310, 380, 460)  # from a mark to its name
_WIDTHS = (1, 11, 30)
_TURNS = 64
_STEP = 6.0
_MET = 20  # so many steps more are better than one over something else
_INK, _GREY = "#16191d", "#565e68"


def names(
    nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]], leaders: list[str]
) -> Iterator[str]:  # fmt: skip
    """Names of nodes, those with the most edges first; signs of contested edges, names of edges where they are few.

    Args:
        leaders: takes the lines that lead from nodes to their names, which are to lie below the marks.
    """
    room, frame = Room(), _frame(nodes)
    for node in nodes:
        room.take(_own(node))
    few, contested = len(edges) <= FEW, [edge for edge in edges if edge["status"] == "contested"]
    for edge in () if few else contested:
        yield from _along(nodes, edge, SIGN, room)
    degree = Counter(end for edge in edges for end in (edge["from"], edge["to"]))
    ranked = sorted(range(len(nodes)), key=lambda index: (-degree[index], index))
    for rank, index in enumerate(ranked):
        label = _Label(nodes[index], _lines(nodes[index]["label"], COLUMNS))
        if label.lines and (place := label.in_room(room, frame)):
            yield label.written(place)
        elif label.lines and rank < ALWAYS:
            yield _led_to(nodes[index], room, frame, leaders)
    for edge in sorted(edges, key=lambda edge: edge["status"] != "contested") if few else ():
        sign = SIGN if edge in contested else ""
        texts = dict.fromkeys([f"{sign} {edge['label']}".strip(), sign])
        yield from next(filter(None, (_along(nodes, edge, text, room) for text in texts)), ())


@dataclass(frozen=True)
class _Label:
    """The lines of a name, and the node that it is of."""

    node: Mapping[str, Any]
    lines: Sequence[str]

    @property
    def half(self) -> float:
        """Half its width."""
        return 3.3 * max(map(columns, self.lines))

    @property
    def tall(self) -> float:
        """Its height."""
        return LINE * len(self.lines)

    def at(self, x: float, top: float) -> Box:
        """Its box, by the middle of its upper side."""
        return box(x, top, self.half, self.tall)

    def beside(self) -> Iterator[Box]:
        """The places below, above, right and left of the mark, then those at its corners."""
        x, y, far = self.node["x"], self.node["y"], self.node["size"] + 3
        above, level, aside = y - far - self.tall, y - self.tall / 2, far + self.half
        yield from (self.at(x, y + far), self.at(x, above), self.at(x + aside, level), self.at(x - aside, level))
        near, corner = 0.75 * far + self.half, 0.75 * far
        for top in (y + corner, y - corner - self.tall):
            yield from (self.at(x + near, top), self.at(x - near, top))

    def around(self) -> Iterator[Box]:
        """Places further away, the nearest first, to which a line leads."""
        for far in _FAR:
            for turn in range(_TURNS):
                dx, dy = math.sin(turn * math.tau / _TURNS), math.cos(turn * math.tau / _TURNS)
                reach = self.node["size"] + far
                x, y = self.node["x"] + dx * (reach + self.half), self.node["y"] + dy * (reach + self.tall / 2)
                yield self.at(x, y - self.tall / 2)

    def in_room(self, room: Room, frame: Box) -> Box | None:
        """The first place beside the mark where there is room, which it takes."""
        places = enumerate(self.beside())
        free = (each for place, each in places if (not place or holds(frame, each)) and room.is_free(each))
        if place := next(free, None):
            room.take(place)
        return place

    def written(self, place: Box) -> str:
        """It, in a place."""
        return haloed(self.lines, (place[0] + place[2]) / 2, place[1] + 11, 12, _INK)


def _lines(label: str, wide: int) -> list[str]:
    lines = wrapped(label, wide, 1)
    return [*lines[:2], f"{lines[2]}…"] if len(lines) > 3 else lines


def _led_to(node: Mapping[str, Any], room: Room, frame: Box, leaders: list[str]) -> str:
    """A name beside its mark in shorter or longer lines, or at the end of a line, as near as may be; or over others."""
    usual, *others = (_Label(node, _lines(node["label"], wide)) for wide in (COLUMNS, *_WIDTHS))
    labels = [usual, *(each for each in others if " ".join(each.lines).startswith(" ".join(usual.lines)[:-1]))]
    for label in labels:
        if place := label.in_room(room, frame):
            return label.written(place)
    found = ((label, each) for label in labels for each in label.around() if holds(frame, each) and room.is_free(each))
    _, label, place = min(
        ((_cost(label, place, room), label, place) for label, place in found),
        key=lambda each: each[0], default=(0, usual, next(usual.beside())),
    )  # fmt: skip
    room.take(place)
    for x, y in _course(label, place):
        room.take((x - 1, y - 1, x + 1, y + 1))
    leaders.append(_leader(label, place))
    return label.written(place)


def _cost(label: _Label, place: Box, room: Room) -> float:
    """How far a place is from a node, and how much stands between them."""
    course = _course(label, place)
    met = sum(not room.is_free((x - 2, y - 2, x + 2, y + 2)) for x, y in course)
    return len(course) + _MET * met


def _course(label: _Label, place: Box) -> list[tuple[float, float]]:
    """Points of the straight line from a node to a place, from where it leaves what the mark takes."""
    x, y = label.node["x"], label.node["y"]
    to_x, to_y = _end(label, place)
    steps = max(int(math.hypot(to_x - x, to_y - y) / _STEP), 1)
    points = ((x + (to_x - x) * n / steps, y + (to_y - y) * n / steps) for n in range(1, steps))
    left, top, right, low = _own(label.node)
    return [(x, y) for x, y in points if not (left - 2 < x < right + 2 and top - 2 < y < low + 2)]


def _end(label: _Label, place: Box) -> tuple[float, float]:
    """The point of a place that is nearest to its node."""
    return min(max(label.node["x"], place[0]), place[2]), min(max(label.node["y"], place[1]), place[3])


def _leader(label: _Label, place: Box) -> str:
    """A line from a mark to its name, darker than edges are; below it, a broader white one."""
    x, y = _end(label, place)
    course = f'd="M{label.node["x"]:.1f} {label.node["y"]:.1f}L{x:.1f} {y:.1f}"'
    return f'<path {course} stroke="#fff" stroke-width="4.5"/><path {course} stroke="{_INK}" stroke-width="1.3"/>'


def _own(node: Mapping[str, Any]) -> Box:
    return box(node["x"], node["y"] - node["size"], node["size"], 2 * node["size"])


def _frame(nodes: Sequence[Mapping[str, Any]]) -> Box:
    """What a name above or beside a mark must not leave: below the title, and within the sides."""
    xs, ys = [node["x"] for node in nodes] or [0], [node["y"] for node in nodes] or [0]
    return min(xs) - 85, min(ys) - 60, max(xs) + 85, max(ys) + 80


def _along(nodes: Sequence[Mapping[str, Any]], edge: Mapping[str, Any], text: str, room: Room) -> list[str]:
    """A text on an edge, where there is room and the edge is long enough to be seen beside it; a sign in any case."""
    start, end, wide = nodes[edge["from"]], nodes[edge["to"]], 2.9 * columns(text)
    if not text or math.hypot(end["x"] - start["x"], end["y"] - start["y"]) < 2 * wide:
        return []
    places = [point(start, end, edge["bend"], along) for along in _ALONG]
    free = (each for each in places if room.is_free(box(each[0], each[1] - 8, wide, 14)))
    place = next(free, places[0] if text == SIGN else None)
    if not place:
        return []
    room.take(box(place[0], place[1] - 8, wide, 14))
    return [haloed([text], place[0], place[1] + 3, 10, _GREY)]
