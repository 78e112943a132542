"""An unmistakable word in every field that is for officers alone."""

from __future__ import annotations

from repositories import Repository

__all__ = ["tell_weaknesses"]

_APPLICABILITY = """\
document: {version: "7", date: "2026-11-01"}
controls:
  "5.1":
    applicable: true
    why:
      risk: Xyzzyrisk threatens us
      law: Xyzzylaw demands it
      contract: Xyzzycontract demands it
      business: Xyzzybusiness demands it
    status: in place
    since: "2019-02-03"
    assessed_by: ciso
    assessed_on: "2019-02-04"
    record: policy-approval
    comment: Xyzzycomment on the control
  "5.2": {applicable: true, why: {risk: R}, status: planned, comment: Xyzzyplanned}
  "8.30": {applicable: false, reason: Xyzzyexcluded for good}
further:
  OT-1:
    title: Something of our own
    statements: [11.4.5/machine-zone]
    applicable: true
    why: {risk: Xyzzyfurther risk}
    status: partly
    comment: Xyzzyfurther comment
statements:
  11.3.2/auto-lock: {status: planned, comment: Xyzzystatement}
"""
_EXCEPTIONS = """\
XYZZY-HOLDS:
  statement: 11.3.2/auto-lock
  reason: Xyzzyreason for it
  risk: Xyzzydanger of it
  residual_risk: Xyzzyresidue of it
  compensating: Xyzzyinstead of it
  requested_by: it_operations
  risk_owner: managing_director
  approved_by: managing_director
  granted_on: "2026-06-06"
  expires: "2027-06-05"
XYZZY-OVER:
  control: 11.3.2
  reason: Xyzzyold reason
  risk: A risk
  residual_risk: Low
  compensating: Something
  requested_by: it_operations
  risk_owner: managing_director
  approved_by: managing_director
  granted_on: "2019-06-06"
  expires: "2019-09-05"
"""
_ACTIVITIES = """\
activities:
  - {what: fire.drill_months, on: "2019-07-07", by: ciso, record: drill-report, result: Xyzzyresult of the drill}
  - {what: training.awareness_months, on: "2026-08-17", by: ciso, result: Xyzzytraining was dull}
"""
_FINDING = {"en": "Xyzzyfinding that auditors make.", "fr": "Xyzzyconstat que font les auditeurs."}


def tell_weaknesses(repository: Repository) -> None:
    """Write into a repository and commit what is for officers alone: status, exceptions, results, findings, changes.

    One policy has been approved and has changed since, which officers are told commit by commit.
    """
    done = repository.ask("approve", "access-control", "--on", "2026-11-01", "--minute", "Board, item 3", "--yes")
    assert done.status == 0, done.err
    _commit(repository, "Approve")
    repository.set("password.min_length", 18)
    repository.write("site_config/applicability.yml", _APPLICABILITY)
    repository.write("site_config/exceptions.yml", _EXCEPTIONS)
    repository.write("site_config/activities.yml", _ACTIVITIES)
    for language, heading in (("en", "Typical findings"), ("fr", "Constats habituels")):
        path = f"policy_templates/{language}/11-access-control.md"
        text = (repository.root / path).read_text(encoding="utf-8")
        before = f"\n{heading}\n:   - "
        assert before in text
        repository.write(path, text.replace(before, f"{before}{_FINDING[language]}\n    - ", 1))
    _commit(repository, "Xyzzycommit that officers see")


def _commit(repository: Repository, message: str) -> None:
    repository.git("add", "--all")
    repository.git("commit", "--quiet", f"--message={message}")
