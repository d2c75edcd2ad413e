"""Commands that read the graph: ask, questions, find, show."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable

import click

from kg.answers import (
    GRAPH_FORMATS,
    ROW_FORMATS,
    format_of,
    render,
    render_rows,
    terminal_width,
    write,
)
from kg.cli.limit import within
from kg.cli.style import complete_id, complete_query, format_options, note, parameters, view_options
from kg.errors import FormatError, UnreadableError
from kg.graph import Literal, Rows
from kg.project import Project
from kg.views import View, open_view


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError("stdin: is not UTF-8: save the query as UTF-8") from error


def _rows(columns: list[str], rows: Iterable[tuple[str, ...]]) -> Rows:
    return Rows(columns, [tuple(Literal(text) for text in row) for row in rows])


@click.command()
@click.argument("name", required=False, shell_complete=complete_query)
@click.option("--sparql", metavar="TEXT", help="A SPARQL 1.1 query of your own; `-` reads it from stdin.")
@click.option("-p", "--parameter", "pairs", multiple=True, metavar="NAME=VALUE", help="A value; repeat it for several.")
@click.option("--labels/--ids", default=None, help="Names or ids; names are the default in tables.")
@click.option(
    "--timeout", default=300.0, show_default=True, type=click.FloatRange(0.1, threading.TIMEOUT_MAX),
    metavar="SECONDS", help="End a query that takes longer.",
)
@format_options(*ROW_FORMATS, *GRAPH_FORMATS)
@view_options
@click.pass_obj
def ask(
    project: Project, name: str | None, sparql: str | None, pairs: tuple[str, ...],
    labels: bool | None, timeout: float, style: str | None, output: str | None, view: View,
) -> None:  # fmt: skip
    """Answer a question: NAME is one of `kg questions`.

    \b
    Example:
        kg ask claims_about -p thing=launch:2022-01-17-pyongyang -p property=kg:weaponClass
    """
    from kg.queries import find_query, prefixes_of

    if (name is None) == (sparql is None):
        raise click.UsageError("give a NAME (`kg questions` lists them), or --sparql TEXT")
    given = parameters(pairs)
    if sparql is not None:
        if given:
            raise click.UsageError("-p goes with a NAME: write the value into the query instead")
        graph = open_view(project, view, note)
        text, prefixes = _stdin() if sparql == "-" else sparql, prefixes_of(graph)
        with within(timeout):
            answer = graph.ask(text, prefixes)
    else:
        query = find_query(project, str(name))
        query.with_values(given)  # a slip in a parameter is told before anything is built
        graph = open_view(project, view, note)
        with within(timeout):
            answer = query.run(graph, **given)
    chosen = format_of(style, output, "turtle" if isinstance(answer, list) else "table")
    named = chosen in ("table", "markdown") if labels is None else labels
    write(render(graph, answer, chosen, named, None if output else terminal_width()), output)


@click.command()
@format_options(*ROW_FORMATS)
@click.pass_obj
def questions(project: Project, style: str | None, output: str | None) -> None:
    """List the questions that `kg ask` answers, by topic, with their parameters.

    \b
    Example:
        kg questions
    """
    from kg.queries import queries

    found = sorted(queries(project).values(), key=lambda query: (query.topic, query.name))
    columns = ["topic", "name", "summary", "parameters"]
    rows = [(query.topic, query.name, query.summary, ", ".join(query.parameters)) for query in found]
    chosen = format_of(style, output, "table")
    write(render_rows(_rows(columns, rows), chosen, {}, None if output else terminal_width()), output)


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("-n", "--limit", default=20, show_default=True, type=click.IntRange(1), help="The most hits to show.")
@format_options(*ROW_FORMATS)
@view_options
@click.pass_context
def find(
    ctx: click.Context, text: tuple[str, ...], limit: int, style: str | None, output: str | None, view: View
) -> None:
    """Find things by name, in any script, or by id; best first.

    \b
    Example:
        kg find kim jong
    """
    from kg.search import find as find_things

    project: Project = ctx.obj
    wanted = " ".join(text)
    hits = find_things(project, open_view(project, view, note), wanted, limit)
    rows = [(hit.id, hit.label, hit.kind, hit.name) for hit in hits]
    shown = _rows(["id", "label", "kind", "matched"], rows)
    write(render_rows(shown, format_of(style, output, "table"), {}, None if output else terminal_width()), output)
    ctx.exit(0 if hits else 1)


@click.command()
@click.argument("thing", metavar="ID", shell_complete=complete_id)
@format_options("table", "json", "markdown")
@view_options
@click.pass_obj
def show(project: Project, thing: str, style: str | None, output: str | None, view: View) -> None:
    """Show one thing: its facts, then who claims what, then what links to it.

    \b
    Example:
        kg show launch:2022-01-17-pyongyang
    """
    from kg.search import find_one
    from kg.show import describe, to_json, to_markdown, to_text

    graph = open_view(project, view, note)
    description = describe(project, graph, find_one(project, graph, thing))
    chosen = format_of(style, output, "table")
    if chosen not in ("table", "json", "markdown"):
        raise FormatError(f"{output}: {chosen} cannot hold a description: use .txt, .json or .md")
    if chosen == "table":
        write(to_text(description, None if output else terminal_width()), output)
    else:
        write(to_json(description) if chosen == "json" else to_markdown(description), output)
