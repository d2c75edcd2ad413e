"""What the engine must not be asked: another server, or what is nested so deep that it would end the process.

The engine reads a query by recursion, and takes the whole process down where its stack ends. No query
that people write comes near the limits here.
"""

from __future__ import annotations

import re

from kg.errors import QueryError

_DEEPEST = 50
_LONGEST = 1_000
_JOINED = 100  # the engine plans so many in a second, and twice as many in sixteen
# What a query may hold around its keywords: strings, IRIs and comments, where a word means nothing.
_QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'" r'|<[^<>"{}|^`\s]*>' r"|#[^\n]*",
    re.DOTALL,
)
_VALUES = re.compile(r"\bVALUES\b[^{}]{0,1000}\{[^{}]*\}", re.IGNORECASE)
_SERVICE = re.compile(r"(?<![\w:?$])SERVICE(?![\w:])", re.IGNORECASE)
_LOAD = re.compile(r"(?<![\w:?$-])LOAD(?![\w:])", re.IGNORECASE)
_OPENS, _SIGNS = "({[", "({[+*|&!"
_BRACKET = re.compile(r"[(){}\[\]]")
_ENDS = ".;,"
_END = re.compile(r"[(){};,]|\.(?![\w-])")


def admit(text: str) -> None:
    """Let a query pass, or an update.

    Raises:
        QueryError: it asks another server (`SERVICE`), or is nested too deep or too long for the engine, or joins so
            many patterns that planning alone would take minutes.
    """
    if "service" in text.lower() and _SERVICE.search(_bare(text)):
        raise QueryError("query: SERVICE asks another server: load that data here instead")
    if sum(map(text.count, _ENDS)) >= _JOINED and _joined(_VALUES.sub(" ", _bare(text))) >= _JOINED:
        raise QueryError(f"query: more than {_JOINED} patterns stand in one group: ask for them in parts")
    if sum(map(text.count, _SIGNS)) <= _DEEPEST:
        return
    bare = _VALUES.sub(" ", _bare(text))  # the values of one variable may be many
    if _depth(bare) > _DEEPEST:
        raise QueryError(f"query: more than {_DEEPEST} brackets stand within each other: write it flatter")
    if sum(map(bare.count, _SIGNS)) > _LONGEST:
        raise QueryError(f"query: more than {_LONGEST} groups and operators: ask it in parts, or list values in VALUES")


def admit_update(text: str) -> None:
    """Let an update pass.

    Raises:
        QueryError: as for `admit`, or it reads from elsewhere (`LOAD`).
    """
    admit(text)
    if "load" in text.lower() and _LOAD.search(_bare(text)):
        raise QueryError("query: LOAD reads from elsewhere: put that data into the project instead")


def _bare(text: str) -> str:
    return _QUOTED.sub(" ", text)


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
