"""The slower checks of wording, `policy-site check --prose`: statements, summaries, abbreviations and spelling.

What they know of a language stands in policy_templates/wording.yml and policy_templates/words-LANGUAGE.txt, which every
layer of a policy repository may extend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.config.wording import Wording, read_wording
from generator.config.yaml_file import read_yaml
from generator.knowledge import Knowledge
from generator.policies.prose_duplicates import check_duplicates
from generator.policies.prose_reading import check_summary
from generator.policies.prose_statements import StatementChecks
from generator.policies.prose_text import ProseText, read_prose
from generator.policies.prose_words import Exempt, Speller, abbreviations_of, check_abbreviations, check_spelling
from generator.policies.reading import Policies
from generator.problems import Problems
from generator.project import Project, split_front_matter
from generator.project.layers import text_of
from generator.project.project import ORGANISATION_FILE
from generator.text.rendering import Template, render

__all__ = ["check_prose", "read_words_list"]

_FIRST_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"\w*[A-Z]\w*")


def check_prose(project: Project, knowledge: Knowledge, policies: Policies) -> Problems:
    """Return a warning for every doubtful wording of one language's policies, terms and pages.

    Statements are read whether they are in force or not, words in every branch of a condition.
    """
    language = project.words.language
    wording, problems = _wording(project, language)
    templates = {file.shown: file for file in project.below(f"policy_templates/{language}", ".md")}
    pages = {file.shown: file for file in project.below(f"content/{language}", ".md")}
    texts = {path: read_prose(file) for path, file in {**templates, **pages}.items()}
    statements = [statement for policy in policies.policies.values() for statement in policy.statements]
    verbs = {match[0].casefold() for statement in statements if (match := _FIRST_WORD.match(statement.body_text))}
    problems.extend(StatementChecks(wording, project.words, verbs).check(statements, texts))
    problems.extend(check_duplicates(statements))
    for path, file in templates.items():
        front, _ = split_front_matter(path, file.text or "", ())
        rendering = render(Template(path, front.body, front.first_line), project.evaluator)
        problems.extend(check_summary(path, rendering.lines, project.words))
    problems.extend(_check_words(project, knowledge, wording, list(texts.values())))
    return problems


def _check_words(project: Project, knowledge: Knowledge, wording: Wording, texts: list[ProseText]) -> Problems:
    problems = Problems()
    language = project.words.language
    exempt = Exempt.of(_titles(project), _names(project))
    explained = abbreviations_of(
        [*wording.abbreviations, *(w for term in knowledge.terms.values() for w in term.words)]
    )
    speller = None
    if Speller.speaks(language):
        own, found = read_words_list(project, language)
        problems.extend(found)
        speller = Speller(language, own)
    for text in texts:
        problems.extend(check_abbreviations(text, explained, exempt))
        if speller:
            problems.extend(check_spelling(text, speller, exempt))
    return problems


def read_words_list(project: Project, language: str) -> tuple[list[str], Problems]:
    """Read the words that a project adds to the dictionary, one a line; what stands behind # is a remark."""
    problems = Problems()
    words: list[str] = []
    for file in project.files.get(f"policy_templates/words-{language}.txt", []):
        text = text_of(file, problems) or ""
        words += [word for line in text.split("\n") if (word := line.partition("#")[0].strip())]
    return words, problems


def _wording(project: Project, language: str) -> tuple[Wording, Problems]:
    problems = Problems()
    files = []
    for file in project.files.get("policy_templates/wording.yml", []):
        yaml, found = read_yaml(file.shown, file.text or "")
        problems.extend(found)
        files.append(yaml)
    wording, found = read_wording(files, language)
    problems.extend(found)
    return wording, problems


def _titles(project: Project) -> Iterator[str]:
    standard = project.standard
    for domain in standard.domains:
        yield domain.title
        yield from (category.title for category in domain.categories)
        yield from (control.title for control in domain.controls)
    yield from (control.title for control in standard.controls_2013.values())
    yield from (control.title for control in standard.controls_2022.values())
    yield from (clause.title for clause in standard.clauses)


def _names(project: Project) -> Iterator[str]:
    """Yield every text of organisation.yml, and the words of laws' names that begin with a capital."""
    for file in project.files.get(ORGANISATION_FILE, []):
        yield from _texts(read_yaml(file.shown, file.text or "")[0].data)
    for law in project.vocabulary.laws.values():
        yield from _NAME.findall(f"{law.act} {law.title}")


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _texts(item)
