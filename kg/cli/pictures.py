"""Networks as drawings: pages and pictures, as the suffix of the file says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from kg.answers import write
from kg.cli.style import note
from kg.graph import Graph
from kg.project import Project

if TYPE_CHECKING:
    from pyvis.network import Network as Drawing

    from kg.drawing.page import About
    from kg.networks import Network
    from kg.networks.centrality import Ranked
    from kg.views import View

SUFFIXES = (".html", ".svg", ".png")
_MOST = 1000


def is_drawing(style: str | None, output: str | None) -> bool:
    """Whether a drawing is asked for, by the suffix of its file."""
    return not style and bool(output) and str(output).lower().endswith(SUFFIXES)


def draw(network: Network, title: str, output: str | None) -> None:
    """Draw a network as one page, or as a picture."""
    _limit(network)
    finish(network, title, str(output))


def finish(
    network: Network, title: str, output: str, *, project: Project | None = None, graph: Graph | None = None,
    view: View | None = None, asked: str = "", whole: int = 0,
) -> None:  # fmt: skip
    """Write a network as a page or a picture, and say how much it holds.

    Args:
        network: as `kg.networks.network` makes it.
        project, graph, view: where it is from, for its dates and the hash of the build.
        asked: the command that draws the same.
        whole: how many things were selected, where fewer are drawn.
    """
    from kg.build import current
    from kg.drawing import draw as make_drawing
    from kg.drawing.page import About
    from kg.networks.subjects import add_dates

    if graph:
        add_dates(graph, network)
    build = " ".join([current(project).name[:12], *([view.name] if view and view.name else [])]) if project else ""
    about = About(asked, date.today().isoformat(), build, whole)
    data = _rendered(make_drawing(network, title=title), title, about, output)
    write(data, output)
    drawn = f"{len(network)} of {whole}" if whole > len(network) else f"{len(network)}"
    note(f"{output}: {_counted(drawn, 'thing')}, {_counted(str(network.number_of_edges()), 'relation')}, {_size(data)}")


def _rendered(drawing: Drawing, title: str, about: About, output: str) -> bytes:
    if output.lower().endswith((".svg", ".png")):
        from kg.drawing.picture import png, svg, unseen

        picture = svg(drawing, title=title, about=about)
        if output.lower().endswith(".svg"):
            return picture.encode()
        if letter := unseen(picture):
            note(f"{output}: no font here has `{letter}`: install one (on Debian fonts-noto-cjk), or write .svg")
        return png(picture)
    if output != "-" and not output.lower().endswith(SUFFIXES):
        raise click.UsageError(f"-o {output}: is no drawing: name a file {', '.join(SUFFIXES)}")
    from kg.drawing.page import page

    return page(drawing, title=title, about=about).encode(errors="replace")


def _counted(number: str, noun: str) -> str:
    return f"{number} {noun}" if number == "1" else f"{number} {noun}s"


def _size(data: bytes) -> str:
    return f"{len(data) / 1e6:.1f} MB" if len(data) >= 100_000 else f"{len(data) / 1e3:.0f} kB"


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
            network.nodes[thing].update(family=f"community-{number:03}", family_label=f"community {number}", mark="")
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
