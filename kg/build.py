"""Build the graph: read, check, load, promote, count, switch.

A build is a folder `builds/HASH` below the project's state folder, named for all that goes into it;
`current` is a link to the one that answers. Nothing that stops a build half-way changes `current`.
Beside its graph it keeps two states that the graph went through, for `kg.views` to start from: the
claims alone, and with the facts. They cost little, since they share their files with it.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kg.context as context
from kg.errors import DataError, KgError, UnreadableError
from kg.graph import Graph
from kg.ontology import Ontology, read_ontology
from kg.project import Project
from kg.promotion import promote
from kg.reader import Node
from kg.records import Records, read_batches
from kg.version import VERSION

Note = Callable[[str], None]
_KEPT = 2
_INPUTS = ("ontology", "data", "queries/promotion", "queries/views")
_THREADS = min(4, os.cpu_count() or 1)
_STAMPS, _SUMMARY = "files.json", "summary.json"
_LAYOUT = "2"
GRAPH, CLAIMS, FACTS = "graph", "claims", "facts"
"""The folders of a build: the graph that answers, and what it was before promotion and before rules."""


@dataclass(frozen=True)
class Build:
    """A finished build.

    Attributes:
        folder: where its graph lies.
        statements: the number of triples, and of those the ones that promotion made.
        promoted: see `statements`.
        fresh: False where the same build stood there already.
    """

    folder: Path
    records: int
    claims: int
    statements: int
    promoted: int
    fresh: bool


def build(project: Project, note: Note = lambda text: None) -> Build:
    """Build the project's graph and let it answer from now on.

    Args:
        note: is told what is being done, step by step.

    Raises:
        DataError: the data breaks its rules; the old graph goes on answering.
        UnreadableError: something cannot be read or written.
    """
    builds = project.state / "builds"
    try:
        builds.mkdir(parents=True, exist_ok=True)
        with _lock(project.state / "lock", note):
            stamps, name = _fingerprint(project)
            folder = builds / name
            fresh = not (folder / _SUMMARY).is_file()
            if fresh:
                _build_into(project, folder, note)
                if _stamps(project) != stamps:
                    shutil.rmtree(folder)
                    raise UnreadableError("the data changed while it was read: build again")
            _write(folder / _STAMPS, stamps)
            _switch(project, folder)
            _tidy(builds, folder)
            summary = json.loads((folder / _SUMMARY).read_text(encoding="utf-8"))
    except OSError as error:
        what = f"{builds}: cannot be written: {error.strerror or error}"
        raise UnreadableError(f"{what}: free space, or mend its permissions") from error
    return Build(folder, **summary, fresh=fresh)


def open_graph(project: Project, note: Note = lambda text: None) -> Graph:
    """The graph that answers now; built first where there is none.

    Args:
        note: is told when the data is newer than the graph.

    Raises:
        KgError: as `build`, or the graph cannot be opened.
    """
    try:
        return Graph.open(current(project, note) / GRAPH)
    except UnreadableError:  # builds may have come and gone between the two steps: look again
        return Graph.open(current(project) / GRAPH)


def current(project: Project, note: Note = lambda text: None) -> Path:
    """The folder of the build that answers now; built first where there is none.

    Args:
        note: is told when the data is newer than the build.

    Raises:
        KgError: as `build`.
    """
    folder = project.state / "current"
    if not (folder / FACTS).exists():
        note("building the graph, once")
        build(project)
    elif is_stale(project):
        note("the data is newer than the graph: run `kg build`")
    return folder.resolve()


def is_stale(project: Project) -> bool:
    """Whether a file has changed, come or gone since the graph was built (by time and size)."""
    try:
        built = json.loads((project.state / "current" / _STAMPS).read_text(encoding="utf-8"))
        return bool(built != _stamps(project))
    except (OSError, ValueError, KgError):
        return True


def load(graph: Graph, ontology: Ontology, records: Records, batches: Iterable[list[Node]] | None = None) -> int:
    """Put ontology, twins and records into an empty graph.

    Args:
        batches: the nodes of the records, perhaps while they are still being read; None means
            `records.nodes`.

    Returns:
        How many statements it holds now.

    Raises:
        KgError: some of them were lost on the way.
    """
    terms = {*ontology.triples, *context.twins(ontology)}
    graph.add(terms)
    terms_of_data = context.loading_context(ontology)

    def load_batch(nodes: list[Node]) -> None:
        document = {"@context": terms_of_data, "@graph": nodes}
        graph.load(json.dumps(document, ensure_ascii=False).encode(), "jsonld")

    with _collector_at_rest(), ThreadPoolExecutor(_THREADS) as threads:  # the engine needs no lock of Python's
        for _ in threads.map(load_batch, [records.nodes] if batches is None else batches):
            pass
    expected = len(terms) + records.statements
    if not records.problems and len(graph) != expected:
        what = f"{len(graph)} statements arrived of {expected}: a value was lost on the way to the engine"
        raise KgError(f"build: {what}, which is a mistake of kg: please report it with your data")
    return expected


def complete(project: Project, graph: Graph, folder: Path) -> int:
    """Promote the claims of a graph to facts; the state with its facts is kept in a folder.

    Returns:
        How many statements the graph holds then.
    """
    size = promote(project, graph)
    graph.flush()
    graph.copy(folder / FACTS)
    return size


def _inputs(project: Project) -> Iterator[tuple[str, Path]]:
    """The files that go into a graph; shapes and questions do not."""
    for folder in _INPUTS:
        for name, path in project.files(folder, ".ttl", ".yaml", ".yml", ".rq", ".ru").items():
            if not name.startswith("shapes/"):
                yield f"{folder}/{name}", path


def _stamps(project: Project) -> dict[str, list[int]]:
    """The state of every file, by its path; and the version that reads them."""
    stamps: dict[str, list[int]] = {f"kg {VERSION}": []}
    for _, path in _inputs(project):
        try:
            state = path.stat()
        except OSError as error:
            mend = "mend its permissions, or the link"
            raise UnreadableError(f"{project.shown(path)}: cannot be read: {error.strerror}: {mend}") from error
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError(f"{project.shown(path)}: is no ordinary file: put one in its place")
        stamps[str(path)] = [state.st_mtime_ns, state.st_size]
    return stamps


def _fingerprint(project: Project) -> tuple[dict[str, list[int]], str]:
    """The time stamps of all files, and one hash of their contents."""
    stamps = _stamps(project)
    digest = hashlib.sha256(f"{VERSION} {_LAYOUT}".encode())
    for name, path in _inputs(project):
        try:
            digest.update(f"\0{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise UnreadableError(f"{project.shown(path)}: cannot be read: {error.strerror}") from error
    return stamps, digest.hexdigest()[:16]


def _build_into(project: Project, folder: Path, note: Note) -> None:
    partial = folder.with_suffix(".partial")
    for left in (partial, folder):  # by a build that was killed
        shutil.rmtree(left, ignore_errors=True)
    partial.mkdir()
    try:
        _write(partial / _SUMMARY, _fill(project, partial, note))
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _fill(project: Project, folder: Path, note: Note) -> dict[str, int]:
    note("reading and loading")
    ontology = read_ontology(project)
    graph, records = Graph.create(folder / GRAPH), Records()
    batches = (nodes for nodes in read_batches(project, ontology, records) if not records.problems)
    expected = load(graph, ontology, records, batches)
    if records.problems:
        raise DataError(records.problems)
    note("promoting claims to facts")
    graph.flush()
    graph.copy(folder / CLAIMS)
    statements = complete(project, graph, folder)
    return {
        "records": len(records.kinds), "claims": records.claims,
        "statements": statements, "promoted": statements - expected,
    }  # fmt: skip


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Records hold no cycles, so that a search for garbage among a million of them finds nothing."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


@contextmanager
def _lock(path: Path, note: Note) -> Iterator[None]:
    """One builder at a time; the kernel lets go of the lock when its holder dies."""
    with path.open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note("waiting for another build to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(path: Path, content: Any) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(content), encoding="utf-8")
    new.replace(path)


def _switch(project: Project, folder: Path) -> None:
    link = project.state / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.relative_to(project.state))
    link.replace(project.state / "current")


def _tidy(builds: Path, current: Path) -> None:
    """Remove what killed builds left, and all but the newest finished builds."""
    for path in builds.glob("*.partial"):
        shutil.rmtree(path, ignore_errors=True)
    finished = sorted((path for path in builds.iterdir() if path != current), key=lambda path: -path.stat().st_mtime)
    for path in finished[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
