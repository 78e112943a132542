"""Reference pages of the documentation, made from what they describe: files, parameters, rules and problem codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.config import Baseline, Parameter, Rule, Vocabulary
from generator.config.schemas import SCHEMAS, schema_for
from generator.problem_codes import CODES

__all__ = ["files_page", "parameters_page", "problems_page", "rules_page"]

_HOMES = ("organisation", "applicability", "exceptions", "activities", "approvals", "library")
"""Files of site_config; the others stand in policy_templates."""
_SEVERITIES = {"error": "error: the values contradict each other", "duty": "error: law or contract asks for more"}
_MADE = "<!-- Made by `make docs` from the source; change that instead. -->\n\n"


def problems_page() -> str:
    """Return the page of all problem codes, each with what it means and its cure."""
    out = [f"{_MADE}# Problem codes", ""]
    out += [
        "`policy-site check` shows every problem in one run, as `path:line:column: CODE what is wrong.` Codes of rules (R01 …)",
        "stand on the [page of rules](rules.md).",
        "",
        "| Code | What it means | Cure |",
        "|---|---|---|",
    ]
    out += [
        f'| <a id="{code}"></a>{code} | {_cell(each.title)} | {_cell(each.cure)} |'
        for code, each in sorted(CODES.items())
    ]
    return "\n".join(out) + "\n"


def parameters_page(vocabulary: Vocabulary) -> str:
    """Return the page of all values that an organisation may set, by group."""
    out = [f"{_MADE}# Parameters", ""]
    out += [
        "Every value of `site_config/organisation.yml`, with its default by baseline, its bounds and where the default comes from.",
        "",
    ]
    groups: dict[str, list[Parameter]] = {}
    for parameter in vocabulary.parameters.values():
        groups.setdefault(parameter.group, []).append(parameter)
    for group, parameters in groups.items():
        out += [f"## {group}", "", "| Name | What it does | Default | Bounds | Source |", "|---|---|---|---|---|"]
        for parameter in parameters:
            does = f"{parameter.title}. {parameter.description}"
            cells = (f"`{parameter.name}`", does, _default(parameter), _bounds(parameter), parameter.source)
            out.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
        out.append("")
    return "\n".join(out)


def rules_page(rules: Mapping[str, Rule]) -> str:
    """Return the page of all rules over the values."""
    out = [f"{_MADE}# Rules", ""]
    out += [
        "Rules look at several values at once. Advice can be accepted with a reason, a name and a date, under `accepted:` in",
        "`site_config/organisation.yml`.",
        "",
        "| Rule | Title | Holds when it is broken | Weight | Cure | Source |",
        "|---|---|---|---|---|---|",
    ]
    for rule in rules.values():
        weight = _SEVERITIES.get(rule.severity, rule.severity)
        cells = (rule.id, rule.title, f"`{rule.when}`", weight, rule.hint, rule.source)
        out.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return "\n".join(out) + "\n"


def files_page(vocabulary: Vocabulary) -> str:
    """Return the page of all YAML files with their keys."""
    out = [f"{_MADE}# Files", ""]
    out += [
        "Every YAML file that you may write. `policy-site schema --out DIR` writes their JSON Schemas for editors.",
        "",
    ]
    for name in SCHEMAS:
        schema = schema_for(name, vocabulary)
        folder = "site_config" if name in _HOMES else "policy_templates"
        out += [f"## {folder}/{name}.yml", "", f"{schema.get('title', name)}.", ""]
        keys = list(_keys(schema))
        if keys:
            out += ["| Key | What it holds |", "|---|---|", *(f"| `{key}` | {_cell(text)} |" for key, text in keys), ""]
    return "\n".join(out)


def _keys(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys at the top of a file, and those of its entries."""
    for key, each in schema.get("properties", {}).items():
        inner = each.get("items", each)
        below = ", ".join(f"`{name}`" for name in inner.get("properties", {}))
        text = ". ".join(text.rstrip(".") for text in (each.get("title", ""), each.get("description", "")) if text)
        yield key, " ".join(filter(None, (text and f"{text}.", below and f"Keys: {below}."))) or each.get("type", "")
    entry = schema.get("additionalProperties")
    if isinstance(entry, dict):
        inner = entry.get("additionalProperties") if isinstance(entry.get("additionalProperties"), dict) else entry
        for key, each in (inner or {}).get("properties", {}).items():
            yield f"… {key}", each.get("description", "") or str(each.get("type", ""))


def _default(parameter: Parameter) -> str:
    shown = [_value(parameter.defaults[baseline]) for baseline in Baseline]
    unit = f" {parameter.unit}" if parameter.unit else ""
    return (shown[0] if len(set(shown)) == 1 else " / ".join(shown)) + unit


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "none" if value in (None, "") else str(value)


def _bounds(parameter: Parameter) -> str:
    schema = parameter.schema
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "minimum" in schema or "maximum" in schema:
        direction = {"higher": "; higher is stricter", "lower": "; lower is stricter"}.get(parameter.stricter, "")
        return f"{schema.get('minimum', '…')} to {schema.get('maximum', '…')}{direction}"
    if parameter.kind == "array":
        return f"{schema.get('minItems', 0)} to {schema.get('maxItems', 'any number of')} entries"
    return {"boolean": "true, false", "string": "text"}.get(parameter.kind, "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ") if "<a id" not in text else text
