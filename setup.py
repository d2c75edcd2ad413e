"""Packs the assets beside the package into it, so that a wheel carries them; all else is in setup.cfg."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithAssets(build_py):
    """Copies `ontology/`, `data/` and `queries/` to `kg/assets/`; an editable install reads them in place."""

    def run(self):
        super().run()
        if self.editable_mode:
            return
        for name in ("ontology", "data", "queries"):
            target = Path(self.build_lib) / "kg" / "assets" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(name, target)


setup(cmdclass={"build_py": BuildWithAssets})
