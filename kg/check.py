"""Check a project: the structure of its data first, then what shapes and checks ask of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.archive import load_archive
from kg.checks import read_checks
from kg.errors import Problem
from kg.graph import Graph, Iri, Term, Triple, text_of
from kg.namespaces import RDF, SAID, SHAPE, compact
from kg.ontology import Ontology, parse_turtle, read_ontology
from kg.project import Project
from kg.promotion import promote
from kg.records import Records, read_records
from kg.shacl import SH, Result, validate
from kg.stages import load

_COPIED = tuple(
    Iri(SH + name)
    for name in (
        "class", "datatype", "nodeKind", "in", "languageIn", "pattern", "flags", "minLength", "maxLength",
        "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "hasValue", "message", "severity",
    )
)  # fmt: skip
"""What of a shape for `kg:x` also holds for what claims say of it: the limits on values, nothing else."""


@dataclass(frozen=True)
class Report:
    """The findings of one check.

    Attributes:
        problems: errors, warnings and notes, by place.
        records, claims, shapes, checks: how much was checked, and by how much.
        not_run: the checks that ask for the archived texts, where there are none.
    """

    problems: list[Problem]
    records: int
    claims: int
    shapes: int = 0
    checks: int = 0
    not_run: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """The problems that are not just warnings or notes."""
        return self.of("error")

    def of(self, severity: str) -> list[Problem]:
        """The problems of one severity."""
        return [problem for problem in self.problems if problem.severity == severity]


def check(project: Project, archive: Path | None = None) -> Report:
    """Check the data of a project; nothing is written.

    Shapes and checks are only asked when the structure is sound.

    Args:
        archive: a folder with the texts of sources, instead of the one in the project's settings.

    Raises:
        OntologyError: ontology or shapes cannot be used.
        QueryError: a check cannot be used.
        ProjectError: there is no such archive.
        UnreadableError: a file cannot be read.
    """
    ontology = read_ontology(project)
    records = read_records(project, ontology)
    claims = sum(1 for node in records.nodes if node["kind"] == "Claim")
    if records.problems:
        return Report(records.problems, len(records.kinds), claims)
    graph = Graph.memory()
    load(graph, ontology, records)
    promote(project, graph)
    shapes, checks = read_shapes(project, ontology), read_checks(project)
    problems = list(_ask_shapes(project, graph, shapes, records))
    texts = archive or project.archive
    if texts:
        problems += load_archive(project, graph, texts)
    asked = [each for each in checks if texts or not each.needs_archive]
    problems += (problem for each in asked for problem in each.ask(project, graph, records))
    not_run = [each.name for each in checks if each not in asked]
    return Report(sorted(problems), len(records.kinds), claims, _count(shapes), len(asked), not_run)


def read_shapes(project: Project, ontology: Ontology) -> list[Triple]:
    """The shapes for data, with those for the twins made from them.

    Raises:
        OntologyError: a file that does not parse.
    """
    triples: list[Triple] = []
    for name, path in project.files("ontology/shapes", ".ttl").items():
        if not name.endswith("/style.ttl"):
            triples += parse_turtle(project, path)
    return [*triples, *_twin_shapes(triples, ontology)]


def _twin_shapes(triples: list[Triple], ontology: Ontology) -> Iterable[Triple]:
    """A value that `kg:x` cannot have can no more be said of it."""
    said = {each.iri: each.said for each in ontology.sayable.values()}
    about: dict[Any, list[Triple]] = {}
    for triple in triples:
        about.setdefault(triple.subject, []).append(triple)
    for subject, path, value in triples:
        if path.value != SH + "path" or not isinstance(value, Iri) or value.value not in said:
            continue
        limits = [triple for triple in about[subject] if triple.predicate in _COPIED]
        if not any(triple.predicate not in _COPIED[-2:] for triple in limits):
            continue
        twin = said[value.value]
        shape = Iri(f"{SHAPE}said-{compact(value.value).partition(':')[2]}")
        yield Triple(shape, Iri(RDF + "type"), Iri(SH + "PropertyShape"))
        yield Triple(shape, Iri(SH + "targetSubjectsOf"), Iri(twin))
        yield Triple(shape, Iri(SH + "path"), Iri(twin))
        for limit in limits:
            yield Triple(shape, limit.predicate, limit.object)


def _ask_shapes(project: Project, graph: Graph, shapes: list[Triple], records: Records) -> Iterator[Problem]:
    results = validate(graph, shapes)
    claimed = {_mistake(each) for each in results if _path(each).startswith(SAID)}
    for each in results:
        if _path(each).startswith(SAID) or _mistake(each) not in claimed:  # a fact repeats its claim's mistake
            yield _problem(project, each, records)


def _path(result: Result) -> str:
    """The IRI of the property at fault; empty where it is none, or a longer path."""
    return result.path.value if isinstance(result.path, Iri) else ""


def _mistake(result: Result) -> tuple[str, Any, str]:
    return _path(result).rpartition("#")[2], result.value, _message(result)


def _message(result: Result) -> str:
    return next((each.value for each in result.messages), "")


def _problem(project: Project, result: Result, records: Records) -> Problem:
    key = compact(_path(result)).rpartition(":")[2]
    found = "" if result.value is None else f" {_short(result.value)}"
    what = text_of(result.focus) + (f": {key}" if key else "") + found
    level = {"Violation": "error", "Warning": "warning", "Info": "note"}.get(result.severity.value.rpartition("#")[2])
    mend = _message(result) or "breaks a shape"
    return records.problem(project, str(result.focus.value), _path(result), what, mend, level or "error")


def _short(term: Term) -> str:
    text = text_of(term)
    return f"`{text[:80]}…`" if len(text) > 80 else f"`{text}`"


def _count(shapes: list[Triple]) -> int:
    return sum(1 for triple in shapes if triple.predicate == Iri(SH + "path"))
