"""The graph as of a day, as known by a day, and with records merged shows what `tests/views.yaml` says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml

import kg
from kg.build import build, open_graph
from kg.errors import QueryError, UnreadableError
from kg.graph import Graph, text_of
from kg.namespaces import BASE, KG, SAID
from kg.project import Project, find_project
from kg.queries import find_query
from kg.views import View, open_view

Make = Callable[[dict[str, str]], Project]
TABLE = yaml.load((Path(__file__).parent / "views.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
FOREIGN = {"rdf:type": "kind", "rdfs:label": "label", "skos:altLabel": "altLabel", "rdfs:comment": "comment"}


def statements(graph: Graph) -> set[str]:
    """All that is said of things, as SUBJECT KEY VALUE in the words of the data."""
    records = f"FILTER (STRSTARTS(STR(?s), '{BASE}') && !STRSTARTS(STR(?s), '{KG}') && !STRSTARTS(STR(?s), '{SAID}'))"
    rows = graph.select(f"SELECT ?s ?p ?o {{ ?s ?p ?o {records} }}").rows
    told = ((text_of(s), FOREIGN.get(text_of(p), text_of(p)), text_of(o)) for s, p, o in rows)
    return {f"{s} {p.removeprefix('kg:')} {o.removeprefix('kg:')}" for s, p, o in told}


def view_of(case: dict[str, Any]) -> View:
    return View.of(case.get("as-of"), case.get("known-by"), bool(case.get("merged")))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project of the table."""
    return project_in(tmp_path_factory.mktemp("views"), TABLE["records"])


def project_in(folder: Path, records: list[dict[str, Any]]) -> Project:
    (folder / "data").mkdir()
    (folder / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    (folder / "data" / "all.yaml").write_text(yaml.safe_dump(records), encoding="utf-8")
    return find_project(folder)


@pytest.mark.parametrize("case", TABLE["views"], ids=[case["promise"] for case in TABLE["views"]])
def test_a_view_shows_this_and_not_that(small: Project, case: dict[str, Any]) -> None:
    shown = statements(open_view(small, view_of(case)))
    assert {each: each in shown for each in case.get("there", [])} == dict.fromkeys(case.get("there", []), True)
    not_there = [*case.get("gone", []), *case.get("never", [])]
    assert {each: each in shown for each in not_there} == dict.fromkeys(not_there, False)
    assert {each for each in shown if " https://w3id.org/actors-events/view#" in each} == set(), "a mark of the making"


def test_what_is_gone_from_one_view_is_there_in_another(small: Project) -> None:
    """A statement that is never there could be misspelt, and would test nothing."""
    graphs = [open_graph(small), *(open_view(small, view_of(case)) for case in TABLE["views"])]
    everywhere = {each for graph in graphs for each in statements(graph)}
    assert {each for case in TABLE["views"] for each in case.get("gone", [])} <= everywhere


def test_designations_keep_their_user_and_their_time(small: Project) -> None:
    for day, things in TABLE["designations"].items():
        rows = find_query(small, "designations").rows(open_view(small, View.of(as_of=day)), name="KN-17")
        assert [text_of(row[rows.columns.index("thing")]) for row in rows.rows] == things
    rows = find_query(small, "designations").rows(open_graph(small), name="KN-17")
    assert len(rows.rows) == 2, "the graph as a whole has both"


@pytest.mark.parametrize("case", TABLE["identity"], ids=[case["promise"] for case in TABLE["identity"]])
def test_two_records_are_one_only_if_claims_say_so(make_project: Make, case: dict[str, Any]) -> None:
    source = {"id": "source:s", "kind": "CuratorNote", "label": "Notes", "claims": [
        {"about": "launch:a", "basis": "as told", **claim} for claim in case["claims"]]}  # fmt: skip
    things = [{"id": f"launch:{name}", "kind": "Launch", "label": name} for name in "abcd"]
    project = make_project({"data/all.yaml": yaml.safe_dump([*things, source])})
    told: list[str] = []
    merged = statements(open_view(project, View(merged=True), told.append))
    wanted = [each.split(" from ") for each in case.get("merged", [])]
    found = {each for each in merged if " mergedFrom " in each}
    assert found == {f"launch:{first} mergedFrom launch:{other}" for first, other in wanted}
    left = {name for name in "abcd" if f"launch:{name} kind Launch" in merged}
    assert left == {*"abcd"} - {other for _, other in wanted}
    apart = ", ".join(f"launch:{name}" for name in case.get("apart", []))
    assert [each.partition(": ")[2] for each in told if "stay apart" in each] == ([apart] if apart else [])
    assert not {each for each in merged if "/view#" in each}, "a mark of the making"


def test_without_the_denial_a_chain_is_one_again_and_without_its_claims_the_records_are_as_they_were(
    make_project: Make,
) -> None:
    things = [{"id": f"launch:{name}", "kind": "Launch", "label": name} for name in "abc"]
    chain = next(case["claims"] for case in TABLE["identity"] if case["promise"].startswith("a denial of the ends"))

    def seen(claims: list[dict[str, Any]], merged: bool) -> set[str]:
        told = [{"about": "launch:a", "basis": "as told", **claim} for claim in claims]
        source = {"id": "source:s", "kind": "CuratorNote", "label": "Notes"} | ({"claims": told} if told else {})
        (project.root / "data" / "all.yaml").write_text(yaml.safe_dump([*things, source]), encoding="utf-8")
        build(project)
        return {each for each in statements(open_view(project, View(merged=merged))) if each.startswith("launch:")}

    project = make_project({"data/all.yaml": yaml.safe_dump(things)})
    apart, *without = seen(chain, True), seen(chain, False), seen(chain[:0], True)
    assert [apart] * 2 == without, "apart in every way"
    assert {"launch:a mergedFrom launch:b", "launch:a mergedFrom launch:c"} <= seen(chain[:2], True)
    assert seen(chain, True) == apart


def test_undoing_an_identity_restores_the_records_exactly(small: Project, tmp_path: Path) -> None:
    apart = statements(open_graph(small))
    merged = statements(open_view(small, View(merged=True)))
    assert merged != apart and "launch:two kind Launch" in apart, "the records stay, whatever a view shows"
    undone = [record for record in TABLE["records"] if record["id"] != "source:notes"]
    project = project_in(tmp_path, undone)
    restored = statements(open_view(project, View(merged=True)))
    assert restored == statements(open_graph(project))
    told = {each for each in apart if not each.startswith(("source:notes ", "claim:", "date:"))}
    assert told == {each for each in restored if not each.startswith(("claim:", "date:"))}


def test_a_view_is_made_once_and_goes_with_its_build(make_project: Make) -> None:
    project = make_project({"data/all.yaml": yaml.safe_dump(TABLE["records"])})
    view = View.of(known_by="2022-01-31")
    open_view(project, view)
    folder = build(project).folder / "views" / view.name
    made = folder.stat().st_ino
    open_view(project, view)
    assert folder.stat().st_ino == made
    for label in ("Second state", "Third state"):
        records = [*TABLE["records"], {"id": "state:other", "kind": "State", "label": label}]
        (project.root / "data" / "all.yaml").write_text(yaml.safe_dump(records), encoding="utf-8")
        build(project)
    assert not folder.exists()
    assert "state:other label Third state" not in statements(open_view(project, view)), "no source speaks of it"


def test_many_may_ask_for_a_view_at_once(make_project: Make) -> None:
    project = make_project({"data/all.yaml": yaml.safe_dump(TABLE["records"])})
    build(project)
    with ThreadPoolExecutor(4) as threads:
        sizes = list(threads.map(lambda _: len(open_view(project, View.of(known_by="2022-01-31"))), range(4)))
    assert len(set(sizes)) == 1
    assert [path.name for path in (project.state / "current" / "views").iterdir()] == ["known-by-2022-01-31"]


def test_the_oldest_of_many_views_are_removed(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.views._KEPT", 2)
    for day in range(1, 5):
        open_view(small, View.of(as_of=f"2022-03-{day:02}"))
    left = {path.name for path in (small.state / "current" / "views").iterdir()}
    assert left == {"as-of-2022-03-03", "as-of-2022-03-04"}


def test_a_view_that_cannot_be_made_leaves_nothing(make_project: Make) -> None:
    own = {"queries/views/merged/4_own.ru": "#+ summary: x\nDELETE"}
    project = make_project({"data/all.yaml": yaml.safe_dump(TABLE["records"]), **own})
    with pytest.raises(QueryError, match=r"4_own\.ru: .+: mend it"):
        open_view(project, View(merged=True))
    assert list((project.state / "current" / "views").iterdir()) == []


@pytest.mark.parametrize("written", ["yesterday", "2022-13", "2022-01-18/..", "", "18.1.2022"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(QueryError, match="write a day as 2022-01-18"):
        View.of(as_of=written)


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "--root", str(project.root), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def told() -> Iterator[tuple[str, ...]]:
    yield "ask", "launches_between_days", "-p", "from=2023-01-01", "-p", "until=2023-12-31"
    yield "show", "person:moon-jae-in"
    yield "find", "Yoon Suk Yeol"
    yield "path", "Pak Jong Chon", "Moon Jae-in"
    yield "rank", "--kind", "Person"
    yield "communities", "--kind", "Person"


@pytest.mark.parametrize("arguments", list(told()), ids=lambda arguments: arguments[0])
def test_commands_answer_for_another_day(project: Project, graph: Graph, arguments: tuple[str, ...]) -> None:
    now, then = run(project, *arguments), run(project, *arguments, "--known-by", "2022-01-18")
    assert "5 of 11 sources had been published by 2022-01-18" in then.stderr
    assert now.stdout != then.stdout and "Yoon" not in then.stdout and now.returncode == 0


def test_it_is_told_of_how_many_sources_nobody_knows_whether_they_had_been_published(small: Project) -> None:
    """Of the second between its first day and its last; of the third, which has no last, from its first day on."""
    told: list[str] = []
    for day in ("2022-01-31", "2022-02-01", "2022-02-03", "2022-02-05"):
        open_view(small, View.of(known_by=day), told.append)
    published = [each.replace(" sources had been published by ", " ") for each in told if "published by" in each]
    assert published == [
        "2 of 5 2022-01-31", "2 of 5 2022-02-01; of 1 more it is not known", "3 of 5 2022-02-03",
        "3 of 5 2022-02-05; of 1 more it is not known",
    ]  # fmt: skip


def test_one_command_tells_whom_the_sources_of_a_day_thought_sanctioned(project: Project) -> None:
    """Who did the sources of 18 January 2022 think had been sanctioned?"""
    question = ("ask", "designees_of_sanctions", "-f", "csv")
    asked = run(project, *question, "--known-by", "2022-01-18", "--as-of", "2022-01-18")
    assert asked.stdout.count("listing:us-") == 4
    before = run(project, *question, "--as-of", "2022-01-01")
    assert before.stdout.count("\n") == 1, "nobody yet: the heading alone"


def test_a_wrong_date_is_misuse(project: Project) -> None:
    asked = run(project, "show", "state:north-korea", "--as-of", "soon")
    assert asked.returncode == 2 and "as of: `soon` is no date" in asked.stderr


def test_python_takes_the_same_views(project: Project, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ROOT", str(project.root))
    then = kg.open(known_by="2022-01-18")
    assert isinstance(then, rdflib.Dataset) and len(then) < len(kg.open())
    assert "organization:ewha-university" in kg.network(merged=True)
    assert "organization:ewha-womans-university" not in kg.network(merged=True)
    assert "person:yoon-suk-yeol" not in {each.thing for each in kg.rank(known_by="2022-01-18", kinds=["Person"])}


def test_a_folder_that_cannot_be_written_is_named(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.views.tempfile.mkdtemp", full)
    with pytest.raises(UnreadableError, match="No space left on device: free space"):
        open_view(small, View.of(known_by="2020-01-01"))
