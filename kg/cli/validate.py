"""`kg check --data FILE --shapes FILE`: any graph against any shapes."""

from __future__ import annotations

import json
from pathlib import Path

from kg.answers import write
from kg.cli.style import note
from kg.graph import Iri, serialize
from kg.shacl import SH, read_file, report, validate_file
from kg.shacl.text import Telling

FORMATS = ("text", "json", "turtle")


def validate(data: str, shapes: str, style: str = "text", output: str | None = None) -> int:
    """Check a file against the shapes in another, show what does not conform, and give the exit code.

    Args:
        style: one of `FORMATS`; `turtle` is the report that SHACL defines.
        output: the file to write; None is stdout.

    Raises:
        OntologyError: a shape that is not well-formed.
        UnreadableError: a file that cannot be read.
    """
    rules = read_file(Path(shapes))
    found = validate_file(Path(data), rules, shapes)
    if style == "turtle":
        text = serialize(report(found, rules), "turtle", {"sh": SH}).decode()
    elif style == "json":
        text = json.dumps(list(Telling(Path(data), rules, found).values()), ensure_ascii=False, indent=2) + "\n"
    else:
        text = "".join(f"{line}\n" for line in Telling(Path(data), rules, found).lines())
    write(text, output)
    severe = sum(1 for each in found if each.severity == Iri(SH + "Violation"))
    note(f"checked {data} against {shapes}: violations: {severe}, warnings and notes: {len(found) - severe}")
    return 1 if found else 0
