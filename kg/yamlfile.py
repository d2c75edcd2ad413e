"""A YAML file as plain values, and, when there is something to report, where each of them stands.

Values are read fast, without places; a second reader gives lines, columns and the original
spelling only where they are needed (a message, or a number that stands where text belongs).
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import DataError, Problem, UnreadableError

LARGEST = 64 * 2**20
"""The largest data file, in bytes."""

_PLACE = re.compile(r"at line (\d+) column (\d+)")
_TAB = re.compile(rb"^[ ]*\t", re.MULTILINE)

Steps = tuple[int | str, ...]
"""The way to a value from the top of a file: list positions and keys."""


class YamlFile:
    """One data file, read as YAML 1.2.

    Args:
        path: the file.
        shown: the path as messages name it.

    Raises:
        UnreadableError: it cannot be read, is not UTF-8, or is larger than `LARGEST`.
    """

    def __init__(self, path: Path, shown: Path) -> None:
        self.shown = shown
        try:
            size = path.stat().st_size
            if size > LARGEST:
                what = f"has {size / 2**20:.0f} MiB, more than {LARGEST >> 20}"
                raise UnreadableError(f"{shown}: {what}: split it into several files")
            self.data = path.read_bytes()
        except OSError as error:
            raise UnreadableError(f"{shown}: cannot be read: {error.strerror}") from error
        try:
            self.text = self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            column = error.start - self.data.rfind(b"\n", 0, error.start)
            raise UnreadableError(f"{shown}:{line}:{column}: is not UTF-8: save it as UTF-8") from error

    def read(self) -> Any:
        """The values: `dict`, `list`, `str`, `int`, `float`, `bool` or None.

        Raises:
            DataError: the text is not YAML, repeats a key, or is an alias bomb.
        """
        import ryaml

        try:
            return ryaml.loads(self.text)
        except (ryaml.InvalidYamlError, ValueError, RecursionError) as error:
            raise DataError([self._explain(str(error))]) from error

    def problem(self, steps: Steps, what: str, mend: str, severity: str = "error") -> Problem:
        """A finding about the value at `steps`, with its line and column."""
        line, column = self.place(steps)
        return Problem(self.shown, line, column, what, mend, severity)

    def place(self, steps: Steps) -> tuple[int, int]:
        """Line and column, from 1, of the value at `steps`, or of the nearest one above it."""
        mark = self._find(steps)[0]
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def spelling(self, steps: Steps) -> str:
        """The text of the scalar at `steps` as it is written, without its quotes."""
        node = self._find(steps)[1]
        return str(node.value) if node is not None and isinstance(node.value, str) else ""

    @cached_property
    def _tree(self) -> Any:
        import yaml

        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        try:
            return yaml.compose(self.text.removeprefix("\ufeff"), Loader=loader)
        except yaml.YAMLError:
            return None

    def _find(self, steps: Steps) -> tuple[Any, Any]:
        """The mark of what `steps` leads to (the key, for an entry of a mapping), and its node."""
        node = self._tree
        mark = node.start_mark if node else None
        for step in steps:
            if node is None or isinstance(node.value, str):
                return mark, None
            if isinstance(step, int):
                node = node.value[step] if step < len(node.value) else None
                mark = node.start_mark if node else mark
            else:
                entry = next((pair for pair in node.value if pair[0].value == step), None)
                node = entry[1] if entry else None
                mark = entry[0].start_mark if entry else mark
        return mark, node

    def _explain(self, message: str) -> Problem:
        """What the fast reader refused, placed and put in words."""
        tab = _TAB.search(self.data)
        place = _PLACE.search(message)
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        if tab and (place is None or self.data.count(b"\n", 0, tab.end()) + 1 == line):
            line = self.data.count(b"\n", 0, tab.end()) + 1
            column = tab.end() - tab.start()
            return Problem(self.shown, line, column, "a tab indents this line", "indent with spaces")
        if "duplicate entry" in message:
            repeated = self._repeated(self._tree)
            if repeated is not None:
                mark = repeated.start_mark
                what = f"the key `{repeated.value}` stands here twice"
                return Problem(self.shown, mark.line + 1, mark.column + 1, what, "keep one of them")
        if "repetition limit" in message:
            return Problem(self.shown, 1, 1, "aliases multiply without end", "write the values out")
        if "recursion limit" in message:
            return Problem(self.shown, line, column, "brackets are nested too deep", "write it flatter")
        return Problem(self.shown, line, column, f"not YAML: {_PLACE.sub('', message).strip(' ,')}", _HINT)

    def _repeated(self, node: Any) -> Any:
        """The first key that stands twice in one mapping."""
        pending = [node]
        while pending:
            node = pending.pop()
            if node is None or isinstance(node.value, str):
                continue
            seen: set[str] = set()
            children = []
            for child in node.value:
                key, value = child if isinstance(child, tuple) else (None, child)
                if key is not None:
                    if str(key.value) in seen:
                        return key
                    seen.add(str(key.value))
                children.append(value)
            pending += reversed(children)
        return None


_HINT = "quote a text that holds `: `, ` #`, or begins with one of []{}&*!|>%@`"
