"""Packs in a further language: its words, its pages, and what is not translated marked as the main language."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from core import TODAY
from pdf_files import Pdf, plain
from pdf_layout import Layout
from repositories import Repository

from generator.packs import default_packs, in_language, policy_pack, print_packs
from generator.policies import digest, normative_text
from generator.portal import Portal, build_portal
from generator.project import open_project

_REF = "access-control"
_OWN = """\
---
overrides: access-control
lang: en
---
### 11.3.1 Password use

- **{{ role.everyone }} must** whistle before typing a password. {: #whistle }
"""


@dataclass(frozen=True)
class _Printed:
    portal: Portal
    layout: Layout
    word: bytes

    @property
    def pdf(self) -> Pdf:
        return self.layout.pdf


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> _Printed:
    """Return the French pack of a policy to which the organisation has added a statement in English alone."""
    repository = Repository.copy(tmp_path_factory.mktemp("french") / "repository")
    for folder in ("policy_templates", "content"):
        shutil.rmtree(repository.root / folder)
    repository.write("policy_templates/en/own.md", _OWN)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Words of our own over the library")
    portal = in_language(build_portal(open_project(repository.root), TODAY), "fr")
    printed, problems = print_packs(portal, [policy_pack(portal, _REF)], ["pdf", "docx"])
    assert not problems, problems
    assert [each.name for each in printed] == [f"{_REF}-fr.pdf", f"{_REF}-fr.docx"]
    return _Printed(portal, Layout(Pdf(printed[0].data)), printed[1].data)


def test_cover_head_and_foot_are_french(french: _Printed) -> None:
    """The file says that it is French, and so do cover, document control, head and foot; PROJET stands on every page."""
    policy = french.portal.policies.policies[_REF]
    assert french.pdf.root["/Lang"] == "fr"
    cover, control = french.pdf.texts[:2]
    assert policy.title in cover
    for row in ("Maîtrise du document", "Langue faisant foi English", "Projet, jamais approuvé"):
        assert row in control
    assert digest(normative_text(policy)) in plain(control)
    for number, text in enumerate(french.pdf.texts, 1):
        assert "PROJET" in text
        assert "DRAFT" not in text
        assert f"Page {number} sur {french.pdf.pages}" in text
        assert f"version actuelle : https://policies.example.org/fr/policies/{_REF}.html" in " ".join(text.split())


def test_every_statement_in_force_is_printed(french: _Printed) -> None:
    """Each statement in force stands there with its id, translated or not, and words, values and roles at the end."""
    body = french.pdf.words
    for statement in french.portal.policies.policies[_REF].in_force:
        assert plain(statement.text) in body, statement.id
    titles = [title for _, title, _ in french.pdf.bookmarks()]
    for title in ("Titulaires des rôles nommés ici", "Mots expliqués", "Valeurs utilisées", "Signatures"):
        assert title in titles
    assert plain("Administrateurs IT team") in body
    assert plain(french.portal.knowledge.terms["password"].definition) in body


def test_what_is_not_translated_is_marked(french: _Printed) -> None:
    """A reading voice is told of each title of the standard and each statement that it is English."""
    english = [french.layout.text_of(each) for each in french.layout.tree.all() if each.data.get("/Lang") == "en"]
    assert "11.2.3 User password management" in english
    assert [text for text in english if "whistle before typing a password" in text]
    assert not [text for text in english if "doivent" in text]
    assert b"PK" in french.word[:2]


def test_links_prefer_the_language(french: _Printed) -> None:
    """A link out of the pack leads to the page in its language where there is one, else to the main language."""
    addresses, places = french.pdf.links()
    portal = "https://policies.example.org/"
    assert f"{portal}policies/physical-security.html" in addresses
    assert f"policies/{_REF}.md#11.2.3" in places
    pages = {each.partition("#")[0] for each in addresses if each.startswith(portal)}
    made = french.portal.main.pages if french.portal.main else {}
    for page in pages:
        name = page.removeprefix(portal).replace(".html", ".md")
        assert name in made, page
        assert name.startswith("fr/") or f"fr/{name}" not in made, page


def test_only_what_is_translated_is_offered(french: _Printed) -> None:
    """The usual packs of a further language are those of its own policies; the complete one waits for the last of them."""
    assert [pack.name for pack in default_packs(french.portal)] == [f"{_REF}-fr"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--language", "de"), "there is no policy in 'de'; there are some in en, fr"),
        (("people", "--language", "fr"), "there is no policy or page 'people'"),
        (("--what", "complete", "--language", "fr"), "not every policy is translated, but these are: access-control"),
        (("--role", "everyone", "--language", "fr"), "the duties of roles are printed in the main language alone"),
    ],
)
def test_what_a_language_lacks_is_said(pack_repository: Repository, arguments: tuple[str, ...], said: str) -> None:
    """What is not translated cannot be asked for, and the message says what there is."""
    done = pack_repository.ask("pack", *arguments)
    assert done.status == 2
    assert said in " ".join(done.err.split())


def test_where_the_translation_binds(repository: Repository, tmp_path: Path) -> None:
    """Where the French text is the approved one, its pack says so, and each page of the English one TRANSLATION."""
    dates = ("--as-of", "2026-12-01", "approve", "--on", "2026-11-01")
    done = repository.ask(*dates, _REF, "--language", "fr", "--minute", "Conseil, point 3", "--yes")
    assert done.status == 0, done.out + done.err
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Approve")
    for options, name in ((("--language", "fr"), f"{_REF}-fr.pdf"), ((), f"{_REF}.pdf")):
        done = repository.ask("pack", _REF, *options, "--out", tmp_path / name)
        assert done.status == 0, done.err
    french, english = (Pdf((tmp_path / name).read_bytes()) for name in (f"{_REF}-fr.pdf", f"{_REF}.pdf"))
    assert not [text for text in french.texts if "projet" in text.lower().replace("de projet", "")]
    for row in ("Version 1.0", "État Approuvé", "Langue faisant foi Français", "Alex Muster", "Conseil, point 3"):
        assert row in " ".join(french.texts[1].split())
    assert all("TRANSLATION" in text for text in english.texts)
    assert not [text for text in english.texts if "DRAFT" in text or "Approved by" in text]
    assert "Language that binds Français" in english.texts[1]
