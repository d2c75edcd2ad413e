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
    """As `saves`; the settings, which stand beside the folders, are looked at whenever nothing else changes."""
    path, ready = project.root / SETTINGS, False
    settings = _bytes(path)
    while True:
        for batch in watch(
            *_folders(project), watch_filter=_counts, step=_STEP, debounce=10 * _STEP, raise_interrupt=False,
            rust_timeout=_READY, yield_on_timeout=True,
        ):  # fmt: skip
            before, settings = settings, _bytes(path)
            others = [path] if settings != before else []
            if batch or others or not ready:
                yield sorted({Path(path) for _, path in batch}) + others
            ready = True
            if others:
                break  # they may name other folders
        else:
            return


def _folders(project: Project) -> list[Path]:
    """What to watch, by the settings as they are; where these cannot be used, by those before."""
    with suppress(ProjectError):
        project = find_project(project.root)
    return sorted({folder for layers in project.layers.values() for folder in layers})


def _bytes(path: Path) -> bytes | None:
    """What a file holds; None where there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _counts(change: object, path: str) -> bool:
    """Whether a file has to do with a check; editors put others beside it for a moment."""
    return path.endswith(_SUFFIXES) and not Path(path).name.startswith(".")
