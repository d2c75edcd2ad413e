"""A pyvis Network as a picture for a paper: SVG, or PNG made of it, with title, legend and sources.

No browser is needed. Marks, dashes and places are those of `kg.page`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from kg.page import About, model_of, told_of
from kg.page.look import DASHES, OUTLINE

if TYPE_CHECKING:
    from pyvis.network import Network

FONTS = (
    "'Noto Sans', 'DejaVu Sans', 'Noto Sans KR', 'Noto Sans CJK KR', 'NanumGothic', 'Nanum Gothic', 'Malgun Gothic', "
    "'Apple SD Gothic Neo', sans-serif"
)
MEANINGS = {"fact": "fact", "claimed": "claimed only", "contested": "≠ contested"}
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
LINE, COLUMNS, MARGIN = 15, 20, 24
MOST_SOURCES = 6
FEW = 60  # so many edges are named
LARGEST = 8000  # pixels of a side of a PNG
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def svg(network: Network, *, title: str, about: About | None = None) -> str:
    """The picture as SVG, which holds nothing but shapes and text.

    Raises:
        ValueError: an edge names a node that is not there.
    """
    model = model_of(network)
    nodes, edges = model["nodes"], model["edges"]
    left = min((node["x"] for node in nodes), default=0) - 90
    right = max((node["x"] for node in nodes), default=0) + 90
    top = min((node["y"] for node in nodes), default=0) - 50
    bottom = max((node["y"] for node in nodes), default=0) + 80
    width = max(right - left, 480.0)
    left -= (width - (right - left)) / 2
    head = [_texts([part], left + MARGIN, top - 22, 18, "#16191d") for part in wrapped(title, width - 60, 10)[:1]]
    legend, low = _legend(model, left + MARGIN, bottom + 10, left + width - MARGIN)
    foot = [
        *wrapped(_sources(nodes, edges), width - 2 * MARGIN),
        *wrapped(" · ".join(told_of(about or About(), len(nodes))), width - 2 * MARGIN),
    ]
    low += 26
    body = [
        f'<g fill="none" stroke="#666" stroke-width="1.3">{"".join(_edge(edge, nodes) for edge in edges)}</g>',
        f'<g stroke="{OUTLINE}" stroke-width="1.5">{"".join(_node(node) for node in nodes)}</g>',
        f'<g text-anchor="middle">{"".join(_labels(nodes, edges))}</g>',
        *legend,
        _texts(foot, left + MARGIN, low, 12, "#565e68"),
    ]
    box = (round(left), round(top - 50), round(width), round(low + len(foot) * LINE - top + 60))
    return _document(box, title, "\n".join([*head, *body]))


def png(picture: str) -> bytes:
    """A picture in SVG as PNG, at twice its size where that is not too large.

    Raises:
        ValueError: it is no SVG.
    """
    import resvg_py

    width, height = (float(part) for part in picture.partition('viewBox="')[2].partition('"')[0].split()[2:])
    zoom = min(2.0, LARGEST / max(width, height))
    return bytes(resvg_py.svg_to_bytes(svg_string=picture, zoom=zoom, background="#ffffff"))


def unseen(picture: str) -> str:
    """The first letter of a picture that no font of this system has, so that a PNG would not show it."""
    import resvg_py

    def drawn(letter: str) -> bytes:
        text = f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" font-family="{FONTS}">'
        return bytes(resvg_py.svg_to_bytes(svg_string=f'{text}<text x="2" y="18">{escape(letter)}</text></svg>'))

    empty = {drawn(" "), drawn("\U0010fffd")}  # a private letter, as fonts show what they lack
    scripts = {ord(letter) >> 8: letter for letter in picture if ord(letter) > 0x24F and letter.isalpha()}
    return next((letter for letter in scripts.values() if drawn(letter) in empty), "")


def columns(text: str) -> int:
    """How wide a text is, in letters; Korean and Chinese ones count as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, width: float, letter: float = 6.4) -> list[str]:
    """A text in lines of so many pixels, broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and columns(f"{lines[-1]} {word}") * letter <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _document(box: tuple[int, int, int, int], title: str, body: str) -> str:
    x, y, width, height = box
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="{FONTS}">\n<title>{_text(title)}</title>\n'
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#666"/></marker></defs>\n'
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _text(text: object) -> str:
    return escape(str(text).translate(_CONTROL).encode("utf-8", "replace").decode())


def _texts(lines: Sequence[str], x: float, y: float, size: float, colour: str) -> str:
    """Lines of text, the first one's foot at `y`; what is larger than the rest is bold."""
    bold = ' font-weight="600"' if size > 12.5 else ""
    spans = "".join(f'<tspan x="{x:.1f}" y="{y + n * LINE:.1f}">{_text(line)}</tspan>' for n, line in enumerate(lines))
    return f'<text font-size="{size}" fill="{colour}"{bold}>{spans}</text>' if lines else ""


def _shape(shape: str, x: float, y: float, size: float, rest: str) -> str:
    if shape not in CORNERS:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" {rest}/>'
    points = " ".join(f"{x + size * dx:.1f},{y + size * dy:.1f}" for dx, dy in CORNERS[shape])
    return f'<polygon points="{points}" {rest}/>'


def _node(node: Mapping[str, Any]) -> str:
    return _shape(node["shape"], node["x"], node["y"], node["size"], f'fill="{_text(node["colour"])}"')


def _labels(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Names of nodes, then of edges where they are few; none over another, nor over a mark."""
    taken = [_box(node["x"], node["y"] - node["size"], node["size"], 2 * node["size"]) for node in nodes]
    degree = Counter(end for edge in edges for end in (edge["from"], edge["to"]))
    for index in sorted(range(len(nodes)), key=lambda index: (-degree[index], index)):
        node, low = nodes[index], nodes[index]["y"] + nodes[index]["size"] + 3
        lines = wrapped(node["label"], COLUMNS, 1)
        lines = [*lines[:2], f"{lines[2]}…"] if len(lines) > 3 else lines
        if lines and _take(taken, _box(node["x"], low, 3.3 * max(map(columns, lines)), LINE * len(lines))):
            yield _haloed(lines, node["x"], low + 11, 12, "#16191d")
    for edge in edges if len(edges) <= FEW else ():
        start, end = nodes[edge["from"]], nodes[edge["to"]]
        text = f"≠ {edge['label']}" if edge["status"] == "contested" else edge["label"]
        wide = 2.9 * columns(text)
        if math.hypot(end["x"] - start["x"], end["y"] - start["y"]) < 2 * wide:
            continue
        for along in (0.5, 0.4, 0.6, 0.3, 0.7):
            x, y = _point(start, end, edge["bend"], along)
            if text and _take(taken, _box(x, y - 8, wide, 14)):
                yield _haloed([text], x, y + 3, 10, "#565e68")
                break


Box: TypeAlias = tuple[float, float, float, float]


def _box(x: float, top: float, half: float, tall: float) -> Box:
    return x - half, top, x + half, top + tall


def _take(taken: list[Box], box: Box) -> bool:
    """Take a place, unless something is there."""
    if any(box[0] < right and left < box[2] and box[1] < low and top < box[3] for left, top, right, low in taken):
        return False
    taken.append(box)
    return True


def _haloed(lines: Sequence[str], x: float, y: float, size: float, colour: str) -> str:
    """Text that can be read over lines: a broader white copy lies below, as not all know `paint-order`."""
    text = _texts(lines, x, y, size, colour)
    below = 'aria-hidden="true" stroke="#fff" stroke-width="3.5" stroke-linejoin="round"'
    return text.replace("<text", f"<text {below}") + text


def _point(start: Mapping[str, Any], end: Mapping[str, Any], bend: float, along: float) -> tuple[float, float]:
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


def _edge(edge: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]]) -> str:
    start, end = nodes[edge["from"]], nodes[edge["to"]]
    ends = edge["arrow"].split(";")
    rest = _dashes(edge["status"]) + "".join(
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


def _dashes(status: str) -> str:
    dashes = DASHES.get(status)
    return f' stroke-dasharray="{" ".join(map(str, dashes))}"' if isinstance(dashes, list) else ""


def _legend(model: Mapping[str, Any], x: float, y: float, right: float) -> tuple[list[str], float]:
    """Each kind and each status that is there, in rows; and the height of the last row."""
    first = {node["kind"]: node for node in reversed(model["nodes"])}
    entries = [
        (kind["label"], _shape(first[kind["id"]]["shape"], 0, 0, 7, f'fill="{_text(first[kind["id"]]["colour"])}"'))
        for kind in model["kinds"]
    ]
    for status in dict.fromkeys(edge["status"] for edge in model["edges"]):
        line = f'<path d="M-8 0H26" fill="none"{_dashes(status)} transform="translate(0 0)"/>'
        entries.append((MEANINGS.get(status, status), line))
    parts, at = [], x
    for label, sign in entries:
        far = 32 if "path" in sign else 12
        wide = far + 7 * columns(label) + 24
        if at + wide > right and at > x:
            at, y = x, y + 22
        sign = f'<g transform="translate({at + 8:.1f} {y - 4:.1f})" stroke="{OUTLINE}" stroke-width="1.3">{sign}</g>'
        parts.append(sign + _texts([label], at + 8 + far, y, 12, "#16191d"))
        at += wide
    return parts, y


def _sources(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> str:
    """The sources of what is drawn, those cited most first."""
    cited: dict[str, int] = {}
    for claim in chain.from_iterable(edge["claims"] for edge in edges):
        if claim.get("source"):
            cited[str(claim["source"])] = cited.get(str(claim["source"]), 0) + 1
    names = sorted(cited, key=lambda name: (-cited[name], name))
    if not names:
        return ""
    rest = f"; and {len(names) - MOST_SOURCES} more" if len(names) > MOST_SOURCES else ""
    return f"Sources: {'; '.join(names[:MOST_SOURCES])}{rest}."
