"""A part of the network as scripts draw it, in the form that `kg.drawing.page` has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kg.graph import Iri, Rows, text_of
from kg.namespaces import KG, expand
from kg.networks import cite, in_words, network_of, node_of
from kg.server.about import Tie, dates, ties
from kg.server.between import Told, tell
from kg.server.opened import Shown

if TYPE_CHECKING:
    from kg.networks import Network

MOST_THINGS = 300
"""The most things of a network that is not asked for more; a page says how many there are."""


class Reached:
    """What lies around some things.

    Attributes:
        things: the ids shown, nearest first.
        total: how many there are in all, as far as they were followed.
        ties: the relations of each thing whose own were looked up.
    """

    def __init__(self, shown: Shown, starts: Sequence[str], hops: int, most: int) -> None:
        self.ties: dict[str, list[Tie]] = {}
        reached = dict.fromkeys(starts)
        layer = list(reached)
        for _ in range(hops):
            ends = [each.other for thing in layer[:most] for each in self._ties_of(shown, thing)]
            layer = [each for each in dict.fromkeys(ends) if each not in reached]
            reached.update(dict.fromkeys(layer))
        self.total, self.things = len(reached), list(reached)[:most]

    def _ties_of(self, shown: Shown, thing: str) -> list[Tie]:
        if thing not in self.ties:
            self.ties[thing] = ties(shown, thing)
        return self.ties[thing]


def relations_query(shown: Shown, things: Sequence[str]) -> str:
    """The query for the relations between some things; empty for none."""
    return shown.questions["relations"].with_values({"from": things, "to": things}) if things else ""


def between(shown: Shown, things: Sequence[str], *, facts: bool = False) -> Network:
    """Things and the relations between them, as `kg.networks.network` has them."""
    told = tell(shown, things, attributes=facts)
    terms = [term for rows in (told.relations, told.attributes) for row in rows.rows for term in row]
    names = shown.names([*terms, *(Iri(expand(thing)) for thing in things)])
    stated = _facts(told.attributes, names)
    nodes = {
        thing: _node(shown, thing, names[expand(thing)], told, list(stated.get(thing, {}).values())) for thing in things
    }
    return network_of(nodes, told.relations, names)


def _node(shown: Shown, thing: str, name: str, told: Told, facts: list[dict[str, Any]]) -> dict[str, Any]:
    kind, prefix = told.kinds[thing], thing.partition(":")[0]
    known = name if name != thing else None
    labels = kind, shown.terms.get(KG + kind, kind)
    family = shown.families.get(prefix, ("", prefix))[1], shown.marks.get(prefix, "")
    return node_of(thing, known, told.names[thing], labels, family, facts)


def _facts(rows: Rows, names: dict[str, str]) -> dict[str, dict[tuple[str, str], dict[str, Any]]]:
    """What is said of each thing, by property and value, with the claims for it."""
    found: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for row in rows.rows:
        cells = dict(zip(rows.columns, row, strict=True))
        told = {name: in_words(term, names) for name, term in cells.items()}
        first = {"property": told["property"], "value": told["value"], "status": told["status"], "claims": []}
        stated = found.setdefault(text_of(cells["thing"]), {})
        cite(stated.setdefault((told["property"], told["value"]), first), cells, told)
    return found


def model(shown: Shown, network: Network, reached: Reached) -> dict[str, Any]:
    """Nodes and edges as `kg.drawing.page` has them, but edges name ids; a node has its time, and what is not shown."""
    from kg.drawing import drawn_edge, drawn_node, size_of, styles_of
    from kg.drawing.page import model_of

    labels = tuple((thing, str(data["label"])) for thing, data in network.nodes(data=True))
    style, places = styles_of(network), _places(labels, tuple(network.edges()))
    nodes = [
        {"id": thing, **drawn_node(thing, data, style, places[thing], size_of(network.degree(thing)))}
        for thing, data in network.nodes(data=True)
    ]
    edges = [
        {"from": start, "to": end, "arrows": "to", **drawn_edge(data)} for start, end, data in network.edges(data=True)
    ]
    made = model_of(SimpleNamespace(nodes=nodes, edges=edges))  # it has what is read of one
    ids = [node["id"] for node in made["nodes"]]
    when = dates(shown, ids)
    for node in made["nodes"]:
        first, last, _ = when.get(node["id"], ("", "", ""))
        node |= {"first": first or None, "last": last or None, "more": _hidden(reached, network, node["id"])}
    for edge in made["edges"]:
        edge |= {"from": ids[edge["from"]], "to": ids[edge["to"]]}
    return made


@lru_cache(maxsize=64)
def _places(labels: tuple[tuple[str, str], ...], edges: tuple[tuple[str, str], ...]) -> dict[str, tuple[float, float]]:
    """A place for each thing; of a hundred things it takes longer than all the rest, and so is remembered."""
    import networkx

    from kg.drawing.layout import positions

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from((thing, {"label": label}) for thing, label in labels)
    graph.add_edges_from(edges)
    return positions(graph)


def _hidden(reached: Reached, network: Network, thing: str) -> int | None:
    """How many relations of a thing are not shown; None where they were not counted."""
    if thing not in reached.ties:
        return None
    return sum(not _is_shown(network, thing, each) for each in reached.ties[thing])


def _is_shown(network: Network, thing: str, tie: Tie) -> bool:
    start, end = (thing, tie.other) if tie.direction == "forward" else (tie.other, thing)
    return network.has_edge(start, end, tie.property)
