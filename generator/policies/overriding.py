"""Lays an organisation's own words over a policy: single statements, parts of a control, whole sections, removals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.policies.model import Block, ControlText, Policy, Prose, Section, Statement
from generator.problems import Problems, did_you_mean
from generator.project import FrontMatter

__all__ = ["Override", "lay_over", "out_of_force"]


@dataclass(frozen=True, slots=True)
class Override:
    """One file with `overrides: REF` in its front matter, read as far as it goes."""

    ref: str
    """The policy whose parts it replaces."""
    front: FrontMatter
    policy: Policy
    """What the file holds, in the form of a policy."""

    @property
    def whole(self) -> tuple[str, ...]:
        """Return the controls of which nothing stays."""
        return self.front.texts("replace")

    @property
    def removed(self) -> Mapping[str, str]:
        """Return the statements that go, by id, each with the reason."""
        found = self.front.fields.get("remove")
        return {str(key): str(value or "") for key, value in found.items()} if isinstance(found, dict) else {}


def lay_over(policy: Policy, override: Override, problems: Problems) -> set[int]:
    """Change a policy as an override says, and return the lines of the policy's own file that no longer count.

    A statement replaces the one with its id or is added to its control; a paragraph replaces the paragraphs of its
    control or section; a part such as guidance replaces that part. A control that `replace` lists is replaced whole.
    """
    gone: set[int] = set()
    patch = override.policy
    for name in ("title", "short", "owner", "approver", "audience"):
        value = getattr(patch, name)
        if value:
            setattr(policy, name, value)
    policy.overrides = (*policy.overrides, patch.path)
    known = {control.number: control for control in policy.controls}
    _check_names(policy, override, known, problems)
    for control in patch.controls:
        target = known.get(control.number)
        if target is None:
            near = did_you_mean(control.number, known)
            message = f"{control.number} is no control of the policy {policy.ref}.{near}"
            problems.error("T051", patch.path, control.line, 1, message)
            continue
        if control.title != target.title:
            message = f"{control.number} is called '{control.title}'; the standard says '{target.title}'."
            problems.error("T014", patch.path, control.line, 1, message)
        if control.number in override.whole:
            gone |= _lines(target.blocks) | {line.number for part in target.parts.values() for line in part}
            target.blocks = [*control.blocks, *_dropped(target, control, patch.path, problems)]
            target.parts = control.parts
            target.protects, target.records = control.protects, control.records
            target.see_also, target.path = control.see_also, patch.path
        else:
            target.blocks, dropped = _merged(target.blocks, control.blocks)
            gone |= dropped | _merge_parts(target, control, patch.path)
    for section in patch.sections:
        gone |= _merge_section(policy, section, patch, problems)
    for name, reason in override.removed.items():
        _remove(policy, name, reason)
    return gone


def _check_names(policy: Policy, override: Override, known: Mapping[str, ControlText], problems: Problems) -> None:
    """Add a problem for everything that the front matter of an override names and that does not exist."""
    path, yaml = override.policy.path, override.front.yaml
    own = {control.number for control in override.policy.controls}
    for number, control in enumerate(override.whole):
        mark = yaml.value_mark(("replace", number))
        if control not in known:
            near = did_you_mean(control, known)
            message = f"replace names {control}, which is no control of the policy {policy.ref}.{near}"
            problems.error("T051", path, mark.line, mark.column, message)
        elif control not in own:
            message = f"replace names {control}, but the file has no section for it."
            problems.error("T051", path, mark.line, mark.column, message)
    removed = override.front.fields.get("remove")
    if removed is not None and not isinstance(removed, dict):
        mark = yaml.value_mark(("remove",))
        message = "remove must hold lines of the form CONTROL/id: reason."
        problems.error("T006", path, mark.line, mark.column, message)
        return
    ids = [statement.id for statement in policy.statements]
    for name, reason in override.removed.items():
        mark = yaml.key_mark(("remove", name))
        if name not in ids:
            message = f"remove names the statement {name}, which the policy {policy.ref} has not."
            problems.error("T051", path, mark.line, mark.column, f"{message}{did_you_mean(name, ids)}")
        elif not reason.strip():
            problems.error("T052", path, mark.line, mark.column, f"{name} is removed without a reason.")


def _dropped(target: ControlText, control: ControlText, path: str, problems: Problems) -> list[Statement]:
    """Return what a section replaced whole leaves out: its ids stay known, and links to them become words."""
    own = {statement.id for statement in control.statements}
    lost = {statement.id: statement for statement in target.statements if statement.id not in own}
    if lost:
        message = f"The section replaces {control.number} whole and drops {', '.join(lost)}."
        problems.advice("T053", path, control.line, 1, message)
    return [out_of_force(statement, f"{path} replaces {control.number} whole.") for statement in lost.values()]


def out_of_force(statement: Statement, reason: str) -> Statement:
    """Return a statement that the organisation took out."""
    return replace(statement, in_force=False, why_not="removed", removed=reason)


def _merged(base: list[Block], own: list[Block]) -> tuple[list[Block], set[int]]:
    """Return the blocks of a section with those of an override in their place, and the lines that are gone."""
    gone: set[int] = set()
    result = list(base)
    prose = [block for block in own if isinstance(block, Prose)]
    if prose:
        gone |= _lines(block for block in result if isinstance(block, Prose))
        result = [*prose, *(block for block in result if isinstance(block, Statement))]
    by_id: dict[str, list[Block]] = {}
    for block in own:
        if isinstance(block, Statement):
            by_id.setdefault(block.id, []).append(block)
    for name, statements in by_id.items():
        places = [at for at, block in enumerate(result) if isinstance(block, Statement) and block.id == name]
        gone |= _lines(result[at] for at in places)
        first = places[0] if places else len(result)
        result = [block for at, block in enumerate(result) if at not in places]
        result[first:first] = statements
    return result, gone


def _merge_parts(target: ControlText, own: ControlText, path: str) -> set[int]:
    gone: set[int] = set()
    for key, lines in own.parts.items():
        gone |= {line.number for line in target.parts.get(key, ())}
        target.parts[key] = lines
    if "evidence" in own.parts:
        target.records = own.records
    if "protects" in own.parts:
        target.protects = own.protects
    if "see_also" in own.parts:
        target.see_also, target.path = own.see_also, path
    return gone


def _merge_section(policy: Policy, section: Section, patch: Policy, problems: Problems) -> set[int]:
    target = next((each for each in policy.sections if each.key == section.key), None)
    if target is not None:
        target.blocks, gone = _merged(target.blocks, section.blocks)
        return gone
    if policy.domain is None:
        policy.sections.append(section)
        policy.order.append(section)
    else:
        near = did_you_mean(section.heading, [each.heading for each in policy.sections])
        message = f"The policy {policy.ref} has no section '{section.heading}'.{near}"
        problems.error("T051", patch.path, section.line, 1, message)
    return set()


def _remove(policy: Policy, name: str, reason: str) -> None:
    for part in policy.order:
        holders: Iterable[ControlText | Section] = (part,) if isinstance(part, Section) else part.controls
        for holder in holders:
            holder.blocks = [
                out_of_force(block, reason) if isinstance(block, Statement) and block.id == name else block
                for block in holder.blocks
            ]


def _lines(blocks: Iterable[Block]) -> set[int]:
    found: set[int] = set()
    for block in blocks:
        found |= {block.line} if isinstance(block, Statement) else {line.number for line in block.lines}
    return found
