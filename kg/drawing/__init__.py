"""A graph as a pyvis Network, which is the model that people can take, change and hand back.

A page of its own makes of it what `kg.drawing.page` makes: pyvis' page asks foreign hosts, and runs what it
finds in labels.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.drawing.page import records, texts
from kg.drawing.page.look import DASHES, OUTLINE, bends, styles
from kg.networks.marks import Style, style_of

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network


def draw(graph: nx.Graph[Any], *, title: str = "") -> Network:
    """A pyvis Network of a graph: places, colour and shape by family of kinds, dashes by status, physics off.

    It shows in a notebook like any other (`draw(graph).show("graph.html")`), and `page` makes a page of
    it. What `page` shows in its panel stands in further keys of the nodes and edges.

    Args:
        graph: as `kg.network()` returns it, or any other networkx graph: of a node `label`, `kind`,
            `kind_label`, `family`, `family_label` (in place of the kind, where given), `mark` (as
            `kg.networks.marks` has it), `aliases`, `iri`, `facts`, and `first` and `last`, its days in ISO 8601, are
            read, of an edge `label`, `property`, `status` and `claims`; all may be missing. It is not changed.
        title: heading of the page.
    """
    from pyvis.network import Network

    from kg.drawing.layout import positions

    network = Network(
        height="750px",
        directed=graph.is_directed(),
        notebook=True,
        cdn_resources="in_line",
        heading=html.escape(title),  # pyvis writes it as it is
    )
    network.toggle_physics(False)
    style = styles_of(graph)
    places = positions(graph)
    for node, data in graph.nodes(data=True):
        size = size_of(graph.degree(node))
        network.add_node(_name(node), **drawn_node(node, data, style, places[node], size))
    ends = [(_name(one), _name(other)) for one, other in graph.edges()]
    for (one, other), bend, (*_, data) in zip(ends, bends(ends), graph.edges(data=True), strict=True):
        # not add_edge, which drops parallel edges and looks for both nodes in a list each time
        network.edges.append({"from": one, "to": other, **drawn_edge(data), **_course(bend, loop=one == other)})
        if network.directed:
            network.edges[-1]["arrows"] = "to"
    return network


def _name(node: object) -> str | int:
    return node if isinstance(node, (str, int)) else str(node)


def _family(data: Mapping[str, Any]) -> str:
    """What a node's look goes by: few families are told apart more easily than many kinds."""
    return str(data.get("family") or data.get("kind") or "")


def styles_of(graph: nx.Graph[Any]) -> dict[str, Style]:
    """How the nodes of each family look: by their mark, or where they have none by how frequent they are."""
    nodes = [data for _, data in graph.nodes(data=True)]
    given = {_family(data): style_of(str(data.get("mark") or "")) for data in nodes}
    return styles(map(_family, nodes)) | {family: style for family, style in given.items() if style}


def size_of(degree: int) -> float:
    """How large a node is drawn that has so many edges."""
    return min(round(10 + 3 * math.sqrt(degree), 1), 30)


def drawn_node(
    node: object, data: Mapping[str, Any], style: Mapping[str, Style], place: tuple[float, float], size: float
) -> dict[str, Any]:
    """The keys of a node of a Network: those of vis-network, then those that only `page` reads.

    Args:
        data: as of a node that `draw` takes.
        style: of each family or kind.
        place: where its middle is.
    """
    kind = str(data.get("kind") or "")
    colour, shape = style[_family(data)]
    label, kind_label = str(data.get("label") or node), str(data.get("kind_label") or kind)
    face = {"background": colour, "border": OUTLINE}
    return {
        "label": label,
        # pyvis shows titles as HTML once one of them contains this word
        "title": (f"{label} ({kind_label})" if kind_label else label).replace("href", "hre\u2060f"),
        "color": {**face, "highlight": face, "hover": face},
        "shape": shape,
        "size": size,
        "x": place[0],
        "y": place[1],
        "kind": kind,
        "kind_label": kind_label,
        "family": _family(data),
        "family_label": str(data.get("family_label") or kind_label),
        "iri": str(data.get("iri") or ""),
        "aliases": texts(data.get("aliases")),
        "facts": records(data.get("facts")),
        "first": data.get("first"),
        "last": data.get("last"),
    }


def drawn_edge(data: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of an edge of a Network but its ends and its course, of an edge that `draw` takes."""
    status, label = str(data.get("status") or "fact"), str(data.get("label") or data.get("property") or "")
    return {
        "label": label,
        "title": label if status == "fact" else f"{label} ({status})",
        "dashes": DASHES.get(status, False),
        "color": "#666666",
        "font": {"size": 11},
        "property": str(data.get("property") or ""),
        "status": status,
        "claims": records(data.get("claims")),
    }


def _course(bend: float, *, loop: bool) -> dict[str, Any]:
    """How vis-network is told of a bend."""
    if loop:
        return {"selfReference": {"size": 10 + 10 * bend}}
    if not bend:
        return {"smooth": False}
    turn = "curvedCW" if bend > 0 else "curvedCCW"
    return {"smooth": {"enabled": True, "type": turn, "roundness": abs(bend)}}
