"""Makes the Statement of Applicability: every control of Annex A with what was decided and what serves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from generator.config import Applicability, Assessment, Stage
from generator.policies import Policies, Statement, reason_not_arising, served_2022
from generator.project import Project

__all__ = ["SoaRow", "StatementOfApplicability", "statement_of_applicability"]


@dataclass(frozen=True, slots=True)
class SoaRow:
    """One control: what the organisation decided, and what serves it."""

    number: str
    """Number of Annex A, or the id of a further control."""
    title: str
    theme: str
    """Empty for a further control."""
    said: Assessment | None
    """What the organisation wrote; None where it wrote nothing."""
    owner: str
    """The role that answers for it: as said, or the owner of the policy that serves it most."""
    statements: tuple[Statement, ...]
    """Statements in force that serve it."""
    proposal: str
    """Why it seems not to arise, as facts of the organisation tell; no decision."""

    @property
    def applicable(self) -> bool | None:
        """Return the decision, or None where there is none."""
        return self.said.applicable if self.said else None

    @property
    def status(self) -> str:
        """Return the status as it is exported: a stage, or 'not applicable' for an excluded control."""
        if self.applicable is False:
            return "not applicable"
        return self.said.status.value if self.said else Stage.NOT_ASSESSED.value

    @property
    def assessed(self) -> bool:
        """Say whether somebody decided and looked."""
        return self.applicable is not None and self.status != Stage.NOT_ASSESSED.value


@dataclass(frozen=True, slots=True)
class StatementOfApplicability:
    """All rows with the document that holds them."""

    document: Applicability
    rows: tuple[SoaRow, ...]

    @property
    def not_assessed(self) -> tuple[SoaRow, ...]:
        """Return the rows that nobody has assessed."""
        return tuple(row for row in self.rows if not row.assessed)

    @property
    def approved(self) -> bool:
        """Say whether somebody approved it on a day."""
        return bool(self.document.approved_by and self.document.approved_on)

    @property
    def draft(self) -> bool:
        """Say whether a row is not assessed, or the approval is missing."""
        return bool(self.not_assessed) or not self.approved

    def totals(self) -> Counter[str]:
        """Return how many rows have each status."""
        return Counter(row.status for row in self.rows)


def statement_of_applicability(project: Project, policies: Policies) -> StatementOfApplicability:
    """Return a row for each of the 93 controls, and for each further one of the organisation."""
    written = project.registers.applicability
    served = served_2022(project.standard, policies)
    rows = [
        _row(project, policies, number, control.title, control.theme, written.controls.get(number), served[number])
        for number, control in project.standard.controls_2022.items()
    ]
    for entry in written.further.values():
        known = [policies.statements[name] for name in entry.statements if name in policies.statements]
        rows.append(_row(project, policies, entry.id, entry.title, "", entry, known))
    return StatementOfApplicability(written, tuple(rows))


def _row(
    project: Project,
    policies: Policies,
    number: str,
    title: str,
    theme: str,
    said: Assessment | None,
    serving: list[Statement],
) -> SoaRow:
    in_force = tuple(statement for statement in serving if statement.in_force)
    owner = said.owner if said and said.owner else _owner(policies, in_force or tuple(serving))
    proposal = "" if in_force else _not_arising(project, policies, serving)
    return SoaRow(number, title, theme, said, owner, in_force, proposal)


def _owner(policies: Policies, statements: tuple[Statement, ...]) -> str:
    """Return the owner of the policy in which most of the statements stand; the first of equals."""
    counts: Mapping[str, int] = Counter(statement.policy for statement in statements)
    return policies.policies[max(counts, key=counts.__getitem__)].owner if counts else ""


def _not_arising(project: Project, policies: Policies, serving: list[Statement]) -> str:
    """Return the reasons for which the controls of 2005 behind a control of 2022 do not arise."""
    numbers = dict.fromkeys(statement.control for statement in serving if statement.control)
    reasons = (reason_not_arising(project, policies.controls[number]) for number in numbers)
    return " ".join(dict.fromkeys(reason for reason in reasons if reason))
