"""A project on disk: where ontology, data and queries lie, and where builds go.

A project lies over the assets that come with `kg`: a file of the project counts in place of the
file of the same path in the package. `kg.cfg` says which of the three folders are extended so:

    [project]
    extends = ontology, queries, data
    archive = ../texts

`archive` names a folder with the texts of sources, from the project's own; `kg check` compares quotes with them.
"""

from __future__ import annotations

import configparser
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError, Problem, ProjectError, UnreadableError, did_you_mean

FOLDERS = ("ontology", "data", "queries")
SETTINGS = "kg.cfg"
_SECTION, _OPTIONS = "project", ("extends", "archive")
_NO_DEFAULTS = "\n"
"""No section can have this name, so that `[DEFAULT]` is one as any other."""

_INSIDE = Path(__file__).resolve().parent.parent / "assets"
_BESIDE = _INSIDE.parent.parent


def package_assets() -> Path:
    """The folder that holds the package's own ontology, data and queries.

    Beside the package in a checkout or an editable install, inside it in a wheel.
    """
    return _INSIDE if _INSIDE.is_dir() else _BESIDE


@dataclass(frozen=True)
class Project:
    """One project: `root`, and for each asset folder the places that it is read from.

    Attributes:
        root: the project's folder.
        layers: for `ontology`, `data` and `queries`, existing folders; the first one wins.
        archive: the folder with the texts of sources, if the settings name one.
    """

    root: Path
    layers: dict[str, tuple[Path, ...]]
    archive: Path | None = None

    def files(self, folder: str, *suffixes: str) -> dict[str, Path]:
        """The files of an asset folder, by their path within it, in order.

        Args:
            folder: one of `FOLDERS`, or a folder within one (`queries/checks`).
            suffixes: with the dot, such as `.ttl`.

        Raises:
            DataError: a file lies outside its folder, behind a symbolic link.
        """
        top, _, rest = folder.partition("/")
        found: dict[str, Path] = {}
        for layer in reversed(self.layers[top]):
            for path in _walk(layer / rest, layer, suffixes):
                found[path.relative_to(layer).as_posix()] = path
        return dict(sorted(found.items()))

    @property
    def state(self) -> Path:
        """Where builds and caches go: `.kg` in the project, else the user's cache folder.

        Raises:
            ProjectError: there is neither.
        """
        if self.root != _INSIDE and os.access(self.root, os.W_OK):
            return self.root / ".kg"
        try:
            cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        except RuntimeError as error:
            what = f"{self.root}: cannot be written, and there is no home folder to build in"
            raise ProjectError(f"{what}: set XDG_CACHE_HOME to a folder that can be written") from error
        return cache / "kg" / hashlib.sha256(str(self.root).encode()).hexdigest()[:16]

    def shown(self, path: Path) -> Path:
        """A path as messages name it: from the working folder where it lies below, else whole."""
        try:
            return path.relative_to(Path.cwd())
        except (ValueError, OSError):
            return path


def find_project(root: str | Path | None = None) -> Project:
    """The project to work on.

    Args:
        root: its folder; None means `KG_ROOT`, else the nearest folder upwards with a
            `kg.cfg`, else the assets that come with the package.

    Raises:
        ProjectError: there is no such folder, it holds nothing of a project, or its settings cannot be read.
    """
    named = root or os.environ.get("KG_ROOT") or _nearest_settings(Path.cwd())
    package = package_assets()
    if named is None:
        return Project(package, {name: (package / name,) for name in FOLDERS})
    folder = Path(named).resolve()
    if not is_folder(folder):
        raise ProjectError(f"{named}: is not a folder: make a project with `kg init {named}`")
    own = [name for name in FOLDERS if (folder / name).is_dir()]
    if not own and not (folder / SETTINGS).is_file():
        what = f"holds none of {', '.join(f'{name}/' for name in FOLDERS)}"
        raise ProjectError(f"{named}: {what}: make a project with `kg init {named}`")
    settings = _settings(folder / SETTINGS)
    extends = _extended(folder / SETTINGS, settings)
    layers: dict[str, tuple[Path, ...]] = {}
    for name in FOLDERS:
        wanted = [folder / name] if name in own else []
        if (name in extends or name not in own) and package / name not in wanted:
            wanted.append(package / name)
        layers[name] = tuple(wanted)
    archive = settings.get(_SECTION, "archive", fallback="").strip()
    return Project(folder, layers, folder / archive if archive else None)


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; a name that no file can have names none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _nearest_settings(start: Path) -> Path | None:
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS).is_file()), None)


def _settings(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, default_section=_NO_DEFAULTS)
    try:
        parser.read_string(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return parser
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path}: cannot be read: {error}: save it as UTF-8, with permission to read it") from error
    except configparser.Error as error:
        what = str(error).partition("\n")[0].rstrip(".")
        raise ProjectError(f"{path}:{_wrong_line(error)}: {what}: see the example in the README") from error
    _refuse_unknown(path, parser)
    return parser


def _refuse_unknown(path: Path, parser: configparser.ConfigParser) -> None:
    """What is spelt otherwise than it is read would be left out without a word."""
    for section in parser.sections():
        if section != _SECTION:
            mend = did_you_mean(section, [_SECTION], f"put its lines under [{_SECTION}]")
            line = _line(path, re.escape(f"[{section}]"))
            raise ProjectError(f"{path}:{line}: the section `{section}` is unknown: {mend}")
    for option in parser.options(_SECTION) if parser.has_section(_SECTION) else ():
        if option not in _OPTIONS:
            mend = did_you_mean(option, _OPTIONS, f"write {' or '.join(_OPTIONS)}")
            raise ProjectError(f"{in_settings(path, option)}: the setting `{option}` is unknown: {mend}")


def _wrong_line(error: configparser.Error) -> int:
    """The line that the settings cannot be read from on."""
    several = getattr(error, "errors", None)
    return int(several[0][0]) if several else int(getattr(error, "lineno", None) or 1)


def in_settings(path: Path, option: str) -> str:
    """The file of settings and the line of an option, as errors name it."""
    line = _line(path, rf"{re.escape(option)}\s*[=:]")
    return f"{path}:{line}"


def _line(path: Path, begin: str) -> int:
    """The first line of the settings that begins so."""
    lines = enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
    return next((number for number, line in lines if re.match(rf"\s*{begin}", line, re.IGNORECASE)), 1)


def _extended(path: Path, settings: configparser.ConfigParser) -> set[str]:
    text = settings.get(_SECTION, "extends", fallback=", ".join(FOLDERS))
    names = {name.strip() for name in text.split(",") if name.strip()}
    for name in sorted(names - set(FOLDERS)):
        raise ProjectError(f"{in_settings(path, 'extends')}: cannot extend `{name}`: name some of {', '.join(FOLDERS)}")
    return names


def _walk(folder: Path, layer: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Files below `folder` with one of the suffixes; hidden ones are left out."""
    top = layer.resolve()
    found = []
    for parent, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        files = [name for name in names if name.endswith(suffixes) and not name.startswith(".")]
        for name in (*links, *files):
            path = Path(parent) / name
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(top):
                what = f"is a link that leads out of {layer.name}/"
                raise DataError([Problem(path, 0, 0, what, "put the file itself there", rule="link-outside")])
        found += [Path(parent) / name for name in files]
    return found


def _unreadable(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise UnreadableError(f"{error.filename}: cannot be read: {error.strerror}: check its permissions")
