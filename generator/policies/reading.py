"""Reads every policy template of a project."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.knowledge import Reference, find_references
from generator.knowledge.raw_html import check_raw_html
from generator.policies.model import ControlText, Policy, Statement
from generator.policies.parsing import PolicyParser
from generator.problems import Problems, did_you_mean
from generator.project import FrontMatter, Project, SourceFile, check_language, ref_is_name, split_front_matter
from generator.text import Clause, Line
from generator.text.rendering import Template

__all__ = ["Policies", "read_policies"]

_REQUIRED = ("ref", "owner", "approver", "audience", "short", "lang")
_CAUSES = {"T020": "T023", "T022": "T004"}
"""What on the same line leads to a problem that is not worth a line of its own: an unknown role, a lost id."""


@dataclass(slots=True)
class Policies:
    """All policies of one language, with every statement of the library by its id."""

    policies: dict[str, Policy] = field(default_factory=dict)
    """By ref, in order of domain."""
    statements: dict[str, Statement] = field(default_factory=dict)
    """By id; where exclusive branches share an id, the one in force."""
    controls: dict[str, ControlText] = field(default_factory=dict)
    """By number."""
    references: list[Reference] = field(default_factory=list)
    """Every link by name that policies write."""
    problems: Problems = field(default_factory=Problems)

    def policy_of(self, control: str) -> Policy | None:
        """Return the policy that holds a control."""
        domain = int(control.partition(".")[0])
        return next((policy for policy in self.policies.values() if policy.domain == domain), None)


def read_policies(project: Project, language: str = "en") -> Policies:
    """Read all templates of a language; what is wrong is in `problems`."""
    result = Policies()

    def clause_holds(clause: Clause) -> bool:
        return project.holds(clause.expression) == clause.wanted

    for file in project.below(f"policy_templates/{language}", ".md"):
        front, found = split_front_matter(file.shown, file.text or "", _REQUIRED)
        result.problems.extend(found)
        if not front.fields or not ref_is_name(file.shown, front, result.problems):
            continue
        check_language(file.shown, front, project.words.language, result.problems)
        policy = _policy(file, front)
        _check_front(project, policy, front, result)
        rendering = project.render(Template(file.shown, front.body, front.first_line))
        result.problems.extend(rendering.problems)
        lines = tuple(rendering.lines)
        result.problems.extend(check_raw_html(file.shown, lines))
        result.references.extend(find_references(file.shown, lines))
        parser = PolicyParser(policy, project.words, project.organisation.baseline, clause_holds)
        if any(problem.code in ("T001", "T007") for problem in rendering.problems) and len(lines) < 3:
            continue
        parser.parse(_without_absent_prose(lines, clause_holds))
        here = {(problem.code, problem.line) for problem in rendering.problems}
        result.problems.extend(each for each in parser.problems if (_CAUSES.get(each.code), each.line) not in here)
        if policy.ref in result.policies:
            other = result.policies[policy.ref].path
            message = f"The ref {policy.ref} is already that of {other}."
            result.problems.error("K001", file.shown, front.line("ref"), 1, message)
            continue
        result.policies[policy.ref] = policy
    result.policies = dict(sorted(result.policies.items(), key=lambda item: (item[1].domain or 99, item[0])))
    for policy in result.policies.values():
        for control in policy.controls:
            result.controls.setdefault(control.number, control)
        for statement in policy.statements:
            known = result.statements.get(statement.id)
            if known is None or (statement.in_force and not known.in_force):
                result.statements[statement.id] = statement
    return result


def _policy(file: SourceFile, front: FrontMatter) -> Policy:
    domain = front.fields.get("domain")
    return Policy(
        ref=front.text("ref"),
        domain=domain if isinstance(domain, int) and not isinstance(domain, bool) else None,
        title=front.text("title"),
        short=front.text("short"),
        owner=front.text("owner"),
        approver=front.text("approver"),
        audience=front.texts("audience"),
        language=front.text("lang"),
        path=file.shown,
        origin=file.origin,
    )


def _check_front(project: Project, policy: Policy, front: FrontMatter, result: Policies) -> None:
    for name in ("owner", "approver", "audience"):
        for number, role in enumerate(front.texts(name)):
            if role not in project.vocabulary.roles:
                at = (name, number) if isinstance(front.fields.get(name), list) else (name,)
                mark = front.yaml.value_mark(at)
                near = did_you_mean(role, project.vocabulary.roles)
                message = f"{name} names the role {role}, which is unknown.{near}"
                result.problems.error("T023", policy.path, mark.line, mark.column, message)
            else:
                project.used.setdefault(f"role.{role}", []).append((policy.path, front.line(name)))


def _without_absent_prose(lines: tuple[Line, ...], holds: object) -> tuple[Line, ...]:
    """Leave out lines whose conditions do not hold, except statements, which are read in both readings."""
    assert callable(holds)
    kept = []
    keep = False
    for line in lines:
        if all(holds(clause) for clause in line.conditions):
            kept.append(line)
            keep = False
        elif line.text.startswith("- **") or (keep and line.text.startswith("  ")):
            kept.append(line)
            keep = True
        else:
            keep = False
    return tuple(kept)
