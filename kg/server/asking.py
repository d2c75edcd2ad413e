"""Queries with a limit to their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from kg.errors import QueryError
from kg.graph import Rows, Triple
from kg.server.based import run
from kg.server.opened import Shown
from kg.server.refusals import admit

_BLIND = re.compile(
    r"""<[^<>"{}|^`\\\s]*> | \#[^\n]* | (?P<long>"{3}|'{3}).*?(?P=long) | (?P<short>["'])(?:[^\\\n]|\\.)*?(?P=short)""",
    re.DOTALL | re.VERBOSE,
)
"""What names no variable, whatever stands in it: IRIs, comments and texts."""
_STAR = re.compile(r"(?:\s|PREFIX\s+[^\s:]*:|BASE)*SELECT\s*(?:DISTINCT|REDUCED)?\s*\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")


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
    order = _in_order(columns, text)
    return Found(Rows([columns[at] for at in order], [tuple(row[at] for at in order) for row in found]), more)


def _in_order(columns: list[str], text: str) -> list[int]:
    """The places of columns: after `SELECT *`, which the engine answers by the alphabet, as the query names them."""
    places = list(range(len(columns)))
    unquoted = _BLIND.sub(" ", text)
    if not _STAR.match(unquoted):
        return places
    named = list(dict.fromkeys(_VARIABLE.findall(unquoted)))
    return sorted(places, key=lambda place: named.index(columns[place]) if columns[place] in named else len(named))
