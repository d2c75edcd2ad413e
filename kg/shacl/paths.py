"""Property paths: from the nodes of a shapes graph to SPARQL."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph import Iri, Term


@dataclass(frozen=True)
class Path:
    """A SHACL property path.

    Attributes:
        node: what describes it in the shapes graph; the property itself where the path is one.
        text: the path in SPARQL.
        empty: whether it also leads from a node to itself. The engine leaves that out of a node that is not in
            the graph, so queries add it by hand.
        kind: `step`, `inverse`, `sequence`, `alternative`, or the mark by which a path is repeated.
        parts: the paths that it is made of.
        steps: where the path is one property, or one of several, each once forwards or backwards: those
            properties, and whether it is followed backwards. None for all that is longer.
    """

    node: Term
    text: str
    empty: bool = False
    steps: tuple[tuple[Iri, bool], ...] | None = None
    kind: str = "step"
    parts: tuple[Path, ...] = ()

    @property
    def endless(self) -> bool:
        """Whether it is followed any number of times, or a part of it is."""
        return self.kind in "*+" or any(each.endless for each in self.parts)

    @property
    def single(self) -> bool:
        """Whether it is one property, so that no value is reached twice."""
        return self.steps is not None and len(self.steps) == 1

    @property
    def property(self) -> Iri | None:
        """The property, where the path is no more than that."""
        return self.steps[0][0] if self.steps and len(self.steps) == 1 and not self.steps[0][1] else None


def predicate(node: Iri) -> Path:
    """One property, forwards."""
    return Path(node, str(node), steps=((node, False),))


def inverse(node: Term, inner: Path) -> Path:
    """A path backwards."""
    steps = None if inner.steps is None else tuple((each, not back) for each, back in inner.steps)
    return Path(node, f"^({inner.text})", inner.empty, steps, "inverse", (inner,))


def sequence(node: Term, parts: list[Path]) -> Path:
    """One path after the other."""
    text = "/".join(f"({each.text})" for each in parts)
    return Path(node, text, all(each.empty for each in parts), None, "sequence", tuple(parts))


def alternative(node: Term, parts: list[Path]) -> Path:
    """One path or the other."""
    steps: list[tuple[Iri, bool]] | None = []
    for each in parts:
        steps = None if steps is None or each.steps is None else [*steps, *each.steps]
    kept = None if steps is None else tuple(dict.fromkeys(steps))
    text = "|".join(f"({each.text})" for each in parts)
    return Path(node, text, any(each.empty for each in parts), kept, "alternative", tuple(parts))


def repeated(node: Term, inner: Path, mark: str) -> Path:
    """A path any number of times (`*`), at least once (`+`) or at most once (`?`)."""
    return Path(node, f"({inner.text}){mark}", mark != "+" or inner.empty, None, mark, (inner,))
