"""Sheets that are documents of their own: applicability, exceptions, checklist, calendar, crosswalk."""

from __future__ import annotations

import hashlib
import json

from generator.policies import reason_not_arising
from generator.portal.calendar_page import appointment_title, shown_day
from generator.portal.checklist_pages import GRADES, leaf_clauses
from generator.portal.crosswalk_pages import CSF, SP, framework_items
from generator.portal.exports.sheet import Row, Sheet
from generator.portal.portal import Portal
from generator.review import SoaRow
from generator.text import plain_text

__all__ = ["calendar", "checklist", "crosswalk", "exceptions", "soa"]

_BLANK = ("sample", "evidence_seen", "grade", "auditor", "date")


def _document(portal: Portal, title: str, rows: list[Row]) -> dict[str, str | None]:
    """Return which document a sheet is; what is made from the repository has a digest of its rows for a version."""
    commit = portal.project.commit
    text = json.dumps(rows, ensure_ascii=False)
    return {
        "title": title,
        "organisation": portal.project.organisation.name,
        "version": hashlib.sha256(text.encode("utf-8")).hexdigest()[:12],
        "date": commit.time[:10] if commit else None,
        "approver": None,
        "edition": portal.edition,
    }


def soa(portal: Portal) -> Sheet:
    """Return the Statement of Applicability; for staff without status, records, comments and words of justification."""
    statement = portal.standing.soa
    written = statement.document
    officer = portal.edition == "officer"
    rows = [_soa_row(portal, row, officer=officer) for row in statement.rows]
    document = _document(portal, portal.project.words("views.soa.title"), rows)
    document |= {
        "version": written.version or None,
        "date": written.date or None,
        "approver": written.approved_by or None,
        "approved_on": written.approved_on or None,
        "state": "draft" if statement.draft else "approved",
    }
    return Sheet("soa", rows, document)


def _soa_row(portal: Portal, row: SoaRow, *, officer: bool) -> Row:
    said = row.said
    found: Row = {
        "control": row.number,
        "title": row.title,
        "theme": row.theme or None,
        "applicable": row.applicable,
        "justification": sorted(said.why) if said and row.applicable else [],
    }
    if officer:
        found |= {
            "risk": said.why.get("risk") if said else None,
            "law": said.why.get("law") if said else None,
            "contract": said.why.get("contract") if said else None,
            "business": said.why.get("business") if said else None,
            "reason_excluded": (said.reason or None) if said else None,
            "proposal": (row.proposal or None) if row.applicable is None else None,
            "status": row.status,
            "since": (said.since or None) if said else None,
            "assessed_by": (said.assessed_by or None) if said else None,
            "assessed_on": (said.assessed_on or None) if said else None,
            "record": (said.record or None) if said else None,
            "comment": (said.comment or None) if said else None,
            "exceptions": _exceptions_of(portal, row),
        }
    return found | {"owner": row.owner or None, "statements": [statement.id for statement in row.statements]}


def _exceptions_of(portal: Portal, row: SoaRow) -> list[str]:
    weakened = portal.standing.weakened
    found = (exception.entry.id for statement in row.statements for exception in weakened.get(statement.id, ()))
    return list(dict.fromkeys(found))


def exceptions(portal: Portal) -> Sheet:
    """Return the register of exceptions; it is empty for staff."""
    rows: list[Row] = [
        {
            "id": entry.id,
            "statement": entry.statement or None,
            "control": judged.control or None,
            "weakens": list(judged.statements),
            "holds": judged.holds,
            "reason": entry.reason,
            "risk": entry.risk,
            "residual_risk": entry.residual_risk,
            "compensating": entry.compensating,
            "requested_by": entry.requested_by,
            "risk_owner": entry.risk_owner,
            "approved_by": entry.approved_by,
            "granted_on": entry.granted_on,
            "expires": entry.expires,
            "record": entry.record or None,
        }
        for judged in (portal.standing.exceptions if portal.edition == "officer" else ())
        for entry in (judged.entry,)
    ]
    return Sheet("exceptions", rows, _document(portal, portal.project.words("views.exceptions.title"), rows))


def checklist(portal: Portal) -> Sheet:
    """Return a row for each clause and each control, with blank columns for the auditor."""
    standard, policies = portal.project.standard, portal.policies
    blank = dict.fromkeys(_BLANK)
    rows: list[Row] = []
    for clause, chapter in leaf_clauses(standard.clauses):
        asked = [
            item.item for item in standard.documented_information if item.clause_2022.partition(" ")[0] == clause.number
        ]
        part = f"ISO/IEC 27001:2022, {chapter.number} {chapter.title}"
        rows.append(
            {"part": part, "id": clause.number, "title": clause.title, "statements": "", "evidence": "\n".join(asked)}
            | blank
        )
    for control in standard.controls.values():
        text = policies.controls.get(control.number)
        if text is None:
            continue
        statements = "\n".join(f"{statement.id}: {statement.text}" for statement in text.in_force)
        if not statements:
            statements = reason_not_arising(portal.project, text)
        lines = text.parts.get("evidence", ()) if text.in_force else ()
        part = f"{control.domain} {standard.domain(control.domain).title}"
        rows.append(
            {
                "part": part,
                "id": control.number,
                "title": control.title,
                "statements": statements,
                "evidence": "\n".join(filter(None, (plain_text(line.text).removeprefix("- ") for line in lines))),
            }
            | blank
        )
    document = _document(portal, portal.project.words("views.checklist.title"), rows)
    return Sheet("checklist", rows, document, {"grade": GRADES}, _BLANK)


def calendar(portal: Portal) -> Sheet:
    """Return every appointment; for staff without what was done and without what is late."""
    officer = portal.edition == "officer"
    site_day = portal.standing.today.isoformat()
    rows: list[Row] = []
    for item in portal.standing.calendar:
        if item.kind == "expiry" and not officer:
            continue
        day = shown_day(item, site_day, officer=officer)
        row: Row = {
            "id": item.key,
            "what": appointment_title(portal.project.words, item),
            "kind": item.kind,
            "every": item.every[0] if item.every else None,
            "unit": item.every[1] if item.every else None,
            "roles": list(item.roles),
            "statements": list(item.statements),
            "due": day or None,
        }
        if officer:
            last = item.last
            row |= {
                "latest": item.due or None,
                "planned": item.planned or None,
                "last_done": last.on if last else None,
                "done_by": last.by if last else None,
                "record": (last.record or None) if last else None,
                "result": (last.result or None) if last else None,
            }
        rows.append(row)
    return Sheet("calendar", rows, _document(portal, portal.project.words("views.calendar.title"), rows))


def crosswalk(portal: Portal) -> Sheet:
    """Return the 133 controls with their places in later editions and in the frameworks of NIST."""
    standard = portal.project.standard
    areas = {number: area.number for area in standard.areas for number in area.controls}
    words = portal.project.words
    rows: list[Row] = []
    for number, control in standard.controls.items():
        to_2013, to_2022 = standard.to_2013[number], standard.to_2022[number]
        row: Row = {
            "id": number,
            "title": control.title,
            "area": words(f"views.areas.{areas[number]}"),
            "edition_2013": list(to_2013.targets),
            "confidence_2013": to_2013.confidence,
            "edition_2022": list(to_2022.targets),
            "confidence_2022": to_2022.confidence,
            "note": to_2022.note or None,
        }
        for key, framework in (("nist_csf_2_0", CSF), ("nist_sp_800_53_r5", SP)):
            items = framework_items(framework)
            found = (item for target in to_2022.targets for item in items.get(f"A.{target}", ()))
            row[key] = list(dict.fromkeys(found))
        rows.append(row)
    return Sheet("crosswalk", rows, _document(portal, words("crosswalk.title"), rows))
