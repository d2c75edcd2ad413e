"""Findings as JSON, for programs of one's own."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from kg.check import Report
from kg.errors import Problem, Span
from kg.project import Project
from kg.version import VERSION

FORM = 1
"""Goes up when what stands in the JSON changes its meaning or goes away."""


def as_json(project: Project, report: Report) -> str:
    """One object: `version`, `summary` and `problems`, in the order of the files."""
    told = {"version": FORM, "tool": f"kg {VERSION}", "summary": _summary(report)}
    return json.dumps(told | {"problems": list(map(_problem, report.problems))}, ensure_ascii=False, indent=1) + "\n"


def _summary(report: Report) -> dict[str, Any]:
    counts = {name: getattr(report, name) for name in ("records", "claims", "shapes", "checks")}
    found = {f"{severity}s": len(report.of(severity)) for severity in ("error", "warning", "note")}
    return {**counts, **found, "notRun": report.not_run}


def _problem(problem: Problem) -> dict[str, Any]:
    related = [{"path": each.path.as_posix(), **place(each.span), "note": each.note} for each in problem.related]
    fix = {"fix": {**place(problem.fix.span), "text": problem.fix.text}} if problem.fix else {}
    return {
        "path": problem.path.as_posix(), **place(problem.span), "severity": problem.severity, "rule": problem.rule,
        "what": problem.what, "mend": problem.mend, "related": related, **fix,
    }  # fmt: skip


def place(span: Span) -> dict[str, int]:
    """A stretch with the names of JSON; empty where the whole file is meant."""
    line, column, end_line, end_column = asdict(span).values()
    if not line:
        return {}
    return {"line": line, "column": column, "endLine": end_line or line, "endColumn": end_column or column}
