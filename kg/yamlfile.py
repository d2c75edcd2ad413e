"""A YAML file as plain values, and, when there is something to report, where each of them stands.

Values are read fast, without places; `kg.places` gives lines, columns and the original spelling
where they are needed: in a message, or for a number that stands where text belongs.
"""

from __future__ import annotations

import re
import stat
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import DataError, Problem, UnreadableError
from kg.places import Places, Steps

LARGEST = 64 * 2**20
"""The largest data file, in bytes."""

_PLACE = re.compile(r"at line (\d+) column (\d+)")
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Control characters, and line breaks that YAML 1.1 and 1.2 read differently."""
_RESPELT = re.compile(
    r"[\s\[{,:-](?:[-+]?0[xob]|\+[0-9.]|-?\.[0-9]|-?[0-9.]+[eE][-+]?[0-9]+(?=[\s,\]}])|-?[0-9.]{16})"
)
"""Numbers that change when they are read and written again: 0x1F, +5, .5, 1e3, or 16 digits."""


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
            state = path.stat()
            if not stat.S_ISREG(state.st_mode):
                raise UnreadableError(f"{shown}: is no ordinary file: put one in its place")
            if state.st_size > LARGEST:
                what = f"has {state.st_size / 2**20:.0f} MiB, more than {LARGEST >> 20}"
                raise UnreadableError(f"{shown}: {what}: split it into several files")
            self.data = path.read_bytes()
        except OSError as error:
            mend = "mend its permissions, or the link"
            raise UnreadableError(f"{shown}: cannot be read: {error.strerror}: {mend}") from error

    @property
    def text(self) -> str:
        """The text of the file, without a byte order mark.

        Raises:
            UnreadableError: it is not UTF-8.
        """
        try:
            return self.data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            column = error.start - self.data.rfind(b"\n", 0, error.start)
            raise UnreadableError(f"{self.shown}:{line}:{column}: is not UTF-8: save it as UTF-8") from error

    def read(self) -> Any:
        """The values: `dict`, `list`, `str`, `int`, `float`, `bool` or None.

        Raises:
            DataError: the text is not YAML, repeats a key, or is an alias bomb.
            UnreadableError: it is not UTF-8.
        """
        import ryaml

        text = self.text
        if not text.isascii() and (odd := _ODD.search(text)):
            raise DataError([self._refuse_odd(text, odd)])
        try:
            return ryaml.loads(text)
        except (ryaml.InvalidYamlError, ValueError, RecursionError) as error:
            raise DataError([self._explain(text, str(error))]) from error

    def problem(self, steps: Steps, what: str, mend: str, severity: str = "error") -> Problem:
        """A finding about the value at `steps`, with its line and column."""
        line, column = self.place(steps)
        return Problem(self.shown, line, column, what, mend, severity)

    def place(self, steps: Steps) -> tuple[int, int]:
        """Line and column, from 1, of the value at `steps`, or of the nearest one above it."""
        return self._places.find(steps)[0]

    def spelling(self, steps: Steps, value: Any) -> str:
        """The text of the scalar at `steps` as it is written, without its quotes.

        Args:
            value: what it was read as.
        """
        if type(value) is int and not self._respelt:
            return str(value)
        return self._places.find(steps)[1] or ""

    @cached_property
    def _places(self) -> Places:
        return Places(self.text)

    @cached_property
    def _respelt(self) -> bool:
        return _RESPELT.search(self.text) is not None
