"""Check a project: the structure of its data first, then what shapes and checks ask of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from kg.build.guards import settlements
from kg.build.promotion import promote
from kg.build.rules import infer
from kg.build.stages import load
from kg.check import doubts
from kg.check.archive import load_archive
from kg.check.checks import Check, Row, read_checks
from kg.check.locating import Locator, shortened
from kg.check.nearest import Value, nearest, words
from kg.check.shape_rules import named, read_shapes
from kg.errors import KgError, Problem, Related, Span
from kg.graph import Graph, Iri, Term, Triple, text_of
from kg.ontology import Ontology, read_ontology
from kg.project import Project
from kg.records import Records, read_records
from kg.shacl import SH, UNCHECKED, Compiled, Remembered, Result, compiled, validate
from kg.shacl.source import Source

__all__ = [
    "Answers", "Report", "Schema", "check", "derive", "question", "read_schema", "read_shapes", "report_on",
]  # fmt: skip


_SEVERITIES = ("error", "warning", "note")
"""The gravest first."""

_MOST_COUNTED = 10
"""So many places of what a path leads over are shown beside what counts it."""


@dataclass(frozen=True)
class Report:
    """The findings of one check.

    Attributes:
        problems: errors, warnings and notes, by place.
        records, claims, shapes, checks: how much was checked, and by how much.
        not_run: the checks that ask for the archived texts, where there are none.
        results: what the shapes found, as SHACL tells it.
        asked: the shapes themselves.
        error: what kept the project from being checked, which is then the only finding.
        pages: the pages of help on rules that are not the project's, by name.
    """

    problems: list[Problem]
    records: int
    claims: int
    shapes: int = 0
    checks: int = 0
    not_run: list[str] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    asked: Sequence[Triple] = ()
    error: KgError | None = None
    pages: Mapping[str, str] = field(default_factory=dict)

    @property
    def extent(self) -> str:
        """How much was checked, in words."""
        return f"{self.records} records, {self.claims} claims"

    @property
    def errors(self) -> list[Problem]:
        """The problems that are not just warnings or notes."""
        return self.of("error")

    def of(self, severity: str) -> list[Problem]:
        """The problems of one severity."""
        return [problem for problem in self.problems if problem.severity == severity]


@dataclass(frozen=True)
class Schema:
    """What data is checked by.

    Attributes:
        shapes: with a name for each property shape, see `kg.check.shape_rules`.
    """

    project: Project
    ontology: Ontology
    shapes: Sequence[Triple]
    checks: Sequence[Check]

    @cached_property
    def compiled(self) -> Compiled:
        """The shapes, ready to be asked."""
        return compiled(self.shapes)

    @cached_property
    def mistakes(self) -> list[Problem]:
        """Those of the ontology."""
        return doubts.of_ontology(self.project, self.ontology)

    @cached_property
    def doubts(self) -> list[Problem]:
        """Those of the shapes, which are surely not meant so."""
        return doubts.of_shapes(self.project, self.ontology, self.compiled)


@dataclass(frozen=True)
class Answers:
    """What shapes and checks found in a graph, without places."""

    results: list[Result]
    rows: list[tuple[Check, list[Row]]]
    unread: list[Problem]
    not_run: list[str]


def check(project: Project, archive: Path | None = None) -> Report:
    """Check the data of a project; nothing is written.

    Shapes and checks are only asked when the structure is sound, and then of the graph with what rules infer.

    Args:
        archive: a folder with the texts of sources, instead of the one in the project's settings.

    Raises:
        OntologyError: ontology or shapes cannot be used.
        QueryError: a check or a rule cannot be used.
        ProjectError: there is no such archive.
        UnreadableError: a file cannot be read.
    """
    schema = read_schema(project)
    records = read_records(project, schema.ontology)
    if records.problems:
        return report_on(project, schema, records, Graph.memory(), None)
    graph = Graph.memory()
    load(graph, schema.ontology, records)
    derive(project, graph)
    return report_on(project, schema, records, graph, question(project, schema, graph, archive or project.archive))


def read_schema(project: Project) -> Schema:
    """What the data of a project is checked by.

    Raises:
        OntologyError, QueryError: as `check`.
    """
    ontology = read_ontology(project)
    return Schema(project, ontology, named(read_shapes(project, ontology)), read_checks(project))


def derive(project: Project, graph: Graph) -> None:
    """Complete a graph of claims, as `kg.build.stages.load` fills it, with facts and inferences, as a build does.

    Raises:
        QueryError: as `check`.
    """
    settled = settlements(graph)
    promote(project, graph)
    infer(project, graph, settled)


def question(
    project: Project, schema: Schema, graph: Graph, archive: Path | None, remembered: Remembered | None = None
) -> Answers:
    """Put a graph to shapes and checks.

    Args:
        graph: with what `derive` makes; holds archived texts afterwards.
        remembered: as for `kg.shacl.validate`.
    """
    results = list(dict.fromkeys(validate(graph, schema.compiled, remembered)))  # a claim may be about several things
    unread = load_archive(project, graph, archive) if archive else []
    asked = [each for each in schema.checks if archive or not each.needs_archive]
    rows = [(each, each.ask(graph)) for each in asked]
    return Answers(results, rows, unread, [each.name for each in schema.checks if each not in asked])


def report_on(project: Project, schema: Schema, records: Records, graph: Graph, found: Answers | None) -> Report:
    """What was found, each with its place.

    Args:
        graph: the one that was asked.
        found: None where the structure is not sound, so that nothing was asked.
    """
    if found is None:
        return Report([*schema.mistakes, *records.problems], len(records.kinds), records.claims)
    locator = Locator(project, schema.ontology, records, graph)
    values = nearest(graph, schema.shapes, found.results)
    problems = [*schema.mistakes, *schema.doubts, *found.unread]
    problems += doubts.unchecked(project, schema.shapes, found.results)
    asked = [each for each in found.results if each.component != UNCHECKED]
    problems += _of_shapes(asked, values, locator, Source(schema.shapes) if values else Source([]))
    problems += (each.problem(row, locator) for each, rows in found.rows for row in rows)
    shapes = sum(1 for triple in schema.shapes if triple.predicate == Iri(SH + "path"))
    counts = len(records.kinds), records.claims, shapes, len(found.rows)
    return Report(sorted(problems), *counts, found.not_run, found.results, schema.shapes)


def _of_shapes(
    results: Sequence[Result], values: Mapping[Result, list[Value]], locator: Locator, source: Source
) -> Iterator[Problem]:
    """What shapes found; a fact, and what a rule infers, does not repeat a mistake that is told of its claim."""
    found = [(each.value, _problem(each, values.get(each, ()), locator, source)) for each in results]
    told: dict[tuple[Path, Span, Term | None], int] = {}
    for value, problem in found:
        place = (problem.path, problem.span, value)
        told[place] = min(told.get(place, len(_SEVERITIES)), _SEVERITIES.index(problem.severity))
    for value, problem in found:
        behind = [told.get((each.path, each.span, value), len(_SEVERITIES)) for each in problem.related]
        if value is None or min(behind, default=len(_SEVERITIES)) > _SEVERITIES.index(problem.severity):
            yield problem


def _problem(result: Result, values: Iterable[Value], locator: Locator, source: Source) -> Problem:
    """A result at its place; where a value nearer to the mistake is known there, and its own is the second one."""
    path = result.path.value if isinstance(result.path, Iri) else ""
    key = f": {words(source, result.path)}" if result.path else ""
    found = "" if result.value is None else f" {_short(result.value)}"
    level = {"Violation": "error", "Warning": "warning", "Info": "note"}.get(result.severity.value.rpartition("#")[2])
    given = text_of(result.focus) + key + found, doubts.message(result) or "breaks a shape", level or "error"
    own = locator.problem(text_of(result.shape), result.focus, path, result.value, *given)
    known = [each for each in values if locator.knows(each.focus)]
    near = (locator.problem(text_of(result.shape), each.focus, each.key, each.value, *given) for each in known)
    if result.path and not path and result.value is None:
        return replace(own, related=tuple(sorted(set(_counted(near)))[:_MOST_COUNTED]))
    for each in near:
        if each.span != own.span or each.related:
            other = [Related(own.path, own.span, "this does not conform")] if each.span != own.span else []
            return replace(each, related=(*other, *each.related))
    return own


def _counted(near: Iterable[Problem]) -> Iterator[Related]:
    """The places of what a path leads over, or of the claims and records behind it."""
    for each in near:
        yield from each.related or [Related(each.path, each.span, "the path leads over this")]


def _short(term: Term) -> str:
    return f"`{shortened(text_of(term), 80)}`"
