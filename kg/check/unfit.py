"""What keeps a project from being checked, told as a finding: ontology, shapes, queries or settings unfit for use."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kg.check import Report
from kg.errors import (
    DataError,
    KgError,
    OntologyError,
    Problem,
    ProjectError,
    QueryError,
    Span,
    UnreadableError,
    parts,
)
from kg.namespaces import expand
from kg.ontology.declared import place_of
from kg.project import Project

_RULES: dict[type[KgError], str] = {
    OntologyError: "unfit-ontology",
    QueryError: "unfit-query",
    ProjectError: "unfit-settings",
    UnreadableError: "unreadable-file",
}
_SHAPES, _SHAPE = "ontology/shapes", "unfit-shape"
_PARSER = re.compile(r"^Parser error [^:]*: ")  # the engine repeats the place


def refused(project: Project, error: KgError) -> Report:
    """The report on a project that cannot be checked, since a file of it cannot be used.

    Args:
        project: whose files are shown; after an error in the settings any will do.

    Raises:
        KgError: the error itself, where it is about no file of a project.
    """
    if isinstance(error, DataError):
        problems = [replace(each, path=project.shown(each.path)) for each in error.problems]
    else:
        problems = [_problem(project, error)]
    return Report(problems, 0, 0, error=error)


def _problem(project: Project, error: KgError) -> Problem:
    where, line, column, what, mend = parts(str(error))
    rule = next((name for kind, name in _RULES.items() if isinstance(error, kind)), "")
    if where == _SHAPES:
        path, span = _shape(project, what)
    else:
        path = project.shown(Path(where))
        span = _stretch(path, line, column)
    if not rule or not (path.is_file() if rule == _RULES[ProjectError] else os.path.lexists(path)):
        raise error
    of_shapes = rule == _RULES[OntologyError] and (where == _SHAPES or "shapes" in path.parts)
    return Problem.at(path, span, _PARSER.sub("", what), mend, rule=_SHAPE if of_shapes else rule)


def _stretch(path: Path, line: int, column: int) -> Span:
    """The word at a place of a file, or just before it; without a column, the line."""
    if not line:  # it may be no file that ends
        return Span()
    text = "".join(_text(path).split("\n")[line - 1 : line])
    if not column:
        word = re.search(r"\S.*\S|\S", text)
    elif text[column - 1 : column].strip():
        word = re.compile(r"\w[\w:.-]*|\S").match(text, column - 1)
    else:  # reading stopped behind what is wrong
        word = re.search(r"(\w[\w:.-]*|\S)(?=\s*$)", text[:column])
    start, end = word.span() if word else (max(column, 1) - 1, max(column, 1))
    return Span(line, start + 1, line, end + 1)


def _shape(project: Project, what: str) -> tuple[Path, Span]:
    """Where a shape that is not well-formed says what is wrong, or else where it begins.

    Args:
        what: its name, as shapes have it after `kg.check.shape_rules.named`, and what is wrong with it.
    """
    name = what.partition(": ")[0].partition(", ")[0].split()[-1]
    for holder in _holders(name):
        if found := place_of(project, [holder]):
            return found[0], _within(_text(found[0]), found[1], what, name)
    return project.shown(project.layers["ontology"][0]), Span()


def _holders(name: str) -> Iterator[str]:
    """A shape and those that it may stand in, whose names begin its own."""
    with suppress(ValueError):  # an IRI of a scheme of its own
        name = expand(name)
    yield name
    while "-" in name.rpartition("/")[2]:
        name = name.rpartition("-")[0]
        yield name


def _within(text: str, begin: Span, what: str, name: str) -> Span:
    """In the statement of a shape the place of the term that is named; of several, the one by the property."""
    offset = sum(len(line) + 1 for line in text.split("\n")[: begin.line - 1]) + begin.column - 1
    statement = re.split(r"\n(?=[^\s#)\]}])", text[offset:], maxsplit=1)[0]
    term, value = re.search(r"sh:(\w+)", what), re.search(r"`(.*?)`", what)
    said = re.escape(value[1]) if value else ""
    found = list(re.finditer(rf":({re.escape(term[1])}\s+[\"']?{said}[^\s;\]]*)", statement)) if term else []
    path = re.search(rf":path\s+\S*{re.escape(name.rpartition('-')[2])}\b", statement)
    if not found:
        return begin
    nearest = min(found, key=lambda each: abs(each.start() - path.start()) if path else each.start())
    start = offset + nearest.start(1)
    start = max(text.rfind(sign, 0, start) for sign in " \t\n;[") + 1
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Span(line, column, line, column + len(text[start : offset + nearest.end(1)].split("\n")[0]))


def _text(path: Path) -> str:
    """What a file says; what cannot be read has no stretch to show."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
