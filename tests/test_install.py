"""What a stranger installs: a wheel that holds all assets, works from any folder and writes to none of its own."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT

from kg.project import FOLDERS
from kg.version import VERSION

SOURCES = (
    "kg", *FOLDERS, "setup.cfg", "setup.py", "pyproject.toml", "MANIFEST.in",
    "README.md", "LICENSE", "CHANGELOG.md", "kg.sh",
)  # fmt: skip
THING = "launch:2022-01-17-pyongyang"
WITHOUT_POWERS = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all"] if os.geteuid() == 0 else []
"""Root may write where the permissions forbid it; this takes that power away."""
INDIRECT = {"scipy": "networkx", "wcwidth": "tabulate"}
"""Dependencies that kg does not import itself, and which one does for what kg promises."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean copy of what the distributions are made of."""
    folder = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            made = shutil.ignore_patterns("__pycache__", ".*", "dist", "node_modules")
            shutil.copytree(path, folder / name, ignore=made)
        else:
            shutil.copy(path, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel, built from the sdist, so that the sdist too is complete."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(source)]
    done = subprocess.run(build, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    [sdist], [path] = folder.glob("*.tar.gz"), folder.glob("*.whl")
    assert sdist.name == f"actors_events_kg-{VERSION}.tar.gz"
    return ZipFile(path)


@pytest.fixture(scope="module")
def unpacked(wheel: ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    wheel.extractall(folder)
    return folder


def run(installed: Path, folder: Path, *arguments: str, before: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run `kg` as installed in a folder, from another one, as a user who has nothing there yet."""
    program = "import kg, sys; sys.stderr.write(kg.__file__ + chr(10)); from kg.cli import main; main()"
    settings = {"PYTHONPATH": str(installed), "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "XDG_"))}
    return subprocess.run(
        [*before, sys.executable, "-B", "-c", program, *arguments],
        capture_output=True, text=True, cwd=folder, env=kept | settings,
    )  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their path within it, without hidden ones and Python's own."""
    found = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in names.items() if not re.search(r"(^|/)(\.|__pycache__)", name)}


def read_only(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_wheel_holds_every_asset_as_it_is(unpacked: Path, folder: str) -> None:
    assert files(unpacked / "kg" / "assets" / folder) == files(ROOT / folder)


def test_the_wheel_holds_every_file_of_the_package_and_no_other(unpacked: Path) -> None:
    shutil.copytree(unpacked / "kg", bare := unpacked / "bare", ignore=shutil.ignore_patterns("assets"))
    sources = re.compile(r"web/(src|node_modules)/|web/[^/]*\.(json|mjs)$")
    assert files(bare) == {name: held for name, held in files(ROOT / "kg").items() if not sources.match(name)}
    assert {"web/dist/draw.js", "web/dist/draw.css", "web/dist/licences.txt"} <= files(bare).keys()
    some = {
        "py.typed", "cli/__init__.py", "drawing/page/page.html", "reference/class.html",
        "writing/starter/data/example.yaml",
    }  # fmt: skip
    assert some <= files(bare).keys()
    assert [path.name for path in unpacked.iterdir() if path != bare and path.suffix != ".dist-info"] == ["kg"]


def test_the_wheel_says_what_it_is(unpacked: Path) -> None:
    [about] = unpacked.glob("*.dist-info")
    metadata = (about / "METADATA").read_text(encoding="utf-8")
    for line in (f"Version: {VERSION}", "License-Expression: Apache-2.0", "License-File: LICENSE"):
        assert f"\n{line}\n" in metadata
    assert (ROOT / "README.md").read_text(encoding="utf-8") in metadata
    assert "kg = kg.cli:main" in (about / "entry_points.txt").read_text(encoding="utf-8")


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## {VERSION}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_the_package_imports_is_what_it_asks_for() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = settings["options.extras_require"]
    wanted = (settings["options"]["install_requires"] + extras["docs"] + extras["watch"]).split("\n")
    names = {re.split(r"[^\w-]", name)[0] for name in wanted if name and not name.startswith("#")}
    asked = {name.lower().replace("-", "_") for name in names}
    imported = set()
    for path in (ROOT / "kg").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    outside = imported - {"kg", *sys.stdlib_module_names}
    known = packages_distributions()
    assert {known[name][0].lower().replace("-", "_") for name in outside} | INDIRECT.keys() == asked


def test_the_wheel_finds_its_assets_from_any_folder(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked, tmp_path, "show", THING, "-f", "json")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(str(unpacked / "kg" / "__init__.py"))
    assert THING in done.stdout
    assert not list(unpacked.rglob(".kg")) and list((tmp_path / "cache" / "kg").iterdir())


def test_a_wheel_starts_a_project_that_is_sound(unpacked: Path, tmp_path: Path) -> None:
    assert run(unpacked, tmp_path, "init", "own").returncode == 0
    done = run(unpacked, tmp_path, "--root", "own", "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "own").exists() and not (tmp_path / "cache").exists()


@pytest.mark.parametrize("installed", ["unpacked", "source"])
def test_an_installation_that_cannot_be_written_builds_in_the_cache(
    installed: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """A wheel installed by root, and a checkout that belongs to someone else."""
    folder = tmp_path / "installed"
    shutil.copytree(request.getfixturevalue(installed), folder)
    read_only(folder)
    before = sorted(folder.rglob("*"))
    done = run(folder, tmp_path, "find", "pyongyang", before=WITHOUT_POWERS)
    assert done.returncode == 0, done.stderr
    assert THING in done.stdout
    assert sorted(folder.rglob("*")) == before
    assert list((tmp_path / "cache" / "kg").glob("*/builds/*/graph"))


@pytest.mark.parametrize("command", ["sh kg.sh demo", "sh kg.sh test"])
def test_the_readme_names_the_command_that_does_it_all(command: str) -> None:
    assert f"$ {command} " in (ROOT / "README.md").read_text(encoding="utf-8")


def test_without_python_the_script_says_what_is_missing(tmp_path: Path) -> None:
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("sh", "dirname", "cat", "cksum", "id"):
        (commands / name).symlink_to(str(shutil.which(name)))
    shutil.copy(ROOT / "kg.sh", tmp_path)
    for name in ("setup.cfg", "setup.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    done = subprocess.run(
        ["sh", "kg.sh", "demo"], capture_output=True, text=True, cwd=tmp_path, env={"PATH": str(commands)}
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer is missing" in done.stderr
    assert not (tmp_path / ".venv").exists()
