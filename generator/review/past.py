"""Policies as they stood at old commits.

Two commits share most of what they hold, so each template is rendered once for each set of the values it asks for,
and nothing is read for a commit that differs from another only elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import git
from generator.config.approval import Approval
from generator.config.organisation import Organisation, read_organisation
from generator.config.vocabulary import Vocabulary, read_vocabulary
from generator.config.yaml_file import YamlFile, read_yaml
from generator.policies import Policies, Policy, normative_text, read_policies
from generator.problems import Problems
from generator.project import Project, SourceFile, open_project, split_front_matter, translated
from generator.project.extends import ORGANISATION_FILE

__all__ = ["Past", "PastPolicy", "TextCache", "bounds_of", "text_folders"]

_TEMPLATES = "policy_templates"
_VOCABULARY = (f"{_TEMPLATES}/parameters.yml", f"{_TEMPLATES}/roles.yml")
"""The files of the vocabulary that a text is made from."""
_LIBRARY = "site_config/library.zip"
_LIBRARY_LAYER = "library"
_OVERRIDES = re.compile(r"^overrides[ \t]*:", re.MULTILINE)
Key = tuple[str, ...]
"""What the texts of a commit are made from: the ids of its templates, its organisation.yml, its copy of the library,
and the same of the groups that lie in the same repository."""


@dataclass(frozen=True, slots=True)
class PastPolicy:
    """One policy as it stood at a commit."""

    path: str
    text: str
    """The normative text that an approver binds: with bounds in the place of delegated values; empty where the commit
    holds problems that keep it from being read."""
    full: str
    """The normative text with all values."""
    approver: str = ""
    """The role in its front matter."""
    owner: str = ""


class TextCache:
    """What was found out about old commits, kept from one run to the next; proofs never rest on it."""

    def get(self, key: str) -> PastPolicy | None:
        """Return what is known."""
        raise NotImplementedError

    def put(self, key: str, policy: PastPolicy) -> None:
        """Remember something."""
        raise NotImplementedError


@dataclass(slots=True)
class _Source:
    """What one commit says: its vocabulary, its organisation, its templates."""

    project: Project
    readable: bool
    paths: dict[str, list[str]]
    """The files that each policy is made from, by its ref."""


def text_folders() -> tuple[str, str]:
    """Return what normative texts are made from, as paths below the policy repository."""
    return _TEMPLATES, ORGANISATION_FILE


def bounds_of(approval: Approval) -> dict[str, str]:
    """Return the bounds of delegated values, to stand in the text that an approver binds."""
    return {name: delegation.bounds for name, delegation in approval.delegated.items()}


class Past:
    """Reads policies of one repository at the commits that lead to the one at hand."""

    def __init__(self, project: Project, language: str, cache: TextCache | None = None) -> None:
        assert project.commit is not None
        self.project, self.language, self.cache = project, language, cache
        self.revisions = git.history(project.root, project.commit.id)
        self.by_id = {revision.id: revision for revision in self.revisions}
        self.tip = project.commit.id
        parts = [f":./{part}" for part in (*text_folders(), _LIBRARY)]
        top = git.toplevel(project.root)
        self._groups = [layer for layer in project.layers[:-1] if layer.origin != _LIBRARY_LAYER]
        for layer in self._groups:
            if git.toplevel(layer.root) == top:
                parts += [f":{git.prefix(layer.root)}{part}" for part in text_folders()]
        ids = git.object_ids(project.root, [f"{revision.id}{part}" for revision in self.revisions for part in parts])
        self.keys: dict[str, Key] = {
            revision.id: tuple(ids[number * len(parts) : (number + 1) * len(parts)])
            for number, revision in enumerate(self.revisions)
        }
        self._current: Mapping[str, Policy] = {}
        self._known: dict[str, PastPolicy] = {}
        self._sources: dict[Key, _Source] = {}
        self._vocabularies: dict[tuple[tuple[str, str], ...], tuple[Vocabulary, bool]] = {}
        self._organisations: dict[tuple[str, tuple[tuple[str, str], ...]], Organisation] = {}
        self._objects: dict[str, bytes] = {}
        self._yaml: dict[str, tuple[YamlFile, Problems]] = {}
        self._heads: dict[str, str] = {}
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._read: dict[tuple[object, ...], PastPolicy] = {}
        self._ancestors: dict[str, frozenset[str]] = {}
        last = project.layers[-1].origin
        self._fixed = {
            path: fixed
            for path, found in project.files.items()
            if path.startswith(f"{_TEMPLATES}/") and (fixed := [file for file in found if file.origin != last])
        }
        """Files of the library, where it is not part of the repository; no commit of ours changes them."""

    def at_hand(self, policies: Policies) -> None:
        """Take over the policies of the commit at hand, which have been read already; nothing where it is not clean."""
        if self.project.snapshot is None and git.uncommitted(self.project.root, text_folders(), ignored=True):
            return
        if not policies.problems.errors and not self.project.problems.errors:
            self._current = policies.policies

    def policy(self, commit: str, ref: str) -> PastPolicy | None:
        """Return a policy as it stood at a commit; None where it did not exist."""
        key = self.keys[commit]
        if self._current and key == self.keys[self.tip]:
            policy = self._current.get(ref)
            return _past(policy, self.project.organisation) if policy else None
        name = " ".join((*key, self.language, ref))
        known = self._known.get(name) or (self.cache.get(name) if self.cache else None)
        if known is None:
            known = self._policy(commit, ref) or PastPolicy("", "", "")
            if self.cache:
                self.cache.put(name, known)
        self._known[name] = known
        return known if known.path else None

    def organisation(self, commit: str) -> Organisation:
        """Return the organisation as a commit describes it."""
        if self._current and self.keys[commit] == self.keys[self.tip]:
            return self.project.organisation
        return self._source(commit).project.organisation

    def ancestors(self, commit: str) -> frozenset[str]:
        """Return the commits that a commit builds on, and itself."""
        if commit not in self._ancestors:
            found = {commit}
            open_ones = [commit]
            while open_ones:
                revision = self.by_id.get(open_ones.pop())
                for parent in revision.parents if revision else ():
                    if parent not in found and parent in self.by_id:
                        found.add(parent)
                        open_ones.append(parent)
            self._ancestors[commit] = frozenset(found)
        return self._ancestors[commit]

    def _policy(self, commit: str, ref: str) -> PastPolicy | None:
        source = self._source(commit)
        paths = source.paths.get(ref)
        return self._rendered(source, ref, paths) if paths else None

    def _rendered(self, source: _Source, ref: str, paths: list[str]) -> PastPolicy | None:
        files = {path: _counting(source.project.files[path]) for path in paths}
        at = tuple(text for path in paths for file in files[path] for text in (file.shown, file.text or ""))
        names = self._names.get(at)
        if names is not None:
            known = self._read.get((at, *self._signature(source, names)))
            if known is not None:
                return known
        single = replace(source.project, files=files, used={}, problems=Problems())
        policies = read_policies(single, self.language)
        policy = policies.policies.get(ref)
        names = tuple(sorted(single.used))
        if policy is None:
            return PastPolicy(paths[0], "", "")
        if source.project.organisation.doubtful.intersection(names) or not source.readable or policies.problems.errors:
            return PastPolicy(policy.path, "", "", policy.approver, policy.owner)
        found = _past(policy, source.project.organisation)
        self._names[at] = names
        self._read[at, *self._signature(source, names)] = found
        return found

    def _signature(self, source: _Source, names: Iterable[str]) -> tuple[object, ...]:
        """Return what a template makes its text from, besides its own words."""
        organisation = source.project.organisation
        found: list[object] = [source.readable, organisation.baseline]
        bounds = bounds_of(organisation.approval)
        for name in names:
            group, _, key = name.partition(".")
            value = organisation.settings.values.get(name)
            if value is not None:
                labels = tuple(value.parameter.labels.items())
                doubtful = name in organisation.doubtful
                found.append((name, repr(value.data), value.parameter.unit, labels, bounds.get(name), doubtful))
            elif group == "role":
                role = organisation.roles.get(key)
                found.append((name, role.subject if role else None))
            else:
                known = source.project.evaluator.context.get(group)
                found.append((name, str(getattr(known, key, None))))
        return tuple(found)

    def _source(self, commit: str) -> _Source:
        key = self.keys[commit]
        if key not in self._sources:
            self._sources[key] = self._make(commit)
        return self._sources[key]

    def _make(self, commit: str) -> _Source:
        """Read what a commit says; one that builds on groups or on another library is opened as a whole."""
        key = self.keys[commit]
        whole = bool(self._groups) or key[2] != self.keys[self.tip][2]
        project, sound = self._opened(commit) if whole else self._composed(key)
        if self.language != project.words.language:
            project = translated(project, self.language)
        folder = f"{_TEMPLATES}/{self.language}/"
        paths: dict[str, list[str]] = {}
        for path in sorted(project.files):
            if path.startswith(folder) and path.endswith(".md"):
                for ref in dict.fromkeys(self._ref(file) for file in project.files[path]):
                    paths.setdefault(ref, []).append(path)
        return _Source(project, sound and project.organisation.readable, paths)

    def _ref(self, file: SourceFile) -> str:
        """Return the policy that a file is, or that it lays words over."""
        text = file.text or ""
        if text not in self._heads:
            front, _ = split_front_matter(file.shown, text, ())
            self._heads[text] = front.text("overrides") or front.text("ref")
        return self._heads[text]

    def _opened(self, commit: str) -> tuple[Project, bool]:
        revision = self.by_id[commit]
        at = git.Commit(commit, revision.committed, revision.timestamp)
        library = next(layer.root for layer in self.project.layers if layer.origin == _LIBRARY_LAYER)
        project = open_project(self.project.root, library, self.project.words.language, at=at, known=self._objects)
        bad = any(
            problem.code.startswith(("Y", "F", "P0")) and problem.path.startswith(_TEMPLATES)
            for problem in project.problems.errors
        )
        return project, not bad

    def _composed(self, key: Key) -> tuple[Project, bool]:
        tree, organisation_file = key[:2]
        root, origin = self.project.root, self.project.layers[-1].origin
        entries = git.list_files(root, tree) if tree else []
        own = {
            f"{_TEMPLATES}/{entry.path}": entry.id
            for entry in entries
            if entry.mode.startswith("100") and entry.path.endswith((".yml", ".md"))
        }
        needed = [*own.values(), *([organisation_file] if organisation_file else [])]
        self._objects |= git.read_objects(root, (name for name in needed if name not in self._objects))
        files = {path: list(found) for path, found in self._fixed.items()}
        for path, name in own.items():
            text = _text(self._objects.get(name, b""))
            files.setdefault(path, []).append(SourceFile(path, path, origin, root / path, text))
        vocabulary_id = tuple((path, own.get(path, "")) for path in _VOCABULARY)
        vocabulary, sound = self._vocabulary(vocabulary_id, files)
        organisation = self._organisation(organisation_file, vocabulary_id, vocabulary)
        project = replace(
            self.project,
            files=files,
            vocabulary=vocabulary,
            organisation=organisation,
            problems=Problems(),
            used={},
            _evaluator=None,
        )
        return project, sound

    def _vocabulary(
        self, own: tuple[tuple[str, str], ...], files: Mapping[str, list[SourceFile]]
    ) -> tuple[Vocabulary, bool]:
        if own not in self._vocabularies:
            problems = Problems()
            yaml: dict[str, list[YamlFile]] = {}
            for path in _VOCABULARY:
                for file in files.get(path, ()):
                    text = file.text or ""
                    if text not in self._yaml:
                        self._yaml[text] = read_yaml(file.path, text)
                    problems.extend(self._yaml[text][1])
                    yaml.setdefault(Path(path).stem, []).append(self._yaml[text][0])
            vocabulary, found = read_vocabulary(yaml)
            self._vocabularies[own] = vocabulary, not [*problems.errors, *found.errors]
        return self._vocabularies[own]

    def _organisation(
        self, name: str, vocabulary_id: tuple[tuple[str, str], ...], vocabulary: Vocabulary
    ) -> Organisation:
        at = (name, vocabulary_id)
        if at not in self._organisations:
            file, found = read_yaml(ORGANISATION_FILE, _text(self._objects.get(name, b"")) or "")
            organisation, _ = read_organisation(
                file, vocabulary.parameters, vocabulary.roles, readable=bool(name) and not found.errors
            )
            self._organisations[at] = organisation
        return self._organisations[at]


def _counting(files: list[SourceFile]) -> list[SourceFile]:
    """Return the files of one path that count: what lies below a file that stands for the whole does not."""
    for number in range(len(files) - 1, -1, -1):
        if not _OVERRIDES.search((files[number].text or "").partition("\n---")[0]):
            return files[number:]
    return files


def _past(policy: Policy, organisation: Organisation) -> PastPolicy:
    full = normative_text(policy)
    bounds = bounds_of(organisation.approval)
    text = normative_text(policy, bounds) if bounds else full
    return PastPolicy(policy.path, text, full, policy.approver, policy.owner)


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None
