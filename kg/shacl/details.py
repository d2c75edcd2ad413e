"""What is behind a result that a node does not conform to a shape: what that shape finds on that node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from kg.graph import Graph, Iri, Literal, Term, Triple
from kg.shacl.results import SH, Result
from kg.shacl.source import DEEPEST, Source
from kg.shacl.terms import original

_LISTS = {Iri(f"{SH}{name.capitalize()}ConstraintComponent"): name for name in ("and", "or", "xone")}
NESTING = {Iri(f"{SH}NodeConstraintComponent"), *_LISTS}
"""The components that ask that a node conforms to other shapes."""
_XONE = Iri(SH + "XoneConstraintComponent")

Ask = Callable[[Mapping[Term, Iterable[Term]]], Iterable[Result]]
"""Finds what does not conform to some shapes, each with the nodes that are asked of it."""


def details(graph: Graph, source: Source, results: Iterable[Result], ask: Ask) -> dict[Result, list[Result]]:
    """For results of a shape within a shape: those of the inner shapes on the same node.

    Args:
        graph: the data.
        source: the shapes graph.
    """
    nested = {each: _inner(source, each) for each in results if each.component in NESTING and each.value is not None}
    if not nested:
        return {}
    asked: dict[Term, dict[Term, None]] = defaultdict(dict)
    for each, shapes in nested.items():
        for shape in shapes:
            asked[shape][_value(each)] = None
    found: dict[tuple[Term, Term], dict[Result, None]] = defaultdict(dict)
    for each in ask(asked):
        found[each.focus, each.shape][each] = None

    def behind(shape: Term, node: Term, depth: int = 0) -> Iterator[Result]:
        yield from found.get((node, shape), ())
        inner = source.values(shape, "property") if depth < DEEPEST else []
        ends = list(_ends(graph, source, shape, node)) if inner else []
        yield from (each for part in inner for end in ends for each in behind(part, end, depth + 1))

    told: dict[Result, list[Result]] = {}
    for each, shapes in nested.items():
        parts = [list(behind(shape, _value(each))) for shape in shapes]
        failed = all(parts) or each.component != _XONE  # else too many conform
        told[each] = list(dict.fromkeys(chain.from_iterable(parts))) if failed else []
    return told


def _value(result: Result) -> Term:
    assert result.value is not None
    return result.value


def _inner(source: Source, result: Result) -> list[Term]:
    """The shapes to which a node should conform, as a result says that it does not."""
    name = _LISTS.get(result.component)
    if name is None:
        return source.values(result.shape, "node")
    lists = source.values(result.shape, name)
    return [each for node in lists for each in source.members(node, result.shape, name)]


def _ends(graph: Graph, source: Source, shape: Term, node: Term) -> Iterator[Term]:
    """The values of a shape, where its path is a property at most."""
    path = source.values(shape, "path")
    if not path:
        yield node
    elif isinstance(path[0], Iri) and not isinstance(node, Literal):
        ends = (each.object for each in graph.statements(node, path[0]))
        yield from (original(each) for each in ends if not isinstance(each, Triple))
