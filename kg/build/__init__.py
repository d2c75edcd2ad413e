"""Build the graph: read, check, load, promote, infer, count, switch.

A build is a folder `builds/HASH` below the project's state folder, named for all that goes into it;
`current` is a link to the one that answers. Nothing that stops a build half-way changes `current`.
Beside its graph it keeps two states that the graph went through, see `kg.build.stages`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.build.digests import Digests
from kg.errors import DataError, KgError, UnreadableError
from kg.graph import Graph
from kg.ontology import read_ontology
from kg.project import Project
from kg.records import Records, read_batches
from kg.build.rules import FOLDER as RULES
from kg.build.stages import CLAIMS, DIGESTS, FACTS, GRAPH, complete, load
from kg.version import VERSION

Note = Callable[[str], None]
_KEPT = 2
_TRIES, _PAUSE = 100, 0.02
"""How often, and after how many seconds, what could not be removed is tried again."""
_INPUTS = ("ontology", "data", "queries/promotion", "queries/views", RULES)
_STAMPS, _SUMMARY = "files.json", "summary.json"
_LAYOUT = "3"
_WITHOUT_RULES = "without rules"


@dataclass(frozen=True)
class Build:
    """A finished build.

    Attributes:
        folder: where its graph lies.
        statements: the number of triples, and of those the ones that promotion and rules made.
        promoted, inferred: see `statements`.
        rules: whether rules were asked.
        fresh: False where the same build stood there already.
    """

    folder: Path
    records: int
    claims: int
    statements: int
    promoted: int
    inferred: int
    rules: bool
    fresh: bool


def build(project: Project, note: Note = lambda text: None, *, rules: bool = True) -> Build:
    """Build the project's graph and let it answer from now on.

    Args:
        note: is told what is being done, step by step.
        rules: whether to add what follows by the rules of `queries/rules/`.

    Raises:
        DataError: the data breaks its rules; the old graph goes on answering.
        UnreadableError: something cannot be read or written.
    """
    builds = project.state / "builds"
    try:
        builds.mkdir(parents=True, exist_ok=True)
        with _lock(project.state / "lock", note):
            stamps, name = _fingerprint(project, rules)
            folder = builds / name
            fresh = not (folder / _SUMMARY).is_file()
            if fresh:
                _build_into(project, folder, note, rules)
                if _stamps(project, rules) != stamps:
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


def has_rules(folder: Path) -> bool:
    """Whether rules were asked in a finished build."""
    return bool(json.loads((folder / _SUMMARY).read_text(encoding="utf-8"))["rules"])


def is_stale(project: Project) -> bool:
    """Whether a file has changed, come or gone since the graph was built (by time and size)."""
    try:
        built = json.loads((project.state / "current" / _STAMPS).read_text(encoding="utf-8"))
        return bool(built != _stamps(project, _WITHOUT_RULES not in built))
    except (OSError, ValueError, KgError):
        return True


def _inputs(project: Project, rules: bool) -> Iterator[tuple[str, Path]]:
    """The files that go into a graph; shapes and questions do not."""
    for folder in _INPUTS if rules else _INPUTS[:-1]:
        for name, path in project.files(folder, ".ttl", ".yaml", ".yml", ".rq", ".ru").items():
            if not name.startswith("shapes/"):
                yield f"{folder}/{name}", path


def _stamps(project: Project, rules: bool) -> dict[str, list[int]]:
    """The state of every file, by its path; and the version that reads them."""
    stamps: dict[str, list[int]] = {name: [] for name in (f"kg {VERSION}", *([] if rules else [_WITHOUT_RULES]))}
    for _, path in _inputs(project, rules):
        try:
            state = path.stat()
        except OSError as error:
            mend = "mend its permissions, or the link"
            raise UnreadableError(f"{project.shown(path)}: cannot be read: {error.strerror}: {mend}") from error
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableError(f"{project.shown(path)}: is no ordinary file: put one in its place")
        stamps[str(path)] = [state.st_mtime_ns, state.st_size]
    return stamps


def _fingerprint(project: Project, rules: bool) -> tuple[dict[str, list[int]], str]:
    """The time stamps of all files, and one hash of their contents."""
    stamps = _stamps(project, rules)
    digest = hashlib.sha256(f"{VERSION} {_LAYOUT}{'' if rules else _WITHOUT_RULES}".encode())
    for name, path in _inputs(project, rules):
        try:
            digest.update(f"\0{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise UnreadableError(f"{project.shown(path)}: cannot be read: {error.strerror}") from error
    return stamps, digest.hexdigest()[:16]


def _build_into(project: Project, folder: Path, note: Note, rules: bool) -> None:
    partial = folder.with_suffix(".partial")
    for left in (partial, folder):  # by a build that was killed
        shutil.rmtree(left, ignore_errors=True)
    partial.mkdir()
    try:
        _write(partial / _SUMMARY, _fill(project, partial, note, rules))
        partial.replace(folder)
    finally:
        remove(partial)


def remove(folder: Path) -> None:
    """Remove a folder with a graph that is given up, to which the engine may still write for a moment."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(_PAUSE)


def _fill(project: Project, folder: Path, note: Note, rules: bool) -> dict[str, int]:
    note("reading and loading")
    ontology = read_ontology(project)
    graph, records, digests = Graph.create(folder / GRAPH), Records(), Digests()
    batches = (nodes for nodes in read_batches(project, ontology, records) if not records.problems)
    expected = load(graph, ontology, records, batches, digests)
    if records.problems:
        raise DataError(records.problems)
    graph.flush()
    graph.copy(folder / CLAIMS)
    facts, statements = complete(project, graph, folder, rules, note, digests)
    digests.write(folder / DIGESTS)
    return {
        "records": len(records.kinds), "claims": records.claims, "statements": statements,
        "promoted": facts - expected, "inferred": statements - facts, "rules": rules,
    }  # fmt: skip


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
