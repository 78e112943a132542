"""How the library's example would stand with other words in applicability.yml, exceptions.yml and activities.yml."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from core import TODAY, library, portal

from generator.config import YamlFile, read_activities, read_applicability, read_exceptions, read_yaml
from generator.problems import Problems
from generator.project import Registers
from generator.review import Standing, standing

__all__ = ["AN_EXCEPTION", "read", "stand"]

AN_EXCEPTION = """\
  reason: It is old
  risk: It breaks
  residual_risk: Low
  compensating: We look at it
  requested_by: it_operations
  risk_owner: managing_director
  approved_by: managing_director
  granted_on: "2026-09-01"
  expires: "2027-03-01"
"""
"""An exception without its id and without what it departs from."""


def read(name: str, text: str) -> YamlFile:
    """Return text as a file of site_config/."""
    file, problems = read_yaml(f"site_config/{name}.yml", text)
    assert not problems
    return file


def stand(
    applicability: str = "",
    exceptions: str = "",
    activities: str = "",
    *,
    starts: Mapping[str, str] | None = None,
    today: datetime.date = TODAY,
) -> tuple[Standing, Problems]:
    """Judge three files against the library and its example; the files themselves must be well formed."""
    one, first = read_applicability(read("applicability", applicability))
    two, second = read_exceptions(read("exceptions", exceptions))
    three, third = read_activities(read("activities", activities))
    assert [*first, *second, *third] == []
    project = replace(library(), registers=Registers(one, two, three))
    return standing(project, portal().policies, starts or {}, today)
