"""Build the graph: read, check, load, promote, count, switch.

A build is a folder `builds/HASH` below the project's state folder, named for all that goes into it;
`current` is a link to the one that answers. Nothing that stops a build half-way changes `current`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kg.context as context
from kg.errors import DataError, KgError, UnreadableError
from kg.graph import Graph
from kg.ontology import Ontology, read_ontology
from kg.project import FOLDERS, Project
from kg.promotion import promote
from kg.records import Records, read_records
from kg.version import VERSION

Note = Callable[[str], None]
_KEPT = 2
_THREADS = min(4, os.cpu_count() or 1)
_CHUNK, _LARGEST_CHUNK = 1_000, 25_000
_STAMPS = "files.json"


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
            fresh = not (folder / _STAMPS).is_file()
            if fresh:
                _build_into(project, folder, note)
            (folder / _STAMPS).write_text(json.dumps(stamps), encoding="utf-8")
            _switch(project, folder)
            _tidy(builds, folder)
    except OSError as error:
        raise UnreadableError(f"{builds}: cannot be written: {error.strerror or error}: free space or mend permissions") from error
    return Build(folder, **_summary(folder), fresh=fresh)


def open_graph(project: Project, note: Note = lambda text: None) -> Graph:
    """The graph that answers now; built first where there is none.

    Args:
        note: is told when the data is newer than the graph.

    Raises:
        KgError: as `build`, or the graph cannot be opened.
    """
    folder = project.state / "current"
    if not folder.exists():
        note("building the graph, once")
        build(project, note)
    elif is_stale(project):
        note("the data is newer than the graph: run `kg build`")
    return Graph.open(folder.resolve() / "graph")


def is_stale(project: Project) -> bool:
    """Whether a file has changed, come or gone since the graph was built (by time and size)."""
    try:
        built = json.loads((project.state / "current" / _STAMPS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
    return bool(built != _stamps(project))


def _assets(project: Project) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from project.files(folder, ".ttl", ".yaml", ".yml", ".rq", ".ru").values()


def _stamps(project: Project) -> dict[str, list[int]]:
    states = ((path, path.stat()) for path in _assets(project))
    return {str(path): [state.st_mtime_ns, state.st_size] for path, state in states}


def _fingerprint(project: Project) -> tuple[dict[str, list[int]], str]:
    """The time stamps of all files, and one hash of their contents."""
    stamps = _stamps(project)
    digest = hashlib.sha256(VERSION.encode())
    for path in _assets(project):
        try:
            digest.update(f"\0{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise UnreadableError(f"{project.shown(path)}: cannot be read: {error.strerror}") from error
    return stamps, digest.hexdigest()[:16]


def _build_into(project: Project, folder: Path, note: Note) -> None:
    note("reading")
    ontology = read_ontology(project)
    records = read_records(project, ontology)
    if records.problems:
        raise DataError(records.problems)
    partial = folder.with_suffix(f".{os.getpid()}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        summary = _fill(project, ontology, records, partial, note)
        (partial / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _fill(project: Project, ontology: Ontology, records: Records, folder: Path, note: Note) -> dict[str, int]:
    graph = Graph.create(folder / "graph")
    note("loading")
    expected = load(graph, ontology, records)
    if len(graph) != expected:
        raise KgError(
            f"build: {len(graph)} statements arrived of {expected}: a value was lost on the way to the "
            "engine, which is a mistake of kg: please report it with your data"
        )
    note("promoting claims to facts")
    promoted = promote(project, graph)
    graph.flush()
    claims = sum(1 for node in records.nodes if node["kind"] == "Claim")
    return {"records": len(records.kinds), "claims": claims, "statements": expected + promoted, "promoted": promoted}


def load(graph: Graph, ontology: Ontology, records: Records) -> int:
    """Put ontology, twins and records into an empty graph.

    Returns:
        How many statements it must hold now if nothing was lost.
    """
    terms = {*ontology.triples, *context.twins(ontology)}
    graph.add(terms)
    terms_of_data = context.loading_context(ontology)
    size = max(_CHUNK, -(-len(records.nodes) // _THREADS))
    starts = range(0, len(records.nodes), min(size, _LARGEST_CHUNK))

    def load_chunk(start: int) -> None:
        nodes = records.nodes[start : start + min(size, _LARGEST_CHUNK)]
        document = {"@context": terms_of_data, "@graph": nodes}
        graph.load(json.dumps(document, ensure_ascii=False).encode(), "jsonld")

    with ThreadPoolExecutor(_THREADS) as threads:  # the engine reads without holding Python's lock
        list(threads.map(load_chunk, starts))
    return len(terms) + records.statements


@contextmanager
def _lock(path: Path, note: Note) -> Iterator[None]:
    """One builder at a time; the kernel lets go of the lock when its holder dies."""
    with open(path, "w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note("waiting for another build to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _switch(project: Project, folder: Path) -> None:
    link = project.state / f"current.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.relative_to(project.state))
    os.replace(link, project.state / "current")


def _tidy(builds: Path, current: Path) -> None:
    """Remove what killed builds left, and all but the newest finished builds."""
    for path in builds.glob("*.partial"):
        shutil.rmtree(path, ignore_errors=True)
    finished = sorted((path for path in builds.iterdir() if path != current), key=lambda path: -path.stat().st_mtime)
    for path in finished[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def _summary(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "summary.json").read_text(encoding="utf-8")))
