"""Regular expressions: those of SHACL are XPath's, those of the engine are Rust's, which never run away.

The two agree but for what can stand in `[…]`. What the engine does not read, such as a reference back to a group, is
left to Python's, which may run away. And even the engine takes long over a long text where an expression is long once
its repetitions are written out. Both are matched within a time limit, see `kg.shacl.matching`.
"""

from __future__ import annotations

import re
from functools import cache

from kg.graph import Graph, Literal

_LONGEST = 10_000
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\{(\d{1,9})?,?(\d{1,9})?\}|.", re.DOTALL)


def unreadable(expression: str, flags: str) -> str:
    """Why an expression can be asked of nothing; empty where it can."""
    if len(expression) > _LONGEST:
        return f"has more than {_LONGEST} characters"
    if unknown := "".join(each for each in flags if each not in {*_FLAGS, "q"}):
        return f"has the unknown flags `{unknown[:20]}`"
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
    return re.compile(expression, chosen)


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
    text = expression if "q" in flags else _classes(expression)
    if text is None:
        return None
    query = f"SELECT (REGEX(\"\", {Literal(text)}, {Literal(flags)}) AS ?matches) WHERE {{}}"
    (row,) = Graph.memory().select(query).rows
    return None if row[0] is None else text


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
