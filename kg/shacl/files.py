"""Files of data, checked as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.errors import QueryError
from kg.graph import Graph, Iri, Literal, Term, Triple
from kg.namespaces import OWL
from kg.shacl.compiling import Compiled, compiled, found
from kg.shacl.details import details
from kg.shacl.loading import load_file
from kg.shacl.remarks import unfollowed
from kg.shacl.results import SH, Result
from kg.shacl.run import Run
from kg.shacl.source import Source, without_targets
from kg.shacl.terms import stored
from kg.shacl.validation import results


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
    told = list(found(run, shapes))
    nodes = {each for root in shapes.roots for each in run.targeted(root.targets).nodes}
    imported = run.graph.statements(predicate=Iri(OWL + "imports"))
    ends = ((link, link.object) for link in imported if isinstance(link.object, Iri))
    described = (each for link, end in ends for each in [link, *islice(run.graph.statements(end), 1)])
    return Checked(told, len(nodes), unfollowed(described), run.graph, _details(run, shapes, told))


def _details(run: Run, shapes: Compiled, told: Sequence[Result]) -> dict[Result, list[Result]]:
    source, known, left = Source(shapes.triples), dict[Result, list[Result]](), list(told)
    while left := [each for each in left if each not in known]:
        inner = details(run.graph, source, left, lambda asked: _asked(run, shapes, asked))
        known |= inner
        left = [part for parts in inner.values() for part in parts]
    return known


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
