"""The command that shows where claims conflict: conflicts."""

from __future__ import annotations

import click

from kg.answers import ROW_FORMATS, format_of, terminal_width, write
from kg.cli.style import complete_id, format_options, note, view_options
from kg.project import Project
from kg.views import View, open_view

_KINDS = ("contradiction", "accounts", "modality", "rounding", "granularity")


@click.command()
@click.argument("thing", metavar="[ID]", required=False, shell_complete=complete_id)
@click.option(
    "--property", "properties", multiple=True, metavar="KEY", help="Only of this property; repeat it for several."
)
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only of this kind; repeat it for several."
)
@click.option("--most", default=100, show_default=True, type=click.IntRange(1), help="The most conflicts to show.")
@format_options(*ROW_FORMATS)
@view_options
@click.pass_context
def conflicts(
    ctx: click.Context, thing: str | None, properties: tuple[str, ...], kinds: tuple[str, ...], most: int,
    style: str | None, output: str | None, view: View,
) -> None:  # fmt: skip
    """Show where claims conflict, the gravest conflict first, each side with its claims.

    \b
    contradiction  what one asserts excludes what another does, or another denies it
    accounts       rival values of what never becomes a fact, such as a target
    modality       they would exclude each other, but not more than one is asserted
    rounding       numbers that agree as exactly as they are stated, in one unit
    granularity    one value is wider than the other, or two dates may mean one day

    Of one kind, those come first whose second side has more independent origins. Exits with 0 if there are some, 1 if
    there are none.

    \b
    Example:
        kg conflicts
        kg conflicts launch:2022-01-17-pyongyang --property weaponClass
    """
    from kg.conflicts import conflicts as find_conflicts
    from kg.conflicts.text import render_conflicts
    from kg.search import find_one

    project: Project = ctx.obj
    graph = open_view(project, view, note)
    found = find_conflicts(graph, find_one(project, graph, thing) if thing is not None else None, properties, kinds)
    chosen = format_of(style, output, "table")
    text = render_conflicts(graph, found[:most], chosen, None if output else terminal_width())
    write(text if found or chosen != "table" else "no conflict\n", output)
    if len(found) > most:
        note(f"{most} of {len(found)} conflicts: show more with --most {len(found)}")
    ctx.exit(0 if found else 1)
