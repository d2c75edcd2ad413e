"""Any pyvis Network as one HTML page that works offline, runs no foreign script, and stays still.

The page holds all that it needs, computes no layout, and may run only the script whose hash its policy
names. `page.html` is its template; script and style are bundled from `kg/web/src/draw`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.drawing.page.look import DASHES, bends, styles
from kg.networks.marks import SHAPES, Style
from kg.web import asset

if TYPE_CHECKING:
    from pyvis.network import Network

BUNDLED = ("draw.js", "draw.css", "draw.licences.txt")
ROWS_WITHOUT_SCRIPT = 1000
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|(rgb|hsl)a?\([\d\s.,%/]+\)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class About:
    """What a drawing is of, which it says itself and in all that is saved from it.

    Attributes:
        asked: the selection, in words.
        drawn: the day, in ISO 8601.
        graph: the hash of the build that it was drawn from.
        whole: how many things the selection has, of which fewer may be drawn; 0 for all that are drawn.
    """

    asked: str = ""
    drawn: str = ""
    graph: str = ""
    whole: int = 0


def page(network: Network, *, title: str, about: About | None = None) -> str:
    """One HTML page, complete in itself, of any pyvis Network; nodes without a place get one.

    Of the Network, `nodes` and `edges` count, its options do not. Pictures and HTML in them are left
    out: every text is shown as text.

    Raises:
        ValueError: an edge names a node that is not there.
        MissingLibraryError: script and style of the page were not bundled.
    """
    from jinja2 import Environment

    about = about or About()
    model = model_of(network)
    model["about"] = {**asdict(about), "title": title}
    script, style, licences = (_text(asset(name).decode()) for name in BUNDLED)
    source = files(__name__).joinpath("page.html").read_text("utf-8")
    template = Environment(autoescape=True).from_string(source)
    return template.render(
        title=title,
        script=_inline(script),
        script_hash=_hash(script),
        style=_inline(style),
        style_hash=_hash(style),
        model=model,
        data=_json(model),
        counts=f"{_count(model['nodes'], 'node')}, {_count(model['edges'], 'edge')}",
        rows=model["edges"] if len(model["edges"]) <= ROWS_WITHOUT_SCRIPT else [],
        cited=_cited,
        about=" · ".join(told_of(about, len(model["nodes"]))),
        licences=_inline(licences),
    )


def _cited(claims: Sequence[Mapping[str, Any]]) -> str:
    """Who says something and where, as the page's table tells it; a source that speaks itself is named once."""
    told = []
    for claim in claims:
        who = dict.fromkeys(str(claim.get(name) or "") for name in ("claimant", "source"))
        line = "" if claim.get("line") is None else f"line {claim['line']}"
        told.append(", ".join(filter(None, [*who, line])))
    return "; ".join(dict.fromkeys(told))


def told_of(about: About, drawn: int) -> list[str]:
    """What a drawing says of itself, in parts: how much is left out, the selection, the day, the graph."""
    cut = f"{drawn:,} of {about.whole:,} things" if about.whole > drawn else ""
    parts = (
        cut,
        about.asked,
        f"drawn {about.drawn}" if about.drawn else "",
        f"graph {about.graph}" if about.graph else "",
    )
    return [part for part in parts if part]


def records(value: object) -> list[dict[str, Any]]:
    """The facts or claims among what a graph has in their place, copied in the types of JSON.

    What is of another type (a date, a NaN) becomes text.
    """
    found = [item for item in value if isinstance(item, Mapping)] if isinstance(value, (list, tuple)) else []
    plain: list[dict[str, Any]] = _DECODER.decode(_ENCODER.encode(found)) if found else []
    return plain


_ENCODER, _DECODER = json.JSONEncoder(default=str), json.JSONDecoder(parse_constant=str)


def texts(value: object) -> list[str]:
    """The texts of a list, or of a text that stands by itself; empty for nothing."""
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    return [str(value)] if value else []


def model_of(network: Network) -> dict[str, Any]:
    """What the page's script reads: kinds, nodes and edges; an edge names its ends by their number.

    Only known keys get in, so that no option of vis-network that loads or runs something does.

    Raises:
        ValueError: an edge names a node that is not there.
    """
    number = {node["id"]: index for index, node in enumerate(network.nodes)}
    ends = []
    for edge in network.edges:
        if edge["from"] not in number or edge["to"] not in number:
            raise ValueError(f"edge {edge['from']!r} to {edge['to']!r}: one of them is no node: add it first")
        ends.append((number[edge["from"]], number[edge["to"]]))
    own = [str(node.get("family") or node.get("kind") or node.get("group") or "") for node in network.nodes]
    style = styles(own)
    nodes = [_face(node, kind, style[kind]) for node, kind in zip(network.nodes, own, strict=True)]
    _settle(nodes, ends)
    names = {
        kind: str(node.get("family_label") or node.get("kind_label") or kind)
        for node, kind in zip(network.nodes, own, strict=True)
    }
    return {
        "kinds": [
            {"id": kind, "label": names[kind] or "other"} for kind in sorted(names, key=names.__getitem__)
        ],
        "dashes": DASHES,
        "nodes": nodes,
        "edges": [_line(*item) for item in zip(network.edges, ends, bends(ends), strict=True)],
    }


def _face(node: Mapping[str, Any], kind: str, style: Style) -> dict[str, Any]:
    """A node as the page draws it and shows it in the panel."""
    colour, shape = node.get("color"), node.get("shape")
    if isinstance(colour, Mapping):
        colour = colour.get("background")
    if "group" in node and not colour:  # pyvis then gives every node the same shape
        shape = style.shape
    return {
        "id": str(node["id"]),
        "label": str(node.get("label") or node["id"]),
        "kind": kind,
        "kindLabel": str(node.get("kind_label") or ""),
        "colour": colour if isinstance(colour, str) and COLOUR.fullmatch(colour) else style.colour,
        "shape": shape if shape in SHAPES.values() else "dot",
        "size": min(max(_number(node.get("size")) or 16, 4), 60),
        "x": _number(node.get("x")),
        "y": _number(node.get("y")),
        "iri": str(node.get("iri") or ""),
        "note": "" if "facts" in node else str(node.get("title") or ""),
        "aliases": texts(node.get("aliases")),
        "facts": records(node.get("facts")),
        "first": _day(node.get("first")),
        "last": _day(node.get("last")),
    }


def _line(edge: Mapping[str, Any], ends: tuple[int, int], bend: float) -> dict[str, Any]:
    """An edge as the page draws it and shows it in the panel."""
    return {
        "from": ends[0],
        "to": ends[1],
        "bend": bend,
        "arrow": ";".join(end for end in ("to", "from") if end in (edge.get("arrows") or ())),
        "label": str(edge.get("label") or edge.get("title") or ""),
        "property": str(edge.get("property") or ""),
        "status": str(edge.get("status") or ("claimed" if edge.get("dashes") else "fact")),
        "claims": records(edge.get("claims")),
    }


def _settle(nodes: list[dict[str, Any]], ends: Sequence[tuple[int, int]]) -> None:
    """Gives all nodes a place if one of them has none."""
    if all(node["x"] is not None and node["y"] is not None for node in nodes):
        return
    import networkx as nx

    from kg.drawing.layout import positions

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    graph.add_nodes_from((index, {"label": node["label"]}) for index, node in enumerate(nodes))
    graph.add_edges_from(ends)
    for node, (x, y) in zip(nodes, positions(graph).values(), strict=True):
        node["x"], node["y"] = x, y


def _number(value: object) -> float | None:
    return value if isinstance(value, (int, float)) and math.isfinite(value) else None


def _day(value: object) -> str | None:
    return str(value) if value is not None and DAY.fullmatch(str(value)) else None


def _count(items: Sequence[object], noun: str) -> str:
    return f"{len(items):,} {noun}{'' if len(items) == 1 else 's'}"


def _text(source: str) -> str:
    """With the line ends that a browser sees, and hashes, whatever the file had."""
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _json(model: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element that it stands in."""
    text = json.dumps(model, ensure_ascii=False, separators=(",", ":"))
    return _inline(text.replace("<", "\\u003c").replace(">", "\\u003e"))


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _inline(source: str) -> str:
    """The text, which the template may write as it is.

    Raises:
        ValueError: it would end the element or the comment that it stands in.
    """
    if any(end in source.lower() for end in ("</script", "</style", "<!--", "-->")):
        raise ValueError("a part of the page holds the end of a script, style or comment: mend its source")
    return source
