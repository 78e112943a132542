"""What a newer library changes for an organisation: taken over, kept because it has words of its own, or to decide."""

from __future__ import annotations

import datetime
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.config.vocabulary import VOCABULARY_FILES
from generator.config.yaml_file import read_yaml
from generator.policies import Policies, Statement, read_policies
from generator.portal import build_portal
from generator.problems import Problem, Severity
from generator.project import (
    LIBRARY,
    PIN_FILE,
    SNAPSHOT_FILE,
    Library,
    Project,
    SourceFile,
    library_of,
    open_project,
    pin_files,
    read_pin,
    unpacked,
)
from generator.review.redline import Comparison, Side, compare, read_side

__all__ = ["Conflict", "Kept", "Upgrade", "UpgradeError", "accepted_files", "plan_upgrade"]

_MAIN = "en"
_PIN_CODE = "I004"


class UpgradeError(Exception):
    """An upgrade cannot be planned; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement in the organisation's own words, beside what the library now says."""

    id: str
    place: str
    """The file and line of the organisation's words."""
    own: str
    was: str
    """What the accepted library says."""
    now: str
    """What the newer one says."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that only a person can decide."""

    name: str
    """The statement or value, by which --keep names it."""
    place: str
    what: str
    """What is in conflict, in one or more sentences."""
    must_change: bool
    """Whether it cannot be kept as it is."""


@dataclass(slots=True)
class Upgrade:
    """The way from the library that a repository has accepted to the one that is installed."""

    accepted: Library
    installed: Library
    comparison: Comparison
    """What changes in the organisation's policies when everything is taken over."""
    kept: list[Kept] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def undecided(self, decided: Sequence[str]) -> list[Conflict]:
        """Return the conflicts that nobody has decided."""
        return [each for each in self.conflicts if each.must_change or each.name not in decided]


def plan_upgrade(folder: Path, library: Path = LIBRARY) -> Upgrade | None:
    """Say what the installed library changes; None where the repository has accepted exactly that one.

    UpgradeError where the repository is pinned to no library, or keeps no copy of its texts.
    """
    root = folder.resolve()
    new = open_project(root, library)
    pinned, _ = read_pin(new.files)
    if len(new.layers) < 2 or pinned is None:
        raise UpgradeError(f"{PIN_FILE} does not say which library this repository has accepted")
    installed = library_of(new.files)
    if installed.digest == pinned.digest:
        return None
    with tempfile.TemporaryDirectory(prefix="policy-site-library-") as target:
        older = Path(target)
        try:
            there = unpacked(root, older)
        except (zipfile.BadZipFile, OSError) as error:
            raise UpgradeError(f"{SNAPSHOT_FILE} cannot be read: {error}") from error
        if not there:
            raise UpgradeError(f"{SNAPSHOT_FILE} is missing, so nobody can tell what has changed; restore it from git")
        old_side = read_side(root, label=f"library {pinned.version}", library=older)
        new_side = _without_pin(read_side(root, label=f"library {installed.version}", library=library))
        plan = Upgrade(pinned, installed, compare(old_side, new_side))
        old = old_side.whole
        found = new_side.whole
        assert old is not None
        assert found is not None
        own, before = found.policies[_MAIN], old.policies[_MAIN]
        was, now = _library_alone(old.project), _library_alone(found.project)
        plan.conflicts += _new_faults(_faults(root, older), _faults(root, library))
        plan.conflicts += _declarations(old.project, found.project)
        plan.kept += _pages(old.project, found.project)
        for statement in _own_words(own, before):
            _judge(plan, statement, was.statements.get(statement.id), now.statements.get(statement.id))
    return plan


def accepted_files(folder: Path, library: Path = LIBRARY) -> dict[str, bytes]:
    """Return the files that accept the installed library, by their paths."""
    project = open_project(folder.resolve(), library)
    return pin_files(project.layers[0], project.files)


def _without_pin(side: Side) -> Side:
    side.problems[:] = [problem for problem in side.problems if problem.code != _PIN_CODE]
    return side


def _library_alone(project: Project) -> Policies:
    """Read what the library says to this organisation, without any words of its own or of its groups."""
    files = {path: [file for file in found if file.origin == "library"] for path, found in project.files.items()}
    policies = {path: found for path, found in files.items() if path.startswith("policy_templates/")}
    return read_policies(replace(project, files=policies, used={}))


def _own_words(own: Policies, before: Policies) -> Iterator[Statement]:
    """Yield each statement in words of the organisation or its groups, also those it has taken out."""
    found = {statement.id: statement for statement in own.statements.values() if _is_own(statement)}
    for statement in before.statements.values():
        if _is_own(statement):
            found.setdefault(statement.id, statement)
    yield from found.values()


def _is_own(statement: Statement) -> bool:
    return statement.origin != "library" or bool(statement.removed)


def _judge(plan: Upgrade, own: Statement, was: Statement | None, now: Statement | None) -> None:
    """Sort one statement of the organisation's own into what is kept and what is to decide."""
    place = f"{own.path}:{own.line}"
    said = f"Removed: {own.removed}" if own.removed else own.text
    if was is None and now is None:
        return  # the organisation's own from beginning to end
    if was is None and now is not None:
        what = f"The library now has a statement of this name: {now.text} Yours stands in its place: {said}"
        plan.conflicts.append(Conflict(own.id, place, what, must_change=False))
    elif was is not None and now is None:
        what = f"The library no longer has what yours replaces: {was.text} Yours would stand alone: {said}"
        if own.removed:
            plan.kept.append(Kept(own.id, place, said, was.text, "No longer there."))
        else:
            plan.conflicts.append(Conflict(own.id, place, what, must_change=False))
    elif was is not None and now is not None and _obligation(was) != _obligation(now):
        what = f"The library now demands something else: {now.text} It said: {was.text} Yours stays: {said}"
        plan.conflicts.append(Conflict(own.id, place, what, must_change=False))
    elif was is not None and now is not None:
        plan.kept.append(Kept(own.id, place, said, was.text, now.text))


def _obligation(statement: Statement) -> tuple[object, ...]:
    """Return what a statement demands of whom, apart from its wording."""
    conditions = tuple((clause.expression, clause.wanted) for clause in statement.conditions)
    return (statement.role, statement.modality, statement.baseline, statement.parameters, conditions)


def _declarations(old: Project, new: Project) -> Iterator[Conflict]:
    """Yield parameters, roles, rules, records and laws of the organisation's own that the library declares otherwise."""
    for kind in VOCABULARY_FILES:
        path = f"policy_templates/{kind}.yml"
        was = _entries(kind, [file for file in old.files.get(path, ()) if file.origin == "library"])
        now = _entries(kind, [file for file in new.files.get(path, ()) if file.origin == "library"])
        for file in new.files.get(path, ()):
            if file.origin == "library":
                continue
            for name, own in _entries(kind, [file]).items():
                if name in now and now[name] != was.get(name) and now[name] != own:
                    what = "now declares" if name not in was else "now declares otherwise"
                    message = f"The library {what} {name} in {kind}.yml; your declaration stands in its place."
                    yield Conflict(name, file.shown, message, must_change=False)


def _entries(kind: str, files: Sequence[SourceFile]) -> dict[str, object]:
    """Return what files of the vocabulary declare, by name."""
    found: dict[str, object] = {}
    for file in files:
        data = read_yaml(file.shown, file.text or "")[0].data
        if kind == "rules":
            rules = data.get("rules")
            found |= {
                str(each.get("id")): each
                for each in (rules if isinstance(rules, list) else [])
                if isinstance(each, dict)
            }
        elif kind == "parameters":
            for group, entries in data.items():
                if isinstance(entries, dict):
                    found |= {f"{group}.{name}": entry for name, entry in entries.items()}
        else:
            found |= data
    return found


def _pages(old: Project, new: Project) -> Iterator[Kept]:
    """Yield pages of the organisation's own that stand for pages of the library which have changed."""
    for path, found in new.files.items():
        if not path.startswith("content/") or found[-1:] == [] or found[-1].origin == "library":
            continue
        was = [file.text for file in old.files.get(path, ()) if file.origin == "library"]
        now = [file.text for file in found if file.origin == "library"]
        if was != now and (was or now):
            yield Kept(
                path, path, "Your page stands.", "An older page." if was else "", "A changed page." if now else ""
            )


def _faults(root: Path, library: Path) -> list[Problem]:
    """Return every error that a repository has with a library, apart from its being another one."""
    portal = build_portal(open_project(root, library), datetime.datetime.now(tz=datetime.UTC).date())
    found = [problem for problem in portal.problems.in_order() if problem.severity is Severity.ERROR]
    return [problem for problem in found if problem.code != _PIN_CODE]


def _new_faults(old: list[Problem], new: list[Problem]) -> Iterator[Conflict]:
    """Yield what the newer library does not accept, or brings with it."""
    known = {_fault(problem) for problem in old}
    for problem in new:
        if _fault(problem) not in known:
            place = f"{problem.path}:{problem.line}:{problem.column}"
            what = " ".join(filter(None, (f"{problem.code} {problem.message}", problem.hint)))
            yield Conflict(place, place, what, must_change=True)


def _fault(problem: Problem) -> tuple[str, str, int]:
    return problem.code, problem.path, problem.line
