"""An organisation lays its own words over the library: statements, parts, sections, removals, whole policies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from core import SOUND, TODAY, said
from repositories import ROOT, ask

from generator.policies import Policies, normative_text
from generator.portal import Portal, build_portal
from generator.project import open_project

_HEAD = "---\noverrides: access-control\nlang: en\n{}---\n"
_ORGANISATION = yaml.safe_dump(SOUND)


def _portal(root: Path, files: dict[str, str], organisation: str = _ORGANISATION) -> Portal:
    """Return the portal of a repository of its own over the library of this project."""
    for path, text in {"site_config/organisation.yml": organisation, **files}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return build_portal(open_project(root, library=ROOT), TODAY)


def _library(root: Path) -> Policies:
    return _portal(root, {}).policies


def _own(body: str, front: str = "") -> dict[str, str]:
    return {"policy_templates/en/own-access.md": _HEAD.format(front) + body}


_LOCKOUT = "### 11.2.3 User password management\n\n- **{{ role.it_operations }} must** hand a first password over by hand. {: #first-password .basic }\n"


def _ids(policies: Policies, control: str) -> list[str]:
    return [statement.id for statement in policies.controls[control].statements]


def test_one_statement_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    """A statement with the id of one of the library's stands in its place; all others stay, word for word."""
    before = _library(tmp_path / "a")
    name = next(statement.name for statement in before.controls["11.2.3"].statements if statement.in_force)
    body = f"### 11.2.3 User password management\n\n- **{{{{ role.it_operations }}}} must** do it by hand. {{: #{name} .basic }}\n"
    portal = _portal(tmp_path / "b", _own(body))
    assert not portal.problems.errors, said(portal.problems)
    after = portal.policies
    assert _ids(after, "11.2.3") == _ids(before, "11.2.3")
    own = after.statements[f"11.2.3/{name}"]
    assert (own.body_text, own.origin, own.path) == (
        "do it by hand.",
        "organisation",
        "policy_templates/en/own-access.md",
    )
    for key, statement in before.statements.items():
        if key != own.id:
            assert after.statements[key].body == statement.body
            assert after.statements[key].origin == "library"
    assert after.controls["11.2.3"].parts == before.controls["11.2.3"].parts
    changed = set(normative_text(after.policies["access-control"]).splitlines())
    assert sum(line not in changed for line in normative_text(before.policies["access-control"]).splitlines()) == 1


def test_a_new_statement_is_added_to_its_control(tmp_path: Path) -> None:
    """A statement with an id that the library has not is added behind the others of its control."""
    before = _library(tmp_path / "a")
    body = "### 11.2.3 User password management\n\n- **{{ role.everyone }} must** ask twice. {: #ask-twice .basic }\n"
    after = _portal(tmp_path / "b", _own(body)).policies
    assert _ids(after, "11.2.3") == [*_ids(before, "11.2.3"), "11.2.3/ask-twice"]


def test_a_part_is_replaced_alone(tmp_path: Path) -> None:
    """A control's guidance is replaced without touching its statements, its evidence or other controls."""
    before = _library(tmp_path / "a")
    body = "### 11.2.3 User password management\n\nGuidance\n:   Ask the [service desk](role:service_desk).\n"
    portal = _portal(tmp_path / "b", _own(body))
    assert not portal.problems.errors, said(portal.problems)
    own, old = portal.policies.controls["11.2.3"], before.controls["11.2.3"]
    assert [line.text for line in own.parts["guidance"]] == ["Ask the [service desk](role:service_desk)."]
    assert (own.parts["evidence"], own.records, own.statements) == (old.parts["evidence"], old.records, old.statements)
    assert "Ask the" in portal.pages["controls/11.2.3.md"].markdown


def test_a_control_is_replaced_whole_and_says_what_it_drops(tmp_path: Path) -> None:
    """A control that `replace` lists keeps nothing of the library's, and the dropped ids are named as advice."""
    record = next(iter(_library(tmp_path / "a").controls["11.2.3"].records))
    body = (
        "### 11.2.3 User password management\n\n"
        "- **{{ role.it_operations }} must** do one thing. {: #one .basic }\n"
        "- **{{ role.it_operations }} must** do another. {: #two }\n\n"
        f"Guidance\n:   Do it.\n\nEvidence\n:   - [The record](record:{record})\n\nProtects\n:   integrity\n"
    )
    portal = _portal(tmp_path / "b", _own(body, "replace: ['11.2.3']\n"))
    assert not portal.problems.errors, said(portal.problems)
    control = portal.policies.controls["11.2.3"]
    assert [item.id for item in control.in_force] == ["11.2.3/one", "11.2.3/two"]
    assert {item.removed for item in control.statements if not item.in_force} == {
        "policy_templates/en/own-access.md replaces 11.2.3 whole."
    }
    assert portal.policies.controls["11.2.3"].protects == ("integrity",)
    assert any(problem.code == "T053" and "11.2.3/" in problem.message for problem in portal.problems)


def test_a_removed_statement_is_out_of_force_with_its_reason(tmp_path: Path) -> None:
    """A removed statement binds nobody and is printed nowhere, yet its id, its words and the reason are kept."""
    name = next(item.id for item in _library(tmp_path / "a").controls["11.2.3"].statements if item.in_force)
    portal = _portal(tmp_path / "b", _own("", f"remove:\n  {name}: The group does this.\n"))
    assert not portal.problems.errors, said(portal.problems)
    statement = portal.policies.statements[name]
    assert (statement.in_force, statement.why_not, statement.removed) == (False, "removed", "The group does this.")
    assert f"[{name}]" not in normative_text(portal.policies.policies["access-control"])


def test_a_section_of_prose_is_replaced(tmp_path: Path) -> None:
    """The purpose of a policy can be said in other words; the other sections stay."""
    before = _library(tmp_path / "a").policies["access-control"]
    portal = _portal(tmp_path / "b", _own("## Purpose\n\nOur own purpose.\n"))
    text = normative_text(portal.policies.policies["access-control"])
    assert "## Purpose\nOur own purpose.\n" in text
    old = normative_text(before)
    assert text[text.index("## Scope") :] == old[old.index("## Scope") :]


def test_a_whole_policy_is_replaced_by_a_file_of_the_same_name(tmp_path: Path) -> None:
    """A file with the library's path and no `overrides` stands for the whole policy."""
    text = (ROOT / "policy_templates/en/14-business-continuity.md").read_text(encoding="utf-8")
    own = text.replace("# Business continuity", "# Our continuity", 1)
    assert own != text
    portal = _portal(tmp_path, {"policy_templates/en/14-business-continuity.md": own})
    assert not portal.problems.errors, said(portal.problems)
    assert {item.origin for item in portal.policies.policies["business-continuity"].statements} == {"organisation"}


def test_a_replaced_policy_may_drop_what_the_library_links(tmp_path: Path) -> None:
    """Pages of the library that link a dropped statement print its words; the dropped ids are named as advice."""
    lines = (ROOT / "policy_templates/en/11-access-control.md").read_text(encoding="utf-8").split("\n")
    own = "\n".join(
        line for line in lines if not line.rstrip().endswith((": #password-manager }", ": #password-manager .basic }"))
    )
    assert own != "\n".join(lines)
    portal = _portal(tmp_path, {"policy_templates/en/11-access-control.md": own})
    assert not portal.problems.errors, said(portal.problems)
    advice = [problem.message for problem in portal.problems if problem.code == "T053"]
    assert len(advice) == 1
    assert "password-manager" in advice[0]


def test_a_policy_outside_the_eleven_domains_is_added(tmp_path: Path) -> None:
    """A policy without a domain has sections of its own, statements under its ref, and a page in the portal."""
    policy = (
        "---\nref: drones\nowner: ciso\napprover: managing_director\naudience: [everyone]\nlang: en\n"
        "short: How we fly.\n---\n# Drone policy\n\n## Purpose\n\nTo fly safely.\n\n## Flights\n\n"
        "- **{{ role.everyone }} must not** fly over people. {: #people .basic }\n"
    )
    portal = _portal(tmp_path, {"policy_templates/en/drones.md": policy})
    assert not portal.problems.errors, said(portal.problems)
    assert portal.policies.statements["drones/people"].in_force
    assert "fly over people" in portal.pages["policies/drones.md"].markdown
    assert "fly over people" in portal.pages["roles/everyone.md"].markdown


def test_a_parameter_a_role_a_rule_a_law_a_term_a_page_and_a_form_are_added(tmp_path: Path) -> None:
    """Everything that the library has can be added to by files of the organisation, without Python."""
    front = '---\ntitle: {0}\nshort: A {0}.\ndate: "2026-11-01"\nref: {1}\nlang: en\n'
    files = {
        "policy_templates/parameters.yml": "drone:\n  height_metres:\n    title: Height\n    description: How high.\n"
        "    type: integer\n    unit: metres\n    minimum: 1\n    maximum: 120\n    default: 50\n    stricter: lower\n"
        "    source: own judgement, because it is a test\n",
        "policy_templates/roles.yml": "pilot: {title: Pilot, subject: the pilot, answers_for: Flights., falls_to: ciso}\n",
        "policy_templates/laws.yml": "air-1:\n  jurisdiction: EU\n  act: Air act\n  article: Article 1\n  title: Air\n"
        '  summary: Fly low.\n  link: https://example.org/air\n  in_force: "2020-01-01"\n  checked_on: "2026-11-01"\n'
        "  confidence: high\n",
        "policy_templates/rules.yml": "rules:\n  - {id: O1, title: High, when: drone.height_metres > 40, severity: advice, "
        'message: "{{ drone.height_metres }} m is high.", hint: Fly lower., source: logic}\n',
        "content/en/glossary/drone.md": front.format("Drone", "drone")
        + "---\nA drone is an aircraft without a pilot on board.\n",
        "content/en/best-practices/flying.md": front.format("Flying", "flying")
        + "---\n# Flying\n\nThink of [drones](term:drone).\n",
        "content/en/forms/flight.md": front.format("Flight form", "flight")
        + "---\n# Flight form\n\n| Field | |\n|---|---|\n| Height | |\n",
        **_own(
            "### 11.2.3 User password management\n\n- **{{ role.pilot }} must** fly below {{ drone.height_metres | unit }} "
            "(see the [air act](law:air-1)). {: #height .basic }\n"
        ),
    }
    portal = _portal(tmp_path, files)
    assert not portal.problems.errors, said(portal.problems)
    assert portal.policies.statements["11.2.3/height"].text.startswith("The pilot must fly below 50 metres")
    for uri in ("roles/pilot.md", "glossary/drone.md", "best-practices/flying.md", "forms/flight.md"):
        assert uri in portal.pages, uri
    assert any(problem.code == "O1" for problem in portal.problems)


@pytest.mark.parametrize(
    ("body", "front", "place", "code", "words"),
    [
        ("", "remove:\n  11.2.3/nothing: x\n", "5:3", "T051", "the statement 11.2.3/nothing"),
        ("", 'remove:\n  11.2.3/first-password: ""\n', "5:3", "T052", "without a reason"),
        ("", "remove: all\n", "4:9", "T006", "CONTROL/id: reason"),
        ("", "replace: ['11.2.9']\n", "4:11", "T051", "11.2.9"),
        ("", "replace: ['11.2.3']\n", "4:11", "T051", "no section for it"),
        ("### 12.1.1 Security requirements analysis and specification\n", "", "5:1", "T051", "no control of the policy access-control"),
        ("### 11.2.3 Passwords\n", "", "5:1", "T014", "the standard says"),
        ("## Purposes\n\nWords.\n", "", "5:1", "T051", "Did you mean Purpose?"),
    ],
)  # fmt: skip
def test_what_an_override_names_must_exist(
    tmp_path: Path, body: str, front: str, place: str, code: str, words: str
) -> None:
    """An override that names an unknown control, section or statement is a problem at its place."""
    found = [problem for problem in _portal(tmp_path, _own(body, front)).problems if problem.code == code]
    assert [f"{item.path}:{item.line}:{item.column}" for item in found] == [
        f"policy_templates/en/own-access.md:{place}"
    ]
    assert words in found[0].message


def test_an_override_of_no_policy_is_a_problem(tmp_path: Path) -> None:
    """The ref behind `overrides` must be that of a policy; a near one is named."""
    portal = _portal(tmp_path, {"policy_templates/en/x.md": "---\noverrides: acces-control\nlang: en\n---\n"})
    found = [problem for problem in portal.problems if problem.code == "T050"]
    assert [(item.line, item.column) for item in found] == [(2, 12)]
    assert "Did you mean access-control?" in found[0].message


def test_links_of_replaced_words_no_longer_count(tmp_path: Path) -> None:
    """A control is no longer said to be mentioned by guidance that the organisation has replaced."""
    before = _portal(tmp_path / "a", {})
    policies = before.policies
    linked = {(item.kind, item.target) for item in policies.references if item.path.endswith("11-access-control.md")}
    assert linked
    portal = _portal(tmp_path / "b", _own("### 11.2.3 User password management\n\nGuidance\n:   Plain.\n"))
    guidance = policies.controls["11.2.3"].parts["guidance"]
    lines = {line.number for line in guidance}
    assert not [
        item for item in portal.policies.references if item.path.endswith("11-access-control.md") and item.line in lines
    ]


def test_a_translation_shows_own_words_of_the_main_language(tmp_path: Path) -> None:
    """A statement in own English words stands in French too, marked as English, and a removed one goes there."""
    policies = _library(tmp_path / "a")
    first, second = (item.id for item in policies.controls["11.2.3"].statements[:2])
    body = f"### 11.2.3 User password management\n\n- **{{{{ role.it_operations }}}} must** do it by hand. {{: #{first.partition('/')[2]} .basic }}\n"
    portal = _portal(tmp_path / "b", _own(body, f"remove:\n  {second}: Elsewhere.\n"))
    assert not portal.problems.errors, said(portal.problems)
    page = portal.pages["fr/policies/access-control.md"].markdown
    assert "do it by hand" in page
    assert f"{{: #{first} .statement .statement-must data-role=it_operations lang=en }}" in page
    assert f"#{second} " not in page


def test_the_export_says_where_words_come_from(tmp_path: Path) -> None:
    """The source of a statement is the file that holds its words, the library's or the organisation's."""
    _portal(tmp_path, _own(_LOCKOUT))
    done = ask("-C", tmp_path, "export", "statements", cwd=tmp_path)
    assert done.status == 0, done.err
    sources = {row["id"]: row["source"] for row in json.loads(done.out)}
    assert sources["11.2.3/first-password"] == "policy_templates/en/own-access.md:7"
    assert sources["11.2.4/" + sources_name(sources)].startswith("library/policy_templates/en/11-access-control.md:")


def sources_name(sources: dict[str, str]) -> str:
    """Return the name of some statement of 11.2.4."""
    return next(key.partition("/")[2] for key in sources if key.startswith("11.2.4/"))


def test_officers_see_whose_words_a_statement_is_in(tmp_path: Path) -> None:
    """Own words are marked in the officer's edition alone, and the reason for taking a statement out stands there too."""
    library = _library(tmp_path / "a")
    gone = next(item.id for item in library.controls["11.2.3"].in_force if item.name != "first-password")
    _portal(tmp_path / "b", _own(_LOCKOUT, f"remove:\n  {gone}: Our group does this.\n"))
    project = open_project(tmp_path / "b", library=ROOT)
    staff, officer = (build_portal(project, TODAY, edition).pages for edition in ("staff", "officer"))
    page = "policies/access-control.md"
    assert officer[page].body.count("badge-origin") == 1
    assert "badge-origin" not in staff[page].body
    assert "Our group does this." in officer["controls/11.2.3.md"].body
    assert "Our group does this." not in staff["controls/11.2.3.md"].body
