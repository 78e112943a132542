"""Normative text, `policy-text/1`: the words that an approval binds, and their digest.

UTF-8, NFC, LF, single spaces. Outside it stand guidance, evidence, findings, links, dates, status, holders' names
and generated lists.
"""

from __future__ import annotations

import hashlib

from generator.policies.model import Policy, Prose, Section, Statement
from generator.text import plain_text

__all__ = ["FORMAT", "digest", "normative_text"]

FORMAT = "policy-text/1"
_SECTIONS = ("purpose", "scope", "responsibilities", "exceptions", "consequences")


def normative_text(policy: Policy) -> str:
    """Return the normative text of a policy with the values in force."""
    out = [FORMAT, f"ref: {policy.ref}", f"language: {policy.language}", f"title: {policy.title}"]
    for part in policy.order:
        if isinstance(part, Section):
            if part.key in _SECTIONS or policy.domain is None:
                out += ["", f"## {part.heading}"]
                for block in part.blocks:
                    out += _block(block)
        else:
            for control in part.controls:
                body = [line for block in control.blocks for line in _block(block)]
                if body:
                    out += ["", f"### {control.number} {control.title}", *body]
    return "\n".join(out) + "\n"


def digest(text: str) -> str:
    """Return the SHA-256 of a normative text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _block(block: Prose | Statement) -> list[str]:
    if isinstance(block, Statement):
        if not block.in_force:
            return []
        head = f"[{block.id}] {block.role} {block.modality.value} {block.baseline.value}"
        return [f"{head}: {block.body_text}"]
    paragraphs: list[list[str]] = [[]]
    for line in block.lines:
        starts_item = line.text.lstrip().startswith(("- ", "* ", "|", "#"))
        if not line.text.strip() or starts_item:
            paragraphs.append([])
        if line.text.strip():
            paragraphs[-1].append(line.text)
    return [text for text in (plain_text(" ".join(lines)) for lines in paragraphs if lines) if text]
