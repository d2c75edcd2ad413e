"""Twins of tables: CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.answers import render_rows
from kg.graph import Literal, Rows, Term
from kg.server.messages import Reply
from kg.server.site import JSON


def in_csv(rows: Rows) -> Reply:
    """Rows in CSV, with ids."""
    return Reply(render_rows(rows, "csv", {}, None).encode("utf-8", "replace"), "text/csv")


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
