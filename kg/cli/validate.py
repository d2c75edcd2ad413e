"""`kg check --data FILE --shapes FILE`: any graph against any shapes."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg.cli.style import note, show_error

STYLES = ("text", "json", "turtle")


def validates_files(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options by which a command checks a file against shapes instead of what it checks otherwise."""
    options = [
        click.option("--data", metavar="FILE", help="Check this file of RDF, with no project, against --shapes."),
        click.option("--shapes", metavar="FILE", help="The SHACL shapes for --data."),
        click.option("-f", "--format", "style", type=click.Choice(STYLES), help="How to show what --data has."),
    ]

    @functools.wraps(command)
    def checking(*given: Any, data: str | None, shapes: str | None, style: str | None, **named: Any) -> Any:
        if data is None and shapes is None and style is None:
            return command(*given, **named)
        if data is None or shapes is None:
            raise click.UsageError("--data and --shapes go together, and -f with them: name both files")
        return click.get_current_context().exit(validate(data, shapes, style or STYLES[0]))

    decorated: Callable[..., Any] = checking
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def validate(data: str, shapes: str, style: str = "text") -> int:
    """Check a file against the shapes in another, show what does not conform, and give the exit code.

    Args:
        style: `text`, `json`, or `turtle` for the report that SHACL defines.

    Raises:
        OntologyError: a shape that is not well-formed.
        UnreadableError: a file that cannot be read.
    """
    from kg.graph import Iri, serialize
    from kg.shacl import SH, read_file, report, validate_file
    from kg.shacl.text import Telling

    rules = read_file(Path(shapes))
    found = validate_file(Path(data), rules, shapes)
    if style == "turtle":
        click.echo(serialize(report(found, rules), "turtle", {"sh": SH}).decode(), nl=False)
    elif style == "json":
        click.echo(json.dumps(list(Telling(Path(data), rules, found).values()), ensure_ascii=False, indent=2))
    else:
        for line in Telling(Path(data), rules, found).lines():
            show_error(line, err=False)
    severe = sum(1 for each in found if each.severity == Iri(SH + "Violation"))
    note(f"checked {data} against {shapes}: {severe} violations, {len(found) - severe} warnings and notes")
    return 1 if found else 0
