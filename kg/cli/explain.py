"""The command that explains what is stated: why."""

from __future__ import annotations

import click

from kg.answers import format_of, terminal_width, write
from kg.cli.style import complete_id, format_options, note, view_options
from kg.errors import FormatError
from kg.project import Project
from kg.views import View, open_stages


@click.command()
@click.argument("thing", metavar="ID", shell_complete=complete_id)
@click.argument("key", metavar="[PROPERTY]", required=False)
@format_options("table", "json")
@view_options
@click.pass_obj
def why(project: Project, thing: str, key: str | None, style: str | None, output: str | None, view: View) -> None:
    """Show why something is stated, down to sentences, and who says otherwise.

    For a fact, the claims for it and against it; where a rule inferred it, the rule, its inputs, and what
    they rest on. For what is contested, the sides and what would settle it. Without PROPERTY, all that is
    a fact or contested.

    \b
    Example:
        kg why launch:2022-01-17-pyongyang weaponClass
        kg why statement:2022-01-17-zhao spokeFor
    """
    from kg.proofs import why as explain
    from kg.proofs.text import to_json, to_text

    chosen = format_of(style, output, "table")
    if chosen not in ("table", "json"):
        raise FormatError(f"{output}: {chosen} cannot hold a proof: use .txt or .json")
    told = explain(project, open_stages(project, view, note), thing, key)
    write(to_json(told) if chosen == "json" else to_text(told, None if output else terminal_width()), output)
