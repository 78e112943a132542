"""Holds a translation against the main language: the same statements, said in other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.knowledge import Knowledge
from generator.policies.model import ControlText, Policy, Section, Statement, conditions_shown
from generator.policies.reading import Policies
from generator.problems import Problems, did_you_mean
from generator.project import Project

__all__ = ["check_translation", "lend_words"]


def check_translation(language: str, main: tuple[Knowledge, Policies], other: tuple[Knowledge, Policies]) -> Problems:
    """Return where a translation differs in what it demands, and one piece of advice on what it lacks."""
    problems = Problems()
    for ref, policy in other[1].policies.items():
        original = main[1].policies.get(ref)
        if original is None:
            near = did_you_mean(ref, main[1].policies)
            problems.error(
                "N001", policy.path, 1, 1, f"There is no policy {ref} that this could be a translation of.{near}"
            )
        else:
            _compare(policy, original, problems)
    for ref, term in other[0].terms.items():
        if ref not in main[0].terms:
            near = did_you_mean(ref, main[0].terms)
            problems.error(
                "N001", term.page.path, 1, 1, f"There is no term {ref} that this could be a translation of.{near}"
            )
    lacking = []
    for count, noun in (
        (len(main[1].policies.keys() - other[1].policies.keys()), "policies"),
        (len(main[0].terms.keys() - other[0].terms.keys()), "terms"),
        (len(main[0].pages.keys() - other[0].pages.keys()), "pages"),
    ):
        if count:
            lacking.append(f"{count} {noun}")
    if lacking:
        missing = sorted(main[1].policies.keys() - other[1].policies.keys())
        names = f" Policies: {', '.join(missing)}." if missing else ""
        message = f"Not translated into '{language}': {', '.join(lacking)}; the main language stands in.{names}"
        problems.advice("N003", f"policy_templates/{language}", 1, 1, message)
    return problems


def lend_words(project: Project, main: Policies, other: Policies) -> None:
    """Let the organisation's own statements stand in a translation that knows only those of a layer below.

    A statement that the organisation took out goes there too.
    """
    origins = [layer.origin for layer in project.layers]
    for ref, policy in other.policies.items():
        original = main.policies.get(ref)
        if original is None:
            continue
        ids = {statement.id for statement in original.statements}
        _leave_out(policy, {name for name, found in main.statements.items() if found.removed and name not in ids})
        if not original.overrides:
            continue
        newer = {
            statement.id: statement
            for statement in original.statements
            if statement.removed or origins.index(statement.origin) > origins.index(policy.origin)
        }
        homes: dict[str, ControlText | Section] = {control.number: control for control in policy.controls}
        homes |= {section.key: section for section in policy.sections}
        models: list[ControlText | Section] = [*original.controls, *original.sections]
        for model_home in models:
            key = model_home.number if isinstance(model_home, ControlText) else model_home.key
            if key in homes:
                _lend(homes[key], model_home, newer, origins)
        for name in newer:
            twins = [statement for statement in policy.statements if statement.id == name]
            if twins:
                other.statements[name] = next((twin for twin in twins if twin.in_force), twins[0])


def _leave_out(policy: Policy, names: set[str]) -> None:
    """Take statements out of a translation that stand in no policy of the main language any more."""
    homes: list[ControlText | Section] = [*policy.controls, *policy.sections]
    for home in homes if names else ():
        home.blocks = [block for block in home.blocks if not (isinstance(block, Statement) and block.id in names)]


def _lend(
    home: ControlText | Section,
    model: ControlText | Section,
    newer: Mapping[str, Statement],
    origins: Sequence[str],
) -> None:
    here = {block.id: block for block in home.blocks if isinstance(block, Statement)}
    for block in model.blocks:
        if not isinstance(block, Statement) or block.id not in newer:
            continue
        own = here.get(block.id)
        if own is None:
            home.blocks.append(replace(block, borrowed=True))
        elif block.removed:
            changed = replace(own, in_force=False, why_not="removed", removed=block.removed)
            home.blocks[home.blocks.index(own)] = changed
        elif origins.index(own.origin) < origins.index(block.origin):
            home.blocks[home.blocks.index(own)] = replace(block, borrowed=True)


def _compare(policy: Policy, original: Policy, problems: Problems) -> None:
    wanted = _by_id(original)
    found = _by_id(policy)
    for name, statements in wanted.items():
        if name not in found:
            where = f"{original.path}:{statements[0].line}"
            problems.error("N002", policy.path, 1, 1, f"The statement {name} is not translated ({where}).")
    for name, statements in found.items():
        if name not in wanted:
            near = did_you_mean(name, wanted)
            message = f"The statement {name} does not stand in the main language.{near}"
            problems.error("N002", policy.path, statements[0].line, 1, message)
            continue
        for statement, model in zip(statements, wanted[name], strict=False):
            for what, here, there in _differences(statement, model):
                message = f"{name} has {what} {here or 'none'}; the main language has {there or 'none'}."
                problems.error("N002", policy.path, statement.line, 1, message)


def _by_id(policy: Policy) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in policy.statements:
        found.setdefault(statement.id, []).append(statement)
    return found


def _differences(statement: Statement, model: Statement) -> list[tuple[str, str, str]]:
    pairs = [
        ("the role", statement.role, model.role),
        ("the modality", statement.modality.value, model.modality.value),
        ("the baseline", statement.baseline.value, model.baseline.value),
        ("the values", ", ".join(sorted(statement.parameters)), ", ".join(sorted(model.parameters))),
        ("the conditions", " and ".join(conditions_shown(statement)), " and ".join(conditions_shown(model))),
        ("the controls of 2022", " ".join(statement.c2022), " ".join(model.c2022)),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]
