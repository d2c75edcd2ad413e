"""Findings in SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS), which code hosts and editors show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.check import Report
from kg.errors import Fix, Problem, Span
from kg.findings.pages import page_on
from kg.project import Project
from kg.version import VERSION

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "ROOT"


def sarif(project: Project, report: Report) -> str:
    """One run of one tool, with the page of help of each rule that was broken."""
    rules = sorted({problem.rule for problem in report.problems})
    driver = {"name": "kg", "version": VERSION, "rules": [_rule(project, report, rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"uri": f"{Path.cwd().as_uri()}/"}},
        "results": [_result(problem, rules) for problem in report.problems],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(project: Project, report: Report, rule: str) -> dict[str, Any]:
    page = report.pages.get(rule) or page_on(project, rule)
    summary = page.partition("**What.** ")[2].partition("\n\n")[0].replace("\n", " ") or rule
    level = next(problem.severity for problem in report.problems if problem.rule == rule)
    return {
        "id": rule, "shortDescription": {"text": summary}, "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level},
    }  # fmt: skip


def _result(problem: Problem, rules: Sequence[str]) -> dict[str, Any]:
    related = [
        {"id": number, **_location(each.path, each.span), "message": {"text": each.note}}
        for number, each in enumerate(problem.related, 1)
    ]
    return {
        "ruleId": problem.rule, "ruleIndex": rules.index(problem.rule), "level": problem.severity,
        "message": {"text": f"{problem.what}: {problem.mend}"},
        "locations": [_location(problem.path, problem.span)],
        **({"relatedLocations": related} if related else {}),
        **({"fixes": [_fix(problem, problem.fix)]} if problem.fix else {}),
    }  # fmt: skip


def _fix(problem: Problem, fix: Fix) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.text}}
    change = {"artifactLocation": _artifact(problem.path), "replacements": [replacement]}
    return {"description": {"text": f"write `{fix.text}`"}, "artifactChanges": [change]}


def _location(path: Path, span: Span) -> dict[str, Any]:
    region = {"region": _region(span)} if span.line else {}
    return {"physicalLocation": {"artifactLocation": _artifact(path), **region}}


def _region(span: Span) -> dict[str, int]:
    ends = {"endLine": span.end_line, "endColumn": span.end_column} if span.end_line else {}
    return {"startLine": span.line, "startColumn": span.column, **ends}


def _artifact(path: Path) -> dict[str, str]:
    return {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}
