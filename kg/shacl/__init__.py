"""Validate any graph against SHACL shapes: compiled to queries, and by pySHACL where they are not.

The parts, in the order of reading: `source` and `reading` make `model.Shape`s of a shapes graph, `components` holds
what each constraint asks, `run` asks it of the data, `validation` makes the results, and `fallback` has pySHACL check
what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.errors import OntologyError, QueryError
from kg.graph import Graph, Iri, Literal, Term, Triple
from kg.namespaces import OWL
from kg.shacl.components.strings import Pattern
from kg.shacl.details import details, without_targets
from kg.shacl.fallback import ask_pyshacl
from kg.shacl.loading import load_file, read_file
from kg.shacl.model import Shape
from kg.shacl.reading import Reader, compiled_part, reasons
from kg.shacl.remarks import remarks, unfollowed
from kg.shacl.remembering import Remembered
from kg.shacl.report import report
from kg.shacl.results import SH, UNCHECKED, Result, Unchecked
from kg.shacl.run import Run
from kg.shacl.source import Source
from kg.shacl.terms import original, stored
from kg.shacl.validation import results

__all__ = [
    "SH",
    "UNCHECKED",
    "Checked",
    "Compiled",
    "Remembered",
    "Result",
    "check_file",
    "compiled",
    "not_compiled",
    "read_file",
    "report",
    "validate",
    "validate_file",
]  # fmt: skip


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
    return list(_results(Run(data, remembered=remembered), ready))


def validate_file(data: Path, shapes: Iterable[Triple], where: str = "shapes") -> list[Result]:
    """What in a file does not conform to shapes; every literal counts as it is written there.

    Args:
        shapes: as `read_file` reads them.
        where: the place of the shapes, for errors.

    Raises:
        OntologyError: a shape that is not well-formed.
        UnreadableError: a file that cannot be read.
    """
    return check_file(data, compiled(shapes, where)).results


@dataclass(frozen=True)
class Checked:
    """What came of checking a file.

    Attributes:
        focus: how many nodes the shapes are for, of those that are compiled.
        imports: what the file imports, which is not followed.
        graph: what the file says.
        details: for each result of a shape within a shape the results of that shape, and so on.
    """

    results: list[Result]
    focus: int
    imports: Sequence[str]
    graph: Graph
    details: Mapping[Result, Sequence[Result]]


def check_file(data: Path, shapes: Compiled) -> Checked:
    """As `validate_file`, and what else is to be told of it.

    Raises:
        UnreadableError: a file that cannot be read.
    """
    run = Run(*load_file(data))
    found = list(_results(run, shapes))
    nodes = {each for root in shapes.roots for each in run.targeted(root.targets).nodes}
    imported = run.graph.statements(predicate=Iri(OWL + "imports"))
    ends = ((link, link.object) for link in imported if isinstance(link.object, Iri))
    described = (each for link, end in ends for each in [link, *islice(run.graph.statements(end), 1)])
    return Checked(found, len(nodes), unfollowed(described), run.graph, _details(run, shapes, found))


def _details(run: Run, shapes: Compiled, found: Sequence[Result]) -> dict[Result, list[Result]]:
    source, told, left = Source(shapes.triples), dict[Result, list[Result]](), list(found)
    while left := [each for each in left if each not in told]:
        inner = details(run.graph, source, left, lambda asked: _asked(run, shapes, asked))
        told |= inner
        left = [part for parts in inner.values() for part in parts]
    return told


def _asked(run: Run, shapes: Compiled, asked: Mapping[Term, Iterable[Term]]) -> Iterator[Result]:
    """What nodes do not conform to, of the shapes that are compiled; a node without a name cannot be a target."""
    marks, targets = list[Triple](), list[Triple]()
    for number, (shape, nodes) in enumerate(asked.items()):
        mark = Iri(f"urn:kg:asked:{number}")
        marks += (Triple(mark, mark, stored(node)) for node in nodes)
        if not isinstance(shape, Literal):
            targets.append(Triple(shape, Iri(SH + "targetObjectsOf"), mark))
    run.graph.add(marks)
    again, ready = Run(run.graph, run.verbatim), compiled([*without_targets(shapes.triples), *targets])
    try:
        for root in ready.roots:
            if root not in ready.left:
                with suppress(QueryError):  # too long for the engine
                    yield from list(results(again, root))
    finally:
        run.graph.remove(marks)


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


def _results(run: Run, shapes: Compiled) -> Iterator[Result]:
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
