"""Holds the policies against the catalogue: every control once, in its place, with its statements and parts."""

from __future__ import annotations

from generator.config import Baseline
from generator.policies.model import ControlText, Policy, Statement
from generator.policies.reading import Policies
from generator.problems import Problems, did_you_mean
from generator.project import Project
from generator.standard import Domain, Standard
from generator.text import Clause
from generator.text.conditions import names_in

__all__ = ["check_policies", "exclusive", "reason_not_arising", "served_2022"]

_NEEDED_SECTIONS = ("purpose", "scope", "responsibilities", "exceptions", "consequences")
_NEEDED_PARTS = ("guidance", "evidence", "protects")
_FEWEST_STATEMENTS = 2


def check_policies(project: Project, policies: Policies, *, complete: bool = True) -> Problems:
    """Return every way in which the policies fall short of the standard or of their own form.

    A translation need not be complete: it may lack whole policies, but not parts of one.
    """
    problems = Problems()
    by_domain: dict[int, Policy] = {}
    for policy in policies.policies.values():
        if policy.domain is not None:
            twin = by_domain.setdefault(policy.domain, policy)
            if twin is not policy:
                message = f"Domain {policy.domain} already has {twin.path}."
                problems.error("T012", policy.path, 1, 1, message)
        _check_ids(policy, problems)
        _check_sections(project, policy, problems)
        for statement in policy.statements:
            _check_statement(project, statement, problems)
    for domain in project.standard.domains:
        found = by_domain.get(domain.number)
        if found is None and not complete:
            continue
        if found is None:
            message = (
                f"No template covers domain {domain.number}, {domain.title}, with its {len(domain.controls)} controls."
            )
            problems.error("T011", f"policy_templates/{project.words.language}", 1, 1, message)
        else:
            _check_domain(project, found, domain, problems)
    for policy in policies.policies.values():
        known = {domain.number for domain in project.standard.domains}
        if policy.domain is not None and policy.domain not in known:
            problems.error("T010", policy.path, 1, 1, f"There is no domain {policy.domain}; they run from 5 to 15.")
    if complete and not problems.errors:
        served = served_2022(project.standard, policies)
        for number, control in project.standard.controls_2022.items():
            if not any(statement.baseline.rank <= Baseline.STANDARD.rank for statement in served[number]):
                message = f"No basic or standard statement serves {number} {control.title} of ISO/IEC 27002:2022."
                problems.error("T038", f"policy_templates/{project.words.language}", 1, 1, message)
    return problems


def served_2022(standard: Standard, policies: Policies) -> dict[str, list[Statement]]:
    """Return for each control of 2022 the statements that serve it.

    A statement serves the controls it names with c2022, and those that the mapping gives for its 2005 control
    with high or medium confidence. A thematic link of low confidence counts only where nothing better exists.
    """
    served: dict[str, list[Statement]] = {number: [] for number in standard.controls_2022}
    weak: dict[str, list[Statement]] = {number: [] for number in standard.controls_2022}
    for statement in policies.statements.values():
        named = set(statement.c2022)
        mapping = standard.to_2022.get(statement.control)
        targets = set(mapping.targets) if mapping and not named else set()
        strong = mapping is not None and mapping.confidence in ("high", "medium")
        for number in named | (targets if strong else set()):
            if number in served:
                served[number].append(statement)
        if not strong:
            for number in targets:
                weak[number].append(statement)
    return {number: found or weak[number] for number, found in served.items()}


def reason_not_arising(project: Project, control: ControlText) -> str:
    """Return why a control has nothing in force: the reason of the facts that its statements wait for."""
    reasons = [statement.removed for statement in control.statements if statement.removed]
    for statement in control.statements:
        if statement.why_not != "condition":
            continue
        for clause in statement.conditions:
            if clause.wanted and not project.holds(clause.expression):
                reasons += [_reason(project, name) for name in _facts(clause)]
    return " ".join(dict.fromkeys(filter(None, reasons)))


def _facts(clause: Clause) -> list[str]:
    return [f"{group}.{name}" for group, name, _ in names_in(clause.expression) if name]


def _reason(project: Project, name: str) -> str:
    parameter = project.vocabulary.parameters.get(name)
    value = project.organisation.settings.values.get(name)
    if parameter is None or value is None or value.data is True:
        return ""
    return parameter.reason_when_false


def _check_ids(policy: Policy, problems: Problems) -> None:
    seen: dict[str, list[Statement]] = {}
    for statement in policy.statements:
        for other in seen.get(statement.id, []):
            if not exclusive(statement.conditions, other.conditions):
                home = statement.control or policy.ref
                message = f"statement '{statement.name}' is defined twice in {home} (first on line {other.line})."
                problems.error("T031", policy.path, statement.line, 1, message)
                break
        seen.setdefault(statement.id, []).append(statement)


def exclusive(first: tuple[Clause, ...], second: tuple[Clause, ...]) -> bool:
    """Say whether two places stand in branches of one `if` that never hold together."""
    answers = {(clause.expression, clause.line): clause.wanted for clause in first}
    return any(answers.get((clause.expression, clause.line), clause.wanted) != clause.wanted for clause in second)


def _check_sections(project: Project, policy: Policy, problems: Problems) -> None:
    if policy.domain is None:
        return
    keys = [section.key for section in policy.sections]
    for key in _NEEDED_SECTIONS:
        if key not in keys:
            heading = project.words(f"section.{key}")
            problems.error("T015", policy.path, 1, 1, f"The policy has no section '{heading}'.")
    for section in policy.sections:
        if keys.count(section.key) > 1:
            problems.error("T012", policy.path, section.line, 1, f"The section '{section.heading}' stands twice.")


def _check_statement(project: Project, statement: Statement, problems: Problems) -> None:
    for number in statement.c2022:
        if number not in project.standard.controls_2022:
            near = did_you_mean(number, project.standard.controls_2022)
            message = f"'{statement.name}' names the control {number} of 2022, which is unknown.{near}"
            problems.error("T037", statement.path, statement.line, 1, message)


def _check_domain(project: Project, policy: Policy, domain: Domain, problems: Problems) -> None:
    standard = project.standard
    categories = {category.number: category for category in domain.categories}
    seen: dict[str, int] = {}
    for text in policy.categories:
        known = categories.get(text.number)
        if known is None:
            near = did_you_mean(text.number, categories)
            message = f"{text.number} is no category of domain {domain.number}.{near}"
            problems.error("T010", policy.path, text.line, 1, message)
        elif text.title and text.title != known.title:
            message = f"{text.number} is called '{text.title}'; the standard says '{known.title}'."
            problems.error("T014", policy.path, text.line, 1, message)
        if text.number in seen:
            message = f"The category {text.number} stands twice (first on line {seen[text.number]})."
            problems.error("T012", policy.path, text.line, 1, message)
        seen.setdefault(text.number, text.line)
        for control in text.controls:
            known_control = standard.controls.get(control.number)
            if control.number in seen:
                message = f"The control {control.number} stands twice (first on line {seen[control.number]})."
                problems.error("T012", policy.path, control.line, 1, message)
            seen.setdefault(control.number, control.line)
            if known_control is None or known_control.domain != domain.number:
                near = did_you_mean(control.number, [item.number for item in domain.controls])
                message = f"{control.number} is no control of domain {domain.number}.{near}"
                problems.error("T010", policy.path, control.line, 1, message)
                continue
            if known_control.category != text.number:
                message = f"{control.number} belongs under {known_control.category}, not {text.number}."
                problems.error("T013", policy.path, control.line, 1, message)
            if control.title != known_control.title:
                message = f"{control.number} is called '{control.title}'; the standard says '{known_control.title}'."
                problems.error("T014", policy.path, control.line, 1, message)
            _check_control(project, policy, control, problems)
    for missing in domain.controls:
        if missing.number not in seen:
            message = f"The control {missing.number} {missing.title} is missing."
            problems.error("T011", policy.path, 1, 1, message)


def _check_control(project: Project, policy: Policy, control: ControlText, problems: Problems) -> None:
    statements = control.statements
    if len({statement.id for statement in statements}) < _FEWEST_STATEMENTS:
        message = f"{control.number} has {len(statements)} statements."
        problems.error("T034", policy.path, control.line, 1, message)
    if statements and not any(statement.baseline is Baseline.BASIC for statement in statements):
        problems.error("T033", policy.path, control.line, 1, f"{control.number} has no basic statement.")
    for part in _NEEDED_PARTS:
        if part not in control.parts:
            name = project.words(f"part.{part}")
            problems.error("T035", policy.path, control.line, 1, f"{control.number} lacks the part '{name}'.")
    if "evidence" in control.parts and not control.records:
        message = f"The evidence of {control.number} names no record."
        problems.error("T035", policy.path, control.line, 1, message)
    basic = [statement for statement in statements if statement.baseline is Baseline.BASIC]
    if basic and not any(statement.in_force for statement in basic) and not reason_not_arising(project, control):
        message = f"No basic statement of {control.number} is in force here, and no fact says why."
        problems.error("T039", policy.path, control.line, 1, message)
