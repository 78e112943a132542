"""The policies in force on a day: not what the branch held then, but what was approved and had come into force."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator import git
from generator.policies import Policies, Policy, normative_text, read_policies
from generator.problems import Problems
from generator.project import Project, open_project, other_languages, translated
from generator.review.binding import binding_text
from generator.review.entry import Entry
from generator.review.ledger import TEXTS, text_path
from generator.review.prover import prover_of
from generator.review.values_in_force import with_values

__all__ = ["InForce", "TextsInForce", "texts_in_force", "translation_in_force", "versions_in_force"]


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of a policy that was in force on a day."""

    policy: str
    version: str
    since: str
    text: str
    """The approved text."""
    commit: str
    """The commit that introduced the approved text; empty where the clone does not reach back to it."""
    language: str = "en"
    """The language of the text, which binds."""
    full: str = ""
    """The text with the delegated values that the owner approved last; empty where none were."""


@dataclass(slots=True)
class TextsInForce:
    """What was in force on a day, as far as git at hand gives it."""

    project: Project
    """With the values of the texts in force."""
    policies: Policies
    translations: dict[str, dict[str, Policy | None]] = field(default_factory=dict)
    """By language and ref what stands in the place of the branch's translation: the one that belongs to the approved
    text, or None where there was none, so that the main language stands in."""
    commits: dict[str, str] = field(default_factory=dict)
    """For each policy that is not the branch's the commit that gives it."""
    problems: Problems = field(default_factory=Problems)


@dataclass(slots=True)
class _Edition:
    """A project with its policies, read language by language as they are asked for."""

    project: Project
    known: dict[str, Policies] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)

    def policy(self, language: str, ref: str) -> Policy | None:
        """Return a policy in a language; None where there is none."""
        if language not in self.known:
            main = language == self.project.words.language
            self.projects[language] = self.project if main else translated(self.project, language)
            self.known[language] = read_policies(self.projects[language], language)
        return self.known[language].policies.get(ref)

    def sound(self, language: str, ref: str) -> Policy | None:
        """Return a policy in a language where nothing is wrong with its files."""
        policy = self.policy(language, ref)
        if policy is None:
            return None
        files = {policy.path, *policy.overrides}
        problems = [*self.known[language].problems.errors, *self.projects[language].problems.errors]
        return None if any(problem.path in files for problem in problems) else policy

    def gives(self, version: InForce) -> bool:
        """Say whether exactly the text in force comes out here."""
        policy = self.policy(version.language, version.policy)
        if policy is None or binding_text(self.projects[version.language], policy) != version.text:
            return False
        return not version.full or normative_text(policy) == version.full


def versions_in_force(project: Project, day: datetime.date) -> dict[str, InForce]:
    """Return what was in force on a day by the ledger that is committed now, by ref; a policy without is left out.

    Today's ledger is asked, since an approval may be recorded after the day from which it counts. An entry that does not
    hold put nothing into force, and neither did a text that is not the one whose digest its entry names.
    """
    head = git.head(project.root)
    if head is None:
        return {}
    prover = prover_of(project, head)
    record = prover.record
    ledger = record.ledger
    introduced = git.introductions(project.root, TEXTS)

    def holds(entry: Entry) -> bool:
        return not prover.refuted(entry)

    found: dict[str, InForce] = {}
    for ref in dict.fromkeys(entry.policy for entry in ledger.entries):
        entry = next(filter(holds, ledger.in_force_on(ref, day.isoformat())), None)
        if entry is None:
            continue
        path = text_path(entry)
        full = ""
        for values in ledger.of(ref, "values"):
            if (
                values.version == entry.version
                and max(values.on, values.in_force_from) <= day.isoformat()
                and holds(values)
            ):
                path = text_path(values, ledger.place(values))
                full = record.texts[path] or ""
        text = record.texts[text_path(entry)] or ""
        found[ref] = InForce(
            ref, entry.version, entry.in_force_from, text, introduced.get(path, ""), entry.language, full
        )
    return found


def texts_in_force(project: Project, policies: Policies, day: datetime.date) -> TextsInForce:
    """Return each policy as it was in force on a day, in every language, with the values that it was approved with.

    A policy that was never approved by then stays as the branch held it, and is a draft. One whose approved text no
    commit at hand renders any more stays too, and is a problem: nothing is printed as in force that was not.
    A translation goes with the approved text: it is the one of the commit that approved it.
    """
    main = project.words.language
    here = _Edition(project, {main: policies}, {main: project})
    others = other_languages(project)
    result = TextsInForce(project, policies, {language: {} for language in others})
    changed: dict[str, Policy] = {}
    sources: dict[str, tuple[Project, Policy, str]] = {}
    read: dict[str, _Edition] = {}
    for ref, version in versions_in_force(project, day).items():
        now = policies.policies.get(ref)
        as_now = here.gives(version)
        if as_now and now is not None and not any(here.policy(language, ref) for language in others):
            sources[ref] = project, now, version.since
            continue
        if version.commit and version.commit not in read:
            read[version.commit] = _opened(project, version.commit)
        then = read.get(version.commit)
        if then is None or not then.gives(version):
            then = None
        original = then.sound(main, ref) if then else None
        if then and original and not (as_now and version.language == main):
            changed[ref] = original
            result.commits[ref] = version.commit
            sources[ref] = then.project, original, version.since
        elif as_now and now is not None:
            sources[ref] = project, now, version.since
        else:
            path = now.path if now else f"{TEXTS}/{ref}/{version.version}.txt"
            message = (
                f"{ref} {version.version} was in force on {day}; git at hand does not give exactly its text any more."
            )
            result.problems.warning("X005", path, 1, 1, message)
            continue
        for language in others:
            result.translations[language][ref] = then.sound(language, ref) if then else None
    result.policies = _with(policies, changed)
    drafts = {ref: policy for ref, policy in policies.policies.items() if ref not in sources}
    result.project, found = with_values(project, sources, drafts, day)
    result.problems.extend(found)
    return result


def _opened(project: Project, commit: str) -> _Edition:
    library = project.layers[0].root
    return _Edition(open_project(project.root, library, project.words.language, at=commit))


def _with(policies: Policies, changed: Mapping[str, Policy | None]) -> Policies:
    """Return policies with some in the place of others; None takes one out."""
    if not changed:
        return policies
    together = {ref: changed.get(ref, policy) for ref, policy in policies.policies.items()}
    together |= {ref: policy for ref, policy in changed.items() if ref not in together}
    result = replace(policies, policies={}, statements={}, controls={})
    for ref, policy in together.items():
        if policy is None:
            continue
        result.policies[ref] = policy
        for control in policy.controls:
            result.controls.setdefault(control.number, control)
        for statement in policy.statements:
            known = result.statements.get(statement.id)
            if known is None or (statement.in_force and not known.in_force):
                result.statements[statement.id] = statement
    for name, statement in policies.statements.items():
        if statement.policy not in changed or changed[statement.policy] is not None:
            result.statements.setdefault(
                name, replace(statement, in_force=False, why_not=statement.why_not or "condition")
            )
    return result


def translation_in_force(policies: Policies, instead: Mapping[str, Policy | None]) -> Policies:
    """Return the policies of a translation with those that belong to the texts in force; what has none is left out."""
    gone = {ref for ref, policy in instead.items() if policy is None}
    files = {path for ref in instead if (old := policies.policies.get(ref)) for path in (old.path, *old.overrides)}
    result = _with(policies, {ref: policy for ref, policy in instead.items() if policy or ref in policies.policies})
    problems = Problems(problem for problem in policies.problems if problem.path not in files)
    paths = {old.path for ref in gone if (old := policies.policies.get(ref))}
    references = [each for each in policies.references if each.path not in paths]
    return replace(result, problems=problems, references=references)
