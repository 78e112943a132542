"""Writes a new policy repository that builds at once: values, site, instructions, and what editors and forges need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator import __version__
from generator.adoption.answers import Answers, facts_of
from generator.config.schemas import SCHEMAS, schema_for
from generator.project import LIBRARY, Project, pin_files

__all__ = ["new_repository", "next_steps"]

SCHEMA_FOLDER = "site_config/schemas"
_ORGANISATION = "site_config/organisation.yml"
_IGNORED = "# What policy-site makes; nothing of it is written by hand.\n/site/\n/site-*/\n/packs/\n/release/\n/release.zip\n/.policy-site/\n"
_CONTENT = """# Our own terms, pages and forms

A file here with the path of one of the library's, such as `en/what-to-do/malware.md`, stands in its place; any other
is added. Each begins with front matter:

    ---
    title: Drone
    short: An aircraft without a pilot on board.
    date: "2026-11-22"
    ref: drone
    lang: en
    ---

Terms go to `en/glossary/`, guides to `en/best-practices/`, emergencies to `en/what-to-do/`, forms to `en/forms/`.
"""
_TEMPLATES = """# Our own words in the policies

A file in `en/` that begins like this replaces single statements of a policy, or adds some:

    ---
    overrides: access-control
    lang: en
    remove:
      11.2.4/sample: Our group reviews all rights centrally.
    ---
    ### 11.2.3 User password management

    - **{{ role.it_operations }} must** hand a first password over in person. {: #first-password .basic }

`replace: ["11.2.3"]` in the front matter leaves nothing of the library's under that control. A file without
`overrides` and with a `ref` of its own is a policy of its own. `parameters.yml`, `roles.yml`, `rules.yml`, `records.yml` and
`laws.yml` add to those of the library.
"""
_REQUIREMENTS = """\
# The policy-site that this repository is built with. Where your wheel lies elsewhere than in the index that pip asks,
# write its address with its digest instead:
#   policy-site @ https://files.example.org/policy_site-1.0.0-py3-none-any.whl --hash=sha256:…
"""
_ROLES = ("managing_director", "ciso")


def new_repository(answers: Answers, library: Project) -> dict[str, bytes]:
    """Return the files of a new repository by their paths; `library` is a project read from the library alone."""
    texts = {
        _ORGANISATION: organisation_file(answers, library),
        ".gitignore": _IGNORED,
        "README.md": _readme(answers),
        "content/README.md": _CONTENT,
        "policy_templates/README.md": _TEMPLATES,
        "requirements.txt": f"{_REQUIREMENTS}policy-site=={__version__}\n",
        "mkdocs.yml": (LIBRARY / "mkdocs.yml").read_text(encoding="utf-8"),
    }
    files = {path: text.encode("utf-8") for path, text in texts.items()}
    return files | schema_files(library) | pin_files(library.layers[0], library.files)


def schema_files(project: Project) -> dict[str, bytes]:
    """Return the schemas that an editor completes and checks with, by their paths."""
    return {f"{SCHEMA_FOLDER}/{name}.schema.json": _json(schema_for(name, project.vocabulary)) for name in SCHEMAS}


def organisation_file(answers: Answers, library: Project) -> str:
    """Return an organisation.yml with a comment beside everything that is not plain."""
    parameters = library.vocabulary.parameters
    out = [
        "# yaml-language-server: $schema=schemas/organisation.schema.json",
        "# Who we are, who holds which role, and the values in which we differ from the library's proposals.",
        "# `policy-site check` says what is wrong and what is only assumed; the portal's page of values explains each.",
        "",
        "organisation:",
        f"  name: {_scalar(answers.name)}",
        f"  country: {_scalar(answers.country)}",
        f"  sector: {_scalar(answers.sector)}",
        f"  staff: {answers.staff}",
        f"  baseline: {answers.chosen_baseline.value}   # basic, standard or enhanced",
        f"  portal_url: {_scalar(answers.portal_url)}   # where readers find the portal; prints link to it"
        if answers.portal_url
        else "  # portal_url: https://policies.example.org/   # where readers find the portal; prints link to it",
        "",
        "# Decisions of law: made by a named person on a date, never inferred. Take away the # once they are made.",
        "# regulation:",
    ]
    for name, parameter in parameters.items():
        if parameter.group == "regulation":
            choices = parameter.schema.get("enum")
            shown = ", ".join(map(str, choices)) if choices else parameter.kind
            default = parameter.defaults[answers.chosen_baseline]
            key = name.partition(".")[2]
            asked = parameter.question or parameter.title
            out.append(f"#   {key}: {_scalar(default) if default not in (None, '') else '…'}   # {asked} ({shown})")
    out += [
        "",
        "# Facts that decide which rules arise. Unsaid ones are assumed, and `policy-site check` lists them.",
        "has:",
    ]
    for key, parameter in facts_of(parameters).items():
        asked = parameter.question or parameter.title
        if key in answers.facts:
            out.append(f"  {key}: {str(answers.facts[key]).lower()}   # {asked}")
        else:
            default = str(parameter.defaults[answers.chosen_baseline]).lower()
            out.append(f"  # {key}: {default}   # {asked}")
    if not answers.facts:
        out[out.index("has:")] = "# has:"
    out += [
        "",
        "# Who holds which role. A role that nobody holds falls to another; `policy-site check` says to whom.",
        "roles:",
    ]
    people = {"managing_director": (answers.director, "", answers.phone), "ciso": (answers.officer, answers.email, "")}
    for role in _ROLES:
        person, email, phone = people[role]
        out += [f"  {role}:", f"    holder: {_scalar(library.vocabulary.roles[role].title)}"]
        out += [f"    person: {_scalar(person)}" if person else "    # person: the name"]
        out += [f"    email: {_scalar(email)}"] if email else []
        if role == "managing_director":
            number = f"    phone: {_quoted(phone)}" if phone else '    # phone: "+000 …"'
            out.append(f"{number}   # called in an emergency")
        out.append("    # deputy: who stands in")
    for role, found in library.vocabulary.roles.items():
        if role not in (*_ROLES, "everyone"):
            out.append(f"  # {role}: {{holder: …}}   # {found.title}: {found.answers_for}")
    out += [
        "",
        "# Values in which we differ. A few that small organisations change first; every other one stays as proposed.",
    ]
    for group, names in _first_values(parameters).items():
        out.append(f"# {group}:")
        for name in names:
            parameter = parameters[f"{group}.{name}"]
            unit = f" {parameter.unit}" if parameter.unit else ""
            default = _scalar(parameter.defaults[answers.chosen_baseline])
            out.append(f"#   {name}: {default}   # {parameter.title}{unit and ' in' + unit}")
    return "\n".join(out) + "\n"


def next_steps(target: Path, assumptions: list[str]) -> str:
    """Return what a newcomer does next, and what must be decided before anything is approved."""
    out = ["", "Next:", f"  cd {target}", "  policy-site check      every problem, and what is only assumed"]
    out += [
        "  policy-site serve      the portal, rebuilt whenever you save",
        "  policy-site build      the portal as files",
    ]
    if assumptions:
        out += ["", "To decide before approval:", *(f"  - {text}" for text in assumptions)]
    return "\n".join(out)


def _first_values(parameters: Mapping[str, Any]) -> dict[str, list[str]]:
    wanted = {
        "password": ["min_length"],
        "session": ["screen_lock_minutes"],
        "backup": ["interval_hours", "retention_days"],
        "incident": ["report_minutes"],
        "log": ["retention_days"],
    }
    found = {group: [name for name in names if f"{group}.{name}" in parameters] for group, names in wanted.items()}
    return {group: names for group, names in found.items() if names}


def _readme(answers: Answers) -> str:
    return f"""# Information-security policies of {answers.name.replace("<", "&lt;")}

This repository holds what is our own: our values, our roles, and our words where they differ from the policy library.
The rest comes from the library that `requirements.txt` names.

    pip install -r requirements.txt
    policy-site check      # every problem in one run, and what is only assumed
    policy-site serve      # the portal at http://127.0.0.1:8000, rebuilt whenever you save

| file | holds |
|---|---|
| `site_config/organisation.yml` | who we are, who holds which role, and the values in which we differ |
| `site_config/library.yml` | which edition of the library we have accepted; `policy-site upgrade` shows what a newer one changes |
| `policy_templates/` | our own words: a file with `overrides: access-control` replaces single statements of that policy |
| `content/` | our own terms, pages and forms |
| `mkdocs.yml` | how the portal looks |

A change goes through a branch and a review like any other text; nothing counts until it is approved.
"""


def _scalar(value: Any) -> str:
    """Return a value as YAML on one line."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000).strip()
    return text.removesuffix("...").strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
