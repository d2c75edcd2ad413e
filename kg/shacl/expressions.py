"""Regular expressions: those of SHACL are XPath's, those of the engine are Rust's, which never run away.

Where the two are written differently, XPath's is put into the engine's words: `\\i`, `\\c` and their opposites, and
what is taken away in `[a-z-[aeiou]]`. Blocks of Unicode, as `\\p{IsGreek}`, are refused, since the engine would take
them for scripts. Where the same words mean something else the engine's meaning holds, as in SPARQL: `\\w` has no
symbols such as `+`, `\\s` has all white space of Unicode, `.` also matches a carriage return, and with the flag `x` a
`#` begins a comment.

What the engine does not read, such as a reference back to a group, is left to Python's, which may run away. And even
the engine takes long over a long text where an expression is long once its repetitions are written out. Both are
matched within a time limit, see `kg.shacl.matching`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.graph import Graph, Literal
from kg.graph.xml import FURTHER, STARTS

_LONGEST = 10_000
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\{(\d{1,9})?,?(\d{1,9})?\}|.", re.DOTALL)
_BLOCK = re.compile(r"(?:\\.|[^\\])*?(\\[pP]\{Is\w[\w-]*\})", re.DOTALL)

_CHARACTERS = ((0, 0xD7FF), (0xE000, 0x10FFFF))
"""All characters; what lies between is none."""


def _others(ranges: Iterable[str]) -> str:
    """The characters that are in none of some ranges, as they stand in `[…]`."""
    ends = sorted((ord(each.strip("\\")[0]), ord(each[-1])) for each in ranges)
    gaps = zip((0, *(last + 1 for _, last in ends)), (*(first - 1 for first, _ in ends), 0x10FFFF), strict=True)
    all_ranges = ((max(first, low), min(last, high)) for first, last in gaps for low, high in _CHARACTERS)
    return "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in all_ranges if first <= last)


_NAMES = {
    "\\i": "".join((":", *STARTS)),
    "\\c": "".join((":", *STARTS, *FURTHER)),
    "\\I": _others((":", *STARTS)),
    "\\C": _others((":", *STARTS, *FURTHER)),
}
"""What stands for characters of names, as it is written in `[…]` for the engine and for Python."""


def unreadable(expression: str, flags: str) -> str:
    """Why an expression can be asked of nothing; empty where it can."""
    if len(expression) > _LONGEST:
        return f"has more than {_LONGEST} characters"
    if unknown := "".join(each for each in flags if each not in {*_FLAGS, "q"}):
        return f"has the unknown flags `{unknown[:20]}`"
    if "q" not in flags and (block := _BLOCK.match(expression)):
        return f"names a block, `{block[1]}`, which is not read"
    if translated(expression, flags) is not None:
        return ""
    try:
        python(expression, flags)
    except (re.error, OverflowError, RecursionError) as error:
        return f"does not parse: {error}"
    return ""


def python(expression: str, flags: str) -> re.Pattern[str]:
    """An expression as Python reads it.

    Raises:
        re.error, OverflowError, RecursionError: it does not read it.
    """
    chosen = re.NOFLAG
    for each in flags:
        chosen |= _FLAGS[each]
    return re.compile(_spelt_out(expression), chosen)


def length(expression: str) -> int:
    """About how many states the engine keeps of an expression: its pieces, with all repetitions written out.

    A piece that stands for many characters, such as `.` or `\\w`, counts as ten.
    """
    sizes, last = [0], 0
    for piece in _PIECE.finditer(expression):
        most = max(int(each or 0) for each in piece.groups())
        if piece[0] == "(":
            sizes.append(0)
            last = 0
        elif piece[0] == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif most:
            sizes[-1] += last * (most - 1)
        else:
            last = 10 if piece[0] == "." or piece[0][:2] == "[^" or re.match(r"\\[a-zA-Z]", piece[0]) else 1
            sizes[-1] += last
    return sum(sizes)


@cache
def translated(expression: str, flags: str) -> str | None:
    """An expression as the engine writes it; None where it does not read it."""
    text = expression if "q" in flags else _classes(_spelt_out(expression))
    if text is None:
        return None
    query = f"SELECT (REGEX(\"\", {Literal(text)}, {Literal(flags)}) AS ?matches) WHERE {{}}"
    (row,) = Graph.memory().select(query).rows
    return None if row[0] is None else text


def _spelt_out(expression: str) -> str:
    """An expression with the characters of names as ranges."""
    written, depth = "", 0
    for piece in re.findall(r"\\.|.", expression, re.DOTALL):
        ranges = _NAMES.get(piece)
        written += piece if ranges is None else ranges if depth else f"[{ranges}]"
        depth += (piece == "[") - (piece == "]" and depth > 0)
    return written


def _classes(expression: str) -> str | None:
    """An expression with `[a-z-[aeiou]]` written as `[a-z--[aeiou]]`; None where Rust reads a class otherwise."""
    written, depth, place = "", 0, 0
    while place < len(expression):
        here, two = expression[place], expression[place : place + 2]
        if here == "\\":
            written, place = written + two, place + 2
            continue
        if depth and two == "-[":
            written, depth, place = written + "--[", depth + 1, place + 2
            continue
        if depth and (here == "[" or two in ("&&", "--", "~~")):
            return None
        depth += (here == "[") - (here == "]" and depth > 0)
        written, place = written + here, place + 1
    return written
