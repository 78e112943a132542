"""The policies in force on a day: not what the branch held then, but what was approved and had come into force."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator import git
from generator.policies import Policies, Policy, digest, read_policies
from generator.problems import Problems
from generator.project import Project, open_project, read_snapshot
from generator.review.binding import binding_text
from generator.review.ledger import LEDGER, TEXTS, read_ledger, text_path

__all__ = ["InForce", "policies_in_force", "versions_in_force"]

_FOLDERS = ("site_config",)


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of a policy that was in force on a day."""

    policy: str
    version: str
    since: str
    text: str
    """The approved text."""
    commit: str
    """The commit that introduced the approved text; empty where the clone does not reach back to it."""


def versions_in_force(project: Project, day: datetime.date) -> dict[str, InForce]:
    """Return what was in force on a day by the ledger that is committed now, by ref; a policy without is left out.

    Today's ledger is asked, since an approval may be recorded after the day from which it counts. A text that is not
    the one whose digest its entry names was never in force.
    """
    head = git.head(project.root)
    if head is None:
        return {}
    files = read_snapshot(project.root, head, _FOLDERS).files
    ledger, _ = read_ledger(files.get(LEDGER, b"").decode("utf-8", "replace"))
    introduced = git.introductions(project.root, TEXTS)
    found: dict[str, InForce] = {}
    for ref in dict.fromkeys(entry.policy for entry in ledger.entries):
        entry = ledger.in_force_on(ref, day.isoformat())
        path = text_path(entry) if entry else ""
        if entry is not None and path in files and digest(files[path].decode("utf-8", "replace")) == entry.digest:
            text = files[path].decode("utf-8")
            found[ref] = InForce(ref, entry.version, entry.in_force_from, text, introduced.get(path, ""))
    return found


def policies_in_force(project: Project, policies: Policies, day: datetime.date) -> tuple[Policies, Problems]:
    """Return policies with each one as it was in force on a day.

    A policy that was never approved by then stays as the branch held it, and is a draft. One whose approved text no
    commit at hand renders any more stays too, and is a problem: nothing is printed as in force that was not.
    """
    problems = Problems()
    changed: dict[str, Policy] = {}
    read: dict[str, tuple[Project, Policies]] = {}
    for ref, version in versions_in_force(project, day).items():
        now = policies.policies.get(ref)
        if now is not None and binding_text(project, now) == version.text:
            continue
        if version.commit and version.commit not in read:
            old = _opened(project, version.commit)
            read[version.commit] = old, read_policies(old)
        then, policy = project, None
        if version.commit:
            then, found = read[version.commit]
            policy = found.policies.get(ref)
        if policy is not None and binding_text(then, policy) == version.text:
            changed[ref] = policy
            continue
        path = now.path if now else f"{TEXTS}/{ref}/{version.version}.txt"
        message = f"{ref} {version.version} was in force on {day}; git at hand does not give exactly its text any more."
        problems.warning("X005", path, 1, 1, message)
    return _with(policies, changed), problems


def _opened(project: Project, commit: str) -> Project:
    library = project.layers[0].root
    return open_project(project.root, library, project.words.language, at=commit)


def _with(policies: Policies, changed: Mapping[str, Policy]) -> Policies:
    if not changed:
        return policies
    together = {ref: changed.get(ref, policy) for ref, policy in policies.policies.items()}
    together |= {ref: policy for ref, policy in changed.items() if ref not in together}
    result = replace(policies, policies=together, statements={}, controls={})
    for policy in together.values():
        for control in policy.controls:
            result.controls.setdefault(control.number, control)
        for statement in policy.statements:
            known = result.statements.get(statement.id)
            if known is None or (statement.in_force and not known.in_force):
                result.statements[statement.id] = statement
    for name, statement in policies.statements.items():
        result.statements.setdefault(name, replace(statement, in_force=False, why_not=statement.why_not or "condition"))
    return result
