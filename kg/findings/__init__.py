"""What a check found, in the form that people and programs want."""

from __future__ import annotations

from collections.abc import Callable

from kg.check import Report
from kg.findings.github import workflow_commands
from kg.findings.junit import junit
from kg.findings.plain import as_json
from kg.findings.sarif import sarif
from kg.findings.shacl import validation_report
from kg.findings.text import MOST, in_one_look
from kg.project import Project

__all__ = ["FORMATS", "MOST", "SUFFIXES", "in_one_look"]

FORMATS: dict[str, Callable[[Project, Report], str]] = {
    "text": in_one_look,
    "json": as_json,
    "sarif": sarif,
    "junit": junit,
    "github": workflow_commands,
    "turtle": validation_report,
}
"""For each format, what writes a report in it."""

SUFFIXES = {".txt": "text", ".json": "json", ".sarif": "sarif", ".xml": "junit", ".ttl": "turtle"}
"""The formats that the suffix of a file tells."""
