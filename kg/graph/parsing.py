"""What the engine's parser says of a query, as people read it; and words that a query may not use.

Whether a word is a keyword where it stands, only that parser knows: it also reads `SERVICEex:x` and
`1<2)SERVICE#>` as one. So it is asked, with the word made unknown to it.
"""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Callable, Collection, Iterator, Mapping

from kg.errors import QueryError, nearest

Parse = Callable[[str, dict[str, str]], object]

SERVICE = {"SERVICE": "SERVICE asks another server: load that data here instead"}
OTHER_GRAPHS = {
    "FROM": "FROM names a graph, and all is in the one without a name: leave the clause out",
    "GRAPH": "GRAPH asks a graph with a name, and all is in the one without: ask for the pattern itself",
}
LOAD = {"LOAD": "LOAD reads from elsewhere: put that data into the project instead"}
"""Words that a query or an update may not use, and why."""

QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'" r'|<[^<>"{}|^`\s]*>' r"|#[^\n]*",
    re.DOTALL,
)
"""What a query may hold around its keywords: strings, IRIs and comments, where a word means nothing."""
_PLACE = re.compile(r"error at (\d+):(\d+)")
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)
_PREFIXED = re.compile(r"(?<![\w:?$@<%.-])([^\W\d_](?:[\w.-]*[\w-])?|):(?!/)")
_STRAY = re.compile("[\"']")
_REST = r"[\w:.%-]*(?:\s|#[^\n]*)*"
_BEYOND = 3
"""How far after a word, the rest of its name and white space the parser may notice that it does not know it."""


def bare(text: str) -> str:
    """A query with blanks in place of its strings, IRIs and comments."""
    return QUOTED.sub(lambda found: "\n".join(" " * len(line) for line in found[0].split("\n")), text)


def refuse(text: str, prefixes: Mapping[str, str], words: Mapping[str, str], parse: Parse) -> None:
    """See that some words are no keywords of a query.

    Args:
        prefixes: what it may use without declaring it.
        words: why each is refused.
        parse: reads a text, with prefixes; it is never given one in which such a word is a keyword.

    Raises:
        QueryError: one of them is; or the query does not parse.
    """
    unknown = {word: _unknown(len(word)) for word in words if word in text.upper()}
    if not unknown:
        return

    def changed(text: str) -> str:
        for word, instead in unknown.items():
            text = re.sub(word, instead, text, flags=re.IGNORECASE)
        return text

    try:
        parse(changed(text), {changed(prefix): iri for prefix, iri in prefixes.items()})
    except SyntaxError as error:
        at = _offset(text, str(error))
        found = ((word, start) for word in unknown for start in _stands(text, word, at))
        word, start = next(found, ("", 0))
        told = f"{_where(text, start)}: {words[word]}" if word else mistake(text, str(error), prefixes)
        raise QueryError(told) from error


def mistake(text: str, message: str, prefixes: Collection[str]) -> str:
    """Where a text does not parse, and how to mend it.

    Args:
        message: what the engine says, which lists all that it would have read there.
        prefixes: what may be used without declaring it.
    """
    at = _offset(text, message)
    if at is None:
        return f"query: {message}: mend the query"
    prefix, start = next(_undeclared(text, prefixes, at), ("", at))
    where = _where(text, start)
    if start < at:
        close = nearest(prefix, list(prefixes)) if prefix else None
        meant = f", or write `{close}:` if that is meant" if close else ""
        return f"{where}: the prefix `{prefix}:` is unknown: declare it at the head with `PREFIX {prefix}: <…>`{meant}"
    rest = text[at:].strip()
    near = f"near `{rest[:30]}`" if rest else "at its end"
    return f"{where}: the query does not parse {near}: mend what stands there or just before"


def _unknown(length: int) -> str:
    return "".join(secrets.choice(string.ascii_letters) for _ in range(length))


def _where(text: str, start: int) -> str:
    return f"query:{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"


def _stands(text: str, word: str, at: int | None) -> Iterator[int]:
    """Where a word stands that may be what does not parse at a place; without one, each may."""
    for each in re.finditer(rf"(?<![?$]){word}{_REST}", text, re.IGNORECASE):
        if at is None or each.start() <= at <= each.end() + _BEYOND:
            yield each.start()


def _offset(text: str, message: str) -> int | None:
    """The place that a message of the engine names, from 0."""
    if not (place := _PLACE.search(message)):
        return None
    return sum(map(len, text.split("\n")[: int(place[1]) - 1])) + int(place[1]) - 1 + int(place[2]) - 1


def _undeclared(text: str, prefixes: Collection[str], end: int) -> Iterator[tuple[str, int]]:
    """The prefixes that are used before a place without being declared, and where; not in a string without an end."""
    written = bare(text)[:end]
    declared = {*prefixes, *_DECLARED.findall(written)}
    stray = _STRAY.search(written)
    for found in _PREFIXED.finditer(written, 0, stray.start() if stray else end):
        if found[1] not in declared:
            yield found[1], found.start()
