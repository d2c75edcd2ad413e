"""What keeps a project from being checked, told as a finding: ontology, shapes, queries or settings unfit for use."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from kg.check import Report
from kg.check.shape_places import place_in_shapes
from kg.check.shape_rules import named, read_shapes
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
from kg.ontology import read_ontology
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
        shapes = named(read_shapes(project, read_ontology(project)))
        path, span = place_in_shapes(project, shapes, what) or (project.shown(project.layers["ontology"][0]), Span())
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


def _text(path: Path) -> str:
    """What a file says; what cannot be read has no stretch to show."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
