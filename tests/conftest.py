"""What tests share: the shipped project with its own state, small projects, and the reference material."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from kg.build import open_graph
from kg.graph import Graph
from kg.project import FOLDERS, Project, find_project, package_assets

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 4 * 1024**3
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The shipped ontology, data and queries, with builds in a temporary folder."""
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "kg.cfg").write_text(f"[project]\nextends = {', '.join(FOLDERS)}\n", encoding="utf-8")
    return find_project(folder)


@pytest.fixture(scope="session")
def graph(project: Project) -> Graph:
    """The graph of the shipped data."""
    return open_graph(project)


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Project]:
    """A function that makes a project from texts: `make_project(**{"data/a.yaml": "…"})`; no shipped data."""

    def make(files: dict[str, str]) -> Project:
        folder = tmp_path / "project"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return find_project(folder)

    return make


def git(folder: Path, *arguments: str) -> str:
    """What git prints, asked in a folder, whatever the settings of the person who runs the tests."""
    assert shutil.which("git"), "no git: install it (on Debian: apt-get install git)"
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    settings |= {f"GIT_{who}_{what}": "tests" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    settings = {**os.environ, **settings}
    done = subprocess.run(["git", *arguments], cwd=folder, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"no browser: install one of {', '.join(BROWSERS)} (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The articles and the lists of what they state, which are not part of the project.

    A user does not have them, so there the test is skipped; where CI is set they must be at hand.
    """
    if not SHARED.is_dir():
        assert "CI" not in os.environ, f"{SHARED} is missing, and tests must not be skipped here"
        pytest.skip("needs the archived articles, which are other people's texts and do not travel along")
    return SHARED


def pytest_configure() -> None:
    """Tests never read a project of the person who runs them, and where there is room they write to memory.

    A graph waits for its disk whenever it is flushed, and most tests make one.
    """
    os.environ.pop("KG_ROOT", None)
    assert package_assets() == ROOT, "the tests belong to the checkout: install it with `pip install -e .`"
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED:
        os.environ.setdefault("TMPDIR", str(MEMORY))
        tempfile.tempdir = None  # it may have been asked for before
    settings.register_profile("untimed", deadline=None)  # on a busy machine whatever is timed fails some day
    settings.load_profile("untimed")
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    """What was collected stays to the end, and need not be looked through for garbage again and again."""
    gc.freeze()
