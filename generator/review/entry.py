"""One entry of the approval ledger: what was approved or reviewed, by whom, when, and what proves it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Entry", "Evidence", "Signatory", "entry_of", "version_key", "write_entry"]


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person in a role."""

    role: str
    person: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves that somebody approved."""

    minute: str = ""
    """Where the decision is minuted."""
    file: str = ""
    """Name of a signed file."""
    sha256: str = ""
    """Digest of that file."""
    commit_signature: bool = False
    """The commit that introduces the entry is signed by who approved."""
    own_commit: bool = False
    """Who approved commits the entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger."""

    kind: str
    """approval; values, where an owner approves delegated values; or review, where a text was left unchanged."""
    policy: str
    version: str
    digest: str
    language: str
    """The language that binds."""
    by: Signatory
    recorded_name: str
    recorded_email: str
    evidence: Evidence
    on: str
    """When it was approved or reviewed, YYYY-MM-DD."""
    in_force_from: str = ""
    replaces: str = ""
    summary: str = ""
    reason: str = ""
    consulted: tuple[str, ...] = ()
    also: tuple[Signatory, ...] = ()
    """Who approved too."""
    own_author: bool = False
    """The author of the change approved it alone."""
    values: Mapping[str, str | int] = field(default_factory=dict)
    raw: str = ""
    """The entry as it stands in the ledger."""
    number: int = 0
    """Its place in the ledger, counted from 0."""
    line: int = 1


def version_key(version: str) -> tuple[int, ...]:
    """Return a version as numbers that can be compared; 1.0 equals 1."""
    numbers = [int(part) for part in version.split(".")]
    return tuple([*numbers, 0, 0][:3])


def entry_of(data: Mapping[str, Any], raw: str = "", number: int = 0, line: int = 1) -> Entry:
    """Return an entry that the schema has found right."""
    evidence, recorded = data["evidence"], data["recorded_by"]
    done = "reviewed" if data["kind"] == "review" else "approved"
    file = evidence.get("file") or {}
    return Entry(
        kind=data["kind"],
        policy=data["policy"],
        version=data["version"],
        digest=data["digest"],
        language=data["language"],
        by=Signatory(data[f"{done}_by"]["role"], data[f"{done}_by"]["person"]),
        recorded_name=recorded["name"],
        recorded_email=recorded["email"],
        evidence=Evidence(
            minute=evidence.get("minute", ""),
            file=file.get("name", ""),
            sha256=file.get("sha256", ""),
            commit_signature=bool(evidence.get("commit_signature")),
            own_commit=bool(evidence.get("own_commit")),
        ),
        on=data[f"{done}_on"],
        in_force_from=data.get("in_force_from", ""),
        replaces=data.get("replaces", ""),
        summary=data.get("summary", ""),
        reason=data.get("reason", ""),
        consulted=tuple(data.get("consulted", ())),
        also=tuple(Signatory(item["role"], item["person"]) for item in data.get("with", ())),
        own_author=bool(data.get("own_author")),
        values=dict(data.get("values", {})),
        raw=raw,
        number=number,
        line=line,
    )


def write_entry(entry: Entry) -> str:
    """Return an entry as the YAML that is added to the ledger."""
    proof = entry.evidence
    done = "reviewed" if entry.kind == "review" else "approved"
    out = [
        f"- kind: {entry.kind}",
        f"  policy: {entry.policy}",
        f"  version: {_text(entry.version)}",
        f"  digest: {_text(entry.digest)}",
        f"  language: {_text(entry.language)}",
        f"  {done}_by: {_person(entry.by)}",
    ]
    out += ["  with:", *(f"    - {_person(person)}" for person in entry.also)] if entry.also else []
    out += [
        f"  recorded_by: {{name: {_text(entry.recorded_name)}, email: {_text(entry.recorded_email)}}}",
        "  evidence:",
    ]
    out += [f"    minute: {_text(proof.minute)}"] if proof.minute else []
    out += [f"    file: {{name: {_text(proof.file)}, sha256: {_text(proof.sha256)}}}"] if proof.file else []
    out += ["    commit_signature: true"] if proof.commit_signature else []
    out += ["    own_commit: true"] if proof.own_commit else []
    out += ["  consulted:", *(f"    - {_text(name)}" for name in entry.consulted)] if entry.consulted else []
    out.append(f"  {done}_on: {_text(entry.on)}")
    for name in ("in_force_from", "replaces"):
        if getattr(entry, name):
            out.append(f"  {name}: {_text(getattr(entry, name))}")
    if entry.values:
        out += ["  values:", *(f"    {name}: {json.dumps(value)}" for name, value in entry.values.items())]
    out += ["  own_author: true"] if entry.own_author else []
    for name in ("summary", "reason"):
        if getattr(entry, name):
            out.append(f"  {name}: {_text(getattr(entry, name))}")
    return "\n".join(out) + "\n"


def _text(text: str) -> str:
    """Return a text in double quotes, which YAML reads as it stands whatever it holds."""
    return json.dumps(text, ensure_ascii=False)


def _person(person: Signatory) -> str:
    return f"{{role: {person.role}, person: {_text(person.person)}}}"
