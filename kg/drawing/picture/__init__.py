"""A pyvis Network as a picture for a paper: SVG, or PNG made of it, with title, legend and sources.

No browser is needed. Marks, dashes and places are those of `kg.drawing.page`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from kg.drawing.page import About, model_of, told_of
from kg.drawing.page.look import OUTLINE
from kg.drawing.picture.lettering import LINE, columns, plain, texts, wrapped
from kg.drawing.picture.marks import dashes, line, mark, shape
from kg.drawing.picture.names import names

if TYPE_CHECKING:
    from pyvis.network import Network

FONTS = (
    "'Noto Sans', 'DejaVu Sans', 'Noto Sans KR', 'Noto Sans CJK KR', 'NanumGothic', 'Nanum Gothic', 'Malgun Gothic', "
    "'Apple SD Gothic Neo', sans-serif"
)
MEANINGS = {"fact": "fact", "claimed": "claimed only", "contested": "≠ contested"}
MARGIN = 24
HEAD = 24  # pixels from one line of the title to the next
MOST_SOURCES = 6
LARGEST = 8000  # pixels of a side of a PNG


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
    leaders: list[str] = []
    named = "".join(names(nodes, edges, leaders))
    body = [
        f'<g fill="none" stroke="#666" stroke-width="1.3">{"".join(line(edge, nodes) for edge in edges)}</g>',
        *leaders,
        f'<g stroke="{OUTLINE}" stroke-width="1.5">{"".join(mark(node) for node in nodes)}</g>',
        f'<g text-anchor="middle">{named}</g>',
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
