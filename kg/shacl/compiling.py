"""Shapes compiled, and what in a graph does not conform to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kg.errors import OntologyError, QueryError
from kg.graph import Graph, Triple
from kg.shacl.components.strings import Pattern
from kg.shacl.fallback import ask_pyshacl
from kg.shacl.model import Shape
from kg.shacl.reading import Reader, compiled_part, reasons
from kg.shacl.remarks import remarks
from kg.shacl.remembering import Remembered
from kg.shacl.results import Result, Unchecked
from kg.shacl.run import Run
from kg.shacl.terms import original, stored
from kg.shacl.validation import results


@dataclass(frozen=True)
class Compiled:
    """A shapes graph, read once.

    Attributes:
        triples: all that it states.
        roots: the shapes with targets.
        left: those of them that pySHACL checks, and why.
        unreadable: patterns in any of the shapes that can be asked of nothing.
        number: how many shapes there are, also within others.
        remarks: what is not done, or surely a mistake, see `kg.shacl.remarks`.
    """

    triples: Sequence[Triple]
    roots: Sequence[Shape]
    left: Mapping[Shape, str]
    unreadable: Sequence[Unchecked]
    number: int
    remarks: Sequence[str]


def compiled(shapes: Iterable[Triple], where: str = "ontology/shapes") -> Compiled:
    """Shapes, ready to be asked of one graph after the other.

    Args:
        where: the place of the shapes, for errors.

    Raises:
        OntologyError: a shape that is not well-formed.
    """
    try:
        reader = Reader(shapes)
    except OntologyError as error:
        raise OntologyError(f"{where}: {error}") from error
    roots = reader.roots()
    left, number = reasons(roots), len(reader.shapes)
    told = list(remarks(reader, left))
    return Compiled(reader.triples, roots, left, list(_unreadable(reader.shapes.values())), number, told)


def validate(data: Graph, shapes: Iterable[Triple] | Compiled, remembered: Remembered | None = None) -> list[Result]:
    """What in a graph does not conform to shapes.

    Args:
        remembered: answers of an earlier state of the graph, which was told what has changed since.

    Raises:
        OntologyError: a shape that is not well-formed.
    """
    ready = shapes if isinstance(shapes, Compiled) else compiled(shapes)
    return list(found(Run(data, remembered=remembered), ready))


def not_compiled(shapes: Iterable[Triple]) -> dict[str, str]:
    """The shapes with targets that pySHACL checks, by their names, and why.

    Raises:
        OntologyError: a shape that is not well-formed.
    """
    reader = Reader(shapes)
    return {reader.source.name(shape.node): why for shape, why in reasons(reader.roots()).items()}


def _unreadable(shapes: Iterable[Shape]) -> Iterator[Unchecked]:
    for shape in shapes:
        patterns = (each for each in shape.constraints if isinstance(each, Pattern) and each.why)
        yield from (each.unchecked(shape, each.why) for each in patterns)


def found(run: Run, shapes: Compiled) -> Iterator[Result]:
    """What does not conform to shapes, by queries and by pySHACL; and what could not be checked."""
    for each in shapes.unreadable:
        run.missed(each)
    run.verbatim |= any(stored(each) != each for root in shapes.roots for each in root.targets.nodes)
    left = dict(shapes.left)
    for root in shapes.roots:
        if root not in left:
            try:
                yield from list(results(run, root))
            except QueryError as error:  # too long for the engine
                left[root] = str(error)
    if left:
        data = run.graph.construct("CONSTRUCT WHERE { ?s ?p ?o }")
        written = (Triple(s, p, original(o)) for s, p, o in data) if run.verbatim else data
        failed: dict[Shape, Unchecked] = {}
        yield from ask_pyshacl(written, shapes.triples, left, failed.__setitem__)
        for root, why in failed.items():
            run.missed(why)
            with suppress(QueryError):
                yield from list(results(run, compiled_part(root)))
    yield from (each.result() for each in run.unchecked.values())
