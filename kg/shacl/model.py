"""Shapes as the compiler sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from kg.graph import Iri, Literal, Term, fits
from kg.shacl.paths import Path
from kg.shacl.results import SH

if TYPE_CHECKING:
    from kg.shacl.focus import Focus
    from kg.shacl.run import Run

VIOLATION = Iri(SH + "Violation")

Failure = tuple[Term, Term | None, Term | None]
"""Focus node, path and value of a result; the path None for that of the shape."""


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape; each component derives a class from this.

    Attributes:
        shows_value: whether a result of `test` names the value.
    """

    shows_value: ClassVar[bool] = True

    @property
    def component(self) -> Iri:
        """The IRI of the constraint component."""
        return Iri(f"{SH}{type(self).__name__}ConstraintComponent")

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that it refers to."""
        return ()

    def test(self, run: Run, variable: str) -> str | None:
        """A SPARQL expression, true where a value conforms and else false, never an error.

        None where one expression cannot tell; then `failures` does.
        """
        return None

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterable[Failure]:
        """What does not conform among the nodes of `focus`, where `test` is None."""
        raise NotImplementedError

    def explain(self) -> str:
        """What it asks, in words, for results of a shape that has no `sh:message`."""
        raise NotImplementedError


@dataclass(frozen=True)
class Targets:
    """Which nodes a shape is for."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[Iri, ...] = ()
    subjects_of: tuple[Iri, ...] = ()
    objects_of: tuple[Iri, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(eq=False)
class Shape:
    """A node shape, or, where it has a path, a property shape.

    Attributes:
        foreign: what of it is not compiled; empty where everything is.
        parents: the shapes that name it by `sh:property`.
    """

    node: Term
    path: Path | None = None
    targets: Targets = Targets()
    severity: Iri = VIOLATION
    messages: tuple[Literal, ...] = ()
    deactivated: bool = False
    constraints: list[Constraint] = field(default_factory=list)
    foreign: str = ""
    parents: list[Shape] = field(default_factory=list)

    def test(self, run: Run, variable: str) -> str | None:
        """An expression, true where a node conforms; None where one expression of moderate length cannot tell."""
        if self.deactivated:
            return "true"
        if self.path:
            return None
        tests = [f"({test})" for each in self.constraints if (test := each.test(run, variable)) is not None]
        return " && ".join(tests) or "true" if len(tests) == len(self.constraints) and fits(*tests) else None
