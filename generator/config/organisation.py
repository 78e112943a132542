"""Reads organisation.yml: who the organisation is, who holds which role, and the values of its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.config.approval import Approval, read_approval
from generator.config.brand import Brand, read_brand
from generator.config.inheritance import check_locked, inherit, said
from generator.config.organisation_form import FIELDS, organisation_schema
from generator.config.parameters import Baseline, Parameter
from generator.config.printing import Printing, check_levels, read_printing
from generator.config.registers import Role
from generator.config.settings import Settings, Value
from generator.config.validation import validate
from generator.config.yaml_file import YamlFile, check_characters
from generator.problems import Problems, did_you_mean

__all__ = ["Acceptance", "Holder", "Organisation", "read_organisation"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role."""

    role: str
    holder: str
    person: str
    email: str
    phone: str
    deputy: str
    git: tuple[str, ...]
    line: int = 0
    """Where organisation.yml names the holder; 0 where a group does."""
    forge: str = ""
    """Account or team on the forge, with its @."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A piece of advice that a named person chose not to follow, until a date."""

    rule: str
    reason: str
    by: str
    until: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation as it describes itself."""

    path: str
    settings: Settings
    holders: Mapping[str, Holder]
    roles: Mapping[str, Role]
    accepted: tuple[Acceptance, ...]
    doubtful: frozenset[str]
    """Values that could not be read and stand at their defaults; nothing is concluded from them."""
    readable: bool
    """False when the file could not be read at all."""
    fields: Mapping[str, Parameter]
    brand: Brand = field(default_factory=Brand)
    approval: Approval = field(default_factory=Approval)
    """How policies are approved here."""
    printing: Printing = field(default_factory=Printing)

    @property
    def name(self) -> str:
        """Return the name that readers know."""
        return str(self.settings["organisation.name"])

    @property
    def baseline(self) -> Baseline:
        """Return the baseline the organisation takes on."""
        return Baseline(self.settings["organisation.baseline"])

    def bearer(self, role: str) -> str:
        """Return the role that has the duties of `role`: itself, or the first it falls to that somebody holds."""
        step = role
        passed: set[str] = set()
        while step and step not in self.holders and step != "everyone":
            passed.add(step)
            found = self.roles.get(step)
            step = found.falls_to if found and found.falls_to not in passed else ""
        return step

    def holder(self, role: str) -> Holder | None:
        """Return who has the duties of a role in the end, or None where nobody is named."""
        return self.holders.get(self.bearer(role))


def _field_parameter(key: str) -> Parameter:
    schema = FIELDS[key]
    default = {
        "baseline": "standard",
        "sector": "not said",
        "portal_url": "",
        "source_url": "",
        "legal_name": "",
        "staff": 1,
    }.get(key, "")
    return Parameter(
        name=f"organisation.{key}",
        title=schema["title"],
        description=schema["description"],
        schema=schema,
        unit=str(schema.get("x-unit", "")),
        labels={},
        defaults=dict.fromkeys(Baseline, default),
        stricter="none",
        source="fact about the organisation",
        level_of="",
        question="",
        reason_when_false="",
        activity="",
        path="site_config/organisation.yml",
        line=1,
        column=1,
    )


def read_organisation(
    file: YamlFile,
    parameters: Mapping[str, Parameter],
    roles: Mapping[str, Role],
    *,
    readable: bool = True,
    groups: Sequence[YamlFile] = (),
) -> tuple[Organisation, Problems]:
    """Read organisation.yml over those of its groups, the nearest last.

    What is wrong in it stands at its default, or as the group has it, and gives a problem at its place.
    """
    problems = Problems()
    schema = organisation_schema(parameters, roles)
    doubtful: set[str] = _judge(file, schema, problems) if readable else set()
    inherited, found = inherit(groups, [frozenset(_judge(each, schema, problems)) for each in groups], parameters)
    problems.extend(found)
    problems.extend(check_locked(file, inherited))
    fields = {f"organisation.{key}": _field_parameter(key) for key in FIELDS}
    own = dict(said(file.data))
    above = inherited.values.get("organisation.baseline", (None,))[0]
    chosen = own.get("organisation.baseline", above)
    baseline = Baseline(chosen) if chosen in list(Baseline) else Baseline.STANDARD
    values: dict[str, Value] = {}
    for name, parameter in {**fields, **parameters}.items():
        group, _, key = name.partition(".")
        if name in own and name not in doubtful and name not in inherited.locked:
            mark = file.value_mark((group, key))
            values[name] = Value(parameter, own[name], said=True, path=file.path, line=mark.line, column=mark.column)
        elif name in inherited.values:
            value, path, mark = inherited.values[name]
            values[name] = Value(parameter, value, said=True, path=path, line=mark.line, column=mark.column)
        else:
            mark = file.key_mark((group,))
            value = parameter.defaults[baseline]
            values[name] = Value(parameter, value, said=False, path=file.path, line=mark.line, column=mark.column)
    for key, stand_in in (("name", "Our organisation"), ("legal_name", None), ("country", "LU")):
        value_now = values[f"organisation.{key}"]
        if not value_now.said:
            text = stand_in or values["organisation.name"].data
            values[f"organisation.{key}"] = replace(value_now, data=text)
    settings = Settings(values)
    problems.extend(_levels(settings, parameters, doubtful))
    approval, found = read_approval(file, parameters, settings, frozenset(doubtful))
    problems.extend(found)
    brand, found = read_brand(file)
    problems.extend(found)
    printing = read_printing(file)
    levels = values.get("classification.confidentiality_levels")
    if levels is not None and isinstance(levels.data, list):
        problems.extend(check_levels(file, printing, [str(level) for level in levels.data]))
    organisation = Organisation(
        path=file.path,
        settings=settings,
        holders=dict(_holders({**inherited.roles, **_mapping(file.data.get("roles"))}, file)),
        roles=roles,
        accepted=tuple(_accepted(file)),
        doubtful=frozenset(doubtful),
        readable=readable,
        fields=fields,
        brand=brand,
        approval=approval,
        printing=printing,
    )
    return organisation, problems


def _judge(file: YamlFile, schema: dict[str, Any], problems: Problems) -> set[str]:
    """Add what is wrong in a file to the problems, and return the values that cannot be relied on."""
    found = validate(file, schema, "a parameter")
    found.extend(check_characters(file))
    problems.extend(found)
    doubtful: set[str] = set()
    for problem in found:
        doubtful.update(_names_at(file, problem.line))
    if found:  # what << merges in has no place of its own, so any problem may be its
        doubtful.update(name for name, _ in said(file.data) if tuple(name.split(".", 1)) not in file.values)
    return doubtful


def _mapping(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _names_at(file: YamlFile, line: int) -> Iterator[str]:
    for marks in (file.values, file.keys):
        for at, mark in marks.items():
            if mark.line == line and len(at) >= 2:
                yield f"{at[0]}.{at[1]}"


def _levels(settings: Settings, parameters: Mapping[str, Parameter], doubtful: set[str]) -> Problems:
    problems = Problems()
    for parameter in parameters.values():
        source = settings.values.get(parameter.level_of)
        value = settings.values[parameter.name]
        if source is None or not isinstance(source.data, list) or {parameter.name, parameter.level_of} & doubtful:
            continue
        if value.data not in source.data:
            near = did_you_mean(str(value.data), source.data)
            origin = "is" if value.said else "is by default"
            problems.error(
                "P014",
                value.path,
                value.line,
                value.column,
                f"{parameter.name} {origin} '{value.data}', which is not one of {parameter.level_of}: "
                f"{', '.join(map(str, source.data))}.{near}",
            )
            doubtful.add(parameter.name)
    return problems


def _holders(data: Mapping[str, Any], file: YamlFile) -> Iterator[tuple[str, Holder]]:
    for role, entry in data.items():
        if isinstance(entry, dict):
            git = entry.get("git")
            yield (
                role,
                Holder(
                    role=role,
                    holder=str(entry.get("holder") or entry.get("person") or ""),
                    person=str(entry.get("person") or ""),
                    email=str(entry.get("email") or ""),
                    phone=str(entry.get("phone") or ""),
                    deputy=str(entry.get("deputy") or ""),
                    git=(git,) if isinstance(git, str) else tuple(map(str, git)) if isinstance(git, list) else (),
                    line=file.keys[("roles", role)].line if ("roles", role) in file.keys else 0,
                    forge=str(entry.get("forge") or ""),
                ),
            )


def _accepted(file: YamlFile) -> Iterator[Acceptance]:
    data = file.data.get("accepted")
    for number, entry in enumerate(data if isinstance(data, list) else ()):
        if isinstance(entry, dict):
            until = str(entry.get("until", ""))
            try:
                datetime.date.fromisoformat(until)
            except ValueError:
                continue
            rule, reason, by = (str(entry.get(key, "")) for key in ("rule", "reason", "by"))
            mark = file.value_mark(("accepted", number, "rule"))
            yield Acceptance(rule, reason, by, until, mark.line, mark.column)
