"""Rules: values checked against each other, against duties of law and against good practice."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2.sandbox import SandboxedEnvironment

from generator.config.context import known_names, template_context
from generator.config.organisation import Organisation
from generator.config.registers import Law, Role
from generator.config.validation import validate
from generator.config.yaml_file import YamlFile
from generator.problems import Problems, did_you_mean
from generator.text.conditions import names_in
from generator.text.markdown import plain_text

__all__ = ["RULES_SCHEMA", "Rule", "apply_rules", "read_rules"]

_TEXT = {"type": "string", "minLength": 1}

RULES_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Rules over the values",
    "type": "object",
    "required": ["rules"],
    "additionalProperties": False,
    "properties": {
        "rules": {
            "type": "array",
            "description": "Conditions over the values that must not hold, each with what is said when one does.",
            "items": {
                "type": "object",
                "required": ["id", "title", "when", "severity", "message", "source"],
                "additionalProperties": False,
                "properties": {
                    "id": {
                        **_TEXT,
                        "pattern": "^[A-Z]+[0-9]+$",
                        "x-form": "capital letters and digits such as R08",
                        "description": "The code by which the rule is shown and its advice accepted.",
                    },
                    "title": {**_TEXT, "description": "What the rule looks after, in a few words."},
                    "when": {**_TEXT, "description": "The condition that raises the rule, as a Jinja expression."},
                    "severity": {
                        "enum": ["error", "duty", "advice"],
                        "enumDescriptions": [
                            "the values contradict each other",
                            "law or contract asks for something else",
                            "good practice; may be accepted with a reason",
                        ],
                        "description": "How much the finding matters: error and duty stop a build, advice does not.",
                    },
                    "message": {**_TEXT, "description": "What is said when the rule is broken; may print values."},
                    "hint": {**_TEXT, "description": "What to do about it."},
                    "source": {
                        **_TEXT,
                        "description": "Who says so: an authority, arithmetic, logic or own judgement.",
                    },
                    "law": {**_TEXT, "description": "The law the rule follows, an id of laws.yml."},
                },
            },
        }
    },
}

_EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
_FUNCTIONS = frozenset(["rank", "same_person", "phone", "deputy", "named", "in_eu", "today"])


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule over the values."""

    id: str
    title: str
    when: str
    severity: str
    """error (a contradiction), duty (law or contract is broken) or advice."""
    message: str
    hint: str
    source: str
    law: str
    path: str
    line: int

    @property
    def names(self) -> tuple[str, ...]:
        """Return the values that the condition and the message read, as group.name."""
        found = names_in(self.when) + names_in(self.message)
        return tuple(dict.fromkeys(f"{group}.{name}" for group, name, _ in found if name))


def read_rules(files: Iterable[YamlFile]) -> tuple[dict[str, Rule], Problems]:
    """Read the rules of all layers; a rule of a later layer with the same id replaces the earlier."""
    rules: dict[str, Rule] = {}
    problems = Problems()
    for file in files:
        problems.extend(validate(file, RULES_SCHEMA, "known in a rule"))
        entries = file.data.get("rules")
        seen: dict[str, int] = {}
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            if not isinstance(entry, dict) or "id" not in entry or "when" not in entry:
                continue
            line = file.value_mark(("rules", number)).line
            rule = Rule(
                id=str(entry["id"]),
                title=str(entry.get("title", "")),
                when=str(entry["when"]),
                severity=str(entry.get("severity", "advice")),
                message=str(entry.get("message", "")),
                hint=str(entry.get("hint", "")),
                source=str(entry.get("source", "")),
                law=str(entry.get("law", "")),
                path=file.path,
                line=line,
            )
            if rule.id in seen:
                problems.error(
                    "Y002", file.path, line, 1, f"The rule {rule.id} stands twice (first on line {seen[rule.id]})."
                )
            seen[rule.id] = line
            rules[rule.id] = rule
    return rules, problems


def apply_rules(
    rules: Mapping[str, Rule],
    organisation: Organisation,
    roles: Mapping[str, Role],
    laws: Mapping[str, Law],
    environment: SandboxedEnvironment,
    today: datetime.date,
) -> Problems:
    """Return a problem for each rule that the values break.

    Nothing is concluded from a value that could not be read. Advice that somebody accepted stays silent until
    the date of the acceptance.
    """
    problems = Problems()
    context = {**template_context(organisation, roles), **_functions(organisation, today)}
    known = known_names(organisation, roles)
    accepted = _acceptances(rules, organisation, today, problems)
    for rule in rules.values():
        if not _names_hold(rule, known, problems):
            continue
        if rule.law and rule.law not in laws:
            problems.error(
                "L007", rule.path, rule.line, 1, f"The rule {rule.id} cites the law {rule.law}, which is unknown."
            )
        if organisation.doubtful & set(rule.names):
            continue
        try:
            broken = environment.compile_expression(rule.when, undefined_to_none=False)(**context)
            message = plain_text(environment.from_string(rule.message).render(context)) if broken else ""
        except Exception as error:  # noqa: BLE001 whatever a rule raises is its author's and is reported
            problems.error("R000", rule.path, rule.line, 1, f"The rule {rule.id} cannot be decided: {error}.")
            continue
        if not broken or rule.id in accepted:
            continue
        path, line, column = _place(rule, organisation)
        source = f" ({rule.source})" if rule.source not in ("arithmetic", "logic") else ""
        if rule.severity == "advice":
            problems.advice(rule.id, path, line, column, f"{message}{source}", rule.hint)
        else:
            problems.error(rule.id, path, line, column, f"{message}{source}", rule.hint)
    return problems


def _names_hold(rule: Rule, known: Mapping[str, frozenset[str]], problems: Problems) -> bool:
    holds = True
    for name in rule.names:
        group, _, key = name.partition(".")
        if group in _FUNCTIONS:
            continue
        if key not in known.get(group, ()):
            near = did_you_mean(name, [f"{first}.{second}" for first, keys in known.items() for second in keys])
            problems.error(
                "R000", rule.path, rule.line, 1, f"The rule {rule.id} reads {name}, which is not a value.{near}"
            )
            holds = False
    return holds


def _place(rule: Rule, organisation: Organisation) -> tuple[str, int, int]:
    values = [organisation.settings.values[name] for name in rule.names if name in organisation.settings.values]
    for value in sorted(values, key=lambda value: not value.said):
        return value.path, value.line, value.column
    return organisation.path, 1, 1


_CONFIRMED = ("A002", "A004")
"""Assumptions that a person may confirm under `accepted:`, where they cannot be said in another way."""


def _acceptances(
    rules: Mapping[str, Rule], organisation: Organisation, today: datetime.date, problems: Problems
) -> set[str]:
    accepted = set()
    for acceptance in organisation.accepted:
        rule = rules.get(acceptance.rule)
        ended = datetime.date.fromisoformat(acceptance.until) < today
        if rule is None and acceptance.rule in _CONFIRMED:
            if ended:
                message = f"The confirmation of {acceptance.rule} ended on {acceptance.until}."
                problems.warning("A005", organisation.path, acceptance.line, acceptance.column, message)
        elif rule is None:
            message = f"There is no rule {acceptance.rule} to accept.{did_you_mean(acceptance.rule, rules)}"
            problems.error("A005", organisation.path, acceptance.line, acceptance.column, message)
        elif rule.severity != "advice":
            message = f"{acceptance.rule} is {rule.severity}, not advice; it cannot be accepted."
            problems.error("A005", organisation.path, acceptance.line, acceptance.column, message)
        elif ended:
            message = f"The acceptance of {acceptance.rule} ended on {acceptance.until}."
            problems.warning("A005", organisation.path, acceptance.line, acceptance.column, message)
        else:
            accepted.add(acceptance.rule)
    return accepted


def _functions(organisation: Organisation, today: datetime.date) -> dict[str, Any]:
    def person(role: str) -> str:
        holder = organisation.holder(role)
        return holder.person.casefold().strip() if holder else ""

    def same_person(first: str, *others: str) -> bool:
        who = person(first) if first in organisation.holders else ""
        return bool(who) and any(person(other) == who for other in others)

    def phone(role: str) -> bool:
        holder = organisation.holder(role)
        return bool(holder and holder.phone)

    def deputy(role: str) -> bool:
        holder = organisation.holder(role)
        return bool(holder and holder.deputy)

    def rank(level: str, levels: list[str]) -> int:
        return levels.index(level) if level in levels else -1

    return {
        "same_person": same_person,
        "phone": phone,
        "deputy": deputy,
        "named": lambda role: role in organisation.holders,
        "rank": rank,
        "in_eu": organisation.settings["organisation.country"] in _EU,
        "today": today.isoformat(),
    }
