"""What the tests of the core share: the library, read once, and small policy repositories for tests of their own."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.config import Organisation, YamlFile, read_organisation, read_yaml
from generator.portal import Portal, build_portal
from generator.problems import Problem
from generator.project import LIBRARY, Project, open_project
from generator.text import Line, Words, read_words

__all__ = [
    "SOUND",
    "TODAY",
    "VOCABULARY",
    "codes",
    "english",
    "extensions",
    "git",
    "library",
    "lines",
    "portal",
    "said",
    "small_project",
    "small_vocabulary",
    "sound_organisation",
    "written",
]

TODAY = datetime.date(2026, 12, 1)

SOUND: dict[str, Any] = {
    "organisation": {"name": "Example Widgets", "country": "LU", "staff": 20},
    "roles": {
        "managing_director": {"holder": "Director", "person": "A. Muster", "phone": "+352 555 0100"},
        "ciso": {"holder": "Head of IT", "person": "B. Muster", "deputy": "Administrator"},
        "it_operations": {"holder": "IT team", "person": "C. Muster", "deputy": "Head of IT"},
        "incident_manager": {"holder": "Head of IT", "person": "B. Muster", "deputy": "Director"},
        "key_custodian": {"holder": "Administrator", "person": "D. Muster", "deputy": "Head of IT"},
    },
}
"""An organisation.yml that says no more than is needed to break no rule of the library."""

VOCABULARY: dict[str, str] = {
    "parameters": """\
password:
  min_length:
    title: Length of a password
    description: Fewest characters of a password.
    type: integer
    unit: characters
    minimum: 8
    maximum: 64
    defaults: {basic: 12, standard: 15, enhanced: 20}
    stricter: higher
    source: a test
  review_months:
    title: Review
    description: Time between two reviews.
    type: integer
    unit: months
    minimum: 0
    maximum: 36
    default: 3
    stricter: lower
    source: a test
  method:
    title: Method
    description: How passwords are kept.
    type: string
    enum: [plain, hashed]
    labels: {plain: in plain words, hashed: as salted hashes}
    default: hashed
    stricter: none
    source: a test
  systems:
    title: Systems
    description: Where passwords are used.
    type: array
    items: {type: string}
    minItems: 1
    uniqueItems: true
    default: [mail, files, wages]
    stricter: none
    source: a test
  strictest:
    title: Strictest system
    description: The system that asks for most.
    type: string
    level_of: password.systems
    default: wages
    stricter: none
    source: a test
has:
  server_room:
    title: Server room
    description: Whether there is a server room.
    type: boolean
    default: false
    stricter: none
    source: fact about the organisation
    reason_when_false: There is no server room.
  premises:
    title: Premises
    description: Whether there are premises.
    type: boolean
    default: true
    stricter: none
    source: fact about the organisation
""",
    "roles": """\
everyone: {title: Everyone, subject: everyone, answers_for: What each of us does.}
managing_director: {title: Managing director, subject: the managing director, answers_for: Everything.}
ciso: {title: Security officer, subject: the security officer, answers_for: Security., falls_to: managing_director}
it_operations: {title: Administrators, subject: the administrators, answers_for: Systems., falls_to: ciso}
""",
    "rules": "rules: []\n",
    "records": """\
settings: {title: Settings, keeper: ciso, retention: password.review_months, class: Internal, kind: record}
""",
    "laws": """\
gdpr-32:
  {jurisdiction: EU, act: GDPR, article: Article 32, title: Security, summary: Be secure., checked_on: "2026-11-01"}
""",
}
"""A vocabulary of a few words, by the name of its file."""


@cache
def library() -> Project:
    """Return the real library with the real organisation, opened once."""
    return open_project(LIBRARY)


@cache
def portal() -> Portal:
    """Return the real portal, built once."""
    return build_portal(library(), TODAY)


@cache
def english() -> Words:
    """Return the English interface words."""
    path = LIBRARY / "generator" / "portal" / "words" / "en.yml"
    file, _ = read_yaml("en.yml", path.read_text(encoding="utf-8"))
    words, problems = read_words("en", file.data, "en.yml")
    assert not problems
    return words


@cache
def extensions() -> tuple[list[str], dict[str, Any]]:
    """Return the Markdown extensions of the site and their settings, as mkdocs.yml has them."""
    settings = yaml.safe_load((LIBRARY / "mkdocs.yml").read_text(encoding="utf-8"))
    names: list[str] = []
    configured: dict[str, Any] = {}
    for item in settings["markdown_extensions"]:
        if isinstance(item, dict):
            names += item
            configured |= item
        else:
            names.append(item)
    return names, configured


def written(data: object) -> YamlFile:
    """Return data as the YAML file that says it."""
    file, problems = read_yaml("site_config/organisation.yml", yaml.safe_dump(data, allow_unicode=True))
    assert not problems
    return file


@cache
def sound_organisation() -> Organisation:
    """Return an organisation of the real vocabulary that breaks no rule."""
    vocabulary = library().vocabulary
    organisation, problems = read_organisation(written(SOUND), vocabulary.parameters, vocabulary.roles)
    assert not problems
    return organisation


def small_vocabulary(files: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the files of a small policy repository that has a vocabulary and an organisation, but no text."""
    parts = {**VOCABULARY, **(files or {})}
    return {
        **{f"policy_templates/{name}.yml": text for name, text in parts.items() if name != "organisation"},
        "site_config/organisation.yml": parts.get(
            "organisation", "organisation: {name: Example Widgets, country: LU, staff: 20}\n"
        ),
    }


def small_project(
    root: Path, files: Mapping[str, str] | None = None, vocabulary: Mapping[str, str] | None = None
) -> Project:
    """Write a small policy repository that stands for itself, and open it; `vocabulary` changes parts by their name."""
    for path, text in {**small_vocabulary(vocabulary), **(files or {})}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return open_project(root, library=root)


def said(problems: list[Problem]) -> list[str]:
    """Return problems as short lines: path:line:column: CODE message."""
    return [f"{item.path}:{item.line}:{item.column}: {item.code} {item.message}" for item in problems]


def codes(problems: list[Problem]) -> list[str]:
    """Return the codes of problems, in order."""
    return [problem.code for problem in problems]


def lines(text: str, first: int = 1) -> tuple[Line, ...]:
    """Return a text as lines without conditions."""
    return tuple(Line(number, line) for number, line in enumerate(text.split("\n"), first))


def git(folder: Path, *arguments: str, date: str = "2026-03-01T12:00:00+01:00") -> str:
    """Run git away from the user's settings, at a fixed date, and return what it prints."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A. Muster",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A. Muster",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout
