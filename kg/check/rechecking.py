"""Checks a project again and again: what a save does not touch is neither read nor asked anew."""

from __future__ import annotations

from pathlib import Path

from kg.check import Answers, Report, Schema, derive, question, read_schema, report_on
from kg.check.standing import Standing
from kg.ontology.context import twins
from kg.project import Project, find_project
from kg.records.rereading import Rereader, lines_of
from kg.shacl import Remembered

_SCHEMA = {"ontology": (".ttl",), "queries": (".rq", ".ru")}
"""The files that make a schema; when one of them changes, all begins anew."""


class Rechecker:
    """Checks a project as `kg.check.check` does, with the same outcome, as often as wanted.

    Args:
        project: its settings are read again at each check.
        archive: as for `check`; the texts in it are taken to stay as they are.
    """

    def __init__(self, project: Project, archive: Path | None = None) -> None:
        self._project, self._archive = project, archive
        self._sources: dict[Path, bytes] = {}
        self._graph, self._remembered = Standing(), Remembered()
        self._answers: Answers | None = None

    def check(self) -> Report:
        """Check the project as it is now.

        Raises:
            KgError: as `check`.
        """
        project = find_project(self._project.root)  # its settings may be others now
        sources = {path: path.read_bytes() for path in _schema_files(project)}
        if project != self._project or sources != self._sources:
            self._project = project
            self._begin()
            self._sources = sources
        records = self._reader.read()
        if records.problems:
            return report_on(self._project, self._schema, records, self._graph, None)
        stated = self._terms.union(*self._reader.lines())
        if self._answers is None or stated != self._graph.stated:
            self._answers = None  # until all is asked again
            self._answers = self._question(stated)
        return report_on(self._project, self._schema, records, self._graph, self._answers)

    def _begin(self) -> None:
        self._schema: Schema = read_schema(self._project)
        ontology = self._schema.ontology
        self._terms = lines_of([*ontology.triples, *twins(ontology)])
        self._reader = Rereader(self._project, ontology)
        self._graph, self._remembered, self._answers = Standing(), Remembered(), None

    def _question(self, stated: frozenset[bytes]) -> Answers:
        self._graph.become(stated)
        derive(self._project, self._graph)
        self._remembered.forget(self._graph.changes())
        archive = self._archive or self._project.archive
        return question(self._project, self._schema, self._graph, archive, self._remembered)


def _schema_files(project: Project) -> list[Path]:
    return [path for top, suffixes in _SCHEMA.items() for path in project.files(top, *suffixes).values()]
