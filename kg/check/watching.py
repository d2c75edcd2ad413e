"""Waits for the files of a project to change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import MissingLibraryError, ProjectError
from kg.project import SETTINGS, Project, find_project

_SUFFIXES = (".yaml", ".yml", ".ttl", ".rq", ".ru")
_STEP, _READY = 20, 200
"""So many milliseconds without a change end a batch of changes; and tell that watching has begun."""


def saves(project: Project) -> Iterator[list[Path]]:
    """The files of a project that were saved, made or removed, each time that it happens; ends with Ctrl-C.

    The first list is empty: it comes as soon as nothing can be missed any more.

    Raises:
        MissingLibraryError: watchfiles is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        mend = "pip install 'actors-events-kg[watch]'"
        raise MissingLibraryError(f"watch: needs watchfiles, which is not installed: {mend}") from error
    yield from _changes(watch, project)


def _changes(watch: Callable[..., Iterator[set[tuple[Any, str]]]], project: Project) -> Iterator[list[Path]]:
    """As `saves`; the settings, and the folders themselves, are looked at whenever nothing else changes.

    Where these change they are watched anew before it is told, so that what is saved meanwhile is not missed.
    """
    settings, ready = project.root / SETTINGS, False
    changed: set[Path] = set()
    before = {settings: _bytes(settings)} | _folders(project)
    while True:
        for batch in watch(
            *(path for path in before if path.is_dir()), watch_filter=_counts, step=_STEP, debounce=10 * _STEP,
            raise_interrupt=False, rust_timeout=_READY, yield_on_timeout=True,
        ):  # fmt: skip
            now = {settings: _bytes(settings)} | _folders(project)
            others = {path for path in (*before, *now) if before.get(path) != now.get(path)}
            before = now
            changed |= {Path(path) for _, path in batch} | others
            if others:
                break
            if changed or not ready:
                told, changed, ready = sorted(changed), set(), True
                yield told
        else:
            return


def _folders(project: Project) -> dict[Path, object]:
    """What to watch, by the settings as they are; where these cannot be used, by those before.

    Each with what another folder of the same name does not have, as when one is moved away and another made.
    """
    with suppress(ProjectError):
        project = find_project(project.root)
    folders = {folder for layers in project.layers.values() for folder in layers}
    return {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}


def _bytes(path: Path) -> bytes | None:
    """What a file holds; None where there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _counts(change: object, path: str) -> bool:
    """Whether a file, or a folder with all that is in it, has to do with a check.

    Editors put others beside a file for a moment; one that is no more may have been a folder, if it has no suffix.
    """
    place = Path(path)
    return not place.name.startswith(".") and (path.endswith(_SUFFIXES) or not place.suffix or place.is_dir())
