"""What commands share: notes, colours, options, completion."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import Any

import click
from click.shell_completion import CompletionItem

from kg.errors import KgError, NotFoundError


def colours(stream: Any) -> bool:
    """Whether to colour a stream: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def show_error(text: str, err: bool = True) -> None:
    """Show an error, on stderr or as a finding on stdout; red where the stream takes colours."""
    coloured = colours(sys.stderr if err else sys.stdout)
    click.echo(click.style(text, fg="red") if coloured else text, err=err, color=coloured)


def note(text: str) -> None:
    """Tell the user something that is not data."""
    click.echo(f"kg: {text}", err=True)


def progress(text: str) -> None:
    """Tell what is being done, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"kg: {text} …", err=True)


def parameters(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    """The values that `-p NAME=VALUE` gives, by name."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"-p {pair}: is no NAME=VALUE: write -p NAME=VALUE")
        found.setdefault(name, []).append(value)
    return found


def format_options(*styles: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options `-f` and `-o` for a command whose answer can take these formats."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        choice = click.Choice(styles)
        named = click.option("-f", "--format", "style", type=choice, help="The format; else by the suffix of -o.")
        return named(click.option("-o", "--output", metavar="FILE", help="Write here; `-` is stdout.")(command))

    return decorate


def view_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how to look at the graph; the command takes them as one `view`."""
    options = [
        click.option("--as-of", metavar="DATE", help="Only what held on this day, or may have."),
        click.option("--known-by", metavar="DATE", help="Only what had been published by this day."),
        click.option("--merged", is_flag=True, help="Take records that are said to be the same as one."),
    ]

    @functools.wraps(command)
    def viewing(*given: Any, as_of: str | None, known_by: str | None, merged: bool, **named: Any) -> Any:
        from kg.views import View

        view = View.of(as_of, known_by, merged)
        try:
            return command(*given, view=view, **named)
        except NotFoundError as error:
            if view == View():
                raise
            raise NotFoundError(f"{error}; or look without {view.options}") from error

    decorated: Callable[..., Any] = viewing
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def complete_query(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of questions, for the shell."""
    from kg.queries import queries

    return complete(ctx, incomplete, lambda project: {name: each.summary for name, each in queries(project).items()})


def complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of classes that records can have, for the shell."""
    from kg.ontology import read_ontology

    def kinds(project: Any) -> dict[str, str]:
        ontology = read_ontology(project)
        return {name: ontology.kinds[name].definition for name in ontology.prefix_of}

    return complete(ctx, incomplete, kinds)


def complete_id(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of things in the graph as it is built, for the shell."""
    from kg.build import open_graph
    from kg.graph import text_of
    from kg.queries import find_query

    def ids(project: Any) -> dict[str, str]:
        rows = find_query(project, "names").rows(open_graph(project)).rows
        return {text_of(thing): text_of(name) for thing, name, _, _ in reversed(rows)}

    return complete(ctx, incomplete, ids)


def complete(ctx: click.Context, incomplete: str, find: Callable[[Any], dict[str, str]]) -> list[CompletionItem]:
    """What begins with what was typed; the shell is told nothing where there is no project."""
    from kg.project import find_project

    try:
        found = find(find_project(ctx.find_root().params.get("root")))
    except KgError:
        return []
    return [CompletionItem(name, help=text) for name, text in sorted(found.items()) if name.startswith(incomplete)]
