"""Queries read with a base, against which their relative IRIs are resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.errors import QueryError
from kg.graph import Graph
from kg.namespaces import BASE

_HEAD = f"BASE <{BASE}>\n"
_LINE = re.compile(r"^query:(\d+):")


def run(graph: Graph, text: str, prefixes: Mapping[str, str]) -> Any:
    """Run a query of anybody's, as `kg.graph.Graph.query` does.

    Raises:
        QueryError: as there; lines count from the first of the text given.
    """
    try:
        return graph.query(_HEAD + text, prefixes)
    except QueryError as error:
        told = _LINE.sub(lambda match: f"query:{int(match[1]) - 1}:", str(error))
        raise QueryError(told) from error
