"""The command `draw`: a selection of the graph as one page, or as a picture."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from kg.cli.pictures import finish
from kg.cli.style import complete_id, complete_kind, complete_query, note, parameters, view_options
from kg.errors import NotFoundError
from kg.graph import Graph
from kg.networks.selection import Selection
from kg.project import Project
from kg.views import View, open_view

if TYPE_CHECKING:
    from kg.networks import Network

_SHOWN = 5  # kinds that a choice names
_START = 300  # as many things as are read at a glance


@dataclass(frozen=True)
class _Wanted:
    """What is to be drawn: of the first four at most one is given."""

    things: tuple[str, ...]
    question: str | None
    ends: tuple[str, str] | None
    disputed: str | None
    pairs: tuple[str, ...]
    keys: tuple[str, ...]
    hops: int
    best: int
    selection: Selection

    @property
    def command(self) -> str:
        """The command line that draws the same."""
        selection = self.selection
        options: list[tuple[str, Sequence[object]]] = [
            ("--question", [self.question] if self.question else []), ("-p", self.pairs),
            ("--path", [" ".join(map(_quoted, self.ends))] if self.ends else []),
            ("--best", [self.best] if self.ends and self.best > 1 else []),
            ("--conflict", [self.disputed] if self.disputed else []), ("--property", self.keys),
            ("--hops", [self.hops] if self.things else []), ("--kind", selection.kinds),
            ("--from", [selection.since] if selection.since else []),
            ("--until", [selection.until] if selection.until else []),
        ]  # fmt: skip
        words = [
            f"{name} {value if name == '--path' else _quoted(str(value))}" for name, given in options for value in given
        ]
        return " ".join(["kg draw", *map(_quoted, self.things), *words, *(["--facts"] if selection.facts else [])])


@click.command()
@click.argument("things", metavar="[ID]...", nargs=-1, shell_complete=complete_id)
@click.option("--hops", default=1, show_default=True, type=click.IntRange(0, 6), help="How far from the IDs to go.")
@click.option("--question", metavar="NAME", shell_complete=complete_query, help="What a question's answer names.")
@click.option("-p", "--parameter", "pairs", multiple=True, metavar="NAME=VALUE", help="A value for the question.")
@click.option("--path", "ends", nargs=2, metavar="A B", help="How two things are connected.")
@click.option("--best", default=1, show_default=True, type=click.IntRange(1), help="How many paths at most.")
@click.option("--conflict", "disputed", metavar="ID", shell_complete=complete_id, help="Who says what of a thing.")
@click.option("--property", "keys", multiple=True, metavar="KEY", help="Only conflicts of this property.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", shell_complete=complete_kind,
              help="Only things of this kind, or below; repeat it for several.")  # fmt: skip
@click.option(
    "--from", "since", metavar="DAY", help="Only what can lie after, and what is tied to it and has no dates."
)
@click.option("--until", metavar="DAY", help="Only what can lie before, and what is tied to it and has no dates.")
@click.option("--facts", is_flag=True, help="Only facts; else also what is claimed or contested.")
@click.option("--top", type=click.IntRange(1), metavar="N", help="Of too many things those with the most relations.")
@click.option("--most", default=1000, show_default=True, type=click.IntRange(1), help="The most things to draw.")
@click.option("-o", "--output", required=True, metavar="FILE", help="A page (.html), or a picture (.svg, .png).")
@view_options
@click.pass_obj
def draw(
    project: Project, things: tuple[str, ...], hops: int, question: str | None, pairs: tuple[str, ...],
    ends: tuple[str, str] | None, best: int, disputed: str | None, keys: tuple[str, ...], kinds: tuple[str, ...],
    since: str | None, until: str | None, facts: bool, top: int | None, most: int, output: str, view: View,
) -> None:  # fmt: skip
    """Draw things and what they are linked with, as one page that works offline, or as a picture.

    \b
    Example:
        kg draw launch:2022-01-17-pyongyang --hops 1 -o launch.html
        kg draw --question launches_as_told -o launches.html
        kg draw --path "Pak Jong Chon" "Fumio Kishida" --best 3 -o paths.svg
        kg draw --conflict launch:2022-01-17-pyongyang -o conflict.png
    """
    selection = Selection(facts, (), kinds, since, until)
    wanted = _Wanted(things, question, ends, disputed, pairs, keys, hops, best, selection)
    _check(wanted)
    graph = open_view(project, view, note)
    if disputed:
        part, title = _conflict(project, graph, wanted)
        finish(part, view.titled(title), output, project=project, graph=graph, view=view, asked=wanted.command)
        return
    part, starts, title = _part(project, graph, wanted)
    whole = len(part)
    if top and whole > top:
        from kg.networks.subjects import most_connected, part_of

        part = part_of(part, most_connected(part, top, starts))
    if len(part) > most:
        raise click.UsageError(_choice(project, graph, part, wanted, most))
    from kg.networks import dressed

    part = dressed(project, graph, part)
    names = ", ".join(part.nodes[thing]["label"] for thing in starts)
    finish(
        part, view.titled(title.format(names)), output,
        project=project, graph=graph, view=view, asked=wanted.command, whole=whole,
    )  # fmt: skip


def _check(wanted: _Wanted) -> None:
    ways = [bool(wanted.things), bool(wanted.question), bool(wanted.ends), bool(wanted.disputed)]
    narrowed = wanted.selection.kinds or wanted.selection.since or wanted.selection.until
    if sum(ways) > 1:
        raise click.UsageError("ID..., --question, --path and --conflict exclude each other: give one of them")
    if not any(ways) and not narrowed:
        raise click.UsageError("say what to draw: ID..., --question, --path, --conflict, --kind, --from or --until")
    if wanted.pairs and not wanted.question:
        raise click.UsageError("-p goes with --question NAME")
    if wanted.keys and not wanted.disputed:
        raise click.UsageError("--property goes with --conflict ID")


def _part(project: Project, graph: Graph, wanted: _Wanted) -> tuple[Network, list[str], str]:
    """The part of the network that is meant, the things that it starts from, and its title, `{}` for their names."""
    from kg.networks.selection import of_kinds, select
    from kg.networks.subjects import part_of
    from kg.networks.ties import ties
    from kg.search import find_one

    starts = [find_one(project, graph, thing) for thing in wanted.ends or wanted.things]
    asked = wanted.selection if wanted.ends else replace(wanted.selection, since=None, until=None)
    whole = select(graph, ties(graph), asked, starts)
    kinds = of_kinds(graph, whole, wanted.selection.kinds) | set(starts)
    if wanted.ends:
        return _paths(whole, starts, wanted, kinds), starts, "Paths between {}"
    found, title = _found(project, graph, whole, wanted, starts)
    return part_of(whole, _in_period(graph, whole, wanted.selection, found & kinds, starts)), starts, title


def _found(project: Project, graph: Graph, whole: Network, wanted: _Wanted, starts: list[str]) -> tuple[set[str], str]:
    """What a question's answer names, or lies around things, or all there is; with a title, `{}` for the things."""
    from kg.networks.subjects import answered, around
    from kg.queries import find_query

    if wanted.question:
        summary = find_query(project, wanted.question).summary
        values = ", ".join(pair.partition("=")[2] for pair in wanted.pairs)
        found = answered(project, graph, whole, wanted.question, parameters(wanted.pairs))
        return found, _plain(f"{summary} ({values})" if values else summary)
    if wanted.things:
        return around(whole, starts, wanted.hops), "{}"
    return set(whole), _plain(_narrowed(wanted.selection))


def _in_period(graph: Graph, whole: Network, selection: Selection, found: set[str], kept: Collection[str]) -> set[str]:
    """Of things found those that the period is about, and those kept; how many it leaves out is told."""
    from kg.networks.selection import period_of
    from kg.networks.subjects import within

    period = period_of(selection)
    if not period:
        return found
    left = found - within(graph, whole, *period) - set(kept)
    if left:
        reason = "dated outside of it, or undated and tied to nothing within"
        note(f"the period leaves out {len(left)} of {len(found)} things: {reason}")
    return found - left


def _paths(whole: Network, ends: list[str], wanted: _Wanted, between: Collection[str]) -> Network:
    from kg.networks.walks import along, paths

    found = paths(whole, *ends, best=wanted.best, between=between)
    if not found:
        raise NotFoundError(f"no path from {ends[0]} to {ends[1]}: see `kg path --help` for how to look further")
    return along(whole, found)


def _conflict(project: Project, graph: Graph, wanted: _Wanted) -> tuple[Network, str]:
    from kg.conflicts import conflicts
    from kg.networks.subjects import of_conflicts
    from kg.search import find_one

    thing = find_one(project, graph, str(wanted.disputed))
    found = conflicts(graph, thing, wanted.keys)
    if not found:
        raise NotFoundError(f"{thing}: nothing is in conflict: `kg conflicts` lists where something is")
    part = of_conflicts(project, graph, found)
    return part, f"Who says what: {part.nodes[thing]['label']}"


def _choice(project: Project, graph: Graph, part: Network, wanted: _Wanted, most: int) -> str:
    """Why it is too much, and the ways to less, each with how much that is."""
    from kg.networks.subjects import around, kinds_of

    where = f"lie within {wanted.hops} hops" if wanted.things else "are selected"
    ways = [f"--top {min(_START, most)}: those with the most relations"]
    for hops in range(wanted.hops - 1, -1, -1) if wanted.things else ():
        ways.append(f"--hops {hops}: {len(around(part, [*_starts(part, wanted)], hops))}")
    kinds = kinds_of(project, graph, sorted(part)).most_common(_SHOWN)
    ways += [f"--kind {kind}: {number}" for kind, number in kinds]
    ways += [f"--most {len(part)}: all of them"]
    return f"{len(part)} things {where}, more than {most}: choose\n  " + "\n  ".join(ways)


def _starts(part: Network, wanted: _Wanted) -> set[str]:
    return {thing for thing in wanted.things if thing in part}


def _narrowed(selection: Selection) -> str:
    period = [f"{word} {day}" for word, day in (("from", selection.since), ("until", selection.until)) if day]
    return " ".join([*([", ".join(selection.kinds)] if selection.kinds else ["Things"]), *period])


def _plain(title: str) -> str:
    return title.replace("{", "{{").replace("}", "}}")


def _quoted(word: str) -> str:
    from shlex import quote

    return quote(word)
