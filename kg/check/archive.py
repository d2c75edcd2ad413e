"""The archived texts of sources, line by line, for the checks that compare quotes with them.

The texts are other people's and no part of a project: a folder holds them, under any names, and a
file belongs to the source that records its digest. Lines are counted as editors do, by line feeds.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kg.errors import Problem, ProjectError
from kg.graph import Graph, Iri, Literal, Triple
from kg.namespaces import ARCHIVE, KG
from kg.project import SETTINGS, Project, in_settings, is_folder

LARGEST = 64 * 2**20
"""The largest file that is taken for a text, in bytes."""

_DIGEST, _FAULT, _OF, _NUMBER, _PRINTED = (
    Iri(ARCHIVE + name) for name in ("digest", "fault", "of", "number", "printed")
)


def load_archive(project: Project, graph: Graph, folder: Path) -> list[Problem]:
    """Add to a graph the lines of the archived texts that its sources record.

    Args:
        folder: what is in it or below is looked at, but for what is hidden.

    Returns:
        What could not be looked at, where the text of a source may be among it.

    Raises:
        ProjectError: there is no such folder.
    """
    if not is_folder(folder):
        named = f"{in_settings(project.root / SETTINGS, 'archive')}: " if folder == project.archive else ""
        raise ProjectError(f"{named}{folder}: is not a folder: name the one that holds the archived texts")
    missing = {str(digest.value) for (digest,) in graph.select(_RECORDED).rows if digest is not None}
    unread: dict[Path, OSError] = {}
    graph.add(_texts(project, folder, missing, unread))
    return [_problem(project, path, error) for path, error in unread.items()] if missing else []


_MEND = "mend that, or take it out of the archive"
_RECORDED = f"SELECT DISTINCT ?digest WHERE {{ ?source <{KG}sha256> ?digest }}"


def _problem(project: Project, path: Path, error: OSError) -> Problem:
    what = f"cannot be read: {error.strerror or error}"
    return Problem(project.shown(path), 0, 0, what, _MEND, "warning", "unread-text")


def _texts(project: Project, folder: Path, missing: set[str], unread: dict[Path, OSError]) -> Iterator[Triple]:
    """The texts whose digests are `missing`, which are taken out of there; what fails goes to `unread`."""
    for path in _files(folder, unread):
        try:
            data = _read(path)
        except OSError as error:
            unread[path] = error
            continue
        digest = hashlib.sha256(data).hexdigest()
        if digest in missing:
            missing.remove(digest)
            yield from _text(project.shown(path), digest, data)


def _files(folder: Path, unread: dict[Path, OSError]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=lambda error: unread.update({Path(error.filename): error})):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(names) if not name.startswith("."))


def _read(path: Path) -> bytes:
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError(None, "it is no ordinary file")
    if state.st_size > LARGEST:
        raise OSError(None, f"it has {state.st_size / 2**20:.0f} MiB, and a text has {LARGEST >> 20} at most")
    return path.read_bytes()


def _text(shown: Path, digest: str, data: bytes) -> Iterator[Triple]:
    """What the checks ask of one text: its digest, and each line with its number; or why it has no lines."""
    text = Iri(ARCHIVE + digest)
    yield Triple(text, _DIGEST, Literal(digest))
    try:
        lines = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except UnicodeDecodeError:
        yield Triple(text, _FAULT, Literal(f"{shown} is not UTF-8"))
        return
    for number, printed in enumerate(lines, 1):
        line = Iri(f"{ARCHIVE}{digest}-{number}")
        yield Triple(line, _OF, text)
        yield Triple(line, _NUMBER, Literal(number))
        yield Triple(line, _PRINTED, Literal(printed))
