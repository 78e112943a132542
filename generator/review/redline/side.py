"""One side of a comparison: the working tree, a revision, or the texts that were approved."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator import git
from generator.config import Parameter
from generator.policies import Policies, Statement, digest, normative_text
from generator.problems import Problem, Problems
from generator.project import LIBRARY, Project, open_project, other_languages, translated
from generator.review.binding import binding_text
from generator.review.entry import Entry
from generator.review.in_force import InForce, versions_in_force
from generator.review.ledger import LEDGER, TEXTS, read_ledger, text_path
from generator.review.prover import prover_of
from generator.review.redline.reuse import read_again

__all__ = ["MAIN", "Side", "Source", "approval_claims", "approved_side", "read_side", "refuted", "side_on"]

MAIN = "en"
"""The language in which statements are counted; the others are compared as text."""


@dataclass(slots=True)
class Source:
    """A project with its policies in every language it has."""

    project: Project
    policies: dict[str, Policies]
    """By language."""
    projects: dict[str, Project] = field(default_factory=dict)
    """The project in the words of each language, the main one included."""

    def statement(self, name: str) -> Statement | None:
        """Return a statement by its id, in force or not."""
        return self.policies[MAIN].statements.get(name)

    def value(self, name: str) -> Any:
        """Return a value in force; None where the project has none of that name."""
        found = self.project.organisation.settings.values.get(name)
        return None if found is None else found.data

    def parameter(self, name: str) -> Parameter | None:
        """Return a parameter or field of the organisation by its name."""
        found = self.project.organisation.settings.values.get(name)
        return None if found is None else found.parameter


@dataclass(slots=True)
class Side:
    """What is compared: normative texts, and the projects that they come from as far as these are known."""

    label: str
    """As the user named it; empty for the working tree."""
    commit: git.Commit | None
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """Normative text by language and ref."""
    binding: dict[tuple[str, str], str] = field(default_factory=dict)
    """What an approval of each policy binds, by language and ref."""
    sources: dict[str, Source] = field(default_factory=dict)
    """Where each policy comes from, by ref."""
    whole: Source | None = None
    """The project of a side that is one project; None for texts that were approved one by one."""
    problems: Problems = field(default_factory=Problems)
    """What could not be read: errors alone."""
    silent: set[tuple[str, str]] = field(default_factory=set)
    """Language and ref of translations of which nobody can say what they were; they are not compared."""

    def source(self, ref: str) -> Source | None:
        """Return the project that a policy comes from, if it is known."""
        return self.sources.get(ref) or self.whole

    def approves(self, version: InForce) -> bool:
        """Say whether exactly a text in force comes out of this side."""
        source, ref, language = self.whole, version.policy, version.language
        policy = source.policies[language].policies.get(ref) if source and language in source.policies else None
        if source is None or policy is None or binding_text(source.projects[language], policy) != version.text:
            return False
        return not version.full or normative_text(policy) == version.full

    def faults(self, path: str) -> list[Problem]:
        """Return what could not be read of a file."""
        return [problem for problem in self.problems if problem.path == path]


def read_side(
    folder: Path,
    at: str | git.Commit | None = None,
    label: str = "",
    *,
    library: Path = LIBRARY,
    near: Side | None = None,
) -> Side:
    """Read the working tree or a revision; what is wrong with it is in `problems`. GitError for no revision.

    `near` is another side of the same repository; what cannot differ from it is not read again.
    """
    project = open_project(folder, library, at=at)
    policies = {MAIN: read_again(project, MAIN, _known(near, MAIN))}
    projects = {MAIN: project}
    problems = [*project.problems, *policies[MAIN].problems]
    for language in other_languages(project):
        other = projects[language] = translated(project, language)
        policies[language] = read_again(other, language, _known(near, language))
        problems += [*other.problems, *policies[language].problems]
    source = Source(project, policies, projects)
    texts = {
        (language, ref): normative_text(policy)
        for language, found in policies.items()
        for ref, policy in found.policies.items()
    }
    binding = {
        (language, ref): binding_text(projects[language], policy)
        for language, found in policies.items()
        for ref, policy in found.policies.items()
    }
    errors = Problems(Problems(problems).errors)
    return Side(label, project.commit if at else None, texts, binding, whole=source, problems=errors)


def approved_side(folder: Path, head: Side, version: str = "", *, library: Path = LIBRARY) -> Side:
    """Return the texts that `head` keeps as approved: of each policy the last one, or those of one version.

    `head` then shows these policies as an approval would bind them, so that like is compared with like.
    The values behind a text are known where the commit that introduced it still renders exactly that text.
    An entry that does not hold, or is not committed yet, approves nothing.
    """
    assert head.whole is not None
    project = head.whole.project
    claims = approval_claims(project)
    kept = [entry for entry, _ in claims if not version or entry.version == version]
    wrong = {entry.raw for entry in kept if refuted(project, entry) != ""}
    side = Side(f"approved:{version}" if version else "approved", None)
    introduced = git.introductions(folder, TEXTS) if project.commit else {}
    read: dict[str, Side] = {}
    chosen = {entry.policy: (entry, text) for entry, text in claims if entry in kept and entry.raw not in wrong}
    for ref, (entry, text) in chosen.items():
        key = entry.language, ref
        side.texts[key] = side.binding[key] = text
        if key in head.binding:
            head.texts[key] = head.binding[key]
        commit = introduced.get(text_path(entry))
        if commit is None:
            continue
        if commit not in read:
            read[commit] = read_side(folder, commit, library=library, near=head)
        if read[commit].binding.get(key) == text:
            whole = read[commit].whole
            assert whole is not None
            side.sources[ref] = whole
    return side


def side_on(folder: Path, day: datetime.date, *, library: Path = LIBRARY, near: Side | None = None) -> Side:
    """Return what was in force on a day: approved texts, and for a policy without one what the branch held then.

    A translation goes with the approved text: it is the one of the commit that approved it. Where there was none, or the
    commit cannot be read any more, nothing is compared in that language. GitError where the branch has no commit that old.
    """
    side = read_side(folder, git.commit_on(folder, day), day.isoformat(), library=library, near=near)
    assert side.whole is not None
    read: dict[str, Side] = {}
    for ref, version in versions_in_force(side.whole.project, day).items():
        others = [language for language, name in side.texts if name == ref and language != MAIN]
        if (
            not others
            and version.language == MAIN
            and side.binding.get((MAIN, ref)) == version.text
            and not version.full
        ):
            continue
        if version.commit and version.commit not in read:
            read[version.commit] = read_side(folder, version.commit, library=library, near=side)
        then = read.get(version.commit)
        sound = then if then and then.approves(version) else None
        if version.language == MAIN:
            side.texts[MAIN, ref] = side.binding[MAIN, ref] = version.text
        for language in others:
            del side.texts[language, ref]
            side.silent.add((language, ref))
        if sound is None or sound.whole is None:
            continue
        side.sources[ref] = sound.whole
        for key, text in sound.texts.items():
            if key[1] == ref:
                side.texts[key] = text
                side.silent.discard(key)
        side.binding |= {key: text for key, text in sound.binding.items() if key[1] == ref}
    return side


def _known(side: Side | None, language: str) -> tuple[Project, Policies] | None:
    source = side.whole if side else None
    found = source.policies.get(language) if source else None
    return (source.projects[language], found) if source and found else None


def approval_claims(project: Project) -> list[tuple[Entry, str]]:
    """Return every approval that the ledger of a project records, with its kept text, where that is the one it names.

    A text that no entry names is nobody's approval.
    """
    file = project.last(LEDGER)
    ledger, _ = read_ledger((file.text if file else "") or "")
    found = []
    for entry in ledger.entries:
        kept = project.last(text_path(entry)) if entry.kind == "approval" else None
        try:
            text = kept.read_bytes().decode("utf-8") if kept else ""
        except (OSError, UnicodeDecodeError):
            continue
        if text and digest(text) == entry.digest:
            found.append((entry, text))
    return found


def refuted(project: Project, entry: Entry) -> str | None:
    """Return why a committed approval does not hold, empty where it does; None where it is not committed."""
    if project.commit is None:
        return None
    try:
        prover = prover_of(project, project.commit)
        committed = prover.committed(entry)
        return None if committed is None else prover.refuted(committed)
    except git.GitError as error:
        return str(error)
