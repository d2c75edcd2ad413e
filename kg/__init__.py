"""A knowledge graph of actors and events in which every statement says who made it, and where.

For notebooks and programs:

    import kg

    dataset = kg.open()                                            # an rdflib.Dataset
    network = kg.network("launch:2022-01-17-pyongyang", hops=1)    # a networkx.MultiDiGraph
    kg.draw(network).show("launch.html", notebook=False)           # a pyvis Network
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    import networkx
    import pyvis.network
    import rdflib

__all__ = ["KgError", "__version__", "draw", "network", "open"]


def open(root: str | Path | None = None) -> rdflib.Dataset:
    """The graph of a project as an `rdflib.Dataset`, read in place, built first if it was not.

    Args:
        root: the project's folder; None is found as the command line finds it.

    Returns:
        A dataset for reading, whose default graph holds all statements.

    Raises:
        KgError: there is no such project, or its data is wrong.
    """
    from kg.build import open_graph
    from kg.project import find_project

    return open_graph(find_project(root)).to_rdflib()


def network(*things: str, hops: int = 1, root: str | Path | None = None) -> networkx.MultiDiGraph[str]:
    """Things and their relations as a `networkx.MultiDiGraph`.

    Args:
        things: ids or exact names to start from; none means the whole graph.
        hops: how many relations, in either direction, to follow from them.
        root: as for `open`.

    Returns:
        Nodes are ids with `label`, `kind`, `kind_label`, `family` (the prefix of the id), `family_label`,
        `aliases`, `iri` and `facts`; edges are keyed by the property, with `property`, `label`, `status`
        (fact, contested, claimed) and `claims`.

    Raises:
        KgError: as `open`, or a thing is not in the graph.
    """
    from kg.build import open_graph
    from kg.networks import network as make_network
    from kg.project import find_project
    from kg.search import find_one

    project = find_project(root)
    graph = open_graph(project)
    return make_network(project, graph, [find_one(project, graph, thing) for thing in things], hops)


def draw(graph: networkx.MultiDiGraph[str], title: str = "Network") -> pyvis.network.Network:
    """A network as a `pyvis.network.Network`, laid out, coloured and shaped by kind.

    Args:
        graph: as `network` makes it; others are drawn with what attributes they have.
        title: the heading.

    Returns:
        A pyvis network to go on from; `kg.page.page` makes one offline page of it.
    """
    from kg.drawing import draw as make_drawing

    return make_drawing(graph, title=title)
