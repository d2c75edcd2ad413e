"""Section 4.4: the text of values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import Iri, Literal, Term
from kg.shacl import matching
from kg.shacl.expressions import length, translated
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.results import Unchecked
from kg.shacl.run import Row, Run

_LONG = 50
"""An expression with more states may take the engine more than a second for a megabyte of text."""

_RANGES, _LONGEST_TAG = 100, 100
"""So many ranges of languages, of so many characters each, make one expression, which the engine surely reads."""


@dataclass(frozen=True)
class MinLength(Constraint):
    """`sh:minLength`: at least so many characters."""

    least: int

    def test(self, run: Run, variable: str) -> str:
        """Whether there are so many; a blank node has no text."""
        return f"(!isBlank({variable}) && STRLEN(STR({variable})) >= {self.least})"

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is shorter than {self.least} characters"


@dataclass(frozen=True)
class MaxLength(Constraint):
    """`sh:maxLength`: at most so many characters."""

    most: int

    def test(self, run: Run, variable: str) -> str:
        """Whether there are no more; a blank node has no text."""
        return f"(!isBlank({variable}) && STRLEN(STR({variable})) <= {self.most})"

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is longer than {self.most} characters"


@dataclass(frozen=True)
class Pattern(Constraint):
    """`sh:pattern`: a regular expression matches the text, or a part of it.

    Attributes:
        why: why it can be asked of nothing; empty where it can.
    """

    expression: str
    flags: str = ""
    why: str = ""

    def test(self, run: Run, variable: str) -> str | None:
        """Whether it does, where the engine surely tells soon."""
        return None if self.why or length(self.expression) > _LONG else self._test(variable)

    def _test(self, variable: str) -> str | None:
        """Whether it does, where the engine reads it."""
        expression = translated(self.expression, self.flags)
        if expression is None:
            return None
        return f"(!isBlank({variable}) && REGEX(STR({variable}), {Literal(expression)}, {Literal(self.flags)}))"

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that it does not match, found within a time limit.

        Raises:
            Unchecked: the time is over, or it can be asked of nothing.
        """
        test = None if self.why else self._test(run.variable(shape))
        if self.why:
            rows = None
        elif test:
            rows = run.patience.finding(lambda: list(run.rows(shape, focus, f"!({test})")))
        else:
            rows = self._unmatched(run, shape, focus)
        if rows is None:
            seconds = f"takes, with others of its kind, more than {matching.SECONDS:g} seconds"
            raise self.unchecked(shape, self.why or seconds)
        yield from ((node, None, value) for node, value in rows)

    def _unmatched(self, run: Run, shape: Shape, focus: Focus) -> list[Row] | None:
        """What Python does not match; None where it takes too long."""
        rows = list(run.rows(shape, focus))
        texts = [value.value for value in dict.fromkeys(value for _, value in rows) if not _is_blank(value)]
        matched = run.patience.matching(self.expression, self.flags, texts) if texts else set()
        if matched is None:
            return None
        return [row for row in rows if _is_blank(row[1]) or row[1].value not in matched]

    def unchecked(self, shape: Shape, why: str) -> Unchecked:
        """The pattern of a shape as one that cannot be checked."""
        mend = "write one that XPath reads, without look-ahead and references back, and with fewer repetitions"
        mend = "write its characters as a range, as `[!-~]`" if "names a block" in why else mend
        return Unchecked(shape.node, f"its sh:pattern `{self.expression[:80]}` {why}", mend)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"does not match the pattern {self.expression}"


def _is_blank(term: Term) -> bool:
    return not isinstance(term, Iri | Literal)


@dataclass(frozen=True)
class LanguageIn(Constraint):
    """`sh:languageIn`: each value is a text in one of some languages."""

    ranges: tuple[str, ...]

    def test(self, run: Run, variable: str) -> str:
        """Whether the tag matches a range, as `langMatches` of SPARQL does, which would take an operator for each."""
        words = [".+" if each == "*" else re.escape(each) for each in self.ranges if 0 < len(each) <= _LONGEST_TAG]
        lots = ["|".join(words[start : start + _RANGES]) for start in range(0, len(words), _RANGES)]
        tests = [f'REGEX(LANG({variable}), {Literal(f"^(?:{lot})(?:-|$)")}, "i")' for lot in lots]
        tests += [f"LANGMATCHES(LANG({variable}), {Literal(each)})" for each in self.ranges if len(each) > _LONGEST_TAG]
        return f"COALESCE({' || '.join(tests) or 'false'}, false)"

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is not in one of the languages {', '.join(self.ranges)}"


@dataclass(frozen=True)
class UniqueLang(Constraint):
    """`sh:uniqueLang`: no two values are in the same language."""

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """A failure for each language that two or more values have."""
        seen: dict[tuple[object, str], int] = {}
        for node, value in run.rows(shape, focus, 'COALESCE(LANG(?value) != "", false)'):
            assert isinstance(value, Literal) and value.language
            key = node, value.language.lower()
            seen[key] = seen.get(key, 0) + 1
            if seen[key] == 2:
                yield node, None, None

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return "has two values in one language"
