"""Puts the policy library, which lies beside the engine in a checkout, inside the engine's package in a wheel."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

_LIBRARY = ("policy_templates", "content", "mkdocs.yml")


class _BuildWithLibrary(build_py):
    """Copies the library to generator/library of what is built; an editable install reads it where it lies."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "generator" / "library"
        shutil.rmtree(target, ignore_errors=True)
        for name in _LIBRARY:
            source = Path(__file__).parent / name
            if source.is_dir():
                shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            else:
                target.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target / name)


setup(cmdclass={"build_py": _BuildWithLibrary})
