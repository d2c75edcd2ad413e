"""Packs the assets beside the package into it, so that a wheel carries them; all else is in setup.cfg."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithAssets(build_py):
    """Copies `ontology/`, `data/` and `queries/` to `kg/assets/`; an editable install reads them in place."""

    def run(self):
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)  # or what an earlier build left gets in too
        super().run()
        if not self.editable_mode:
            for name in ("ontology", "data", "queries"):
                target = Path(self.build_lib) / "kg" / "assets" / name
                shutil.copytree(name, target, ignore=shutil.ignore_patterns(".*"))


setup(cmdclass={"build_py": BuildWithAssets})
