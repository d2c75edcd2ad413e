"""The two sides of a comparison: what a user may name, and how it is read."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.build import is_stale
from kg.build.digests import Digests
from kg.build.guards import settlements
from kg.build.inferences import Inferences
from kg.build.promotion import promote
from kg.build.rules import infer
from kg.build.stages import CLAIMS, DIGESTS, FACTS, INFERRED, load
from kg.changes.reading import Side
from kg.errors import DataError, OntologyError, ProjectError, QueryError, RevisionError, UnreadableError
from kg.graph import Graph
from kg.ontology import read_ontology
from kg.project import Project, find_project
from kg.project.revisions import is_revision, place_of, project_at
from kg.records import read_records

NOW = "now"
"""The word for a project as its files stand."""


def read_side(project: Project, name: str) -> Side:
    """One side of a comparison.

    Args:
        name: `now`; the name of a finished build, as its folder is called; a folder with a project; or a
            revision of the project's git repository.

    Raises:
        RevisionError: it is none of these, or a folder and a revision at once, or the folder is no project.
        UnreadableError: its ontology, its data or its rules are broken; says where.
    """
    build = project.state / "builds" / name
    if name == NOW:
        return _of_files(project) if is_stale(project) else _of_build(project.state / "current")
    if re.fullmatch("[0-9a-f]{16}", name) and build.is_dir():
        return _of_build(build)
    if _is_folder(name):
        if not name.startswith((".", "/")) and is_revision(project, name):
            mend = f"write ./{name} for the folder, or refs/heads/{name} or refs/tags/{name}"
            raise RevisionError(f"{name}: is a folder and a revision: {mend}")
        return _of_folder(name)
    return _of_revision(project, name)


def _is_folder(name: str) -> bool:
    try:
        return bool(name) and Path(name).is_dir()
    except ValueError:  # a name that no file can have
        return False


def _of_build(folder: Path) -> Side:
    digests, inferred = Digests.read(folder / DIGESTS), Inferences.read(folder / INFERRED)
    return Side(Graph.open(folder / FACTS), digests, inferred, Graph.open(folder / CLAIMS))


def _of_folder(name: str) -> Side:
    try:
        project = find_project(name)
    except ProjectError as error:  # it holds nothing of a project
        raise RevisionError(str(error)) from error
    return _of_files(project)


def _of_revision(project: Project, name: str) -> Side:
    with TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True) as made:
        folder = Path(made).resolve()
        try:
            return _of_files(project_at(project, name, folder))
        except UnreadableError as error:
            place = f"{name}:{place_of(project)}"  # as `git show` names a file
            text = str(error).replace(f"{folder}/", place).replace(f"{project.shown(folder)}/", place)
            raise UnreadableError(text.replace(str(folder), place)) from error


def _of_files(project: Project) -> Side:
    try:
        ontology = read_ontology(project)
        records = read_records(project, ontology)
        if records.problems:
            raise DataError(records.problems)
        claims, digests = Graph.memory(), Digests()
        load(claims, ontology, records, digests=digests)
        facts = claims.twin()
        promote(project, facts, digests)
        inferred = infer(project, facts.twin(), settlements(claims))
    except (DataError, OntologyError, QueryError) as error:
        raise UnreadableError(str(error)) from error
    return Side(facts, digests, inferred, claims)
