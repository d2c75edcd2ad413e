"""A pyvis Network as a picture for a paper: SVG, or PNG made of it, with title, legend and sources.

No browser is needed. Marks, dashes and places are those of `kg.page`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any
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
        f'<g text-anchor="middle">{"".join(_names(nodes, edges))}</g>',
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


def _names(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """A name below each node; of those that would cover one another the better connected node's."""
    degree = [0] * len(nodes)
    for edge in edges:
        degree[edge["from"]] += 1
        degree[edge["to"]] += 1
    taken: list[tuple[float, float, float, float]] = []
    for index in sorted(range(len(nodes)), key=lambda index: (-degree[index], index)):
        node = nodes[index]
        lines = wrapped(node["label"], COLUMNS, 1)
        lines = [*lines[:2], f"{lines[2]}…"] if len(lines) > 3 else lines
        wide, low = 3.3 * max(map(columns, lines), default=0), node["y"] + node["size"] + 3
        box = (node["x"] - wide, low, node["x"] + wide, low + LINE * len(lines))
        if any(box[0] < r and left < box[2] and box[1] < b and top < box[3] for left, top, r, b in taken):
            continue
        taken.append(box)
        halo = _texts(lines, node["x"], low + 11, 12, "#16191d")
        yield halo.replace("<text", '<text paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round"')


def _edge(edge: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]]) -> str:
    start, end = nodes[edge["from"]], nodes[edge["to"]]
    ends = edge["arrow"].split(";")
    rest = _dashes(edge["status"]) + "".join(
        f' marker-{place}="url(#arrow)"' for place, name in (("end", "to"), ("start", "from")) if name in ends
    )
    if edge["from"] == edge["to"]:
        radius, size = 10 + 10 * edge["bend"], start["size"]
        return f'<path d="M{start["x"]} {start["y"] - size}a{radius} {radius} 0 1 1 {size} {size}"{rest}/>'
    dx, dy = end["x"] - start["x"], end["y"] - start["y"]
    x = (start["x"] + end["x"]) / 2 + dy * edge["bend"]
    y = (start["y"] + end["y"]) / 2 - dx * edge["bend"]
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
