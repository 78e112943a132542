"""Policy repositories for tests: real folders with real git, and the commands run on them as a user would."""

from __future__ import annotations

import gc
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from generator.cli import main

__all__ = ["ROOT", "Repository", "Run", "ask", "contents", "differences", "environment", "run", "start"]

ROOT = Path(__file__).resolve().parents[1]
"""The project whose generator is tested."""

_FOLDERS = ("policy_templates", "content", "site_config")
_PRINTED = re.compile(r": (\d+) pages, (\d+) of them rendered")
_TIME = "2026-11-01T12:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def pages(self) -> int:
        """Return how many pages a build says the site has."""
        return self._printed(1)

    @property
    def rendered(self) -> int:
        """Return how many pages a build says it rendered."""
        return self._printed(2)

    def _printed(self, group: int) -> int:
        match = _PRINTED.search(self.out)
        assert match, f"exit {self.status}: {self.out}{self.err}"
        return int(match[group])


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment in which git knows no user's settings and Python finds this project's generator."""
    found = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "SOURCE_DATE_EPOCH"))}
    found |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "NO_MKDOCS_2_WARNING": "1"}
    found |= {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _IDENTITY.items()}
    return found | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | dict(extra or {})


_IDENTITY = {"NAME": "Test", "EMAIL": "test@example.org", "DATE": _TIME}


def start(
    module: str,
    *arguments: str | Path,
    cwd: Path,
    extra: Mapping[str, str] | None = None,
    umask: int = 0o022,
    one_core: bool = False,
) -> subprocess.Popen[str]:
    """Start `python -m MODULE`, on one core where it is asked for and the system can, and return at once."""
    bound = ["taskset", "--cpu-list", "0"] if one_core and shutil.which("taskset") else []
    return subprocess.Popen(
        [*bound, sys.executable, "-m", module, *map(str, arguments)],
        cwd=cwd,
        env=environment(extra),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        umask=umask,
    )


def run(
    module: str,
    *arguments: str | Path,
    cwd: Path,
    extra: Mapping[str, str] | None = None,
    umask: int = 0o022,
    one_core: bool = False,
) -> Run:
    """Run `python -m MODULE` to its end."""
    with start(module, *arguments, cwd=cwd, extra=extra, umask=umask, one_core=one_core) as process:
        out, err = process.communicate()
    return Run(process.returncode, out, err)


def ask(*arguments: str | Path, cwd: Path) -> Run:
    """Run `policy-site` in this process, in the environment of a process of its own, and leave this one as it was."""
    before, folder, collecting = dict(os.environ), Path.cwd(), gc.isenabled()
    os.environ.clear()
    os.environ.update(environment())
    os.chdir(cwd)
    try:
        result = CliRunner().invoke(main, [*map(str, arguments)], prog_name="policy-site")
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)
        if collecting:
            gc.enable()
    told = result.exception
    if told is not None and not isinstance(told, SystemExit):
        raise told
    return Run(result.exit_code, result.stdout, result.stderr)


@dataclass(frozen=True, slots=True)
class Repository:
    """A policy repository in a folder of its own."""

    root: Path

    @classmethod
    def copy(cls, root: Path) -> Repository:
        """Copy what a policy repository consists of, without the generator, and commit it."""
        repository = cls(root)
        root.mkdir(parents=True)
        for folder in _FOLDERS:
            shutil.copytree(ROOT / folder, root / folder)
        shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
        repository.git("init", "--quiet", "--initial-branch=main")
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--message=A policy repository")
        return repository

    def copy_sources(self, root: Path) -> Repository:
        """Copy this repository as it is now, with its history and without anything that was built."""
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns("site", ".site.*", ".policy-site"))
        return Repository(root)

    @property
    def site(self) -> Path:
        """Return where the site is built."""
        return self.root / "site"

    def git(self, *arguments: str) -> str:
        """Run git in the repository and return what it says."""
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(command, env=environment(), check=True, capture_output=True, encoding="utf-8").stdout

    def call(
        self,
        *arguments: str | Path,
        extra: Mapping[str, str] | None = None,
        umask: int = 0o022,
        one_core: bool = False,
    ) -> Run:
        """Run `policy-site -C REPOSITORY …` in a process of its own."""
        place = self.root.parent
        return run("generator", "-C", self.root, *arguments, cwd=place, extra=extra, umask=umask, one_core=one_core)

    def ask(self, *arguments: str | Path) -> Run:
        """Run `policy-site -C REPOSITORY …` here, where a process of its own is not what is tested."""
        return ask("-C", self.root, *arguments, cwd=self.root.parent)

    def build(self) -> Run:
        """Build the site and insist on success."""
        done = self.call("build")
        assert done.status == 0, done.out + done.err
        return done

    def write(self, path: str, text: str) -> None:
        """Write a file of the repository."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def organisation(self) -> dict[str, Any]:
        """Return what site_config/organisation.yml says."""
        data = yaml.safe_load((self.root / "site_config" / "organisation.yml").read_text(encoding="utf-8"))
        assert isinstance(data, dict)
        return data

    def set(self, name: str, value: object) -> None:
        """Set one value of site_config/organisation.yml, such as password.min_length."""
        data = self.organisation()
        *groups, last = name.split(".")
        place = data
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
        self.write("site_config/organisation.yml", yaml.safe_dump(data, allow_unicode=True))


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Return the mode and the digest of every file and folder below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[path.relative_to(folder).as_posix()] = (path.stat().st_mode, digest)
    return found


def differences(one: Mapping[str, tuple[int, str]], other: Mapping[str, tuple[int, str]]) -> list[str]:
    """Return the names under which two folders differ, so that a failing test shows these and no more."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
