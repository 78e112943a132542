"""The redline for programs: JSON whose keys stay, each a list of objects."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from generator.problems import show_text
from generator.review.redline import Comparison, Part, Side
from generator.review.redline.document import Unit
from generator.review.redline.statement_changes import StatementChange

__all__ = ["show_data"]


def show_data(comparison: Comparison) -> str:
    """Return everything that a comparison found.

    `lines` holds every line of the normative texts that differs, with its line number in the old and the new text, so
    that the new text can be made from the old.
    """
    data: dict[str, list[dict[str, Any]]] = {
        "sides": [_side("old", comparison.old), _side("new", comparison.new)],
        "policies": [
            {
                "ref": each.ref,
                "language": each.language,
                "title": each.title,
                "kind": each.kind,
                "old_digest": each.old_digest,
                "new_digest": each.new_digest,
            }
            for each in comparison.policies
        ],
        "values": [asdict(each) for each in comparison.values],
        "statements": [_statement(each) for each in comparison.statements],
        "lines": [
            {
                "policy": policy.ref,
                "language": policy.language,
                "sort": row.unit.kind,
                "kind": row.kind,
                "old_line": row.old.number if row.old else None,
                "new_line": row.new.number if row.new else None,
                "old": row.old.line if row.old else None,
                "new": row.new.line if row.new else None,
                "words": _words(row.words),
            }
            for policy in comparison.policies
            for row in policy.rows
            if row.kind != "same"
        ],
        "translations": [asdict(each) for each in comparison.translations],
        "roles": [asdict(each) for each in comparison.roles],
        "document_control": [asdict(each) for each in comparison.fronts],
        "entries": [
            {
                "register": each.register,
                "key": each.key,
                "kind": each.kind,
                "fields": [{"name": name, "old": old, "new": new} for name, old, new in each.fields],
            }
            for each in comparison.entries
        ],
        "approvals": [asdict(each) for each in comparison.approvals],
        "not_binding": [{**asdict(each), "words": _words(each.words)} for each in comparison.notes],
        "files": [asdict(each) for each in comparison.files],
        "to_retire": [{"id": each.id, "replaced_by": each.twin} for each in comparison.to_retire],
        "not_compared": [
            {
                "side": each.side,
                "path": each.problem.path,
                "line": each.problem.line,
                "column": each.problem.column,
                "code": each.problem.code,
                "message": each.problem.message,
                "policy": each.policy,
                "left_out": each.left_out,
                "shown": show_text(each.problem),
            }
            for each in comparison.gaps
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _side(name: str, side: Side) -> dict[str, Any]:
    commit = side.commit
    return {
        "side": name,
        "label": side.label,
        "commit": commit.id if commit else None,
        "time": commit.time if commit else None,
    }


def _statement(change: StatementChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "policy": change.policy,
        "control": change.control,
        "kind": change.kind,
        "moved": change.moved,
        "because": change.because,
        "verdict": change.verdict,
        "shifts": [asdict(shift) for shift in change.shifts],
        "old": _unit(change.old),
        "new": _unit(change.new),
        "words": _words(change.words),
        "twin": change.twin,
        "retired": bool(change.retired),
    }


def _unit(unit: Unit | None) -> dict[str, str] | None:
    if unit is None:
        return None
    return {"role": unit.role, "modality": unit.modality, "baseline": unit.baseline, "text": unit.text}


def _words(parts: tuple[Part, ...]) -> list[dict[str, str]]:
    return [asdict(part) for part in parts]
