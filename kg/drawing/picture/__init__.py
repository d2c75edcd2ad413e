"""A pyvis Network as a picture for a paper: SVG, or PNG made of it, with title, legend and sources.

No browser is needed. Marks, dashes and places are those of `kg.drawing.page`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape

from kg.drawing.page import About, model_of, told_of
from kg.drawing.page.look import OUTLINE
from kg.drawing.picture.lettering import LINE, columns, haloed, plain, texts, wrapped
from kg.drawing.picture.marks import dashes, line, mark, point, shape

if TYPE_CHECKING:
    from pyvis.network import Network

FONTS = (
    "'Noto Sans', 'DejaVu Sans', 'Noto Sans KR', 'Noto Sans CJK KR', 'NanumGothic', 'Nanum Gothic', 'Malgun Gothic', "
    "'Apple SD Gothic Neo', sans-serif"
)
MEANINGS = {"fact": "fact", "claimed": "claimed only", "contested": "≠ contested"}
COLUMNS, MARGIN = 20, 24
HEAD = 24  # pixels from one line of the title to the next
MOST_SOURCES = 6
FEW = 60  # so many edges are named
SIGN = "≠"  # of a contested edge
ALONG = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7)  # where on an edge its name may stand
LARGEST = 8000  # pixels of a side of a PNG

Box: TypeAlias = tuple[float, float, float, float]


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
    lines = wrapped(title, width - 60, 10)
    top -= HEAD * max(len(lines) - 1, 0)
    head = [texts([each], left + MARGIN, top - 22 + HEAD * n, 18, "#16191d") for n, each in enumerate(lines)]
    legend, low = _legend(model, left + MARGIN, bottom + 10, left + width - MARGIN)
    foot = [
        *wrapped(_sources(nodes, edges), width - 2 * MARGIN),
        *wrapped(" · ".join(told_of(about or About(), len(nodes))), width - 2 * MARGIN),
    ]
    low += 26
    body = [
        f'<g fill="none" stroke="#666" stroke-width="1.3">{"".join(line(edge, nodes) for edge in edges)}</g>',
        f'<g stroke="{OUTLINE}" stroke-width="1.5">{"".join(mark(node) for node in nodes)}</g>',
        f'<g text-anchor="middle">{"".join(_labels(nodes, edges))}</g>',
        *legend,
        texts(foot, left + MARGIN, low, 12, "#565e68"),
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


def _document(box: tuple[int, int, int, int], title: str, body: str) -> str:
    x, y, width, height = box
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="{FONTS}">\n<title>{plain(title)}</title>\n'
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#666"/></marker></defs>\n'
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _labels(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Names of nodes, signs of contested edges, names of edges where they are few; none over another nor a mark."""
    taken = [_box(node["x"], node["y"] - node["size"], node["size"], 2 * node["size"]) for node in nodes]
    frame = _frame(nodes)
    degree = Counter(end for edge in edges for end in (edge["from"], edge["to"]))
    for index in sorted(range(len(nodes)), key=lambda index: (-degree[index], index)):
        lines = wrapped(nodes[index]["label"], COLUMNS, 1)
        lines = [*lines[:2], f"{lines[2]}…"] if len(lines) > 3 else lines
        yield from _name(nodes[index], lines, taken, frame) if lines else ()
    few = len(edges) <= FEW
    for edge in sorted(edges, key=lambda edge: edge["status"] != "contested"):
        sign = SIGN if edge["status"] == "contested" else ""
        named = f"{sign} {edge['label']}".strip() if few else sign
        yield from next(filter(None, (_along(nodes, edge, text, taken) for text in dict.fromkeys([named, sign]))), ())


def _frame(nodes: Sequence[Mapping[str, Any]]) -> Box:
    """What a name above or beside a mark must not leave: below the title, and within the sides."""
    xs, ys = [node["x"] for node in nodes] or [0], [node["y"] for node in nodes] or [0]
    return min(xs) - 85, min(ys) - 60, max(xs) + 85, max(ys) + 80


def _name(node: Mapping[str, Any], lines: Sequence[str], taken: list[Box], frame: Box) -> Iterator[str]:
    """The name of a node below it, or else above or beside it, where there is room."""
    half, tall = 3.3 * max(map(columns, lines)), LINE * len(lines)
    x, y, far = node["x"], node["y"], node["size"] + 3
    beside = far + half
    above, right, left = (x, y - far - tall), (x + beside, y - tall / 2), (x - beside, y - tall / 2)
    inside = [each for each in (above, right, left) if _holds(frame, _box(*each, half, tall))]
    for middle, top in ((x, y + far), *inside):
        if _take(taken, _box(middle, top, half, tall)):
            yield haloed(lines, middle, top + 11, 12, "#16191d")
            return


def _along(nodes: Sequence[Mapping[str, Any]], edge: Mapping[str, Any], text: str, taken: list[Box]) -> list[str]:
    """A text on an edge, where there is room and the edge is long enough to be seen beside it; a sign in any case."""
    start, end, wide = nodes[edge["from"]], nodes[edge["to"]], 2.9 * columns(text)
    if not text or math.hypot(end["x"] - start["x"], end["y"] - start["y"]) < 2 * wide:
        return []
    places = [point(start, end, edge["bend"], along) for along in ALONG]
    free = (place for place in places if _take(taken, _box(place[0], place[1] - 8, wide, 14)))
    place = next(free, places[0] if text == SIGN else None)
    return [haloed([text], place[0], place[1] + 3, 10, "#565e68")] if place else []


def _box(x: float, top: float, half: float, tall: float) -> Box:
    return x - half, top, x + half, top + tall


def _holds(frame: Box, box: Box) -> bool:
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _take(taken: list[Box], box: Box) -> bool:
    """Take a place, unless something is there."""
    if any(box[0] < right and left < box[2] and box[1] < low and top < box[3] for left, top, right, low in taken):
        return False
    taken.append(box)
    return True


def _legend(model: Mapping[str, Any], x: float, y: float, right: float) -> tuple[list[str], float]:
    """Each kind and each status that is there, in rows; and the height of the last row."""
    first = {node["kind"]: node for node in reversed(model["nodes"])}
    entries = [
        (kind["label"], shape(first[kind["id"]]["shape"], 0, 0, 7, f'fill="{plain(first[kind["id"]]["colour"])}"'))
        for kind in model["kinds"]
    ]
    for status in dict.fromkeys(edge["status"] for edge in model["edges"]):
        sample = f'<path d="M-8 0H26" fill="none"{dashes(status)} transform="translate(0 0)"/>'
        entries.append((MEANINGS.get(status, status), sample))
    parts, at = [], x
    for label, sign in entries:
        far = 32 if "path" in sign else 12
        wide = far + 7 * columns(label) + 24
        if at + wide > right and at > x:
            at, y = x, y + 22
        sign = f'<g transform="translate({at + 8:.1f} {y - 4:.1f})" stroke="{OUTLINE}" stroke-width="1.3">{sign}</g>'
        parts.append(sign + texts([label], at + 8 + far, y, 12, "#16191d"))
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
