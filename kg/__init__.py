"""A knowledge graph of actors and events in which every statement says who made it, and where.

For notebooks and programs:

    import kg

    dataset = kg.open()                                            # an rdflib.Dataset
    network = kg.network("launch:2022-01-17-pyongyang", hops=1)    # a networkx.MultiDiGraph
    kg.draw(network).show("launch.html", notebook=False)           # a pyvis Network
    kg.path("Pak Jong Chon", "Fumio Kishida", best=3)              # each step with its claims

What reads the graph takes the options of `kg.views.View`: `as_of` and `known_by`, which are dates in
EDTF, and `merged`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    import networkx
    import pyvis.network
    import rdflib

    from kg.graph import Graph
    from kg.networks import Network
    from kg.networks.centrality import Ranked
    from kg.networks.selection import Selection
    from kg.views import View

__all__ = ["KgError", "__version__", "communities", "draw", "network", "open", "path", "rank"]


def open(
    root: str | Path | None = None, *, as_of: str | None = None, known_by: str | None = None, merged: bool = False
) -> rdflib.Dataset:
    """The graph of a project as an `rdflib.Dataset`, read in place, built first if it was not.

    Args:
        root: the project's folder; None is found as the command line finds it.
        as_of, known_by, merged: how to look at it, as in `kg.views.View`.

    Returns:
        A dataset for reading, whose default graph holds all statements.

    Raises:
        KgError: there is no such project, its data is wrong, or a date is none.
    """
    from kg.project import find_project
    from kg.views import View, open_view

    return open_view(find_project(root), View.of(as_of, known_by, merged)).to_rdflib()


def network(
    *things: str, hops: int = 1, root: str | Path | None = None, as_of: str | None = None,
    known_by: str | None = None, merged: bool = False,
) -> networkx.MultiDiGraph[str]:  # fmt: skip
    """Things and their relations as a `networkx.MultiDiGraph`.

    Args:
        things: ids or exact names to start from; none means the whole graph.
        hops: how many relations, in either direction, to follow from them.
        root, as_of, known_by, merged: as for `open`.

    Returns:
        Nodes are ids with `label`, `kind`, `kind_label`, `family` (the prefix of the id), `family_label`,
        `mark` (a colour and a shape), `aliases`, `iri` and `facts`; edges are keyed by the property, with
        `property`, `label`, `status` (fact, contested, claimed) and `claims`.

    Raises:
        KgError: as `open`, or a thing is not in the graph.
    """
    from kg.networks import network as make_network
    from kg.project import find_project
    from kg.search import find_one
    from kg.views import View, open_view

    project = find_project(root)
    graph = open_view(project, View.of(as_of, known_by, merged))
    return make_network(project, graph, [find_one(project, graph, thing) for thing in things], hops)


def draw(graph: networkx.MultiDiGraph[str], title: str = "Network") -> pyvis.network.Network:
    """A network as a `pyvis.network.Network`, laid out, coloured and shaped by kind.

    Args:
        graph: as `network` makes it; others are drawn with what attributes they have.
        title: the heading.

    Returns:
        A pyvis network to go on from; `kg.drawing.page.page` makes one offline page of it.
    """
    from kg.drawing import draw as make_drawing

    return make_drawing(graph, title=title)


def path(
    start: str, end: str, *, best: int = 1, most: int | None = None, facts: bool = False,
    relations: Sequence[str] = (), kinds: Sequence[str] = (), since: str | None = None, until: str | None = None,
    root: str | Path | None = None, as_of: str | None = None, known_by: str | None = None, merged: bool = False,
) -> list[dict[str, Any]]:  # fmt: skip
    """The shortest ways from one thing to another over relations, in either direction.

    Args:
        start, end: ids or exact names.
        best: how many paths at most.
        most: the greatest length.
        facts, relations, kinds, since, until: what may be used, as in `kg.networks.selection.Selection`; `kinds`
            are those of the things between.
        root, as_of, known_by, merged: as for `open`.

    Returns:
        Paths as `kg.networks.citations.records` makes them; none where nothing ties the two.

    Raises:
        KgError: as `network`, the two are one thing, or an unknown relation, kind or day.
    """
    from kg.networks import dressed
    from kg.networks.citations import records
    from kg.networks.selection import Selection, of_kinds
    from kg.networks.walks import along, paths
    from kg.project import find_project
    from kg.views import View

    view = View.of(as_of, known_by, merged)
    graph, whole, ends = _selected(Selection(facts, relations, kinds, since, until), root, view, start, end)
    found = paths(whole, *ends, best=best, between=of_kinds(graph, whole, kinds), most=most)
    return records(dressed(find_project(root), graph, along(whole, found), facts=False), found)


def rank(
    by: str = "degree", *, facts: bool = False, kinds: Sequence[str] = (), since: str | None = None,
    until: str | None = None, root: str | Path | None = None, as_of: str | None = None, known_by: str | None = None,
    merged: bool = False,
) -> list[Ranked]:  # fmt: skip
    """Things by how central they are, the most central first.

    Args:
        by: degree, betweenness or pagerank; `kg.networks.centrality` says what they mean.
        kinds: classes of the things to list; all are measured.
        facts, since, until: what counts, as in `kg.networks.selection.Selection`.
        root, as_of, known_by, merged: as for `open`.

    Raises:
        KgError: as `open`, or an unknown measure, kind or day.
    """
    from kg.networks.centrality import rank as rank_things
    from kg.networks.selection import Selection, of_kinds
    from kg.views import View

    view = View.of(as_of, known_by, merged)
    graph, whole, _ = _selected(Selection(facts, (), kinds, since, until), root, view)
    return rank_things(whole, by, of_kinds(graph, whole, kinds))


def communities(
    *, facts: bool = False, since: str | None = None, until: str | None = None,
    root: str | Path | None = None, as_of: str | None = None, known_by: str | None = None, merged: bool = False,
) -> list[list[str]]:  # fmt: skip
    """The ids of things that hang together more than with the rest, the largest group first.

    Args:
        facts, since, until: what counts, as in `kg.networks.selection.Selection`.
        root, as_of, known_by, merged: as for `open`.

    Raises:
        KgError: as `open`, or an unknown day.
    """
    from kg.networks.clusters import communities as find_groups
    from kg.networks.selection import Selection
    from kg.views import View

    view = View.of(as_of, known_by, merged)
    return find_groups(_selected(Selection(facts, (), (), since, until), root, view)[1])


def _selected(
    selection: Selection, root: str | Path | None, view: View, *ends: str
) -> tuple[Graph, Network, list[str]]:
    """The graph, what is selected of its network, and the ids of things that stay in it."""
    from kg.networks.selection import select
    from kg.networks.ties import ties
    from kg.project import find_project
    from kg.search import find_one
    from kg.views import open_view

    project = find_project(root)
    graph = open_view(project, view)
    ids = [find_one(project, graph, thing) for thing in ends]
    return graph, select(graph, ties(graph), selection, ids), ids
