"""Section 4.4: the text of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import Literal
from kg.shacl.expressions import translated
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.run import Run


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
    """`sh:pattern`: a regular expression matches the text, or a part of it."""

    expression: str
    flags: str = ""

    def test(self, run: Run, variable: str) -> str:
        """Whether it does; the engine's time for that grows with the length of the text, and no faster."""
        expression = translated(self.expression, self.flags)
        assert expression is not None, "a shape with another expression is not compiled"
        return f"(!isBlank({variable}) && REGEX(STR({variable}), {Literal(expression)}, {Literal(self.flags)}))"

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"does not match the pattern {self.expression}"


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
