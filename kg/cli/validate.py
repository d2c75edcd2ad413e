"""`kg check --data FILE --shapes FILE`: any graph against any shapes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kg.check import Report
from kg.cli.style import note
from kg.errors import Problem
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
        the findings, the same as JSON with the parts of each, and a summary.

    Raises:
        OntologyError: a shape that is not well-formed.
        UnreadableError: a file that cannot be read.
    """
    rules = compiled(read_file(Path(shapes)), shapes)
    for remark in rules.remarks:
        note(f"{shapes}: {remark}")
    done = check_file(Path(data), rules)
    for each in done.imports:
        note(f"{data}: owl:imports {each}: is not followed: put what it says into the same file")
    told = Telling(Path(data), Path(shapes), rules.triples, done.results)
    problems = list(told.problems())
    pages = {each.rule: _page(each, shapes) for each in problems}
    report = FileReport(problems, done.focus, 0, rules.number, results=done.results, asked=rules.triples, pages=pages)
    parts = json.dumps(list(told.values()), ensure_ascii=False, indent=2) + "\n"
    return report, parts, _summary(data, shapes, report, rules, done)


def _page(problem: Problem, shapes: str) -> str:
    return f"# {problem.rule}\n\n**What.** A shape in {shapes}.\n\n**How to mend.** {problem.mend}\n"


def _summary(data: str, shapes: str, report: Report, rules: Compiled, done: Checked) -> str:
    counts = f"{rules.number} shapes, {done.focus} focus nodes, {len(rules.left)} shapes checked by pySHACL"
    milder = len(report.problems) - len(report.errors)
    found = f"violations: {len(report.errors)}, warnings and notes: {milder}"
    return f"checked {data} against {shapes}: {counts}: {found}"
