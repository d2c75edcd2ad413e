"""The value nearest to what a shape found: behind a shape within a shape, and at the end of a path of several steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.graph import Graph, Iri, Literal, Term, Triple
from kg.namespaces import RDF, compact
from kg.shacl import SH, Result, validate
from kg.shacl.details import NESTING, details
from kg.shacl.paths import Path
from kg.shacl.source import Source, without_targets

_REPEATS = ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_JOINED = {"alternative": "|", "sequence": "/"}
_DEEPEST = 5


@dataclass(frozen=True)
class Value:
    """A value in the graph: of what, the IRI of its property, and itself; None where the property has none."""

    focus: Term
    key: str
    value: Term | None


def nearest(graph: Graph, shapes: Sequence[Triple], results: Sequence[Result]) -> dict[Result, list[Value]]:
    """For results that name no property of their focus node: the values that may be meant, the likeliest first.

    For one that counts what a longer path leads to, all that the path leads over.

    Args:
        graph: the one that was asked.
        shapes: all of them.
    """
    if all(isinstance(each.path, Iri) and each.component not in NESTING for each in results):
        return {}
    return _nearest(graph, shapes, Source(shapes), results, _DEEPEST)


def _nearest(
    graph: Graph, shapes: Sequence[Triple], source: Source, results: Sequence[Result], deepest: int
) -> dict[Result, list[Value]]:
    found = {each: list(_ends(graph, source, each)) for each in results if each.path and not isinstance(each.path, Iri)}
    found |= {each: list(_linked(graph, each)) for each in results if each.path is None and each.value != each.focus}
    inner = details(graph, source, results, lambda asked: _asked(graph, shapes, asked)) if deepest else {}
    if inner:
        behind = _nearest(graph, shapes, source, [part for parts in inner.values() for part in parts], deepest - 1)
        for each, parts in inner.items():
            found[each] = [value for part in parts for value in (*behind.get(part, ()), *_own(part))]
    return found


def _asked(graph: Graph, shapes: Sequence[Triple], asked: Mapping[Term, Iterable[Term]]) -> list[Result]:
    """What of some shapes nodes do not conform to."""
    named = ((shape, node) for shape in asked if not isinstance(shape, Literal) for node in asked[shape])
    targets = [Triple(shape, Iri(SH + "targetNode"), node) for shape, node in named]
    return validate(graph, [*without_targets(shapes), *targets])


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


def words(source: Source, path: Term) -> str:
    """A path by the keys of its properties, as SPARQL writes it; a property is its key."""
    return _words(source.path(path, path))


def _words(path: Path) -> str:
    if isinstance(path.node, Iri):
        return compact(path.node.value).rpartition(":")[2]
    parts = [f"({_words(each)})" if _binding(each) <= _binding(path) else _words(each) for each in path.parts]
    if path.kind in _JOINED:
        return _JOINED[path.kind].join(parts)
    return f"^{parts[0]}" if path.kind == "inverse" else f"{parts[0]}{path.kind}"


def _binding(path: Path) -> int:
    """How closely the parts of a path belong together in SPARQL; those of a property most of all."""
    return {"alternative": 0, "sequence": 1, "step": 3}.get(path.kind, 2)


def _ends(graph: Graph, source: Source, result: Result) -> Iterator[Value]:
    """The statements that end a path of several steps at the value of a result; without a value, all of the path."""
    if result.path is None or not isinstance(result.focus, Iri):
        return
    value = "?value" if result.value is None else str(result.value)
    for before, key, back, after in _steps(source, result.path):
        if result.value is not None and (after or (back and not isinstance(result.value, Iri))):
            continue
        end = f"{result.focus} {before} ?end" if before else f"VALUES ?end {{ {result.focus} }}"
        step = f"{value} {key} ?end" if back else f"?end {key} {value}"
        rest = f"{value} {after} ?last" if after else ""
        bound = "" if result.value is None else f"BIND({value} AS ?value)"
        query = f"SELECT DISTINCT ?end ?value {{ {end} . {step} . {rest} {bound} }} ORDER BY STR(?end) STR(?value)"
        for node, other in graph.select(query).rows:
            if node is not None and other is not None:
                yield Value(other, key.value, node) if back else Value(node, key.value, other)


def _steps(source: Source, path: Term) -> Iterator[tuple[str, Iri, bool, str]]:
    """The properties of a path: the path before each, itself, whether it is followed backwards, and the path after."""
    said: Mapping[str, list[Term]] = source.about.get(path, {})
    if isinstance(path, Iri):
        yield "", path, False, ""
    elif RDF + "first" in said:
        parts = source.members(path, path, "path")
        texts = [f"({source.path(each, path).text})" for each in parts]
        for number, part in enumerate(parts):
            for before, key, back, after in _steps(source, part):
                yield _joined(*texts[:number], before), key, back, _joined(after, *texts[number + 1 :])
    for each in (node for node in said.get("alternativePath", ())):
        for part in source.members(each, path, "path"):
            yield from _steps(source, part)
    yield from (("", each, True, "") for each in said.get("inversePath", ()) if isinstance(each, Iri))
    for each in (node for name in _REPEATS for node in said.get(name, ())):
        for before, key, back, after in _steps(source, each):
            yield _joined(f"({source.path(each, path).text})*", before), key, back, after


def _joined(*paths: str) -> str:
    return "/".join(each for each in paths if each)
