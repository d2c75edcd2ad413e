"""Findings as a person reads them: the place, what is wrong, how to mend it, and the lines with a caret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from wcwidth import wcswidth, wcwidth

from kg.check import Report
from kg.errors import Problem, Span
from kg.project import Project

MOST = 20
"""How many findings of one rule are shown, unless all are wanted."""
_WIDTH = 110
_BEFORE = 60
"""How much of a long line is shown, and how much of that before the caret."""
COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}

Paint = Callable[[str, str], str]
"""Gives a text a colour."""


def in_one_look(
    project: Project, report: Report, most: int | None = MOST, paint: Paint = lambda text, colour: text
) -> str:
    """All findings, one below the other, each with the lines that it is about.

    Args:
        most: of one rule only so many are shown, and the others counted; None is all.
    """
    counted: Counter[str] = Counter()
    sources, blocks = _Sources(), []
    for problem in report.problems:
        counted[problem.rule] += 1
        if most is None or counted[problem.rule] <= most:
            blocks.append("".join(f"{line}\n" for line in _block(problem, sources, paint)))
    for rule, count in sorted(counted.items()):
        if most is not None and count > most:
            blocks.append(f"{count - most} more of [{rule}] are not shown: `kg check --all` shows them\n")
    return "\n".join(blocks)


def headline(problem: Problem) -> str:
    """A finding in one line, with its severity."""
    return f"{problem.place}: {problem.severity}: {problem.what}: {problem.mend} [{problem.rule}]"


def _block(problem: Problem, sources: _Sources, paint: Paint) -> Iterator[str]:
    colour = COLOURS[problem.severity]
    yield paint(_safe(headline(problem)), colour)
    yield from sources.excerpt(problem.path, problem.span, lambda caret: paint(caret, colour))
    for each in problem.related:
        place = f"{each.path}:{each.span.line}:{each.span.column}" if each.span.line else str(each.path)
        yield f"  {_safe(f'{place}: {each.note}')}"
        yield from sources.excerpt(each.path, each.span, lambda caret: paint(caret, "blue"))


class _Sources:
    """The lines of the files that findings are about."""

    def __init__(self) -> None:
        self._lines: dict[Path, list[str]] = {}

    def excerpt(self, path: Path, span: Span, paint: Callable[[str], str]) -> Iterator[str]:
        """The line in which a stretch begins, and a caret below all of it that stands in this line."""
        lines = self._read(path) if span.line else []
        if not 0 < span.line <= len(lines):
            return
        line = _safe(lines[span.line - 1])
        last = span.end_column if span.end_line == span.line else len(line.rstrip()) + 1
        start, end = span.column - 1, max(last - 1, span.column)
        cut = max(0, start - _BEFORE) if len(line) > _WIDTH else 0
        shown, more = line[cut : cut + _WIDTH], "…" if len(line) > cut + _WIDTH else ""
        gutter, before = f"{span.line:>5} | ", ("…" if cut else "") + line[cut:start]
        carets = "^" * max(1, _width(line[start : min(end, cut + _WIDTH)]))
        yield f"{gutter}{'…' if cut else ''}{shown}{more}".rstrip()
        yield f"{' ' * (len(gutter) - 2)}| {' ' * _width(before)}{paint(carets)}"

    def _read(self, path: Path) -> list[str]:
        if path not in self._lines:
            try:
                text = path.read_bytes().decode("utf-8-sig", "replace")
            except OSError:  # gone since: the place and the words must do
                text = ""
            self._lines[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[path]


def _safe(text: str) -> str:
    """A text without what would move the cursor of a terminal or change its colours."""
    return text if text.isprintable() else "".join(each if each.isprintable() else _sign(each) for each in text)


def _sign(character: str) -> str:
    return " " if character == "\t" else "\ufffd"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    width = wcswidth(text)
    return width if width >= 0 else sum(max(0, wcwidth(each)) for each in text)
