"""Validate any graph against SHACL shapes: compiled to queries, and by pySHACL where they are not.

The parts, in the order of reading: `source` and `reading` make `model.Shape`s of a shapes graph, `components` holds
what each constraint asks, `run` asks it of the data, `validation` makes the results, `fallback` has pySHACL check what
is left, `compiling` puts these together, and `files` checks a file with it.
"""

from __future__ import annotations

from kg.shacl.compiling import Compiled, compiled, not_compiled, validate
from kg.shacl.files import Checked, check_file, validate_file
from kg.shacl.loading import read_file
from kg.shacl.remembering import Remembered
from kg.shacl.report import report
from kg.shacl.results import SH, UNCHECKED, Result

__all__ = [
    "SH",
    "UNCHECKED",
    "Checked",
    "Compiled",
    "Remembered",
    "Result",
    "check_file",
    "compiled",
    "not_compiled",
    "read_file",
    "report",
    "validate",
    "validate_file",
]  # fmt: skip
