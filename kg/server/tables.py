"""Twins of tables: CSV and JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.answers import render_rows
from kg.graph import Literal, Rows, Term
from kg.server.messages import Reply
from kg.server.site import JSON

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def in_csv(rows: Rows) -> Reply:
    """Rows in CSV, with ids."""
    return as_csv(render_rows(rows, "csv", {}, None))


def as_csv(text: str) -> Reply:
    """CSV for people, whose spreadsheets take a text that begins like a formula for one: with a `'` before it."""
    csv.field_size_limit(max(len(text), 1))
    written = io.StringIO()
    rows = csv.reader(io.StringIO(text, newline=""))
    csv.writer(written, lineterminator="\n").writerows(map(_as_text, row) for row in rows)
    return Reply(written.getvalue().encode("utf-8", "replace"), "text/csv")


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def in_style(rows: Rows, style: str) -> Reply:
    """Rows in CSV or JSON, with ids."""
    if style == "csv":
        return in_csv(rows)
    return Reply(render_rows(rows, "json", {}, None).encode("utf-8", "replace"), JSON)


def of_records(records: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Rows:
    """Records as rows of the columns that are named; a list becomes one text."""
    return Rows(list(columns), [tuple(_term(record.get(name)) for name in columns) for record in records])


def _term(value: Any) -> Term | None:
    if value is None:
        return None
    return Literal("; ".join(map(str, value)) if isinstance(value, list) else value)
