"""What a query may not do here: ask or read elsewhere, name another graph, or change anything."""

from __future__ import annotations

import re

from kg.graph.parsing import QUOTED
from kg.namespaces import BASE
from kg.server.messages import RefusedError

OWN_GRAPH = BASE
"""The name of the only graph that there is, for those who must name one."""

_OWN = re.compile(
    rf"(?<![\w:?$])(?P<clause>FROM(?:\s|#[^\n]*\n)*<{re.escape(OWN_GRAPH)}>)|{QUOTED.pattern}",
    re.IGNORECASE | re.DOTALL,
)
"""A clause that names that graph; or what it could stand in without meaning it."""
_UPDATE = re.compile(r"\s*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)

READ_ONLY = "updates are refused, since the server only reads: change the data of the project and run `kg build`"


def admit(text: str) -> str:
    """A query that may be run, as far as is known before it is read: without a FROM that names the only graph.

    Raises:
        RefusedError: it is an update.
    """
    if _UPDATE.match(text[_PROLOGUE.match(text).end() :]):  # type: ignore[union-attr]  # it matches nothing, too
        raise RefusedError(403, f"query: {READ_ONLY}")
    return _OWN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]) if found["clause"] else found[0], text)


def check_graphs(default: list[str], named: list[str]) -> None:
    """See that a request names no graph but the only one.

    Raises:
        RefusedError: it names another.
    """
    if named:
        what = f"named-graph-uri: there is no graph with a name, such as <{named[0][:200]}>"
        raise RefusedError(400, f"{what}: leave it out, since all is in the default graph")
    for given in default:
        if given != OWN_GRAPH:
            what = f"default-graph-uri: there is no graph <{given[:200]}>"
            raise RefusedError(400, f"{what}: leave it out, or write default-graph-uri={OWN_GRAPH}")
