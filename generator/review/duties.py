"""What approval still asks of somebody: entries that do not hold, reviews that are due, what must hold before release."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from generator import git
from generator.policies import Policies
from generator.problem_codes import RELEASE_CODES
from generator.problems import Problem, Problems, Severity
from generator.project import Project
from generator.review.ledger import LEDGER, TEXTS, check_texts, read_ledger
from generator.review.status import Status

__all__ = ["check_ledger", "due", "release_problems"]

_ASSUMPTIONS = ("A001", "A002", "A003", "A004", "A005", "R51")
_DUTIES = ("G001", "V004", "V005", "V006", "V007", "V008", "V009", "V015", "V017", "V018", "V020")
"""What a draft may be published with, and a release may not."""


def check_ledger(project: Project) -> Problems:
    """Return what is wrong with the ledger and the approved texts as they lie in the working tree."""
    file = project.last(LEDGER)
    if file is None:
        return Problems()
    ledger, problems = read_ledger(file.text or "")
    texts: dict[str, str | None] = {}
    for path, found in project.files.items():
        if path.startswith(f"{TEXTS}/") and found:
            try:
                texts[path] = found[-1].read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
            except OSError:
                texts[path] = None
    problems.extend(check_texts(ledger, texts))
    if ledger.entries and project.commit and git.is_shallow(project.root):
        problems.error("G001", ".git/shallow", 1, 1, "The clone is shallow, so nobody can prove what was approved.")
    return problems


def due(project: Project, policies: Policies, statuses: Mapping[str, Status], today: datetime.date) -> Problems:
    """Return a warning for each entry that does not hold, each approval that is not committed, each review that is due."""
    problems = Problems()
    file = project.last(LEDGER)
    entries = read_ledger(file.text or "")[0].entries if file else []
    lines = {entry.raw: entry.line for entry in entries}
    for ref, status in statuses.items():
        for entry, code, message in status.failures:
            line = lines.get(entry.raw, 1)
            problems.warning(code, LEDGER, line, 1, f"{entry.policy} {entry.version} ({entry.kind}): {message}")
        path = policies.policies[ref].path
        known = {entry.raw for entry in status.recorded}
        waiting = [entry for entry in entries if entry.policy == ref and entry.raw not in known]
        for entry in waiting:
            message = (
                f"{ref} {entry.version} ({entry.kind}) is recorded and not committed, so it counts for nothing yet."
            )
            problems.warning("V017", LEDGER, entry.line, 1, message)
        if status.reason == "values":
            names = ", ".join(name for name, _ in status.delegated)
            message = f"The owner has not approved the values of {ref} {status.version} that are delegated: {names}."
            problems.warning("V020", path, 1, 1, message)
        if status.next_review and status.next_review <= today.isoformat():
            problems.warning(
                "V015", path, 1, 1, f"The review of {ref} {status.version} was due on {status.next_review}."
            )
    return problems


def release_problems(
    project: Project, policies: Policies, statuses: Mapping[str, Status], found: Problems, today: datetime.date
) -> Problems:
    """Return all problems as they count before a release: what is open or due is an error, and so is every draft."""
    approved = bool(statuses) and all(status.approved for status in statuses.values())
    confirmed = {each.rule for each in project.organisation.accepted if each.until >= today.isoformat()}

    def counted(problem: Problem) -> Problem:
        open_one = problem.code in _ASSUMPTIONS and problem.code not in confirmed
        if problem.code == "A004" and approved:
            open_one = False  # the values stand in the texts that were approved
        raised = open_one or problem.code in _DUTIES or problem.code in RELEASE_CODES
        return replace(problem, severity=Severity.ERROR) if raised else problem

    problems = Problems(counted(problem) for problem in found)
    for ref, policy in policies.policies.items():
        status = statuses.get(ref)
        if status is not None and not status.approved:
            problems.error("V014", policy.path, 1, 1, f"{policy.title} is not approved: {_why(status)}.")
    return problems


def _why(status: Status) -> str:
    return {
        "never": "nobody has approved it yet",
        "changed": f"it has changed since version {status.version} was approved on {status.approved_on}",
        "values": f"the owner has not approved the values of version {status.version}",
        "unproven": "the record of its approval does not hold",
        "uncommitted": "its approval is recorded and not committed",
        "shallow": "its approval cannot be proved in a shallow clone",
    }.get(status.reason, status.reason)
