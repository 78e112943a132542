"""Reads every policy template of a project."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.knowledge import Reference, find_references
from generator.knowledge.raw_html import check_raw_html
from generator.policies.model import ControlText, Policy, Statement
from generator.policies.overriding import Override, lay_over, out_of_force
from generator.policies.parsing import PolicyParser
from generator.problems import Problems, did_you_mean
from generator.project import FrontMatter, Project, SourceFile, check_language, ref_is_name, split_front_matter
from generator.text import Clause, Line
from generator.text.rendering import Template

__all__ = ["Policies", "read_policies"]

_REQUIRED = ("ref", "owner", "approver", "audience", "short", "lang")
_MOST_NAMED = 8
_REQUIRED_OF_OVERRIDE = ("overrides", "lang")
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
    """Read all templates of a language, with what each layer lays over them; what is wrong is in `problems`."""
    result = Policies()
    overrides: list[Override] = []
    dropped: dict[str, Statement] = {}
    for path in sorted(project.files):
        if path.startswith(f"policy_templates/{language}/") and path.endswith(".md"):
            stack = project.files[path]
            for number, file in reversed(list(enumerate(stack))):
                front, found = split_front_matter(file.shown, file.text or "", _needed(file))
                result.problems.extend(found)
                if "overrides" not in front.fields:
                    policy = _read_policy(project, file, front, result)
                    if policy is not None and number:
                        _keep_ids(project, policy, stack[:number], result, dropped)
                    break
                override = _read_override(project, file, front, result)
                if override is not None:
                    overrides.append(override)
    for override in sorted(overrides, key=lambda each: _place(project, each)):
        _lay_over(override, result)
    result.policies = dict(sorted(result.policies.items(), key=lambda item: (item[1].domain or 99, item[0])))
    for policy in result.policies.values():
        for control in policy.controls:
            result.controls.setdefault(control.number, control)
        for statement in policy.statements:
            known = result.statements.get(statement.id)
            if known is None or (statement.in_force and not known.in_force):
                result.statements[statement.id] = statement
    for name, statement in dropped.items():
        result.statements.setdefault(name, statement)
    return result


def _keep_ids(
    project: Project, policy: Policy, below: list[SourceFile], result: Policies, dropped: dict[str, Statement]
) -> None:
    """Remember the statements of files that a file of the same name replaces, so that links to them become words."""
    own = {statement.id for statement in policy.statements}
    lost: dict[str, Statement] = {}
    for file in below:
        scratch = Policies()
        front, _ = split_front_matter(file.shown, file.text or "", _REQUIRED)
        if front.fields.keys() >= set(_REQUIRED):
            older = _read_policy(project, file, front, scratch)
            for statement in older.statements if older else ():
                if statement.id not in own:
                    lost[statement.id] = out_of_force(statement, f"{policy.path} replaces the policy whole.")
    if lost:
        names = ", ".join(list(lost)[:_MOST_NAMED]) + (", …" if len(lost) > _MOST_NAMED else "")
        message = f"The file replaces the policy whole and drops {len(lost)} of its statements: {names}."
        result.problems.advice("T053", policy.path, 1, 1, message)
    dropped |= lost


def _needed(file: SourceFile) -> tuple[str, ...]:
    """Return the fields that the front matter of a file must have; an override needs no more than its policy."""
    head = (file.text or "").partition("\n---")[0]
    return _REQUIRED_OF_OVERRIDE if re.search(r"^overrides[ \t]*:", head, re.MULTILINE) else _REQUIRED


def _read_policy(project: Project, file: SourceFile, front: FrontMatter, result: Policies) -> Policy | None:
    if not front.fields or not ref_is_name(file.shown, front, result.problems):
        return None
    policy = _policy(file, front)
    if not _parse(project, policy, front, result):
        return None
    if policy.ref in result.policies:
        other = result.policies[policy.ref].path
        message = f"The ref {policy.ref} is already that of {other}."
        result.problems.error("K001", file.shown, front.line("ref"), 1, message)
        return None
    result.policies[policy.ref] = policy
    return policy


def _read_override(project: Project, file: SourceFile, front: FrontMatter, result: Policies) -> Override | None:
    policy = _policy(file, front)
    policy.ref = front.text("overrides")
    policy.domain = None  # which headings may stand there is known only beside the policy itself
    if not policy.ref or not _parse(project, policy, front, result):
        return None
    return Override(policy.ref, front, policy)


def _place(project: Project, override: Override) -> tuple[int, str]:
    """Return the order in which overrides count: by layer, then by path."""
    origins = [layer.origin for layer in project.layers]
    return origins.index(override.policy.origin), override.policy.path


def _lay_over(override: Override, result: Policies) -> None:
    policy = result.policies.get(override.ref)
    if policy is None:
        mark = override.front.yaml.value_mark(("overrides",))
        near = did_you_mean(override.ref, result.policies)
        message = f"There is no policy {override.ref} whose words this could replace.{near}"
        result.problems.error("T050", override.policy.path, mark.line, mark.column, message)
        return
    gone = lay_over(policy, override, result.problems)
    result.references = [item for item in result.references if not (item.path == policy.path and item.line in gone)]


def _parse(project: Project, policy: Policy, front: FrontMatter, result: Policies) -> bool:
    """Read the body of a template into a policy; false where it could not be rendered."""

    def clause_holds(clause: Clause) -> bool:
        return project.holds(clause.expression) == clause.wanted

    check_language(policy.path, front, project.words.language, result.problems)
    _check_front(project, policy, front, result)
    rendering = project.render(Template(policy.path, front.body, front.first_line))
    result.problems.extend(rendering.problems)
    lines = tuple(rendering.lines)
    result.problems.extend(check_raw_html(policy.path, lines))
    result.references.extend(find_references(policy.path, lines))
    parser = PolicyParser(
        policy, project.words, project.organisation.baseline, clause_holds, override="overrides" in front.fields
    )
    if any(problem.code in ("T001", "T007") for problem in rendering.problems) and len(lines) < 3:
        return False
    parser.parse(_without_absent_prose(lines, clause_holds))
    here = {(problem.code, problem.line) for problem in rendering.problems}
    result.problems.extend(each for each in parser.problems if (_CAUSES.get(each.code), each.line) not in here)
    return True


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
