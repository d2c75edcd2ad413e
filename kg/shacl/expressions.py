"""Regular expressions: those of SHACL are XPath's, those of the engine are Rust's, which never run away.

The two agree but for what can stand in `[…]`. What the engine does not read, such as a reference back to a group, is
left to Python's, which may run away, so it is only used within a time limit.
"""

from __future__ import annotations

import re
from functools import cache

from kg.graph import Graph, Literal

_LONGEST = 10_000


def unreadable(expression: str, flags: str) -> str:
    """Why an expression can be asked of nothing; empty where it can."""
    if len(expression) > _LONGEST:
        return f"has more than {_LONGEST} characters"
    if translated(expression, flags) is not None:
        return ""
    try:
        re.compile(expression)
    except (re.error, OverflowError, RecursionError) as error:
        return f"does not parse: {error}"
    return ""


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
