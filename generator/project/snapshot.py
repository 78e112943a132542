"""A snapshot: the files of a policy repository as one commit holds them, read from git without a checkout."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import git
from generator.problems import Problems

__all__ = ["Snapshot", "read_snapshot"]

_LINK, _REPOSITORY = "120000", "160000"
_MOST_LINKS = 10
"""How often a link may lead to a link before it is taken for one to itself."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one commit holds below the policy repository."""

    commit: git.Commit
    files: Mapping[str, bytes]
    """By path below the policy repository, in the order in which a walk over folders meets them."""
    problems: Problems = field(default_factory=Problems)
    """Symbolic links that cannot be followed."""


def read_snapshot(
    root: Path, commit: git.Commit, folders: Sequence[str] = (), known: dict[str, bytes] | None = None
) -> Snapshot:
    """Read the files of a commit below the policy repository at `root`; those of some top folders, or all.

    `known` holds bytes by object name from one call to the next: two commits share nearly all of their files.
    GitError where git says no.
    """
    known = {} if known is None else known
    entries = {entry.path: entry for entry in git.list_files(root, commit.id, git.prefix(root))}
    chosen = [path for path in entries if not folders or path.partition("/")[0] in folders]
    links = {path: entry.id for path, entry in entries.items() if entry.mode == _LINK}
    known |= git.read_objects(root, (name for name in links.values() if name not in known))
    problems = Problems()
    wanted: dict[str, str] = {}
    for path in sorted(chosen, key=_walk_order):
        target = _follow(path, links, known, problems) if path in links else path
        entry = entries.get(target)
        if entry is not None and entry.mode not in (_LINK, _REPOSITORY):
            wanted[path] = entry.id
        elif target and any(other.startswith(f"{target}/") for other in entries):
            problems.error("F010", path, 1, 1, f"{path} is a symbolic link to a folder, and is not followed.")
        elif target:
            problems.error("F001", path, 1, 1, f"{path} is missing.")
    known |= git.read_objects(root, (name for name in wanted.values() if name not in known))
    return Snapshot(commit, {path: known[name] for path, name in wanted.items() if name in known}, problems)


def _follow(path: str, links: Mapping[str, str], known: Mapping[str, bytes], problems: Problems) -> str:
    """Return the path to which a symbolic link leads in the end; nothing, and a problem, where it leads nowhere."""
    step = path
    for _ in range(_MOST_LINKS):
        if step not in links:
            return step
        target = known.get(links[step], b"").decode("utf-8", "surrogateescape")
        step = posixpath.normpath(posixpath.join(posixpath.dirname(step), target))
        if step.startswith(("/", "../")) or step == "..":
            problems.error("F005", path, 1, 1, f"{path} is a symbolic link to a place outside the repository.")
            return ""
    message = f"{path} cannot be read: it is a symbolic link to itself."
    problems.error("F003", path, 1, 1, message, "Replace the link by the file itself.")
    return ""


def _walk_order(path: str) -> list[tuple[bool, str]]:
    """Order files before the folders beside them, as a walk over a folder does."""
    *folders, name = path.split("/")
    return [*((True, folder) for folder in folders), (False, name)]
