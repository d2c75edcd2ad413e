"""Findings as commands to a GitHub workflow, which shows each at its line of a pull request."""

from __future__ import annotations

from kg.check import Report
from kg.errors import Problem
from kg.project import Project

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def workflow_commands(project: Project, report: Report) -> str:
    """One command a line."""
    return "".join(map(_annotation, report.problems))


def _annotation(problem: Problem) -> str:
    given: dict[str, object] = {"file": problem.path.as_posix()}
    if problem.line:
        given |= {"line": problem.line, "endLine": problem.end_line or problem.line}
    if problem.line and problem.end_line == problem.line:  # columns are for a stretch of one line alone
        given |= {"col": problem.column, "endColumn": problem.end_column}
    given["title"] = problem.rule
    listed = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in given.items())
    related = (f"\n{each.path}:{each.span.line}: {each.note}" for each in problem.related)
    message = _escaped("".join([f"{problem.what}: {problem.mend}", *related]))
    return f"::{_LEVELS[problem.severity]} {listed}::{message}\n"


def _escaped(text: str, more: str = "") -> str:
    """A text that ends neither the command nor one of its properties."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
