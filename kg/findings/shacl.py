"""What the shapes found, as the report that SHACL defines, in Turtle."""

from __future__ import annotations

from kg.check import Report
from kg.errors import DataError
from kg.graph import serialize
from kg.namespaces import PREFIXES
from kg.project import Project
from kg.shacl import SH, report


def validation_report(project: Project, checked: Report) -> str:
    """A `sh:ValidationReport`; what checks found, which are no shapes, is not in it.

    Raises:
        KgError: the project cannot be checked, or the structure of its data is not sound, so that no shape was asked.
    """
    if checked.error:
        raise checked.error
    if not checked.shapes and checked.problems:
        raise DataError(checked.problems)
    return serialize(report(checked.results, checked.asked), "turtle", PREFIXES | {"sh": SH}).decode()
