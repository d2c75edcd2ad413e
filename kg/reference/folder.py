"""A folder of pages, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import ProjectError, UnreadableError

MARK = "kg export --docs"
"""What the first page of a reference names as its generator."""

_CONTENT = {"index.html", "queries", "shapes"}


def write_pages(folder: Path, make: Callable[[], Mapping[str, str]]) -> int:
    """Make pages and put them in the place of those that were there.

    They are written beside the folder and moved when all are there, so that no half of them is ever seen.

    Args:
        folder: is made, with those above it, if it is not there.
        make: gives the pages by their path within the folder; the first bears the `MARK`.

    Returns:
        How many pages there are.

    Raises:
        ProjectError: the folder is a file, or holds something that would get lost.
        UnreadableError: it cannot be read or written.
    """
    _refuse_other_content(folder)
    pages = make()
    _replace(folder, pages)
    return len(pages)


def _refuse_other_content(folder: Path) -> None:
    try:
        if folder.is_dir() and not any(folder.iterdir()):
            return
        if folder.exists() and not (folder.is_dir() and _is_reference(folder)):
            what = "holds other things than a reference of an ontology" if folder.is_dir() else "is a file"
            raise ProjectError(f"{folder}: {what}: name a new folder")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{folder}: cannot be read: {error}: name a new folder") from error


def _replace(folder: Path, pages: Mapping[str, str]) -> None:
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as beside:
            new, old = Path(beside) / "new", Path(beside) / "old"
            for name, text in pages.items():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_text(text, encoding="utf-8")
            _exchange(target, new, old)
    except OSError as error:
        raise UnreadableError(f"{folder}: cannot be written: {error.strerror}: choose another place") from error


def _exchange(target: Path, new: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _is_reference(folder: Path) -> bool:
    if {path.name for path in folder.iterdir()} - _CONTENT or not (folder / "index.html").is_file():
        return False
    with (folder / "index.html").open(encoding="utf-8") as page:
        return f'content="{MARK}"' in page.read(2000)
