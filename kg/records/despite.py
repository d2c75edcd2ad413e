"""What a file holds despite mistakes that leave it whole, so that all others in it are told together with them."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from kg.errors import DataError, Problem
from kg.records.yamlfile import YamlFile

_MOST = 50
"""How often a file is read again."""
_NUMBER = re.compile(r"[-+]?[0-9]+(?![\w.])")
_OWN = range(0xE000, 0xF8FF)
"""Characters that mean nothing, of which stand-ins for keys are made."""


def read_despite(file: YamlFile, first: Problem) -> tuple[list[Problem], Any]:
    """All such mistakes of a file, and its values: without a key's second, and with 1 for a number that is too long.

    Args:
        first: why the file cannot be read; where it is another mistake, or one follows, it is all, and the values None.
    """
    whole, problem = _Whole(file), first
    for _ in range(_MOST):
        if not whole.cover(problem):
            break
        try:
            return whole.found, whole.values()
        except DataError as error:
            (problem,) = error.problems
    return [first], None


class _Whole:
    """A file with something harmless, as long, in place of each mistake."""

    def __init__(self, file: YamlFile) -> None:
        self.found: list[Problem] = []
        self._file = file
        self._lines = file.text.split("\n")
        self._left_out: set[str] = set()

    def cover(self, problem: Problem) -> bool:
        """Cover a mistake, and all doubled keys at once; whether that could be done."""
        found = list(self._file.wrong_keys()) if problem.rule == "duplicate-key" else [problem]
        done = all(map(self._cover, found))
        self.found += found
        self._file = copy(self._file)
        self._file.data = "\n".join(self._lines).encode()
        vars(self._file).pop("_places", None)
        return done

    def values(self) -> Any:
        """As `YamlFile.read`, without the keys that are covered."""
        return self._without(self._file.read())

    def _cover(self, problem: Problem) -> bool:
        if problem.rule not in ("duplicate-key", "long-number") or problem.line != problem.end_line:
            return False
        line, start, end = self._lines[problem.line - 1], problem.column - 1, problem.end_column - 1
        if problem.rule == "long-number":
            number = _NUMBER.match(line, start)
            end, cover = (number.end(), "1".ljust(len(number[0]))) if number else (end, "")
        else:
            cover = self._stand_in(line[start:end])
        self._lines[problem.line - 1] = line[:start] + cover + line[end:]
        return bool(cover)

    def _stand_in(self, key: str) -> str:
        """A key that nothing else is, in the same quotes; empty where there is none."""
        quote = key[0] if key[0] in "\"'" else ""
        length, number = len(key) - 2 * len(quote), len(self._left_out)
        if not length or number >= len(_OWN) or chr(_OWN[number]) in self._file.text:
            return ""
        word = chr(_OWN[number]) * length
        self._left_out.add(word)
        return quote + word + quote

    def _without(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._without(each) for key, each in value.items() if key not in self._left_out}
        return [self._without(each) for each in value] if isinstance(value, list) else value
