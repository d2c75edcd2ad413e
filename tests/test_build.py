"""A build replaces the graph whole or not at all, whatever interrupts it, and readers never notice."""

from __future__ import annotations

import fcntl
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.build import build, is_stale, open_graph
from kg.build.stages import load
from kg.errors import KgError
from kg.graph import Graph, text_of
from kg.namespaces import KG
from kg.ontology import read_ontology
from kg.project import Project, find_project
from kg.records import Records, count_statements

Make = Callable[[dict[str, str]], Project]

CODE = """
import resource, sys
from kg.build import build
from kg.errors import KgError
from kg.project import find_project
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    print(build(find_project(sys.argv[1]), print).folder.name)
except KgError as error:
    sys.exit(str(error))
"""


def command(project: Project, *more: str) -> list[str]:
    return [sys.executable, "-c", CODE, str(project.root), *more]


def data(claims: int, marker: int) -> str:
    """A source with many claims, and one launch whose number of missiles tells this version from others."""
    lines = [
        f"- {{id: launch:marked, kind: Launch, label: Marked, missileCount: {marker}}}",
        "- {id: source:s, kind: NewsArticle, title: An article, published: 2022-01-18, claims: [",
    ]
    lines += [
        f"    {{about: launch:l{number % 50}, line: {number + 1}, quote: said number {number}, "
        f"says: {{date: 2022-01-{number % 28 + 1:02}, missileCount: {number % 3}, direction: east}}}},"
        for number in range(claims)
    ]
    lines += ["  ]}", *(f"- {{id: launch:l{number}, kind: Launch, label: L}}" for number in range(50))]
    return "\n".join(lines)


def change(project: Project, claims: int, marker: int) -> None:
    (project.root / "data" / "a.yaml").write_text(data(claims, marker), encoding="utf-8")


def marker(graph: Graph) -> tuple[int, str]:
    """How large a graph is, and which version of the data it holds."""
    rows = graph.select(
        f"SELECT ?count {{ <https://w3id.org/actors-events/launch/marked> <{KG}missileCount> ?count }}"
    ).rows
    return len(graph), text_of(rows[0][0])


def folders(project: Project) -> list[str]:
    """What lies in the state folder, but for the lock."""
    state = project.state
    return sorted(path.name for path in (*state.iterdir(), *(state / "builds").iterdir()) if path.name != "lock")


def test_a_build_that_is_killed_leaves_the_old_graph_and_no_trace(make_project: Make) -> None:
    project = make_project({"data/a.yaml": data(600, 0)})
    build(project)
    size, _ = marker(open_graph(project))
    change(project, 600, 1)
    start = time.monotonic()
    subprocess.run(command(project), check=True, capture_output=True)
    length = time.monotonic() - start
    chance, killed, answering, version = random.Random(7), 0, 1, 1
    while killed < 10:
        version += 1
        assert version < 60, "builds end before they are killed"
        change(project, 600, version)
        process = subprocess.Popen(command(project), stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 0.9) * length)
        process.kill()
        finished = process.wait() == 0
        killed += not finished
        found = marker(open_graph(project))
        assert found in ((size, str(answering)), (size, str(version)))
        assert found[1] == str(version) or not finished
        answering = int(found[1])
    change(project, 600, 99)
    assert build(project).fresh
    assert marker(open_graph(project)) == (size, "99")
    assert len(folders(project)) == 4, "current, builds, and the last two builds"


@pytest.mark.parametrize("left", ["partial", "folder", "link", "stamps"])
def test_what_a_killed_build_leaves_does_not_disturb_the_next(make_project: Make, left: str) -> None:
    """Each state in which a build can stop, made by hand."""
    project = make_project({"data/a.yaml": data(20, 1)})
    name = build(project).folder.name
    builds = project.state / "builds"
    if left == "partial":
        (builds / f"{name}.partial" / "graph").mkdir(parents=True)
        (builds / "0123456789abcdef.partial").mkdir()
    elif left == "folder":
        (builds / name / "summary.json").unlink()
    elif left == "link":
        (project.state / "current.new").symlink_to("builds/nowhere")
    else:
        (builds / name / "files.json").write_text("{", encoding="utf-8")
        assert is_stale(project)
    assert build(project).fresh == (left == "folder")
    assert marker(open_graph(project))[1] == "1" and not is_stale(project)
    assert folders(project) == sorted([name, "builds", "current"])


def test_two_builds_at_once_both_succeed(make_project: Make) -> None:
    project = make_project({"data/a.yaml": data(400, 1)})
    both = [subprocess.Popen(command(project), stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0].split("\n")[-2] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said[0] == said[1] and (project.state / "builds" / said[0]).is_dir()


def test_a_build_waits_for_another_and_says_so(make_project: Make) -> None:
    project = make_project({"data/a.yaml": data(20, 1)})
    project.state.mkdir()
    notes: list[str] = []
    with (project.state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = threading.Thread(target=build, args=(project, notes.append))
        waiting.start()
        while not notes:
            time.sleep(0.01)
        assert notes == ["waiting for another build to end"] and not (project.state / "current").exists()
    waiting.join(60)
    assert marker(open_graph(project))[1] == "1"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """A folder where a large graph does not fit, and what a build must be told to feel it.

    A small disk where this process may mount one; else a limit on the size of a file.
    """
    folder = tmp_path / "project"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)], capture_output=True)
    yield folder, [] if mounted.returncode == 0 else ["300000"]
    if mounted.returncode == 0:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("limit", [[], ["300000"]], ids=["a full disk", "a limit on files"])
def test_a_full_disk_leaves_the_old_graph_answering(small_disk: tuple[Path, list[str]], limit: list[str]) -> None:
    folder, needed = small_disk
    (folder / "data").mkdir()
    (folder / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    project = find_project(folder)
    change(project, 20, 1)
    build(project)
    before = marker(open_graph(project))
    change(project, 9_000, 2)
    failed = subprocess.run(command(project, *(limit or needed)), capture_output=True, text=True)
    assert failed.returncode == 1 and "Traceback" not in failed.stderr
    assert "cannot be written" in failed.stderr
    assert marker(open_graph(project)) == before
    assert folders(project) == sorted(["builds", "current", (project.state / "current").resolve().name])
    change(project, 20, 3)
    build(project)
    assert marker(open_graph(project)) == (before[0], "3")


def test_an_open_graph_survives_the_switch_and_its_removal(make_project: Make) -> None:
    project = make_project({"data/a.yaml": data(300, 1)})
    first = build(project).folder
    reader = open_graph(project)
    for version in (2, 3, 4):
        change(project, 300, version)
        build(project)
        assert marker(open_graph(project))[1] == str(version)
    assert not first.exists()
    everything = sorted(map(str, reader.construct("CONSTRUCT WHERE { ?s ?p ?o }")))
    assert len(everything) == len(reader) and marker(reader)[1] == "1"


def test_the_last_two_builds_are_kept(make_project: Make) -> None:
    project = make_project({"data/a.yaml": data(5, 0)})
    names = []
    for version in range(4):
        change(project, 5, version)
        names.append(build(project).folder.name)
    assert folders(project) == sorted(["builds", "current", *names[-2:]])
    change(project, 5, 2)
    assert not build(project).fresh and marker(open_graph(project))[1] == "2"


def test_the_same_data_makes_the_same_folder_anywhere_at_any_time(tmp_path: Path) -> None:
    names = set()
    for place in ("one", "two/deeper"):
        (tmp_path / place / "data").mkdir(parents=True)
        (tmp_path / place / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
        project = find_project(tmp_path / place)
        change(project, 20, 1)
        names.add(build(project).folder.name)
    assert len(names) == 1
    change(project, 20, 2)
    assert build(project).folder.name not in names
    (project.root / "queries" / "promotion" / "promote").mkdir(parents=True)
    change(project, 20, 1)
    (project.root / "queries" / "own.rq").write_text("ASK {}", encoding="utf-8")
    assert build(find_project(project.root)).folder.name in names, "a question is no part of a build"
    own = project.root / "queries" / "promotion" / "promote" / "own.rq"
    own.write_text("CONSTRUCT WHERE { ?s <urn:p> ?o }", encoding="utf-8")
    assert build(find_project(project.root)).folder.name not in names, "a rule of promotion is part of a build"


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("data/b.yaml", True), ("ontology/own.ttl", True), ("queries/promotion/weigh/own.ru", True),
        ("queries/own.rq", False), ("ontology/shapes/own.ttl", False), ("ontology/notes.md", False),
        ("data/README.md", False), ("data/.hidden.yaml", False),
    ],
)  # fmt: skip
def test_only_what_goes_into_a_graph_makes_it_stale(make_project: Make, name: str, counts: bool) -> None:
    project = make_project({"data/a.yaml": data(5, 1)})
    build(project)
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("- {id: launch:b, kind: Launch, label: B}" if name == "data/b.yaml" else "", encoding="utf-8")
    project = find_project(project.root)
    assert is_stale(project) == counts
    assert build(project).fresh == counts


def test_data_newer_than_the_graph_is_noticed(make_project: Make) -> None:
    project = make_project({"data/a.yaml": data(5, 1)})
    notes: list[str] = []
    open_graph(project, notes.append)
    assert notes[0] == "building the graph, once"
    notes.clear()
    open_graph(project, notes.append)
    assert notes == []
    change(project, 5, 2)
    assert marker(open_graph(project, notes.append))[1] == "1"
    assert notes == ["the data is newer than the graph: run `kg build`"]
    build(project)
    notes.clear()
    assert marker(open_graph(project, notes.append))[1] == "2" and notes == []


@pytest.mark.parametrize("event", ["touched", "added", "removed", "of another version"])
def test_whatever_changes_a_file_makes_the_graph_stale(make_project: Make, event: str) -> None:
    project = make_project({"data/a.yaml": data(5, 1), "data/b.yaml": "- {id: launch:b, kind: Launch, label: B}"})
    build(project)
    path = project.root / "data" / "b.yaml"
    if event == "touched":
        os.utime(path, ns=(0, 0))
    elif event == "added":
        path.with_name("c.yaml").write_text("- {id: launch:c, kind: Launch, label: C}", encoding="utf-8")
    elif event == "removed":
        path.unlink()
    else:
        stamps = project.state / "current" / "files.json"
        stamps.write_text(stamps.read_text(encoding="utf-8").replace('"kg ', '"kg 0.0.0 before '), encoding="utf-8")
    assert is_stale(project)
    assert build(project).fresh == (event in ("added", "removed"))
    assert not is_stale(project)


LOST: dict[str, dict[str, Any]] = {
    "an id with a space": {"id": "launch:a b", "kind": "Launch"},
    "a reference with a space": {"id": "launch:a", "kind": "Launch", "sources": ["source:a", "source:a b"]},
    "a reference without a prefix": {"id": "launch:a", "kind": "Launch", "sources": "nowhere"},
    "nothing as a value": {"id": "launch:a", "kind": "Launch", "label": None},
    "a key without meaning": {"id": "launch:a", "kind": "Launch", "unknown:key": {"id": "a b"}},
    "a bad language": {"id": "launch:a", "kind": "Launch", "label": {"no tag": ["A"]}},
}


@pytest.mark.parametrize("node", LOST.values(), ids=LOST.keys())
def test_a_value_that_the_engine_drops_stops_the_build(project: Project, node: dict[str, Any]) -> None:
    good = {"id": "launch:good", "kind": "Launch", "label": "Good"}
    ontology = read_ontology(project)
    load(Graph.memory(), ontology, Records(nodes=[good], statements=2))
    records = Records(nodes=[good, node], statements=2 + count_statements(node))
    with pytest.raises(KgError, match=r"build: \d+ statements arrived of \d+: a value was lost"):
        load(Graph.memory(), ontology, records)


def test_statements_are_counted_as_the_engine_counts_them(project: Project) -> None:
    """A value that stands twice is one statement."""
    names = {"en": ["A", "A", "B"], "ko": ["A"]}
    node = {"id": "launch:a", "kind": "Launch", "altLabel": names, "sources": ["source:a"] * 3}
    assert count_statements(node) == 5
    load(Graph.memory(), read_ontology(project), Records(nodes=[node], statements=5))


def test_a_finished_build_says_what_it_holds(make_project: Make) -> None:
    done = build(make_project({"data/a.yaml": data(30, 1)}))
    graph = Graph.open(done.folder / "graph")
    assert (done.records, done.claims, done.fresh) == (52, 30, True)
    assert done.statements == len(graph) and done.promoted > 30
    assert json.loads((done.folder / "summary.json").read_text())["statements"] == len(graph)
