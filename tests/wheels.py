"""Wheels of the product, and virtual environments that have nothing of it but the wheel."""

from __future__ import annotations

import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from repositories import ROOT, environment

__all__ = ["Installed", "build_wheel"]

_SOURCES = ("generator", "policy_templates", "content", "mkdocs.yml", "pyproject.toml", "setup.py", "README.md")


def build_wheel(folder: Path, change: Callable[[Path], None] = lambda _: None) -> Path:
    """Build a wheel from a copy of the sources in `folder`, which `change` may have altered."""
    source = folder / "source"
    for name in _SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copyfile(ROOT / name, source / name)
    change(source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, f"--wheel-dir={folder}", str(source)], check=True, env=environment({"PYTHONPATH": ""}))
    return next(folder.glob("*.whl"))


class Installed:
    """A virtual environment with a wheel of the product; what it depends on is lent by the environment of the tests."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        venv.create(folder, with_pip=False)
        self.bin = folder / "bin"
        packages = next((folder / "lib").glob("python*/site-packages"))
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", f"--prefix={folder}"]
        subprocess.run([*command, "--ignore-installed", str(wheel)], check=True, env=environment({"PYTHONPATH": ""}))
        (packages / "lent.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")

    def run(self, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run policy-site of this environment."""
        command = [str(self.bin / "python"), "-m", "generator", *map(str, arguments)]
        variables = environment({"PYTHONPATH": ""})
        return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)
