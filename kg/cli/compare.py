"""The command that compares two states of the graph: diff."""

from __future__ import annotations

import click

from kg.answers import ROW_FORMATS, format_of, render_rows, write
from kg.cli.style import format_options, note
from kg.project import Project


@click.command()
@click.argument("old")
@click.argument("new", default="now")
@format_options(*ROW_FORMATS)
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, style: str | None, output: str | None) -> None:
    """Show what changed between OLD and NEW, and why: facts and what follows, contested properties, claims, records.

    Each is a git revision, a folder with a project, the hash of a build, or `now`. Exits with 0 if nothing
    changed, 1 if something did, 2 for what cannot be found, 3 for what cannot be read.

    \b
    Example:
        kg diff HEAD~1
    """
    from kg.changes import changes
    from kg.changes.text import to_text

    project: Project = ctx.obj
    found = changes(project, old, new)
    if not found.rules:
        note("one side was built without rules: what follows by them is not compared")
    chosen = format_of(style, output, "table")
    write(to_text(found) if chosen == "table" else render_rows(found.rows(), chosen, {}, None), output)
    ctx.exit(1 if found.changes else 0)
