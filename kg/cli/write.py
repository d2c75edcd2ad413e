"""Commands that help people write: init, new."""

from __future__ import annotations

import click

from kg.answers import write
from kg.cli.style import complete_kind, note
from kg.project import Project


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--without-data", is_flag=True, help="Leave the data of the package out: a subject of your own.")
def init(folder: str, without_data: bool) -> None:
    """Make a project of your own in DIR, with one example of each thing.

    \b
    Example:
        kg init my-project
    """
    from kg.writing.starter import make_project

    for path in make_project(folder, without_data):
        click.echo(path)
    note(f"try: cd {folder} && kg check && kg show organization:example-institute")


@click.command()
@click.argument("kind", shell_complete=complete_kind)
@click.option("-o", "--output", metavar="FILE", help="Write here; `-` is stdout.")
@click.pass_obj
def new(project: Project, kind: str, output: str | None) -> None:
    """Print a record of a KIND to fill in, with all that it may hold.

    \b
    Example:
        kg new NewsArticle
    """
    from kg.writing.blanks import blank_record

    write(blank_record(project, kind), output)
