"""Check a project: the structure of its data first, then what shapes and checks ask of the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.archive import load_archive
from kg.checks import read_checks
from kg.errors import OntologyError, Problem
from kg.graph import Graph, Iri, Triple, serialize
from kg.namespaces import RDF, SAID, SHAPE, compact
from kg.ontology import Ontology, parse_turtle, read_ontology
from kg.project import Project
from kg.promotion import promote
from kg.records import Records, read_records
from kg.stages import load

if TYPE_CHECKING:
    import rdflib

SH = "http://www.w3.org/ns/shacl#"
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


def _ask_shapes(project: Project, graph: Graph, shapes: list[Triple], records: Records) -> Iterable[Problem]:
    import pyshacl
    import rdflib

    data, rules = rdflib.Graph(), rdflib.Graph()
    data.parse(data=serialize(graph.construct("CONSTRUCT WHERE { ?s ?p ?o }"), "ntriples", {}), format="nt")
    rules.parse(data=serialize(shapes, "ntriples", {}), format="nt")
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, allow_warnings=True, inplace=True)
    except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ConstraintLoadError) as error:
        raise OntologyError(f"ontology/shapes: {error}: mend the shape") from error
    assert isinstance(report, rdflib.Graph)
    results = list(report.subjects(rdflib.RDF.type, rdflib.URIRef(SH + "ValidationResult")))
    claimed = {_mistake(report, each) for each in results if str(_value(report, each, "resultPath")).startswith(SAID)}
    for each in results:
        path = str(_value(report, each, "resultPath"))
        if path.startswith(SAID) or _mistake(report, each) not in claimed:  # a fact repeats its claim's mistake
            yield _problem(project, report, each, records)


def _value(report: rdflib.Graph, result: Any, name: str) -> Any:
    import rdflib

    return report.value(result, rdflib.URIRef(SH + name))


def _mistake(report: rdflib.Graph, result: Any) -> tuple[str, Any, str]:
    key = str(_value(report, result, "resultPath")).rpartition("#")[2]
    return key, _value(report, result, "value"), str(_value(report, result, "resultMessage"))


def _problem(project: Project, report: rdflib.Graph, result: Any, records: Records) -> Problem:
    import rdflib

    focus, path, found = (_value(report, result, name) for name in ("focusNode", "resultPath", "value"))
    at = str(path) if isinstance(path, rdflib.URIRef) else ""
    key = compact(at).rpartition(":")[2]
    what = compact(str(focus)) + (f": {key}" if key else "") + (f" {_short(found)}" if found is not None else "")
    severity = str(_value(report, result, "resultSeverity")).rpartition("#")[2]
    level = {"Violation": "error", "Warning": "warning", "Info": "note"}.get(severity, "error")
    message = str(_value(report, result, "resultMessage") or "breaks a shape")
    return records.problem(project, str(focus), at, what, message, level)


def _short(term: Any) -> str:
    text = compact(str(term))
    return f"`{text[:80]}…`" if len(text) > 80 else f"`{text}`"


def _count(shapes: list[Triple]) -> int:
    return sum(1 for triple in shapes if triple.predicate == Iri(SH + "path"))


