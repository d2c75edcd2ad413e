"""How to start another Python that finds the modules which this one finds."""

from __future__ import annotations

import os
import sys


def command(module: str) -> list[str]:
    """The command that calls the `main` of a module."""
    return [sys.executable, "-c", f"from {module} import main; main()"]


def surroundings() -> dict[str, str]:
    """The environment for it."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
