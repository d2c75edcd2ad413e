"""A YAML file as plain values, and, when there is something to report, where each of them stands.

Values are read fast, without places; `kg.records.places` gives lines, columns and the original spelling
where they are needed: in a message, or for a number that stands where text belongs.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import DataError, Fix, Problem, Related, Span, UnreadableError
from kg.records.places import Place, Places, Steps

LARGEST = 64 * 2**20
"""The largest data file, in bytes."""

_BREAKS = "\x85\u2028\u2029"  # line breaks in YAML 1.1, characters in 1.2
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_TAB = re.compile(r"[ -]*\t")
_DEEPEST = 1_000
_BRACKET = re.compile(r"[\[\]{}]")
_CLOSED = ("}" * _DEEPEST, "]" * _DEEPEST, "}]" * _DEEPEST)
_PLACE = re.compile(r" at (?:line (\d+) column (\d+)|position \d+)(?=,|$)")

# Numbers that come back in other words: 0x1F, -0, +5 as whole ones; .5, 1e3 and sixteen digits as others.
_SIGNS = ("+", "0x", "0o", "0b", " -0", "[-0", ",-0", ":-0")
_RESPELT_WHOLE = re.compile(r"[\s\[{,:](?:[-+]?0[xob]|-0(?=[\s,\]}])|\+[0-9.])")
_RESPELT = re.compile(r"[0-9](?:[0-9.]{15}|[eE][-+]?[0-9]+(?=[\s,\]}])|(?<=[\s\[{,:-]\.[0-9]))")

_MENDS = (
    ("mapping values are not allowed", "a text that holds `: ` needs quotes; else check the indentation"),
    ("cannot start any token", "a text that begins with one of @`%&*!|>[]{}, needs quotes"),
    ("alias", "a text that begins with `*` needs quotes"),
    ("anchor", "a text that begins with `*` or `&` needs quotes"),
    ("escape", "within double quotes write two backslashes for one"),
    ("quoted scalar", "close the quote"),
    ("expected '-' indicator", "indent it like the lines around it"),
    ("block mapping", "indent it like the lines around it, or quote a text that holds quotes"),
    ("flow", "close the bracket; within brackets, quote a text that holds one of ,[]{}"),
    ("", "quote a text that holds `: ` or ` #`, and indent with care"),
)


class YamlFile:
    """One data file, read as YAML 1.2.

    Args:
        path: the file.
        shown: the path as messages name it.

    Raises:
        UnreadableError: it cannot be read, or is larger than `LARGEST`.
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
        """The text of the file, without a byte order mark, its lines ended by a line feed.

        Raises:
            UnreadableError: it is not UTF-8.
        """
        try:
            text = self.data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            before = self.data[self.data.rfind(b"\n", 0, error.start) + 1 : error.start]
            column = len(before.decode("utf-8")) + 1
            raise UnreadableError(f"{self.shown}:{line}:{column}: is not UTF-8: save it as UTF-8") from error
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def read(self) -> Any:
        """The values: `dict`, `list`, `str`, `int`, `float`, `bool` or None.

        Raises:
            DataError: the text is not YAML, repeats a key, or is an alias bomb.
            UnreadableError: it is not UTF-8.
        """
        import ryaml

        text = self.text
        try:
            if any(each in text for each in _BREAKS):
                raise ValueError("control characters are not allowed")
            if deep := _too_deep(text):
                raise ValueError(f"recursion limit at line {deep[0]} column {deep[1]}")
            return ryaml.loads(text)
        except (ryaml.InvalidYamlError, ValueError, RecursionError) as error:
            raise DataError([self._explain(text, str(error))]) from error

    def problem(
        self, steps: Steps, rule: str, what: str, mend: str, severity: str = "error",
        *, key: bool = False, meant: str | None = None, related: tuple[Related, ...] = (),
    ) -> Problem:  # fmt: skip
        """A finding about the value at `steps`, with the stretch of text that is wrong.

        Args:
            rule: the name of the rule that it breaks.
            key: whether the key alone is wrong.
            meant: what must stand in place of the value, or of the key, where that is certain.
        """
        span = self._places.key(steps) if key else self.span(steps)
        wrong = span if key else self._places.value(steps)
        fix = self._fix(steps, wrong, key, meant) if meant and wrong else None
        return Problem.at(self.shown, span, what, mend, severity=severity, rule=rule, related=related, fix=fix)

    def related(self, steps: Steps, note: str) -> Related:
        """The value at `steps` as another place that a finding has to do with."""
        return Related(self.shown, self.span(steps), note)

    def span(self, steps: Steps) -> Span:
        """The stretch of the value at `steps`, or of the nearest one above it, with its key."""
        return self._places.span(steps)

    def item(self, steps: Steps, text: str) -> Steps:
        """The way to the item of the list at `steps` that is spelled so; else `steps`."""
        return self._places.item(steps, text)

    def _fix(self, steps: Steps, span: Span, key: bool, meant: str) -> Fix | None:
        """The mend, where nothing but the word itself, or the word in quotes, stands in a stretch of one line."""
        word = str(steps[-1]) if key else self.spelling(steps)
        old = self.text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]
        return Fix(span, old, meant) if span.line == span.end_line and old.strip("\"'") == word else None

    def place(self, steps: Steps) -> Place:
        """Line and column, from 1, of the value at `steps`, or of the nearest one above it."""
        return self._places.find(steps)[0]

    def spelling(self, steps: Steps) -> str:
        """The text of the scalar at `steps` as it is written, without its quotes."""
        return self._places.find(steps)[1] or ""

    def plain(self, value: float) -> str | None:
        """A number or truth value as it is written, but for trailing zeros; None where only `spelling` knows."""
        text = str(value)
        if type(value) is bool:
            return None if self._odd_truths else text.lower()
        odd = self._odd_whole_numbers or (type(value) is float and (self._odd_numbers or "e" in text))
        return None if odd else text

    @cached_property
    def _places(self) -> Places:
        return Places(self.text)

    @cached_property
    def _odd_truths(self) -> bool:
        text = self.text
        return any(odd in text for odd in ("True", "TRUE", "False", "FALSE"))

    @cached_property
    def _odd_whole_numbers(self) -> bool:
        text = self.text
        return any(sign in text for sign in _SIGNS) and _RESPELT_WHOLE.search(text) is not None

    @cached_property
    def _odd_numbers(self) -> bool:
        return _RESPELT.search(self.text) is not None

    def _explain(self, text: str, message: str) -> Problem:
        """What the fast reader refused, placed and put in words."""
        found = _PLACE.search(message)
        place = (int(found[1]), int(found[2])) if found and found[1] else (1, 1)
        what = "not YAML: " + _PLACE.sub("", message, count=1).strip(" ,")
        mend = next(mend for words, mend in _MENDS if words in message)
        return self._known_mistake(text, message, place) or self._found(place, "not-yaml", what, mend)

    def _found(self, place: Place | Span, rule: str, what: str, mend: str, *related: Related) -> Problem:
        """A finding at a stretch of the text, or at one character."""
        span = place if isinstance(place, Span) else self._character(*place)
        return Problem.at(self.shown, span, what, mend, rule=rule, related=related)

    def _character(self, line: int, column: int) -> Span:
        """One character, or the end of a line."""
        lines = self.text.split("\n")
        inside = line <= len(lines) and column <= len(lines[line - 1])
        return Span(line, column, line, column + inside)

    def _known_mistake(self, text: str, message: str, place: Place) -> Problem | None:
        """The mistakes that the fast reader names badly."""
        tab = _TAB.match("".join(text.split("\n")[place[0] - 1 : place[0]]))
        if tab:
            return self._found((place[0], tab.end()), "tab", "a tab indents this line", "indent with spaces")
        control = _CONTROL.search(text) if "control characters" in message else None
        if control:
            what = f"the character U+{ord(control[0]):04X}"
            return self._found(_position(text, control.start()), "control-character", what, "remove it")
        if "duplicate entry" in message or "unhashable" in message:
            return next(self.wrong_keys(), None)
        if "repetition limit" in message:
            place = next(iter(self._places.aliases), place)
            return self._found(place, "alias-bomb", "aliases multiply without end", "write the values out")
        if "recursion limit" in message:
            mend = "write it flatter; an alias cannot hold itself"
            return self._found(place, "too-deep", "the text is nested too deep", mend)
        if "128, expected" in message:
            return self._found(place, "long-number", "the number is too long", "put it in quotes if it is a name")
        if "more than one document" in message:
            place, mend = next(iter(self._places.documents[1:]), place), "make it a file of its own, or remove `---`"
            return self._found(place, "second-document", "the file holds a second document", mend)
        return None

    def wrong_keys(self) -> Iterator[Problem]:
        """What is wrong with the keys that stand twice, or that are no words."""
        for span, word, first in self._places.wrong_keys():
            if word and first:
                other = Related(self.shown, first, "the same key, first")
                what = f"the key `{word}` stands here twice"
                yield self._found(span, "duplicate-key", what, "keep one of them", other)
            else:
                what = "a list or a mapping stands where a key belongs"
                yield self._found(span, "key-no-word", what, "write a word as the key")


def _too_deep(text: str) -> Place | None:
    """Where brackets are nested deeper than any data; the fast reader would read on for hours."""
    more = max(text.count("{") - text.count("}"), text.count("[") - text.count("]"))
    if more > _DEEPEST or any(closed in text for closed in _CLOSED):
        depth = 0
        for bracket in _BRACKET.finditer(text):
            depth += 1 if bracket[0] in "[{" else -1
            if depth > _DEEPEST:
                return _position(text, bracket.start())
    return None


def _position(text: str, offset: int) -> Place:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
