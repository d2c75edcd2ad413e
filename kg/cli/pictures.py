"""Paths, ranks and communities as drawings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from kg.answers import write
from kg.cli.style import note
from kg.graph import Graph
from kg.project import Project

if TYPE_CHECKING:
    from kg.centrality import Ranked
    from kg.networks import Network

_MOST = 1000


def is_drawing(style: str | None, output: str | None) -> bool:
    """Whether a drawing is asked for, by the suffix of its file."""
    return not style and bool(output) and str(output).lower().endswith(".html")


def draw(network: Network, title: str, output: str | None) -> None:
    """Draw a network as one page."""
    from kg.drawing import draw as make_drawing
    from kg.page import page

    _limit(network)
    write(page(make_drawing(network, title=title), title=title), output)
    note(f"{output}: {len(network)} things, {network.number_of_edges()} relations")


def draw_ranked(
    project: Project, graph: Graph, whole: Network, found: Sequence[Ranked], title: str, output: str | None
) -> None:
    """The things listed and their relations, each with its place before its name."""
    network = _between(project, graph, whole, [each.thing for each in found])
    for each in found:
        network.nodes[each.thing]["label"] = f"{each.rank}. {network.nodes[each.thing]['label']}"
    draw(network, title, output)


def draw_groups(
    project: Project, graph: Graph, whole: Network, listed: Mapping[int, Sequence[str]], title: str,
    output: str | None,
) -> None:  # fmt: skip
    """The things listed, coloured by community instead of kind."""
    network = _between(project, graph, whole, [thing for members in listed.values() for thing in members])
    for number, members in listed.items():
        for thing in members:
            network.nodes[thing].update(family=f"community-{number:03}", family_label=f"community {number}")
    draw(network, title, output)


def _between(project: Project, graph: Graph, whole: Network, things: Collection[str]) -> Network:
    """Some things of a network and the relations between them, with all that is shown of them."""
    from kg.networks import dressed

    part: Network = whole.copy()
    part.remove_nodes_from(set(whole) - set(things))
    _limit(part)
    return dressed(project, graph, part)


def _limit(network: Network) -> None:
    if len(network) > _MOST:
        raise click.UsageError(f"{len(network)} things are more than {_MOST}, too many to draw: ask for fewer")
