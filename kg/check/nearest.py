"""The value nearest to what a shape found: behind a shape within a shape, and at the end of a path of several steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.graph import Graph, Iri, Literal, Term, Triple
from kg.namespaces import OWL, RDF, RDFS
from kg.shacl import SH, Result, validate
from kg.shacl.source import Source

_WITHIN = ("node", "and", "or", "xone")
_COMPONENTS = {Iri(f"{SH}{name.capitalize()}ConstraintComponent") for name in _WITHIN}
_CLASSES = {Iri(RDFS + "Class"), Iri(OWL + "Class")}
_REPEATS = ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_DEEPEST = 5


@dataclass(frozen=True)
class Value:
    """A value in the graph: of what, the IRI of its property, and itself; None where the property has none."""

    focus: Term
    key: str
    value: Term | None


def nearest(graph: Graph, shapes: Sequence[Triple], results: Sequence[Result]) -> dict[Result, list[Value]]:
    """For results that name no property of their focus node: the values that may be meant, the likeliest first.

    Args:
        graph: the one that was asked.
        shapes: all of them.
    """
    if all(isinstance(each.path, Iri) and each.component not in _COMPONENTS for each in results):
        return {}
    return _nearest(graph, shapes, Source(shapes), results, _DEEPEST)


def _nearest(
    graph: Graph, shapes: Sequence[Triple], source: Source, results: Sequence[Result], deepest: int
) -> dict[Result, list[Value]]:
    found = {each: list(_ends(graph, source, each)) for each in results if each.path and not isinstance(each.path, Iri)}
    found |= {each: list(_linked(graph, each)) for each in results if each.path is None and each.value != each.focus}
    nested = [each for each in results if each.component in _COMPONENTS and each.value is not None]
    if nested and deepest:
        inner = {each: _inner(source, each.shape) for each in nested}
        asked = [
            Triple(shape, Iri(SH + "targetNode"), each.value)
            for each in nested
            for shape in inner[each]
            if each.value is not None and not isinstance(shape, Literal)
        ]
        failed = validate(graph, [*_without_targets(shapes), *dict.fromkeys(asked)])
        behind = _nearest(graph, shapes, source, failed, deepest - 1)
        about: dict[Term, list[Result]] = defaultdict(list)
        for each in failed:
            about[each.focus].append(each)
        for each in nested:
            reached = _reached(source, inner[each])
            parts = [part for part in about[each.value] if part.shape in reached]  # type: ignore[index]
            found[each] = [value for part in parts for value in (*behind.get(part, ()), *_own(part))]
    return found


def _own(result: Result) -> Iterator[Value]:
    """The value that a result names itself."""
    if isinstance(result.path, Iri):
        yield Value(result.focus, result.path.value, result.value)


def _linked(graph: Graph, result: Result) -> Iterator[Value]:
    """The statements that lead from the node of a result to its value, which a query may give without a property."""
    if isinstance(result.focus, Iri) and isinstance(result.value, Iri | Literal):
        query = f"SELECT DISTINCT ?key {{ {result.focus} ?key {result.value} }} ORDER BY ?key"
        for (key,) in graph.select(query).rows:
            if isinstance(key, Iri):
                yield Value(result.focus, key.value, result.value)


def _inner(source: Source, shape: Term) -> list[Term]:
    """The shapes of which a shape asks that a node conforms to them."""
    lists = [(name, node) for name in _WITHIN[1:] for node in source.values(shape, name)]
    return [
        *source.values(shape, "node"),
        *(each for name, node in lists for each in source.members(node, shape, name)),
    ]


def _reached(source: Source, shapes: Sequence[Term]) -> set[Term]:
    reached = dict.fromkeys(shapes)
    left = list(reached)
    for each in left:
        more = [part for part in (*_inner(source, each), *source.values(each, "property")) if part not in reached]
        reached |= dict.fromkeys(more)
        left += more
    return set(reached)


def _without_targets(shapes: Sequence[Triple]) -> Iterator[Triple]:
    for each in shapes:
        named = each.predicate.value
        if not named.startswith(SH + "target") and not (named == RDF + "type" and each.object in _CLASSES):
            yield each


def _ends(graph: Graph, source: Source, result: Result) -> Iterator[Value]:
    """The statements that end a path of several steps at the value of a result."""
    if result.path is None or result.value is None or not isinstance(result.focus, Iri):
        return
    for before, key, back in _lasts(source, result.path):
        if back and not isinstance(result.value, Iri):
            continue
        end = f"{result.focus} {before} ?end" if before else f"VALUES ?end {{ {result.focus} }}"
        step = f"{result.value} {key} ?end" if back else f"?end {key} {result.value}"
        for (node,) in graph.select(f"SELECT DISTINCT ?end {{ {end} . {step} }} ORDER BY STR(?end)").rows:
            if node is not None:
                yield Value(result.value, key.value, node) if back else Value(node, key.value, result.value)


def _lasts(source: Source, path: Term) -> Iterator[tuple[str, Iri, bool]]:
    """The properties with which a path may end: the path before it, and whether it is followed backwards."""
    said: Mapping[str, list[Term]] = source.about.get(path, {})
    if isinstance(path, Iri):
        yield "", path, False
    elif RDF + "first" in said:
        *first, last = source.members(path, path, "path")
        begin = "/".join(f"({source.path(each, path).text})" for each in first)
        for before, key, back in _lasts(source, last):
            yield f"{begin}/{before}" if before else begin, key, back
    for each in (node for node in said.get("alternativePath", ())):
        for part in source.members(each, path, "path"):
            yield from _lasts(source, part)
    yield from (("", each, True) for each in said.get("inversePath", ()) if isinstance(each, Iri))
    for each in (node for name in _REPEATS for node in said.get(name, ())):
        for before, key, back in _lasts(source, each):
            begin = f"({source.path(each, path).text})*"
            yield f"{begin}/{before}" if before else begin, key, back
