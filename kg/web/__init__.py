"""The scripts and styles of the pages, as they were bundled when the package was built.

Their sources are the TypeScript modules in `src`: `draw` for the page of a drawing, `explorer` for
those that are served, `shared` for both.
"""

from __future__ import annotations

from importlib.resources import files

from kg.errors import MissingLibraryError


def asset(name: str) -> bytes:
    """A bundled file, such as `draw.js`.

    Raises:
        MissingLibraryError: there is none of that name, as in a checkout that was not bundled.
    """
    found = files(__name__) / "dist" / name
    if name not in names():
        raise MissingLibraryError(
            f"{found}: is missing: install kg with pip, or run `python -m kg.web` in a checkout (needs Node)"
        )
    return found.read_bytes()


def names() -> list[str]:
    """The names of all bundled files."""
    folder = files(__name__) / "dist"
    return sorted(each.name for each in folder.iterdir() if not each.name.startswith(".")) if folder.is_dir() else []
