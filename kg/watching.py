"""Waits for the files of a project to change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import MissingLibraryError
from kg.project import Project

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
    folders = {folder for layers in project.layers.values() for folder in layers}
    ready = False
    for batch in watch(
        *sorted(folders), watch_filter=_counts, step=_STEP, debounce=10 * _STEP, raise_interrupt=False,
        rust_timeout=_READY, yield_on_timeout=True,
    ):  # fmt: skip
        if batch or not ready:
            yield sorted({Path(path) for _, path in batch})
        ready = True


def _counts(change: object, path: str) -> bool:
    """Whether a file has to do with a check; editors put others beside it for a moment."""
    return path.endswith(_SUFFIXES) and not Path(path).name.startswith(".")
