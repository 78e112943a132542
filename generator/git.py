"""The few questions this tool asks git, by subprocess."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Commit",
    "Entry",
    "GitError",
    "commit_of",
    "commit_on",
    "first_commit",
    "head",
    "is_shallow",
    "last_changes",
    "list_files",
    "prefix",
    "read_objects",
    "toplevel",
]


_COMMIT = "--format=%H %cI %ct"


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a revision."""

    path: str
    """Path below the folder that was asked for."""
    mode: str
    """100644 and 100755 for files, 120000 for a symbolic link, 160000 for another repository."""
    id: str
    """Name of the object that holds its bytes."""


def _git(folder: Path, *arguments: str) -> str:
    return _git_bytes(folder, *arguments).decode("utf-8", "surrogateescape")


def _git_bytes(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    command = ["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, env=environment)  # noqa: S603 no shell, fixed verbs
    except FileNotFoundError as error:
        raise GitError("git was not found; install it, or build without history") from error
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} failed")
    return done.stdout


def toplevel(folder: Path) -> Path | None:
    """Return the root of the working tree that holds `folder`, or None outside git."""
    try:
        return Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    except GitError:
        return None


def prefix(folder: Path) -> str:
    """Return the path of `folder` inside its repository, with a closing slash; empty at the root."""
    return _git(folder, "rev-parse", "--show-prefix").rstrip("\n")


def head(folder: Path) -> Commit | None:
    """Return the commit that is checked out, or None outside git and before the first commit."""
    try:
        return _commit(_git(folder, "log", "-1", "--no-show-signature", _COMMIT))
    except GitError:
        return None


def commit_of(folder: Path, name: str) -> Commit:
    """Return the commit that a branch, a tag or an id names; GitError where there is none."""
    try:
        found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
    except GitError as error:
        if "git was not found" in str(error):
            raise
        where = (
            "is not in this clone, which is shallow; run: git fetch --unshallow"
            if is_shallow(folder)
            else "is no revision"
        )
        raise GitError(f"{name} {where}") from error
    commit = _commit(_git(folder, "log", "-1", "--no-show-signature", _COMMIT, found))
    assert commit is not None
    return commit


def commit_on(folder: Path, day: datetime.date) -> Commit:
    """Return the last commit of the checked-out branch's first-parent line not later than the end of a day (UTC).

    The first-parent line is what the branch itself held: a commit that was merged later was not in it yet. GitError
    where the branch has no commit that old, and in a clone that is too shallow to say.
    """
    end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), datetime.UTC).timestamp()
    lines = _git(folder, "log", "--first-parent", "--no-show-signature", _COMMIT).splitlines()
    for line in lines:
        commit = _commit(line)
        if commit is not None and commit.timestamp < end:
            return commit
    if is_shallow(folder):
        raise GitError(f"this clone is shallow and does not reach back to {day}; run: git fetch --unshallow")
    raise GitError(f"the branch has no commit as old as {day}")


def list_files(folder: Path, commit: str, below: str = "") -> list[Entry]:
    """Return every file of a commit below a path of the repository, such as `policies/`; empty where nothing is."""
    tree = f"{commit}:{below.rstrip('/')}"
    try:
        out = _git(folder, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree)
    except GitError:
        _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{tree}}")
        return []
    entries = []
    for item in out.split("\0"):
        head, _, path = item.partition("\t")
        if path:
            mode, _, name = head.split(" ")
            entries.append(Entry(path, mode, name))
    return entries


def read_objects(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of objects by their names, in one process; an object that git does not have is left out."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    out = _git_bytes(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode("ascii"))
    found: dict[str, bytes] = {}
    place = 0
    for name in wanted:
        end = out.index(b"\n", place)
        words = out[place:end].split()
        place = end + 1
        if len(words) == 3:
            size = int(words[2])
            found[name] = out[place : place + size]
            place += size + 1
    return found


def _commit(line: str) -> Commit | None:
    parts = line.split()
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


def last_changes(folder: Path, revision: str = "HEAD") -> dict[str, str]:
    """Return for each path below `folder` the date (YYYY-MM-DD) of the last commit that changed it, up to a revision.

    Empty outside git, before the first commit and in a shallow clone, where git would give every file
    the date of the last commit. One pass of `git log` serves all files.
    """
    try:
        if is_shallow(folder):
            return {}
        out = _git(
            folder, "log", "--relative", "--name-only", "-z", "--format=%x01%cI", "--no-renames", revision, "--", "."
        )
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
