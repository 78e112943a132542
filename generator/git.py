"""The few questions this tool asks git, by subprocess."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Commit", "GitError", "first_commit", "head", "is_shallow", "last_changes", "toplevel"]


class GitError(Exception):
    """Git is missing, or said no; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, as far as this tool needs it."""

    id: str
    time: str
    """Commit time, ISO 8601 with offset."""
    timestamp: int
    """Commit time in seconds since 1970."""


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603 no shell, fixed verbs
    except FileNotFoundError as error:
        raise GitError("git was not found; install it, or build without history") from error
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} failed")
    return done.stdout.decode("utf-8", "surrogateescape")


def toplevel(folder: Path) -> Path | None:
    """Return the root of the working tree that holds `folder`, or None outside git."""
    try:
        return Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    except GitError:
        return None


def head(folder: Path) -> Commit | None:
    """Return the commit that is checked out, or None outside git and before the first commit."""
    try:
        out = _git(folder, "log", "-1", "--format=%H %cI %ct")
    except GitError:
        return None
    parts = out.split()
    return Commit(parts[0], parts[1], int(parts[2])) if len(parts) == 3 else None


def first_commit(folder: Path, message: str) -> None:
    """Make a folder a repository whose first commit holds all its files.

    GitError where git is missing or knows nobody to commit as; then the folder is left as it was.
    """
    _git(folder, "var", "GIT_COMMITTER_IDENT")
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", f"--message={message}")


def is_shallow(folder: Path) -> bool:
    """Say whether the clone that holds `folder` lacks a part of its history; false outside git."""
    try:
        return _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true"
    except GitError:
        return False


def last_changes(folder: Path) -> dict[str, str]:
    """Return for each path below `folder` the date (YYYY-MM-DD) of the last commit that changed it.

    Empty outside git, before the first commit and in a shallow clone, where git would give every file
    the date of the last commit. One pass of `git log` serves all files.
    """
    try:
        if is_shallow(folder):
            return {}
        out = _git(folder, "log", "--relative", "--name-only", "-z", "--format=%x01%cI", "--no-renames", "--", ".")
    except GitError:
        return {}
    dates: dict[str, str] = {}
    date = ""
    for item in out.replace("\n", "\0").split("\0"):
        if item.startswith("\x01"):
            date = item[1:11]
        elif item:
            dates.setdefault(item, date)
    return dates
