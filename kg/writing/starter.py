"""A project to start from: `kg init` copies the folder `starter/` of the package."""

from __future__ import annotations

import json
import os
from pathlib import Path

from kg.errors import ProjectError, UnreadableError
from kg.project import FOLDERS, SETTINGS, find_project
from kg.writing.schema import schema_file

SCHEMA = "data.schema.json"
"""The file in a new project by which editors know the data; `kg export --schema` makes it anew."""

_STARTER = Path(__file__).resolve().parent / "starter"


def make_project(folder: str | Path, without_data: bool) -> list[Path]:
    """Make a project that passes `kg check`, and say which files it has.

    Args:
        folder: where; made if it is not there, and empty if it is.
        without_data: whether the data of the package is left out.

    Raises:
        ProjectError: something stands there already.
        UnreadableError: it cannot be written.
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ProjectError(f"{folder}: is not empty: name a new folder")
    made = []
    try:
        for source in sorted(path for path in _STARTER.rglob("*") if path.is_file()):
            path = target / source.relative_to(_STARTER)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.read_bytes())
            made.append(path)
        extended = [name for name in FOLDERS if name != "data" or not without_data]
        settings = target / SETTINGS
        settings.write_text(_SETTINGS.format(", ".join(extended)), encoding="utf-8")
        (target / ".gitignore").write_text(f".kg/{os.linesep}", encoding="utf-8")
        made += _for_editors(target)
    except OSError as error:
        raise UnreadableError(f"{folder}: cannot be written: {error.strerror}: choose another place") from error
    return [settings, *made]


def _for_editors(target: Path) -> list[Path]:
    """Write what lets VS Code's YAML extension complete and check the data."""
    schema, settings = target / SCHEMA, target / ".vscode" / "settings.json"
    schema.write_bytes(schema_file(find_project(target)))
    settings.parent.mkdir()
    chosen = {"yaml.schemas": {f"./{SCHEMA}": "data/**/*.yaml"}}
    settings.write_text(json.dumps(chosen, indent=2) + "\n", encoding="utf-8")
    return [schema, settings]


_SETTINGS = """\
[project]
# which folders of the package this project builds on; a file of the same path here replaces one there
extends = {}
"""
