"""Bundles the front end, and packs the assets beside the package into it; all else is in setup.cfg."""

import runpy
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.errors import ExecError

WEB = Path(__file__).resolve().parent / "kg" / "web"


def bundle(*, development):
    """Run by its path, since kg itself cannot be imported where its dependencies are not installed."""
    module = runpy.run_path(str(WEB / "bundle.py"))
    try:
        module["bundle"](WEB, development=development)
    except module["BundleError"] as error:
        raise ExecError(str(error)) from None


class BuildWithAssets(build_py):
    """Bundles; copies `ontology/`, `data/` and `queries/` to `kg/assets/`; an editable install reads them in place."""

    def run(self):
        bundle(development=self.editable_mode)
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)  # or what an earlier build left gets in too
        super().run()
        if not self.editable_mode:
            for name in ("ontology", "data", "queries"):
                target = Path(self.build_lib) / "kg" / "assets" / name
                shutil.copytree(name, target, ignore=shutil.ignore_patterns(".*"))


setup(cmdclass={"build_py": BuildWithAssets})
