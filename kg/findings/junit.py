"""Findings in the XML of JUnit, which build servers show as tests: an error is a test that failed."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET  # nothing is read

from kg.check import Report
from kg.errors import Problem
from kg.findings.text import headline
from kg.project import Project

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(project: Project, report: Report) -> str:
    """One suite with a test for each finding; warnings and notes pass, and say why they are there.

    Where nothing was found one test says what was checked.
    """
    tests = report.problems
    counts = {"name": "kg check", "tests": str(len(tests) or 1), "failures": str(len(report.errors)), "errors": "0"}
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(root, "testsuite", counts)
    for problem in tests:
        _test(suite, problem)
    if not tests:
        ET.SubElement(suite, "testcase", classname="data", name=report.extent)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _test(suite: ET.Element, problem: Problem) -> None:
    where = f" at {problem.line}:{problem.column}" if problem.line else ""
    test = ET.SubElement(suite, "testcase", classname=_legal(str(problem.path)), name=_legal(f"{problem.rule}{where}"))
    related = (f"{each.path}:{each.span.line}: {each.note}" for each in problem.related)
    text = _legal("\n".join([headline(problem), *related]))
    if problem.severity == "error":
        failure = ET.SubElement(test, "failure", type=problem.rule, message=_legal(f"{problem.what}: {problem.mend}"))
        failure.text = text
    else:
        ET.SubElement(test, "system-out").text = text


def _legal(text: str) -> str:
    """A text without the characters that XML 1.0 cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)
