"""The grammar of a statement: a bold role and modal verb, a sentence, an id."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.config import Baseline
from generator.policies.model import Modality
from generator.problems import Problems
from generator.text import Words, plain_text
from generator.text.marks import END, ROLE, SEPARATOR, VALUE

__all__ = ["ParsedStatement", "looks_like_statement", "parse_statement"]

_LEAD = re.compile(r"^- \*\*(.*?)\*\*\s*(.*)$", re.DOTALL)
_ROLE = re.compile(f"^{ROLE}([^{SEPARATOR}]*){SEPARATOR}([^{END}]*){END}\\s*(.*)$", re.DOTALL)
_ATTRIBUTES = re.compile(r"\s*\{:([^{}]*)\}\s*$")
_TOKEN = re.compile(r"#(?P<id>\S+)|\.(?P<class>\S+)|(?P<key>[\w-]+)=(?P<value>\"[^\"]*\"|'[^']*'|\S+)|(?P<other>\S+)")
_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_VALUES = re.compile(f"{VALUE}([^{SEPARATOR}]*){SEPARATOR}")


@dataclass(frozen=True, slots=True)
class ParsedStatement:
    """What the text of one list item says."""

    role: str
    role_words: str
    modality: Modality
    verb: str
    body: str
    name: str
    baseline: Baseline
    c2022: tuple[str, ...]
    parameters: tuple[str, ...]


def looks_like_statement(text: str, words: Words) -> bool:
    """Say whether a list item outside a control means to be a statement: bold, with a role or a modal verb."""
    match = _LEAD.match(text)
    if not match:
        return False
    lead = plain_text(match[1])
    return ROLE in match[1] or any(lead.endswith(f" {verb}") for verbs in words.modals.values() for verb in verbs)


def parse_statement(text: str, path: str, line: int, words: Words, problems: Problems) -> ParsedStatement | None:
    """Read one list item as a statement; None and a problem where it is none."""
    attributes = _ATTRIBUTES.search(text)
    bare = text[: attributes.start()] if attributes else text
    lead = _LEAD.match(bare)
    role = _ROLE.match(lead[1].strip()) if lead else None
    if lead is None or role is None:
        found = plain_text(lead[1] if lead else bare[2:])[:50]
        problems.error("T020", path, line, 1, f"This statement names no role; it begins with '{found}'.")
        return None
    verb = plain_text(role[3])
    modality = next((Modality(key) for key, verbs in words.modals.items() if verb in verbs), None)
    body = lead[2].strip()
    name, baseline, c2022 = _attributes(attributes[1] if attributes else "", path, line, problems)
    if modality is None:
        found = f"'{verb}' is none" if verb else "none stands behind the role"
        problems.error("T021", path, line, 1, f"This statement has no modal verb; {found}.")
        return None
    if not name:
        problems.error("T022", path, line, 1, f"This statement has no id: '{plain_text(body)[:50]}'.")
        return None
    if not plain_text(body):
        problems.error("T024", path, line, 1, f"The statement '{name}' says nothing behind its verb.")
        return None
    subject = plain_text(role[2])
    return ParsedStatement(
        role=role[1],
        role_words=subject[:1].upper() + subject[1:],
        modality=modality,
        verb=verb,
        body=body,
        name=name,
        baseline=baseline,
        c2022=c2022,
        parameters=tuple(dict.fromkeys(_VALUES.findall(body))),
    )


def _attributes(text: str, path: str, line: int, problems: Problems) -> tuple[str, Baseline, tuple[str, ...]]:
    name, baseline, c2022 = "", Baseline.STANDARD, ()
    for token in _TOKEN.finditer(text):
        if token["id"]:
            if name:
                problems.error("T025", path, line, 1, f"The statement has two ids, {name} and {token['id']}.")
            name = token["id"]
            if not _ID.match(name):
                problems.error("T022", path, line, 1, f"The id '{name}' must be lower-case words joined by hyphens.")
        elif token["class"] in ("basic", "enhanced"):
            if baseline is not Baseline.STANDARD:
                message = f"The statement has two baselines, {baseline.value} and {token['class']}."
                problems.error("T025", path, line, 1, message)
            baseline = Baseline(token["class"])
        elif token["key"] == "c2022":
            c2022 = tuple(token["value"].strip("\"'").split())
        else:
            problems.error("T025", path, line, 1, f"'{token[0]}' is no attribute of a statement.")
    return name, baseline, c2022
