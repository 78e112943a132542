"""Exports of statements, controls, values, terms and figures as JSON, CSV and XLSX. The keys are an interface and stay."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from generator.policies import served_2022
from generator.policies.model import conditions_shown
from generator.policies.prose_reading import readability
from generator.portal.portal import Portal
from generator.text import plain_text

__all__ = ["EXPORTS", "FORMATS", "export"]

Row = dict[str, Any]
FORMATS = ("json", "csv", "xlsx")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, perhaps behind a blank that it drops."""


def _statements(portal: Portal) -> list[Row]:
    return [
        {
            "id": statement.id,
            "policy": statement.policy,
            "control": statement.control or None,
            "role": statement.role,
            "modality": statement.modality.value,
            "text": statement.text,
            "baseline": statement.baseline.value,
            "parameters": list(statement.parameters),
            "conditions": list(conditions_shown(statement)),
            "in_force": statement.in_force,
            "why_not": statement.why_not or None,
            "source": f"{statement.path}:{statement.line}",
        }
        for statement in portal.policies.statements.values()
    ]


def _controls(portal: Portal) -> list[Row]:
    standard = portal.project.standard
    rows = []
    for control in standard.controls.values():
        text = portal.policies.controls.get(control.number)
        ids = list(dict.fromkeys(statement.id for statement in text.statements)) if text else []
        own = [number for statement in (text.statements if text else ()) for number in statement.c2022]
        to_2013, to_2022 = standard.to_2013[control.number], standard.to_2022[control.number]
        rows.append(
            {
                "id": control.number,
                "title": control.title,
                "domain": control.domain,
                "category": control.category,
                "applicable": bool(text and text.in_force),
                "statements": ids,
                "evidence": list(text.records) if text else [],
                "properties": list(text.protects) if text else [],
                "edition_2013": {"controls": list(to_2013.targets), "confidence": to_2013.confidence},
                "edition_2022": {
                    "controls": list(to_2022.targets),
                    "confidence": to_2022.confidence,
                    "served_too": list(dict.fromkeys(own)),
                },
            }
        )
    return rows


def _controls_2022(portal: Portal) -> list[Row]:
    standard = portal.project.standard
    served = served_2022(standard, portal.policies)
    return [
        {
            "id": control.number,
            "title": control.title,
            "theme": control.theme,
            "new": control.new,
            "statements": [statement.id for statement in served[control.number]],
            "in_force": [statement.id for statement in served[control.number] if statement.in_force],
        }
        for control in standard.controls_2022.values()
    ]


def _parameters(portal: Portal) -> list[Row]:
    used: dict[str, dict[str, None]] = {}
    for statement in portal.policies.statements.values():
        for name in statement.parameters:
            used.setdefault(name, {})[statement.id] = None
    organisation = portal.project.organisation
    return [
        {
            "name": name,
            "value": value.data,
            "default": value.parameter.defaults[organisation.baseline],
            "type": value.parameter.kind,
            "unit": value.parameter.unit or None,
            "minimum": value.parameter.schema.get("minimum"),
            "maximum": value.parameter.schema.get("maximum"),
            "stricter": value.parameter.stricter,
            "source": value.parameter.source,
            "used_by": list(used.get(name, {})),
        }
        for name, value in organisation.settings.values.items()
        if value.parameter.group != "organisation"
    ]


def _terms(portal: Portal) -> list[Row]:
    return [
        {
            "ref": term.ref,
            "title": term.title,
            "definition": plain_text(term.definition),
            "used_by": list(portal.used_terms.get(term.ref, {})),
        }
        for term in portal.knowledge.terms.values()
    ]


def _readability(portal: Portal) -> list[Row]:
    return [asdict(readability(policy)) for policy in portal.policies.policies.values()]


EXPORTS: dict[str, Callable[[Portal], list[Row]]] = {
    "statements": _statements,
    "controls": _controls,
    "controls-2022": _controls_2022,
    "parameters": _parameters,
    "terms": _terms,
    "readability": _readability,
}


def export(portal: Portal, what: str, kind: str, time: datetime.datetime) -> bytes:
    """Return one export as bytes; `time` is written into XLSX files, so that the same input gives the same bytes.

    KeyError for an unknown export, ValueError for an unknown format.
    """
    rows = EXPORTS[what](portal)
    if kind == "json":
        return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    if kind == "csv":
        return _csv(rows)
    if kind == "xlsx":
        return _xlsx(rows, what, time)
    raise ValueError(kind)


def _cell(value: Any) -> str | int | float | bool:
    if value is None:
        return ""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _csv(rows: list[Row]) -> bytes:
    """Write CSV for spreadsheets: UTF-8 with a mark, and no cell that a spreadsheet would run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        cells = (_cell(value) for value in row.values())
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[Row], what: str, time: datetime.datetime) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": what, "created": time.replace(tzinfo=None)})
    sheet = book.add_worksheet(what)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    names = list(rows[0]) if rows else []
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
        longest = max((len(str(_cell(row[name]))) for row in rows), default=0)
        sheet.set_column(column, column, min(max(longest, len(name)) + 2, 60))
    for number, row in enumerate(rows, 1):
        for column, name in enumerate(names):
            sheet.write(number, column, _cell(row[name]), body)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(names) - 1)
    book.close()
    return out.getvalue()
