"""The graph as known by a day is the one that a build without the later sources gives, statement for statement.

What the records of a project would be on a day is worked out here from its YAML, without the program's queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.build import open_graph
from kg.graph import Graph, text_of
from kg.ontology import read_ontology
from kg.project import Project, find_project
from kg.records.dates import read_date
from kg.views import View, open_view

Record = dict[str, Any]
ID = re.compile(r"[a-z]+(?:-[a-z]+)*:[a-z0-9]+(?:-[a-z0-9]+)*")
TABLE = yaml.load((Path(__file__).parent / "views.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
DAYS = ("2021-03-24", "2021-09-16", "2022-01-18", "2022-04-22", "2023-12-18")
"""The days on which the articles of the shipped data had been published."""


def records_of(project: Project) -> list[Record]:
    files = project.files("data", ".yaml").values()
    return [record for file in files for record in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)]


def without_later(records: list[Record], day: str, settled: frozenset[str]) -> list[Record]:
    """The records that a project would have if it had read the sources published by a day alone.

    Gone are those sources and their sections, what records settle by them, and the records that no source named by
    then; of what is generally known, what is about such records; and what the curators remark.
    """
    later = {record["id"] for record in records if _is_later(record, day)}
    kept = [record for record in records if record["id"] not in later and record.get("sectionOf") not in later]
    kept = [_as_of_then(record, later, settled) for record in kept]
    named = _named(kept)
    return [_known_alone(record, named, {each["id"] for each in records}) for record in kept if record["id"] in named]


def _is_later(record: Record, day: str) -> bool:
    if not record["id"].startswith("source:"):
        return False
    if "published" not in record:
        return bool(record["kind"] != "CuratorNote")
    last = read_date(record["published"]).latest
    return last is None or str(last) > day


def _as_of_then(record: Record, later: set[str], settled: frozenset[str]) -> Record:
    """A record without remarks, and without what names a later source or rests on it."""
    rests = not later.isdisjoint(record.get("sources", ()))
    left: Record = _without({key: value for key, value in record.items() if not (rests and key in settled)}, later)
    return left


def _without(value: Any, later: set[str]) -> Any:
    if isinstance(value, dict):
        kept = {key: _without(each, later) for key, each in value.items() if key not in ("comment", "note")}
        return {key: each for key, each in kept.items() if each}
    if isinstance(value, list):
        return [each for each in (_without(each, later) for each in value) if each]
    return None if value in later else value


def _named(records: list[Record]) -> set[str]:
    """Sources, their sections, what they speak of, and what the records of all that name."""
    by_id = {record["id"]: record for record in records}
    named, new = set(), [each for each in records if each["id"].startswith(("source:", "section:"))]
    while new:
        record = new.pop()
        if record["id"] not in named:
            named.add(record["id"])
            told = record if "published" in record or record["kind"] != "CuratorNote" else {**record, "claims": []}
            new += [by_id[each] for each in _ids(told) if each in by_id]
    return named


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _ids(each)
    elif isinstance(value, str) and ID.fullmatch(value):
        yield value


def _known_alone(record: Record, named: set[str], every: set[str]) -> Record:
    """A note of what is generally known, without what is about records that nothing names."""
    if record["kind"] != "CuratorNote" or "published" in record:
        return record
    claims = []
    for claim in record["claims"]:
        about = list(_ids(claim["about"] if isinstance(claim["about"], list) else [claim["about"]]))
        known = [each for each in about if each in named]
        if known and every.intersection(_ids({**claim, "about": known})) <= named:
            claims.append({**claim, "about": known if isinstance(claim["about"], list) else known[0]})
    return {key: value for key, value in {**record, "claims": claims}.items() if value}


def project_of(folder: Path, records: list[Record]) -> Project:
    (folder / "data").mkdir()
    (folder / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    (folder / "data" / "all.yaml").write_text(yaml.dump(records, Dumper=yaml.CSafeDumper), encoding="utf-8")
    return find_project(folder)


def statements(graph: Graph) -> set[tuple[str, str, str]]:
    rows = graph.select("SELECT ?s ?p ?o { ?s ?p ?o FILTER (!isBlank(?s) && !isBlank(?o)) }").rows
    return {(text_of(s), text_of(p), repr(o)) for s, p, o in rows}


def assert_same(project: Project, day: str, folder: Path) -> None:
    settled = frozenset(read_ontology(project).sayable)
    alone = project_of(folder, without_later(records_of(project), day, settled))
    view, built = statements(open_view(project, View.of(known_by=day))), statements(open_graph(alone))
    assert (view - built, built - view) == (set(), set())


@pytest.mark.parametrize("day", DAYS)
def test_the_shipped_data_as_known_by_a_day_is_what_its_sources_alone_give(
    project: Project, graph: Graph, day: str, tmp_path: Path
) -> None:
    assert_same(project, day, tmp_path)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project of the table: it has what the shipped data lacks, such as values settled by a later source."""
    return project_of(tmp_path_factory.mktemp("small"), TABLE["records"])


@pytest.mark.parametrize("day", ["2021-12-31", "2022-01-31", "2022-02-03", "2026-01-01"])
def test_so_is_a_small_project(small: Project, day: str, tmp_path: Path) -> None:
    assert_same(small, day, tmp_path)


def test_each_day_adds_to_what_was_known(small: Project) -> None:
    """The comparisons are of something."""
    sizes = [len(open_view(small, View.of(known_by=day))) for day in ("2021-12-31", "2022-01-31", "2022-02-03")]
    assert sizes == sorted(set(sizes)) and sizes[-1] < len(open_graph(small))
