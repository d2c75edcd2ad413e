"""`kg check --data FILE --shapes FILE`: any graph against any shapes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from kg.check import Report
from kg.check.unfit import refused
from kg.cli.style import note
from kg.errors import KgError, OntologyError, Problem
from kg.project import Project
from kg.shacl import Checked, Compiled, check_file, compiled, read_file
from kg.shacl.text import Telling


@dataclass(frozen=True)
class FileReport(Report):
    """The findings in a file of anybody's."""

    @property
    def extent(self) -> str:
        """As `Report.extent`."""
        return f"{self.records} focus nodes"


def validate(data: str, shapes: str) -> tuple[FileReport, str, str]:
    """Check a file against the shapes in another; what is not done for it is told on stderr.

    Returns:
        the findings, the same as JSON with the parts of each, and a summary; a file that cannot be used is the one
        finding.

    Raises:
        UnreadableError: there is no such file.
    """
    try:
        return _checked(data, shapes)
    except KgError as error:
        return _refused(error)


def _checked(data: str, shapes: str) -> tuple[FileReport, str, str]:
    rules = compiled(read_file(Path(shapes)), shapes)
    for remark in rules.remarks:
        note(f"{shapes}: {remark}")
    done = check_file(Path(data), rules)
    for each in done.imports:
        note(f"{data}: owl:imports {each}: is not followed: put what it says into the same file")
    told = Telling(Path(data), Path(shapes), rules.triples, done.results, done.graph, done.details)
    problems = list(told.problems())
    pages = {each.rule: _page(each, shapes) for each in problems}
    report = FileReport(problems, done.focus, 0, rules.number, results=done.results, asked=rules.triples, pages=pages)
    parts = json.dumps(list(told.values()), ensure_ascii=False, indent=2) + "\n"
    return report, parts, _summary(data, shapes, report, rules, done)


def _refused(error: KgError) -> tuple[FileReport, str, str]:
    """The report on files of which one cannot be used."""
    (found,) = refused(Project(Path.cwd(), {}), error).problems
    problem = replace(found, rule="unfit-shape" if isinstance(error, OntologyError) else found.rule)
    part = {
        "file": str(problem.path),
        "line": problem.line or None,
        "column": problem.column or None,
        **dict.fromkeys(("focus", "path", "value")),
        "component": problem.rule,
        "severity": "Violation",
        "shape": None,
        "messages": [f"{problem.what}: {problem.mend}"],
    }
    parts = json.dumps([part], ensure_ascii=False, indent=2) + "\n"
    return FileReport([problem], 0, 0, error=error), parts, "nothing else was checked: mend this first"


def _page(problem: Problem, shapes: str) -> str:
    return f"# {problem.rule}\n\n**What.** A shape in {shapes}.\n\n**How to mend.** {problem.mend}\n"


def _summary(data: str, shapes: str, report: Report, rules: Compiled, done: Checked) -> str:
    counts = f"{rules.number} shapes, {done.focus} focus nodes, {len(rules.left)} shapes checked by pySHACL"
    milder = len(report.problems) - len(report.errors)
    found = f"violations: {len(report.errors)}, warnings and notes: {milder}"
    return f"checked {data} against {shapes}: {counts}: {found}"
