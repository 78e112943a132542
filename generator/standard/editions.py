"""The 2013 and 2022 editions of ISO/IEC 27002 and the clauses of ISO/IEC 27001."""

from __future__ import annotations

from dataclasses import dataclass

from generator.standard.tables import rows

__all__ = [
    "Clause",
    "Control2013",
    "Control2022",
    "DocumentedInformation",
    "load_2013",
    "load_2022",
    "load_clauses",
    "load_documented_information",
]


@dataclass(frozen=True, slots=True)
class Control2013:
    """A control of the 2013 edition."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Control2022:
    """A control of the 2022 edition with its attributes."""

    number: str
    title: str
    theme: str
    new: bool
    """Whether the 2022 edition introduced it."""
    types: tuple[str, ...]
    properties: tuple[str, ...]
    """Confidentiality, integrity, availability: those it protects."""
    concepts: tuple[str, ...]
    capabilities: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the management-system standard ISO/IEC 27001."""

    edition: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class DocumentedInformation:
    """An item of documented information that ISO/IEC 27001 asks for."""

    item: str
    kind: str
    """'document' (kept current) or 'record' (kept unchanged)."""
    clause_2013: str
    clause_2022: str


def load_2013() -> dict[str, Control2013]:
    """Return the 114 controls of 2013 by number."""
    return {
        row["control"]: Control2013(row["control"], row["title"])
        for row in rows("iso27002-2013")
        if row["level"] == "control"
    }


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


def load_2022() -> dict[str, Control2022]:
    """Return the 93 controls of 2022 by number."""
    return {
        row["control"]: Control2022(
            number=row["control"],
            title=row["title"],
            theme=row["theme"],
            new=row["new_in_2022"] == "yes",
            types=_words(row["control_type"]),
            properties=tuple(row["information_security_properties"].lower().split()),
            concepts=_words(row["cybersecurity_concepts"]),
            capabilities=_words(row["operational_capabilities"]),
            domains=_words(row["security_domains"]),
        )
        for row in rows("iso27002-2022")
    }


def load_clauses() -> tuple[Clause, ...]:
    """Return the clauses of ISO/IEC 27001, both editions, in order."""
    return tuple(Clause(row["edition"], row["clause"], row["title"]) for row in rows("iso27001-clauses"))


def load_documented_information() -> tuple[DocumentedInformation, ...]:
    """Return what ISO/IEC 27001 demands as documented information."""
    return tuple(
        DocumentedInformation(row["item"], row["kind"], row["clause_2013"], row["clause_2022"])
        for row in rows("iso27001-documented-information")
    )
