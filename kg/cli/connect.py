"""Commands on the network of things: path, rank, communities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.answers import ROW_FORMATS, format_of, render_rows, terminal_width, write
from kg.cli.pictures import draw, draw_groups, draw_ranked, is_drawing
from kg.cli.style import complete_id, complete_kind, format_options, note, show_error, view_options
from kg.graph import Graph, Iri, Literal, Rows, Term
from kg.namespaces import expand
from kg.networks.selection import Selection
from kg.project import Project
from kg.views import View, open_view

if TYPE_CHECKING:
    from kg.networks import Network


def _selecting(kind: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that say which part of the network counts; `kind` is the help of --kind."""
    options = [
        click.option("--facts", is_flag=True, help="Only facts; else also what is claimed or contested."),
        click.option("--kind", "kinds", multiple=True, metavar="KIND", shell_complete=complete_kind, help=kind),
        click.option("--from", "since", metavar="DAY", help="Leave out what ended before; what has no dates stays."),
        click.option("--until", metavar="DAY", help="Leave out what began after."),
    ]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.command()
@click.argument("start", metavar="A", shell_complete=complete_id)
@click.argument("end", metavar="B", shell_complete=complete_id)
@click.option("-k", "--best", default=1, show_default=True, type=click.IntRange(1), help="How many paths at most.")
@click.option("--most", metavar="N", type=click.IntRange(1), help="The greatest length.")
@click.option("--relation", "relations", multiple=True, metavar="KEY", help="Only by this one; repeat it for several.")
@_selecting("Only things of this kind, or below, may stand between; repeat it for several.")
@format_options(*ROW_FORMATS)
@view_options
@click.pass_context
def path(
    ctx: click.Context, start: str, end: str, best: int, most: int | None, relations: tuple[str, ...], facts: bool,
    kinds: tuple[str, ...], since: str | None, until: str | None, style: str | None, output: str | None, view: View,
) -> None:  # fmt: skip
    """Show how two things are connected, shortest first, each step with its citation.

    Relations are walked in either direction; the arrows show how they are stated. That two records are said
    to be the same thing is a step without length. `-o FILE.html` draws the paths.

    \b
    Example:
        kg path person:pak-jong-chon person:fumio-kishida --best 2
        kg path "Pak Jong Chon" "Fumio Kishida" --facts -k 5 -o paths.html
    """
    from kg.networks import dressed
    from kg.networks.citations import render_paths
    from kg.networks.selection import of_kinds, select
    from kg.networks.ties import ties
    from kg.networks.walks import along, paths
    from kg.search import find_one

    graph = open_view(ctx.obj, view, note)
    ends = [find_one(ctx.obj, graph, thing) for thing in (start, end)]
    selection = Selection(facts, relations, kinds, since, until)
    drawn = is_drawing(style, output)
    whole = select(graph, ties(graph), selection, ends)
    found = paths(whole, *ends, best=best, between=of_kinds(graph, whole, kinds), most=most)
    part = dressed(ctx.obj, graph, along(whole, found), facts=drawn)
    if drawn and found:
        draw(part, view.titled(f"Paths from {_label(part, ends[0])} to {_label(part, ends[1])}"), output)
    elif not drawn:
        chosen = format_of(style, output, "table")
        if found or chosen != "table":
            write(render_paths(part, found, chosen, None if output else terminal_width()), output)
    if not found:
        show_error(f"no path from {ends[0]} to {ends[1]}: {_wider(selection, most)}")
        ctx.exit(1)


@click.command()
@click.option(
    "--by", default="degree", show_default=True, type=click.Choice(("degree", "betweenness", "pagerank")),
    help="The measure.",
)  # fmt: skip
@click.option("--most", default=20, show_default=True, type=click.IntRange(1), help="How many rows at most.")
@_selecting("List only things of this kind, or below; repeat it for several. All are measured.")
@format_options(*ROW_FORMATS)
@view_options
@click.pass_context
def rank(
    ctx: click.Context, by: str, most: int, facts: bool, kinds: tuple[str, ...],
    since: str | None, until: str | None, style: str | None, output: str | None, view: View,
) -> None:  # fmt: skip
    """List the most central things.

    \b
    By degree       how many relations a thing has, in either direction; each of several
                    relations between the same two counts, its claims do not
    By betweenness  the share of shortest paths between other things that pass it, from 0 to 1;
                    directions and parallel relations do not count (Brandes 2001)
    By pagerank     how much leads to it, and to what leads to it; along the relations, each of
                    several between the same two counts; adds up to 1 (Page and others 1999)

    `sources` is the number of sources that speak of a thing; `kg show ID` cites them.
    `-o FILE.html` draws the things listed with the relations between them.

    \b
    Example:
        kg rank --by betweenness --kind Person --most 5
        kg rank --most 12 -o central.html
    """
    from kg.networks.centrality import rank as rank_things
    from kg.networks.selection import of_kinds, select
    from kg.networks.ties import speakers, ties

    graph = open_view(ctx.obj, view, note)
    whole = select(graph, ties(graph), Selection(facts, (), kinds, since, until))
    found = rank_things(whole, by, of_kinds(graph, whole, kinds))[:most]
    if is_drawing(style, output):
        draw_ranked(ctx.obj, graph, whole, found, view.titled(f"Most central by {by}"), output)
    else:
        network = _listed(ctx.obj, graph, [each.thing for each in found])
        sources = speakers(graph, network)
        rows: list[tuple[Term | None, ...]] = [
            (Literal(each.rank), *_thing(network, each.thing), Literal(each.value), Literal(sources.get(each.thing, 0)))
            for each in found
        ]
        _write_rows(network, Rows(["rank", "thing", "kind", "value", "sources"], rows), style, output)
    ctx.exit(0 if found else 1)


@click.command()
@click.option("--most", metavar="N", type=click.IntRange(1), help="Only the largest communities.")
@click.option(
    "--members", default=100, show_default=True, type=click.IntRange(1),
    help="How many of each to show, those with the most relations.",
)  # fmt: skip
@_selecting("List only things of this kind, or below; repeat it for several. All are grouped.")
@format_options(*ROW_FORMATS)
@view_options
@click.pass_context
def communities(
    ctx: click.Context, most: int | None, members: int, facts: bool, kinds: tuple[str, ...],
    since: str | None, until: str | None, style: str | None, output: str | None, view: View,
) -> None:  # fmt: skip
    """Group things that hang together more than with the rest, the largest group first.

    By the Louvain method (Blondel and others 2008) with a fixed seed; directions do not count, and things
    are tied as firmly as they have relations. `sources` is the number of sources that speak of a thing. `-o FILE.html`
    draws the groups.

    \b
    Example:
        kg communities --kind Person
        kg communities --most 3 -o communities.html
    """
    from kg.networks.clusters import communities as find_groups
    from kg.networks.selection import of_kinds, select
    from kg.networks.ties import speakers, ties

    graph = open_view(ctx.obj, view, note)
    whole = select(graph, ties(graph), Selection(facts, (), kinds, since, until))
    groups = find_groups(whole)[:most]
    wanted = of_kinds(graph, whole, kinds)
    found = [[each for each in group if each in wanted] for group in groups]
    listed = {number: _most_tied(whole, group, members) for number, group in enumerate(found, start=1)}
    if is_drawing(style, output):
        draw_groups(ctx.obj, graph, whole, listed, view.titled("Communities"), output)
    else:
        network = _listed(ctx.obj, graph, [thing for group in listed.values() for thing in group])
        sources = speakers(graph, network)
        rows: list[tuple[Term | None, ...]] = [
            (Literal(number), Literal(len(groups[number - 1])), *_thing(network, thing), Literal(sources.get(thing, 0)))
            for number, group in listed.items() for thing in group
        ]  # fmt: skip
        _write_rows(network, Rows(["community", "size", "thing", "kind", "sources"], rows), style, output)
    if left := sum(map(len, found)) - sum(map(len, listed.values())):
        note(f"{left} things with fewer relations are not shown: show more with --members")
    ctx.exit(0 if any(listed.values()) else 1)


def _most_tied(whole: Network, group: Sequence[str], most: int) -> list[str]:
    """The things of a group that have the most relations, by id."""
    return sorted(sorted(group, key=lambda thing: (-whole.degree[thing], thing))[:most])


def _listed(project: Project, graph: Graph, things: Sequence[str]) -> Network:
    """Things with their names and kinds, and no relations."""
    import networkx

    from kg.networks import dressed

    alone: Network = networkx.MultiDiGraph()
    alone.add_nodes_from(things)
    return dressed(project, graph, alone, facts=False)


def _thing(network: Network, thing: str) -> tuple[Term, Term]:
    told = network.nodes[thing]
    return Iri(told["iri"]), Iri(expand(f"kg:{told['kind']}")) if told["kind"] else Literal("")


def _write_rows(network: Network, rows: Rows, style: str | None, output: str | None) -> None:
    """Names in tables, ids in what programs read."""
    chosen = format_of(style, output, "table")
    names: dict[str, str] = {}
    if chosen in ("table", "markdown"):
        for _, told in network.nodes(data=True):
            names |= {told["iri"]: told["label"], expand(f"kg:{told['kind'] or '-'}"): told["kind_label"]}
    write(render_rows(rows, chosen, names, None if output else terminal_width()), output)


def _label(network: Network, thing: str) -> str:
    return str(network.nodes[thing]["label"])


def _wider(selection: Selection, most: int | None) -> str:
    """How to ask for more."""
    given = {
        "--facts": selection.facts, "--relation": selection.relations, "--kind": selection.kinds,
        "--from": selection.since, "--until": selection.until,
    }  # fmt: skip
    options = " or ".join(name for name, value in given.items() if value)
    ways = ([f"leave out {options}"] if options else []) + (["allow more with --most"] if most else [])
    return f"to widen it, {', or '.join(ways)}" if ways else "nothing ties them: add claims that do"
