"""What the engine must not be asked: what is nested so deep that it would end the process.

The engine reads a query by recursion, and takes the whole process down where its stack ends. No query
that people write comes near the limits here.
"""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.graph.parsing import bare

_DEEPEST = 50
_LONGEST = 1_000
_JOINED = 100  # the engine plans so many in a second, and twice as many in sixteen
_FOR_EACH = 6
"""The signs that join an expression to others, as `(… AS ?t)` and `!(…) ||` do."""
_VALUES = re.compile(r"\bVALUES\b[^{}]{0,1000}\{[^{}]*\}", re.IGNORECASE)
_OPENS, _SIGNS = "({[", "({[+*|&!"
_BRACKET = re.compile(r"[(){}\[\]]")
_ENDS = ".;,"
_END = re.compile(r"[(){};,]|\.(?![\w-])")


def admit(text: str) -> None:
    """Let a query pass, or an update.

    Raises:
        QueryError: it is nested too deep or too long for the engine, or joins so many patterns that planning alone
            would take minutes.
    """
    if sum(map(text.count, _ENDS)) < _JOINED and sum(map(text.count, _SIGNS)) <= _DEEPEST:
        return
    written = _VALUES.sub(" ", bare(text))  # the values of one variable may be many
    if _joined(written) >= _JOINED:
        raise QueryError(f"query: more than {_JOINED} patterns stand in one group: ask for them in parts")
    if _depth(written) > _DEEPEST:
        raise QueryError(f"query: more than {_DEEPEST} brackets stand within each other: write it flatter")
    if sum(map(written.count, _SIGNS)) > _LONGEST:
        raise QueryError(f"query: more than {_LONGEST} groups and operators: ask it in parts, or list values in VALUES")


def fits(*parts: str) -> bool:
    """Whether some expressions are surely so short that one query may hold each of them twice, joined with others."""
    joined = " ".join(parts)
    return 2 * sum(map(joined.count, _SIGNS)) + _FOR_EACH * len(parts) <= _LONGEST


def _depth(bare: str) -> int:
    """How many brackets stand within each other at most."""
    deepest = depth = 0
    for bracket in _BRACKET.finditer(bare):
        depth += 1 if bracket[0] in _OPENS else -1
        deepest = max(deepest, depth)
    return deepest


def _joined(bare: str) -> int:
    """How many ends of patterns stand in one group at most; what stands in parentheses is no pattern."""
    most, groups, round_ones = 0, [0], 0
    for found in _END.finditer(bare):
        sign = found[0]
        if sign in "()":
            round_ones += 1 if sign == "(" else -1
        elif sign == "{":
            groups.append(0)
        elif sign == "}":
            most = max(most, groups.pop() if len(groups) > 1 else 0)
        elif round_ones <= 0:
            groups[-1] += 1
    return max(most, *groups)
