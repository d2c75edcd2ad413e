"""Every error that a user can cause: one root, one child for each kind of input.

A message reads "where: what: how to mend". Exit codes are not decided here but in `kg.cli`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any


class KgError(Exception):
    """Something that the user can mend; the message says where, what and how."""


_MESSAGE = re.compile(r"(.+?)(?::(\d+)(?::(\d+))?)?: (.*)", re.DOTALL)


def parts(message: str) -> tuple[str, int, int, str, str]:
    """The parts of the message of an error: where, line, column, what, and how to mend it.

    Line and column are 0 where it names none. A colon within backticks divides nothing.
    """
    found = _MESSAGE.fullmatch(message)
    where, line, column, rest = found.groups() if found else ("", None, None, message)
    ends = [each.start() for each in re.finditer(": ", rest) if rest.count("`", each.end()) % 2 == 0]
    end = ends[-1] if ends else len(rest)
    return where, int(line or 0), int(column or 0), rest[:end], rest[end + 2 :]


def in_file(path: Path, error: Exception) -> str:
    """The message of an error in a query, with the file that it stands in; its place in the text stays."""
    text = str(error)
    return f"{path}{text.removeprefix('query')}" if text.startswith("query:") else f"{path}: {text}"


class ProjectError(KgError):
    """A project folder that cannot be used as one."""


class UnreadableError(KgError):
    """Input that cannot be read at all: encoding, size, permissions, disk."""


class OntologyError(KgError):
    """An ontology that cannot serve as the schema of the data."""


class QueryError(KgError):
    """A query, or a value for one of its parameters, that cannot be run."""


class NotFoundError(KgError):
    """A name that stands for nothing in the graph."""


class FormatError(KgError):
    """A format that does not exist, or that cannot hold such an answer."""


class MissingLibraryError(KgError):
    """A library that only some commands need, and that is not installed."""


class RevisionError(KgError):
    """A revision that is not to be had: no git, no repository, no such revision, no project in it."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a file. Lines and columns count from 1, columns in characters; the end is the first one after it.

    The line 0 means that the whole file is meant.
    """

    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, order=True)
class Related:
    """Another place that a finding has to do with.

    Attributes:
        note: what stands there, such as `the claim that states it`.
    """

    path: Path
    span: Span
    note: str


@dataclass(frozen=True)
class Fix:
    """A mend that is certain: what to write in place of a stretch of the same file.

    Attributes:
        old: what stands there.
    """

    span: Span
    old: str
    text: str


@dataclass(frozen=True, order=True)
class Problem:
    """One finding in a file: where it is, what is wrong, how to mend it.

    Attributes:
        rule: the name of what it breaks, which `kg check --explain` knows.
        end_line, end_column: where the stretch that begins at `line` and `column` ends, see `Span`.
        related: other places, such as the claims that a fact comes from.
        fix: the mend, where it is certain.
    """

    path: Path
    line: int
    column: int
    what: str
    mend: str
    severity: str = "error"
    rule: str = ""
    end_line: int = 0
    end_column: int = 0
    related: tuple[Related, ...] = ()
    fix: Fix | None = field(default=None, compare=False)

    @classmethod
    def at(cls, path: Path, span: Span, what: str, mend: str, **more: Any) -> Problem:
        """A finding at a stretch of a file; `more` are its other attributes."""
        start, more["end_line"], more["end_column"] = (span.line, span.column), span.end_line, span.end_column
        return cls(path, *start, what, mend, **more)

    @property
    def span(self) -> Span:
        """The stretch of its file that is wrong."""
        return Span(self.line, self.column, self.end_line, self.end_column)

    @property
    def place(self) -> str:
        """Its place as editors understand it: file, line and column."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)

    def __str__(self) -> str:
        note = "" if self.severity == "error" else f"{self.severity}: "
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{self.place}: {note}{self.what}: {self.mend}{rule}"


class DataError(KgError):
    """Records that break the rules of the data; carries every `Problem` found.

    Args:
        problems: at least one, in the order in which they are to be shown.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The one of `known` that is most like `word`, or None where nothing is near.

    Similarity is `difflib`'s ratio (Ratcliff and Obershelp 1988), at least 0.6.
    """
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Sequence[str], otherwise: str) -> str:
    """How to mend an unknown word: the nearest known one, or `otherwise`."""
    match = nearest(word, known)
    return f"did you mean `{match}`?" if match else otherwise
