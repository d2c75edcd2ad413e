"""`kg check --data FILE --shapes FILE`: any graph against any shapes."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.style import note, show_error
from kg.graph import Iri, serialize
from kg.shacl import SH, read_file, report, validate_file
from kg.shacl.text import Telling


def validate(data: str, shapes: str, style: str = "text") -> int:
    """Check a file against the shapes in another, show what does not conform, and give the exit code.

    Args:
        style: `text`, `json`, or `turtle` for the report that SHACL defines.

    Raises:
        OntologyError: a shape that is not well-formed.
        UnreadableError: a file that cannot be read.
    """
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
    note(f"checked {data} against {shapes}: {severe} violations, {len(found) - severe} other results")
    return 1 if found else 0
