"""What the organisation keeps beside its values: applicability of controls, exceptions, and activities done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.config import (
    Activity,
    Applicability,
    ExceptionEntry,
    YamlFile,
    read_activities,
    read_applicability,
    read_exceptions,
    read_yaml,
)
from generator.problems import Problems
from generator.project.layers import SourceFile

__all__ = ["Registers", "read_registers"]


@dataclass(frozen=True, slots=True)
class Registers:
    """Three files of site_config/, each of which may be absent."""

    applicability: Applicability = field(default_factory=Applicability)
    exceptions: tuple[ExceptionEntry, ...] = ()
    activities: tuple[Activity, ...] = ()


def read_registers(files: Mapping[str, list[SourceFile]]) -> tuple[Registers, Problems]:
    """Read the three files; one that cannot be read counts as empty."""
    problems = Problems()

    def file(name: str) -> YamlFile:
        path = f"site_config/{name}.yml"
        sources = files.get(path)
        if not sources:
            return YamlFile(path, {})
        yaml, found = read_yaml(path, sources[-1].text or "")
        problems.extend(found)
        return yaml

    applicability, found = read_applicability(file("applicability"))
    problems.extend(found)
    exceptions, found = read_exceptions(file("exceptions"))
    problems.extend(found)
    activities, found = read_activities(file("activities"))
    problems.extend(found)
    return Registers(applicability, exceptions, activities), problems
