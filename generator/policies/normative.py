"""Normative text, `policy-text/1`: the words that an approval binds, and their digest.

UTF-8, NFC, LF, single spaces. Outside it stand guidance, evidence, findings, links, dates, status, holders' names
and generated lists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from generator.policies.model import Policy, Prose, Section, Statement
from generator.text import plain_text
from generator.text.marks import replace_values

__all__ = ["FORMAT", "binds", "digest", "normative_text"]

FORMAT = "policy-text/1"
_SECTIONS = ("purpose", "scope", "responsibilities", "exceptions", "consequences")


def normative_text(policy: Policy, bounds: Mapping[str, str] | None = None) -> str:
    """Return the normative text of a policy with the values in force.

    `bounds` names values that are delegated: in the text that an approver binds, their bounds stand in their place, as
    `⟦password.min_length: 12–20⟧`. A value that templates compute with or ask for keeps its effect.
    """
    instead = {name: f"⟦{name}: {text}⟧" for name, text in (bounds or {}).items()}
    out = [FORMAT, f"ref: {policy.ref}", f"language: {policy.language}", f"title: {policy.title}"]
    for part in policy.order:
        if isinstance(part, Section):
            if binds(policy, part):
                out += ["", f"## {part.heading}"]
                for block in part.blocks:
                    out += _block(block, instead)
        else:
            for control in part.controls:
                body = [line for block in control.blocks for line in _block(block, instead)]
                if body:
                    out += ["", f"### {control.number} {control.title}", *body]
    return "\n".join(out) + "\n"


def digest(text: str) -> str:
    """Return the SHA-256 of a normative text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def binds(policy: Policy, section: Section) -> bool:
    """Say whether a section of a policy stands in its normative text."""
    return section.key in _SECTIONS or policy.domain is None


def _block(block: Prose | Statement, instead: Mapping[str, str]) -> list[str]:
    if isinstance(block, Statement):
        if not block.in_force:
            return []
        head = f"[{block.id}] {block.role} {block.modality.value} {block.baseline.value}"
        return [f"{head}: {plain_text(replace_values(block.body, instead))}"]
    paragraphs: list[list[str]] = [[]]
    for line in block.lines:
        starts_item = line.text.lstrip().startswith(("- ", "* ", "|", "#"))
        if not line.text.strip() or starts_item:
            paragraphs.append([])
        if line.text.strip():
            paragraphs[-1].append(line.text)
    texts = (plain_text(replace_values(" ".join(lines), instead)) for lines in paragraphs if lines)
    return [text for text in texts if text]
