"""The trail of the approval ledger through git: which commit introduced each entry, and whether one was ever touched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from generator import git
from generator.project import Project
from generator.review.ledger import LEDGER, blocks

__all__ = ["Lost", "Trail", "read_trail"]

_POLICY = re.compile(r"^[- ] policy: *[\"']?([a-z0-9-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Lost:
    """An entry that a commit changed or took out."""

    block: str
    revision: git.Revision
    back: bool
    """Whether the ledger has been put right since."""

    @property
    def policy(self) -> str:
        """Return the ref of the policy that the entry was about; empty where it does not say so."""
        found = _POLICY.search(self.block)
        return found[1] if found else ""


@dataclass(slots=True)
class Trail:
    """What git knows of the ledger."""

    text: str = ""
    """The ledger as the commit at hand holds it."""
    introduced: dict[str, git.Revision] = field(default_factory=dict)
    """For each entry, as it stands there, the commit that introduced it."""
    lost: list[Lost] = field(default_factory=list)
    moved: list[git.Revision] = field(default_factory=list)
    """Commits that put an entry in front of older ones, or touched the lines around them."""
    revisions: Sequence[git.Revision] = ()
    found: bool = False
    """Whether any commit ever held a ledger."""


def read_trail(project: Project) -> Trail:
    """Follow the ledger through every commit that leads to the one at hand; GitError where git says no."""
    if project.commit is None:
        return Trail()
    revisions = git.history(project.root, project.commit.id)
    ids = dict(
        zip(
            (revision.id for revision in revisions),
            git.object_ids(project.root, [f"{revision.id}:./{LEDGER}" for revision in revisions]),
            strict=True,
        )
    )
    if not any(ids.values()):
        return Trail(revisions=revisions)
    data = git.read_objects(project.root, (name for name in ids.values() if name))
    texts = {commit: data.get(name, b"").decode("utf-8", "replace") for commit, name in ids.items()}
    parts = {name: blocks(text)[1] for name, text in {ids[commit]: text for commit, text in texts.items()}.items()}
    trail = Trail(texts[project.commit.id], revisions=revisions, found=True)
    now = set(parts[ids[project.commit.id]])
    lost: dict[str, Lost] = {}
    for revision in revisions:
        here = parts[ids[revision.id]]
        parents = [parent for parent in revision.parents if parent in ids]
        if parents and all(ids[parent] == ids[revision.id] for parent in parents):
            continue
        before = {block for parent in parents for block in parts[ids[parent]]}
        for block in here:
            if block not in before:
                trail.introduced.setdefault(block, revision)
        for parent in parents:
            for block in parts[ids[parent]]:
                if block not in here and block not in lost:
                    lost[block] = Lost(block, revision, back=block in now)
        if not _appended(texts[revision.id], [texts[parent] for parent in parents], merge=len(revision.parents) > 1):
            trail.moved.append(revision)
    trail.lost = [_put_right(each, lost.values(), trail) for each in lost.values()]
    return trail


def _put_right(each: Lost, lost: Iterable[Lost], trail: Trail) -> Lost:
    """Return a loss, as one that was put right where the entry itself came only as the change of others that are back."""
    came = trail.introduced.get(each.block)
    beside = [other for other in lost if other.revision is came]
    return replace(each, back=True) if beside and all(other.back for other in beside) else each


def _appended(text: str, parents: Iterable[str], *, merge: bool) -> bool:
    """Say whether the ledger of a commit goes on from those of its parents; a merge goes on from one of them."""
    goes_on = [text.startswith(parent) for parent in parents]
    return not goes_on or (any(goes_on) if merge else all(goes_on))
