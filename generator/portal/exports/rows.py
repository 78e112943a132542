"""Rows of statements, controls, values, terms and figures. The keys are an interface and stay."""

from __future__ import annotations

from dataclasses import asdict

from generator.policies import served_2022
from generator.policies.model import conditions_shown
from generator.policies.prose_reading import readability
from generator.portal.exports.sheet import Row
from generator.portal.portal import Portal
from generator.text import plain_text

__all__ = ["controls", "controls_2022", "parameters", "readability_figures", "statements", "terms"]


def statements(portal: Portal) -> list[Row]:
    """Return every statement of the library, in force or not."""
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


def controls(portal: Portal) -> list[Row]:
    """Return the 133 controls of 2005."""
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


def controls_2022(portal: Portal) -> list[Row]:
    """Return the 93 controls of 2022 with the statements that serve them."""
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


def parameters(portal: Portal) -> list[Row]:
    """Return every value with its definition and its uses."""
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


def terms(portal: Portal) -> list[Row]:
    """Return the glossary."""
    return [
        {
            "ref": term.ref,
            "title": term.title,
            "definition": plain_text(term.definition),
            "used_by": list(portal.used_terms.get(term.ref, {})),
        }
        for term in portal.knowledge.terms.values()
    ]


def readability_figures(portal: Portal) -> list[Row]:
    """Return figures of how readable each policy is."""
    return [asdict(readability(policy)) for policy in portal.policies.policies.values()]
