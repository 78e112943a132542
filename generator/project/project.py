"""The project: all files of a policy repository and what its YAML says, ready for knowledge and policies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from generator import git
from generator.config.context import known_names, template_context
from generator.config.organisation import Organisation, read_organisation
from generator.config.settings import Value
from generator.config.translation import TRANSLATED_FILES, translate_organisation, translate_vocabulary
from generator.config.vocabulary import VOCABULARY_FILES, Vocabulary, read_vocabulary
from generator.config.yaml_file import YamlFile, check_characters, read_yaml
from generator.problems import Problem, Problems
from generator.project.extends import ORGANISATION_FILE, with_groups
from generator.project.layers import FOLDERS, Layer, SourceFile, find_layers, read_layers
from generator.project.pin import check_pin, with_accepted_library
from generator.project.registers import Registers, read_registers
from generator.project.snapshot import Snapshot, read_snapshot
from generator.standard import Standard, load_standard
from generator.text import Evaluator, Words, read_words
from generator.text.rendering import Rendering, Template, render

__all__ = [
    "LIBRARY",
    "ORGANISATION_FILE",
    "Project",
    "layers_of",
    "open_library",
    "open_project",
    "other_languages",
    "translated",
]

_PACKAGE = Path(__file__).resolve().parents[1]
LIBRARY = _PACKAGE / "library" if (_PACKAGE / "library").is_dir() else _PACKAGE.parent
"""Root of the policy library that this tool carries."""
_WORDS = Path(__file__).resolve().parents[1] / "portal" / "words"


@dataclass(slots=True)
class Project:
    """A policy repository that has been read."""

    root: Path
    sources: Path
    """Where mkdocs.yml and the theme lie: the root, or a folder into which a revision was written."""
    layers: tuple[Layer, ...]
    files: dict[str, list[SourceFile]]
    vocabulary: Vocabulary
    organisation: Organisation
    standard: Standard
    words: Words
    commit: git.Commit | None
    """The commit that is checked out, or the one that was read; None without git and before the first commit."""
    problems: Problems
    used: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """Every value that templates and pages ask for, with the places."""
    snapshot: Snapshot | None = None
    """The revision that was read; None for the working tree."""
    registers: Registers = field(default_factory=Registers)
    """Applicability, exceptions and activities, as they were written."""
    own_values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """By policy the values that it has and that are not those of the organisation: texts in force on a day may have been
    approved with different ones."""
    _evaluator: Evaluator | None = None

    @property
    def evaluator(self) -> Evaluator:
        """Return what answers for the organisation's values."""
        if self._evaluator is None:
            context = template_context(self.organisation, self.vocabulary.roles)
            known = known_names(self.organisation, self.vocabulary.roles)
            self._evaluator = Evaluator(self.words, context, known)
        return self._evaluator

    def last(self, path: str) -> SourceFile | None:
        """Return the file of the last layer that has this path."""
        found = self.files.get(path)
        return found[-1] if found else None

    def below(self, folder: str, suffix: str) -> Iterator[SourceFile]:
        """Return the files below a folder, each as its last layer has it, in order of their paths."""
        for path in sorted(self.files):
            if path.startswith(f"{folder}/") and path.endswith(suffix) and self.files[path]:
                yield self.files[path][-1]

    def render(self, template: Template) -> Rendering:
        """Render a template or page with the organisation's values, and remember what it used."""
        rendering = render(template, self.evaluator)
        for name, lines in rendering.names.items():
            self.used.setdefault(name, []).extend((template.path, line) for line in lines)
        return rendering

    def values_in(self, name: str, refs: Iterable[str]) -> list[tuple[Value, list[str]]]:
        """Return what a value is in some policies, with those that agree on it; once where all do."""
        found: list[tuple[Value, list[str]]] = []
        for ref in refs:
            value = self.own_values.get(ref, {}).get(name) or self.organisation.settings.values[name]
            known = next((policies for other, policies in found if other.data == value.data), None)
            if known is None:
                found.append((value, [ref]))
            else:
                known.append(ref)
        return found

    def holds(self, expression: str) -> bool:
        """Say whether a condition is true for this organisation; one that cannot be decided is false."""
        return self.evaluator.answer(expression) is True


def open_project(
    folder: Path,
    library: Path = LIBRARY,
    language: str = "en",
    *,
    at: str | git.Commit | None = None,
    known: dict[str, bytes] | None = None,
    changed: Mapping[str, str] | None = None,
) -> Project:
    """Read a policy repository; everything that is wrong with its files is in `problems`, nothing is raised for it.

    `at` names the revision to read instead of the working tree: its policy_templates, content and site_config come
    from git's objects, without a checkout. The library of an organisation's own repository stays the installed one.
    `known` holds objects from one call to the next. GitError where git does not know the revision.
    `changed` stands for what the organisation's files at these paths hold, to see what would come of a change.
    """
    root = folder.resolve()
    commit = git.commit_of(root, at) if isinstance(at, str) else at
    snapshot = read_snapshot(root, commit, FOLDERS, known) if commit else None
    layers, wrong = with_groups(with_accepted_library(find_layers(root, library, snapshot)))
    files, problems = read_layers(layers)
    problems.extend(wrong)
    problems.extend(check_pin(layers, files))
    for path, text in (changed or {}).items():
        files[path][-1] = replace(files[path][-1], text=text)
    for name in VOCABULARY_FILES:
        path = f"policy_templates/{name}.yml"
        if path not in files:
            problems.error("F001", path, 1, 1, f"{path} is missing.")
    texts = tuple(
        (name, file.shown, file.text or "")
        for name in VOCABULARY_FILES
        for file in files.get(f"policy_templates/{name}.yml", [])
    )
    vocabulary, said = _vocabulary(texts)
    problems.extend(said)
    problems.extend(_strays(files))
    organisation, found = _organisation(files, vocabulary, layers[-1].origin)
    problems.extend(found)
    registers, found = read_registers(files)
    problems.extend(found)
    words, found = _words(language)
    problems.extend(found)
    return Project(
        root=root,
        sources=root,
        layers=layers,
        files=files,
        vocabulary=vocabulary,
        organisation=organisation,
        standard=load_standard(),
        words=words,
        commit=commit or git.head(root),
        problems=problems,
        snapshot=snapshot,
        registers=registers,
    )


def layers_of(folder: Path, library: Path = LIBRARY) -> tuple[Layer, ...]:
    """Return the layers that `open_project` reads for a working tree, without reading them."""
    return with_groups(find_layers(folder.resolve(), library))[0]


@lru_cache(maxsize=4)
def _vocabulary(texts: tuple[tuple[str, str, str], ...]) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """Read a vocabulary from its texts (name, path, text), once for all projects of a process that share them."""
    problems = Problems()
    files: dict[str, list[YamlFile]] = {}
    for name, shown, text in texts:
        yaml, found = read_yaml(shown, text)
        problems.extend(found)
        problems.extend(check_characters(yaml))
        files.setdefault(name, []).append(yaml)
    vocabulary, found = read_vocabulary(files)
    problems.extend(found)
    return vocabulary, tuple(problems)


def open_library(library: Path = LIBRARY) -> Project:
    """Read the library alone, with an organisation of which nothing is known."""
    with tempfile.TemporaryDirectory() as folder:
        return open_project(Path(folder), library)


def other_languages(project: Project) -> list[str]:
    """Return the languages besides the project's own in which the repository has templates or pages."""
    found = {
        path.split("/")[1]
        for path in project.files
        if path.startswith(("policy_templates/", "content/")) and path.count("/") > 1
    }
    return sorted(name for name in found if name != project.words.language and (_WORDS / f"{name}.yml").is_file())


def _strays(files: Mapping[str, list[SourceFile]]) -> Problems:
    """Return a problem for each text that lies in the folder of no known language, where nothing would read it."""
    problems = Problems()
    known = sorted(path.stem for path in _WORDS.glob("*.yml"))
    for path, found in files.items():
        top, *middle, name = path.split("/")
        if top == "site_config" or not found or name == "README.md":
            continue
        if top == "policy_templates" and not name.endswith(".md"):
            continue
        if not middle or middle[0] not in known:
            message = f"{path} is read by nothing: it lies in the folder of no language ({', '.join(known)})."
            problems.error("F009", found[-1].shown, 1, 1, message)
    return problems


def translated(project: Project, language: str) -> Project:
    """Return the same project with the words of another language; its problems are those of the translation alone."""
    problems = Problems()
    files: dict[str, list[YamlFile]] = {}
    for name in TRANSLATED_FILES:
        for file in project.files.get(f"policy_templates/{language}/{name}.yml", []):
            yaml, found = read_yaml(file.shown, file.text or "")
            problems.extend(found)
            files.setdefault(name, []).append(yaml)
    vocabulary, found = translate_vocabulary(project.vocabulary, files)
    problems.extend(found)
    words, found = _words(language)
    problems.extend(found)
    organisation = translate_organisation(project.organisation, vocabulary)
    return replace(
        project,
        vocabulary=vocabulary,
        organisation=organisation,
        words=words,
        problems=problems,
        used={},
        _evaluator=None,
    )


def _organisation(
    files: Mapping[str, list[SourceFile]], vocabulary: Vocabulary, own: str
) -> tuple[Organisation, Problems]:
    """Read what the organisation says of itself, over what the groups say that it builds on."""
    problems = Problems()
    sources = files.get(ORGANISATION_FILE)
    readable = False
    yaml = YamlFile(ORGANISATION_FILE, {})
    groups: list[YamlFile] = []
    for source in sources or ():
        read, found = read_yaml(source.shown, source.text or "")
        problems.extend(found)
        if source.origin == own:
            yaml = read
            readable = not any(problem.code in ("Y001", "Y003", "Y005") for problem in found)
        else:
            groups.append(read)
    if sources is None or (sources and not any(source.origin == own for source in sources)):
        problems.error("F001", ORGANISATION_FILE, 1, 1, f"{ORGANISATION_FILE} is missing.")
    organisation, found = read_organisation(
        yaml, vocabulary.parameters, vocabulary.roles, readable=readable, groups=groups
    )
    problems.extend(found)
    return organisation, problems


def _words(language: str) -> tuple[Words, Problems]:
    path = _WORDS / f"{language}.yml"
    problems = Problems()
    yaml, found = read_yaml(f"generator/portal/words/{language}.yml", path.read_text(encoding="utf-8"))
    problems.extend(found)
    words, found = read_words(language, yaml.data, path.name)
    problems.extend(found)
    return words, problems
