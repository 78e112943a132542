"""Plans what an import of values changes in organisation.yml, and finds what is wrong before anything is written."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.adoption.given import Given, understood
from generator.adoption.json_values import read_json_values
from generator.adoption.tables import read_csv_values, read_sheet_values
from generator.config import Parameter, YamlFile, read_yaml
from generator.config.yaml_edit import EditError, set_values
from generator.portal import build_portal
from generator.problems import Problem, Problems, did_you_mean
from generator.project import Project, open_project
from generator.project.layers import LARGEST_FILE
from generator.project.project import ORGANISATION_FILE

__all__ = ["Change", "Import", "plan_import", "read_values"]

_SHEETS, _TABLES, _JSON = (".xlsx", ".xlsm"), (".csv", ".tsv", ".txt"), (".json",)
_ASSUMPTIONS = ("A001", "A002", "A003", "A004")
"""What nobody has said is for `check` to list."""
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that an import sets."""

    name: str
    before: Any
    """What organisation.yml says, or None where it says nothing."""
    after: Any
    given: Given


@dataclass(slots=True)
class Import:
    """What an import would do."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    """How many values already stand in organisation.yml."""
    skipped: int = 0
    """How many values were left out because they are the default."""
    text: str | None = None
    """What organisation.yml would hold; None where it stays as it is, or where there is an error."""
    problems: Problems = field(default_factory=Problems)


def read_values(path: Path, shown: str) -> tuple[list[Given], Problems]:
    """Read the values of a spreadsheet, a CSV file or JSON; problems name the file as `shown`."""
    problems = Problems()
    suffix = path.suffix.lower()
    if suffix not in (*_SHEETS, *_TABLES, *_JSON):
        problems.error("I030", shown, 1, 1, f"{path.name} is no file of a known kind.")
        return [], problems
    try:
        if path.stat().st_size > LARGEST_FILE:
            problems.error("F004", shown, 1, 1, f"{shown} is larger than {LARGEST_FILE // 1_000_000} MB.")
            return [], problems
        data = path.read_bytes()
    except OSError as error:
        problems.error("F003", shown, 1, 1, f"{shown} cannot be read: {error.strerror}.")
        return [], problems
    if suffix in _SHEETS:
        return read_sheet_values(shown, data)
    if suffix in _TABLES:
        return read_csv_values(shown, data)
    try:
        return read_json_values(shown, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line, column = data.count(b"\n", 0, error.start) + 1, error.start - data.rfind(b"\n", 0, error.start)
        problems.error("F002", shown, line, column, f"{shown} is not UTF-8: byte {data[error.start]:#04x}.")
        return [], problems


def plan_import(root: Path, path: Path, shown: str, today: datetime.date, *, only_different: bool = False) -> Import:
    """Work out what the values of a file would change in a policy repository, and hold the result to `check`.

    Problems that an imported value causes carry its place in the file, which they name as `shown`. Problems that the
    repository had before are left to `check`, unless organisation.yml itself cannot be read.
    """
    given, problems = read_values(path, shown)
    plan = Import(problems=problems)
    project = open_project(root)
    text = _text(project, plan.problems)
    if text is None:
        return plan
    source = read_yaml(ORGANISATION_FILE, text)[0]
    known = {name: value.parameter for name, value in project.organisation.settings.values.items()}
    wanted = _known(given, known, shown, plan.problems)
    for name, each in wanted.items():
        _decide(each, known[name], project, source, plan, only_different=only_different)
    candidate = _edited(text, plan, shown)
    if candidate is None:
        return plan
    after = open_project(root, changed={ORGANISATION_FILE: candidate.removeprefix(_MARK)})
    old = build_portal(project, today).problems
    new = build_portal(after, today).problems
    seen = {(problem.code, problem.path, problem.message) for problem in old}
    fresh = [
        problem
        for problem in new
        if problem.code not in _ASSUMPTIONS and (problem.code, problem.path, problem.message) not in seen
    ]
    places = _Places(wanted, shown, source, read_yaml(ORGANISATION_FILE, candidate)[0], after)
    plan.problems.extend(places.placed(problem) for problem in fresh)
    if plan.changes and not plan.problems.errors:
        plan.text = candidate
    return plan


def _text(project: Project, problems: Problems) -> str | None:
    """Return what organisation.yml holds, with its own line ends; None and problems where it cannot be read."""
    file = project.last(ORGANISATION_FILE)
    broken = [problem for problem in project.problems if problem.path == ORGANISATION_FILE and problem.code[0] in "FY"]
    if file is None or any(problem.code != "Y004" for problem in broken):
        problems.extend(broken)
        return None
    return file.absolute.read_bytes().decode("utf-8")


def _known(given: Sequence[Given], known: Mapping[str, Parameter], shown: str, problems: Problems) -> dict[str, Given]:
    """Return the values by their names; an unknown name and one that stands twice are problems."""
    wanted: dict[str, Given] = {}
    for each in given:
        named = each.named
        if each.name not in known:
            message = named.before(f"{each.name} is not a parameter.{did_you_mean(each.name, known)}")
            problems.error("P012", shown, named.line, named.column, message)
        elif each.name in wanted:
            message = named.before(f"{each.name} stands twice (first at {wanted[each.name].named.shown}).")
            problems.error("Y002", shown, named.line, named.column, message)
        else:
            wanted[each.name] = each
    return wanted


def _decide(
    given: Given, parameter: Parameter, project: Project, source: YamlFile, plan: Import, *, only_different: bool
) -> None:
    group, _, key = given.name.partition(".")
    entries = source.data.get(group)
    says = isinstance(entries, dict) and key in entries
    before = entries[key] if isinstance(entries, dict) and says else None
    after = understood(given, parameter)
    if says and _equal(before, after):
        plan.same += 1
    elif only_different and not says and _equal(project.organisation.settings[given.name], after):
        plan.skipped += 1
    else:
        plan.changes.append(Change(given.name, before, after, given))


def _equal(one: Any, other: Any) -> bool:
    """Compare as YAML does: 1 is not true."""
    return json.dumps(one, sort_keys=True, default=str) == json.dumps(other, sort_keys=True, default=str)


def _edited(text: str, plan: Import, shown: str) -> str | None:
    """Return organisation.yml with all changes; None and a problem for each change that cannot be made in place."""
    mark = _MARK if text.startswith(_MARK) else ""
    bare = text.removeprefix(_MARK)
    try:
        return mark + set_values(bare, {change.name: change.after for change in plan.changes})
    except EditError as whole:
        reasons = {}
        for change in plan.changes:
            try:
                set_values(bare, {change.name: change.after})
            except EditError as error:
                reasons[change.name] = error
        for change in plan.changes:
            if not reasons or change.name in reasons:
                place = change.given.place
                message = place.before(f"{change.name} cannot be written in place: {reasons.get(change.name, whole)}.")
                plan.problems.error("I036", shown, place.line, place.column, message)
        return None


class _Places:
    """Finds for a problem of the changed organisation.yml the place in the imported file that caused it."""

    def __init__(
        self, given: Mapping[str, Given], shown: str, source: YamlFile, changed: YamlFile, project: Project
    ) -> None:
        self.given, self.shown, self.source = given, shown, source
        self.vocabulary = project.vocabulary
        self.names: dict[tuple[int, int], tuple[str | int, ...]] = {}
        for marks in (changed.keys, changed.values):
            for at, mark in marks.items():
                self.names.setdefault((mark.line, mark.column), at)

    def placed(self, problem: Problem) -> Problem:
        """Return a problem at the value that was given, or where it stands in the file as it is now."""
        for name in self._blamed(problem):
            if name in self.given:
                place = self.given[name].place
                message = place.before(problem.message)
                return replace(problem, path=self.shown, line=place.line, column=place.column, message=message)
        if problem.path != ORGANISATION_FILE:
            return problem
        mark = self.source.value_mark(self.names.get((problem.line, problem.column), ()))
        return replace(problem, line=mark.line, column=mark.column)

    def _blamed(self, problem: Problem) -> Iterator[str]:
        """Yield the values that may have caused a problem, the likeliest first."""
        rule = self.vocabulary.rules.get(problem.code)
        if rule is not None:
            yield from rule.names
        elif problem.path == ORGANISATION_FILE:
            yield ".".join(str(part) for part in self.names.get((problem.line, problem.column), ())[:2])
            parameter = self.vocabulary.parameters.get(problem.message.partition(" ")[0])
            if parameter is not None:  # its own value, or the list of levels it is taken from
                yield from (parameter.name, parameter.level_of)
