"""A small firm with two policies, four people and a real git repository, to approve and to forge in."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core import VOCABULARY, small_vocabulary

from generator.policies import Policies, read_policies
from generator.project import Project, open_project
from generator.review import (
    LEDGER,
    Drafted,
    Proof,
    Request,
    Status,
    add_entries,
    draft_entries,
    read_record,
    statuses,
)
from generator.review.verification import ledger_problems, prove_all

__all__ = ["ORGANISATION", "PASSWORDS", "POLICY", "Firm", "isolated"]

POLICY = "policy_templates/en/05-security.md"
PASSWORDS = "policy_templates/en/20-passwords.md"
ORGANISATION = "site_config/organisation.yml"
_PEOPLE = {
    "Ada Muster": "ada@example.org",
    "Bo Muster": "bo@example.org",
    "Cleo Muster": "cleo@example.org",
    "Dan Muster": "dan@example.org",
}
_ORGANISATION = """\
organisation: {name: Example Widgets, country: LU, staff: 20}
roles:
  managing_director: {holder: Director, person: Ada Muster, email: ada@example.org}
  ciso: {holder: Head of IT, person: Bo Muster, email: bo@example.org}
  it_operations: {holder: IT, person: Cleo Muster, email: cleo@example.org}
password:
  min_length: 15
"""
_GOVERNANCE = """\
governance:
  policy_review_months:
    {title: Review, description: How often., type: integer, unit: months, default: 12, stricter: lower, source: a test}
  topic_policy_review_months:
    {title: Review, description: How often., type: integer, unit: months, default: 24, stricter: lower, source: a test}
  notice_days:
    {title: Notice, description: How long., type: integer, unit: days, default: 10, stricter: none, source: a test}
"""
_PASSWORDS = """\
---
ref: passwords
owner: ciso
approver: managing_director
audience: [everyone]
short: Passwords.
lang: en
---
# Password policy

## Rules

- **{{ role.everyone }} must** choose passwords of {{ password.min_length | unit }}. {: #length }
- **{{ role.everyone }} should** use another one each time. {: #other }
"""


def isolated(values: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment in which git knows no user's settings."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**found, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **(values or {})}


@dataclass(slots=True)
class Firm:
    """The policy repository of a small firm."""

    root: Path
    user: str = "Bo Muster"
    """Who works with git."""
    day: str = "2026-01-10"
    """The day on which things happen."""

    @classmethod
    def begin(cls, root: Path, author: str = "Bo Muster") -> Firm:
        """Return a firm whose policies are committed by one author on 10 January."""
        firm = cls(root, author)
        golden = Path(__file__).parent / "policies" / "golden" / "small.md"
        parameters = VOCABULARY["parameters"] + _GOVERNANCE
        files = small_vocabulary({"organisation": _ORGANISATION, "parameters": parameters})
        for path, text in {**files, POLICY: golden.read_text(encoding="utf-8"), PASSWORDS: _PASSWORDS}.items():
            firm.write(path, text)
        firm.git("init", "-q", "-b", "main")
        firm.commit("First")
        return firm

    def git(self, *arguments: str) -> str:
        """Run git as the user, on the day."""
        date = f"{self.day}T12:00:00+00:00"
        who = {f"GIT_{role}_NAME": self.user for role in ("AUTHOR", "COMMITTER")}
        who |= {f"GIT_{role}_EMAIL": _PEOPLE[self.user] for role in ("AUTHOR", "COMMITTER")}
        who |= {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_EDITOR": "true"}
        command = ["git", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=isolated(who), check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout

    def commit(self, message: str = "Change") -> str:
        """Commit everything as it lies, and return the commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD").strip()

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        """Return a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Change one place of a file."""
        text = self.read(path)
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        self.write(path, text.replace(old, new))

    def open(self) -> tuple[Project, Policies]:
        """Read the repository as it lies."""
        project = open_project(self.root, library=self.root)
        policies = read_policies(project)
        assert not [*project.problems.errors, *policies.problems.errors]
        return project, policies

    def draft(self, *policies: str, kind: str = "approval", **said: object) -> Drafted:
        """Ask for entries, and write nothing."""
        project, known = self.open()
        self.configure()
        values: dict[str, object] = {"on": self.day, "today": self.day, "minute": "Minute 1", **said}
        request = Request(kind=kind, policies=policies or ("security-policy",), **values)  # type: ignore[arg-type]
        return draft_entries(project, {"en": known}, request)

    def configure(self) -> None:
        """Tell git who works with it."""
        self.git("config", "user.name", self.user)
        self.git("config", "user.email", _PEOPLE[self.user])

    def record(self, *policies: str, kind: str = "approval", **said: object) -> None:
        """Write entries to the ledger; nothing may speak against them."""
        drafted = self.draft(*policies, kind=kind, **said)
        assert not drafted.problems, drafted.problems
        add_entries(self.root, drafted.entries, drafted.texts)

    def approve(self, *policies: str, kind: str = "approval", **said: object) -> str:
        """Write entries to the ledger and commit them; return the commit."""
        self.record(*policies, kind=kind, **said)
        return self.commit("Approve")

    def refused(self, *policies: str, kind: str = "approval", **said: object) -> list[str]:
        """Return the codes for which a request is refused; nothing may have been prepared then."""
        drafted = self.draft(*policies, kind=kind, **said)
        assert not (drafted.problems and (drafted.entries or drafted.texts))
        return sorted({problem.code for problem in drafted.problems})

    def status(self, policy: str = "security-policy") -> Status:
        """Return how a policy stands."""
        project, policies = self.open()
        return statuses(project, policies)[policy]

    def verify(self) -> tuple[list[Proof], list[str]]:
        """Return what is proved of each entry, and the codes of all that is wrong."""
        project, _ = self.open()
        record = read_record(project)
        proofs = prove_all(project, record)
        problems, _ = ledger_problems(project, record, proofs)
        return proofs, sorted({problem.code for problem in problems})

    def holds(self) -> bool:
        """Say whether every entry holds and the ledger is sound."""
        proofs, wrong = self.verify()
        return bool(proofs) and all(proof.holds for proof in proofs) and not wrong

    def ledger(self) -> str:
        """Return the ledger as it lies."""
        return self.read(LEDGER)
