"""How the controls of one edition stand in another, with the confidence of each statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.standard.tables import rows

__all__ = ["Mapping", "load_2005_to_2013", "load_2005_to_2022", "load_2013_to_2022", "load_frameworks"]


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of a mapping table: a control of one edition and its counterparts in another."""

    source: str
    """Number in the older edition; empty where the newer control has no ancestor."""
    targets: tuple[str, ...]
    """Numbers in the newer edition; empty where the control was removed."""
    relation: str
    confidence: str
    """high, medium or low; empty where the table does not grade."""
    note: str


def load_2005_to_2013() -> tuple[Mapping, ...]:
    """Return the mapping from 2005 to 2013."""
    return tuple(
        Mapping(row["id_2005"], tuple(row["ids_2013"].split()), row["relation"], row["confidence"], row["note"])
        for row in rows("map-2005-2013")
    )


def load_2005_to_2022() -> tuple[Mapping, ...]:
    """Return the mapping from 2005 to 2022."""
    return tuple(
        Mapping(
            row["id_2005"], tuple(row["ids_2022_recommended"].split()), row["basis"], row["confidence"], row["note"]
        )
        for row in rows("map-2005-2022")
    )


def load_2013_to_2022() -> tuple[Mapping, ...]:
    """Return the mapping from 2013 to 2022, which is not graded."""
    return tuple(
        Mapping(row["id_2013"], tuple(row["ids_2022"].split()), row["relation"], "", "")
        for row in rows("map-2013-2022")
    )


def load_frameworks() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return for NIST CSF 2.0 and NIST SP 800-53 r5 what each of their items corresponds to in ISO/IEC 27001:2022."""
    return {
        "NIST CSF 2.0": _framework(rows("map-nistcsf2-iso27001-2022"), "nist_csf_2_0"),
        "NIST SP 800-53 r5": _framework(rows("map-nist80053r5-iso27001-2022"), "nist_800_53_r5"),
    }


def _framework(table: Iterable[dict[str, str]], key: str) -> dict[str, tuple[str, ...]]:
    return {row[key]: tuple(dict.fromkeys(row["iso27001_2022"].split())) for row in table}
