"""Section 4.4: the text of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import Iri, Literal, Term
from kg.shacl import matching
from kg.shacl.expressions import length, translated
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.results import Unchecked
from kg.shacl.run import Run

_LONG = 200
"""An expression of more pieces, its repetitions written out, takes the engine seconds for a megabyte of text."""


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
        if self.why or length(self.expression) > _LONG:
            return None
        expression = translated(self.expression, self.flags)
        if expression is None:
            return None
        return f"(!isBlank({variable}) && REGEX(STR({variable}), {Literal(expression)}, {Literal(self.flags)}))"

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that it does not match, found within a time limit.

        Raises:
            Unchecked: the time is over, or it can be asked of nothing.
        """
        if self.why:
            raise self.unchecked(shape, self.why)
        values = run.values(shape, focus).nodes
        texts = dict.fromkeys(text for each in values if (text := _text(each)) is not None)
        matched = run.patience.matching(self.expression, self.flags, list(texts))
        if matched is None:
            raise self.unchecked(shape, f"takes, with other such patterns, more than {matching.SECONDS:g} seconds")
        yield from run.where(shape, focus, {each for each in values if _text(each) not in matched})

    def unchecked(self, shape: Shape, why: str) -> Unchecked:
        """The pattern of a shape as one that cannot be checked."""
        mend = "write one that XPath reads, without look-ahead and references back, and with fewer repetitions"
        return Unchecked(shape.node, f"its sh:pattern `{self.expression[:80]}` {why}", mend)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"does not match the pattern {self.expression}"


def _text(term: Term) -> str | None:
    """The text of a term; a blank node has none."""
    return term.value if isinstance(term, Iri | Literal) else None


@dataclass(frozen=True)
class LanguageIn(Constraint):
    """`sh:languageIn`: each value is a text in one of some languages."""

    ranges: tuple[str, ...]

    def test(self, run: Run, variable: str) -> str:
        """Whether the tag matches a range, as `langMatches` of SPARQL does."""
        matches = (f"LANGMATCHES(LANG({variable}), {Literal(each)})" for each in self.ranges)
        return f"COALESCE({' || '.join(matches) or 'false'}, false)"

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
