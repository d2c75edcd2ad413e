"""Writes the mends that are certain into the data files, and nothing else."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Fix, Problem, UnreadableError

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True)
class Change:
    """What mends make of one file.

    Attributes:
        mends: how many there are.
    """

    path: Path
    before: bytes
    after: bytes
    mends: int

    @property
    def diff(self) -> str:
        """Both states, as `diff -u` shows them."""
        old, new = (_LINES.findall(data.decode("utf-8").replace("\r", "")) for data in (self.before, self.after))
        name = self.path.as_posix()
        return "".join(_ended(line) for line in difflib.unified_diff(old, new, name, name))

    def write(self) -> None:
        """Put the new state in place of the old one, whole or not at all; the file keeps its mode.

        Raises:
            UnreadableError: the file has changed since it was read, or cannot be written.
        """
        target = Path(os.path.realpath(self.path))
        partial = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            partial.write_bytes(self.after)
            shutil.copymode(target, partial)
            if target.read_bytes() != self.before:
                raise UnreadableError(f"{self.path}: has changed meanwhile, and is left as it is: run the check again")
            partial.replace(target)
        except OSError as error:
            mend = "mend its permissions, or free space"
            raise UnreadableError(f"{self.path}: cannot be written: {error.strerror}: {mend}") from error
        finally:
            partial.unlink(missing_ok=True)


def changes(problems: Iterable[Problem]) -> list[Change]:
    """What the mends of problems make of their files, file by file.

    Raises:
        UnreadableError: a file has changed since it was checked, or cannot be read.
    """
    fixes: dict[Path, dict[Fix, None]] = defaultdict(dict)
    for problem in problems:
        if problem.fix:
            fixes[problem.path][problem.fix] = None
    return [_change(path, list(each)) for path, each in sorted(fixes.items())]


def _change(path: Path, fixes: list[Fix]) -> Change:
    try:
        before = path.read_bytes()
        text = before.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path}: cannot be read: {error}: run the check again") from error
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = _LINES.findall(text.removeprefix(mark))
    for fix in sorted(fixes, key=lambda fix: fix.span, reverse=True):  # from the end, so that columns stay true
        number, start, end = fix.span.line - 1, fix.span.column - 1, fix.span.end_column - 1
        if number >= len(lines) or lines[number][start:end] != fix.old:
            raise UnreadableError(f"{path}: has changed meanwhile, and is left as it is: run the check again")
        lines[number] = lines[number][:start] + fix.text + lines[number][end:]
    return Change(path, before, (mark + "".join(lines)).encode(), len(fixes))


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
