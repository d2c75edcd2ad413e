"""Queries with a limit to their rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from kg.errors import QueryError
from kg.graph import Rows, Triple
from kg.server.based import run
from kg.server.opened import Shown
from kg.server.refusals import admit


@dataclass(frozen=True)
class Found:
    """An answer.

    Attributes:
        more: whether rows beyond the limit were left out.
    """

    answer: Rows | list[Triple] | bool
    more: bool = False


def ask(shown: Shown, text: str) -> Found:
    """The answer to a query of anybody's.

    Raises:
        RefusedError: it is an update.
        QueryError: it does not parse, uses what is refused, or fails while it runs.
    """
    answer = run(shown.graph, admit(text), shown.prefixes)
    variables, most = getattr(answer, "variables", None), shown.settings.rows
    try:
        if variables is None and not hasattr(answer, "__next__"):
            return Found(bool(answer))
        found = list(islice(answer, most + 1))
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"query: stopped while running: {error}: ask for less") from error
    more, found = len(found) > most, found[:most]
    if variables is None:
        return Found(found, more)
    columns = [variable.value for variable in variables]
    return Found(Rows(columns, [tuple(row[at] for at in range(len(columns))) for row in found]), more)
