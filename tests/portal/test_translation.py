"""What a further language adds, and what it says of its gaps."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from core import TODAY, portal

from generator.portal import Portal, build_portal
from generator.project import LIBRARY, open_project

_TEMPLATE = "policy_templates/fr/11-access-control.md"


def _copy(target: Path, *, find: str = "", replace: str = "") -> Portal:
    """Build the portal of a copy of the library in which one text of the French policy was replaced."""
    for folder in ("policy_templates", "content", "site_config"):
        shutil.copytree(LIBRARY / folder, target / folder)
    if find:
        path = target / _TEMPLATE
        text = path.read_text(encoding="utf-8")
        assert find in text
        path.write_text(text.replace(find, replace, 1), encoding="utf-8")
    return build_portal(open_project(target, library=target), TODAY)


def test_what_is_translated_has_pages_of_its_own_and_the_rest_stands_in(tmp_path: Path) -> None:
    """A French policy has French pages; its links to what is not translated lead to English and say so."""
    portal = _copy(tmp_path)
    assert not portal.problems.errors
    page = portal.pages["fr/policies/access-control.md"]
    assert "doivent" in page.body
    assert "(../../policies/physical-security.md){: hreflang=en }" in page.body
    assert "fr/policies/physical-security.md" not in portal.pages
    assert "(../fr/policies/access-control.md){: hreflang=fr }" in portal.pages["policies/access-control.md"].body


def test_the_gaps_of_a_translation_are_listed(tmp_path: Path) -> None:
    """What is missing in French is one piece of advice that names the policies."""
    found = [problem for problem in _copy(tmp_path).problems if problem.code == "N003"]
    assert len(found) == 1
    assert "10 policies" in found[0].message
    assert "physical-security" in found[0].message


def test_the_gaps_of_the_library_are_no_business_of_its_users(tmp_path: Path) -> None:
    """An organisation that translates nothing itself hears nothing of the library's gaps."""
    shutil.copytree(LIBRARY / "site_config", tmp_path / "site_config")
    assert not [problem for problem in build_portal(open_project(tmp_path), TODAY).problems if problem.code == "N003"]


def test_a_translation_that_demands_something_else_is_a_problem(tmp_path: Path) -> None:
    """A statement that is weaker in French than in English is an error at its line."""
    portal = _copy(tmp_path, find="doivent** ", replace="devraient** ")
    found = [problem for problem in portal.problems.errors if problem.code == "N002"]
    assert len(found) == 1
    assert found[0].path == _TEMPLATE
    assert "the modality should; the main language has must" in found[0].message


def test_a_translation_that_lacks_a_statement_is_a_problem(tmp_path: Path) -> None:
    """A statement that is not translated is an error that names the place of the original."""
    portal = _copy(tmp_path, find="{: #first-password .basic }", replace="{: #premier .basic }")
    messages = [problem.message for problem in portal.problems.errors if problem.code == "N002"]
    assert any("11.2.3/first-password is not translated" in message for message in messages)
    assert any("11.2.3/premier does not stand in the main language" in message for message in messages)


def test_a_term_in_a_translation_leads_to_its_page_there() -> None:
    """A word that is linked by itself on a French page leads to the French term where there is one."""
    pages = portal().pages
    text = pages["fr/policies/access-control.md"].markdown
    assert "](../glossary/" in text
    assert not [name for name in re.findall(r"\]\(\.\./\.\./(glossary/[^)#]+)", text) if f"fr/{name}" in pages]
