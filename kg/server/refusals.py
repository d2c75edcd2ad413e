"""What a query may not do here: ask or read elsewhere, name another graph, or change anything.

Whether a word is a keyword where it stands, only the engine's own parser knows: it also reads
`SERVICEex:x` and `1<2)SERVICE#>` as one. So it is asked, with the word made unknown to it.
"""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Mapping

from kg.errors import QueryError
from kg.graph import Graph
from kg.namespaces import BASE
from kg.server.based import run
from kg.server.messages import RefusedError

OWN_GRAPH = BASE
"""The name of the only graph that there is, for those who must name one."""

_OWN = re.compile(rf"\bFROM\s*<{re.escape(OWN_GRAPH)}>", re.IGNORECASE)
_WHY = {
    "SERVICE": "SERVICE asks another server, which is refused: load that data into the project instead",
    "FROM": f"FROM names a graph, and there is but one, <{OWN_GRAPH}>: leave the clause out",
}
_UPDATE = re.compile(r"\s*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_PLACE = re.compile(r"query:(\d+):(\d+)")
_REST = r"[\w:.%-]*(?:\s|#[^\n]*)*"
_BEYOND = 3
"""How far after a word, the rest of its name and white space the parser may notice that it does not know it."""

READ_ONLY = "updates are refused, since the server only reads: change the data of the project and run `kg build`"


def admit(text: str, prefixes: Mapping[str, str]) -> str:
    """A query that may be run: as given, without a FROM that names the only graph.

    Args:
        prefixes: what it may use without declaring it.

    Raises:
        RefusedError: it asks for what is refused.
        QueryError: it does not parse.
    """
    if _UPDATE.match(text[_PROLOGUE.match(text).end() :]):  # type: ignore[union-attr]  # it matches nothing, too
        raise RefusedError(403, f"query: {READ_ONLY}")
    text = _OWN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for word, why in _WHY.items():
        if word in text.upper():
            _judge(text, word, why, prefixes)
    return text


def check_graphs(default: list[str], named: list[str]) -> None:
    """See that a request names no graph but the only one.

    Raises:
        RefusedError: it names another.
    """
    for given in [*(each for each in default if each != OWN_GRAPH), *named]:
        what = f"default-graph-uri or named-graph-uri: there is no graph <{given[:200]}>"
        raise RefusedError(400, f"{what}: leave it out, or write default-graph-uri={OWN_GRAPH}")


def _judge(text: str, word: str, why: str, prefixes: Mapping[str, str]) -> None:
    """Have a query parsed with a word made unknown; what then does not parse is never run."""
    unknown = "".join(secrets.choice(string.ascii_letters) for _ in word)
    places = list(re.finditer(rf"(?<![?$]){word}{_REST}", text, re.IGNORECASE))
    changed = re.sub(word, unknown, text, flags=re.IGNORECASE)
    try:
        run(Graph.memory(), changed, prefixes)
    except QueryError as error:
        told = str(error).replace(unknown, word)
        at = _offset(text, told)
        if at is None or any(each.start() <= at <= each.end() + _BEYOND for each in places):
            place = told.partition(": ")[0]
            raise RefusedError(400, f"{place}: {why}") from error
        raise QueryError(told) from error


def _offset(text: str, told: str) -> int | None:
    if not (place := _PLACE.match(told)):
        return None
    lines = text.splitlines(keepends=True)[: int(place[1])]
    return sum(map(len, lines[:-1])) + int(place[2]) - 1
