"""What stands in the Word files: styles, contents, head and foot, tables, links, tracked changes."""

from __future__ import annotations

import io
import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from pdf_files import plain
from repositories import Repository

from generator.packs import docx, listed_packs, policy_pack, print_packs
from generator.packs.docx import REFERENCE
from generator.portal import Portal
from generator.text.pandoc import run_pandoc

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Word:
    """One Word file."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.document = ET.fromstring(self.part("word/document.xml"))

    def part(self, name: str) -> str:
        """Return a part of the file."""
        return self.archive.read(name).decode("utf-8")

    def styled(self, style: str) -> list[str]:
        """Return the text of each paragraph of a style."""
        found = []
        for paragraph in self.document.iter(f"{_W}p"):
            name = paragraph.find(f"{_W}pPr/{_W}pStyle")
            if name is not None and name.get(f"{_W}val") == style:
                found.append("".join(each.text or "" for each in paragraph.iter(f"{_W}t")))
        return found

    @property
    def text(self) -> str:
        """Return the words of the file without blanks."""
        return plain("".join(each.text or "" for each in self.document.iter(f"{_W}t")))


@pytest.fixture(scope="module")
def policy(staff: Portal) -> Word:
    """Return one policy as a Word file."""
    files, problems = print_packs(staff, [policy_pack(staff, "people")], ["docx"])
    assert not problems, problems
    return Word(files[0].data)


def test_headings_have_real_styles(staff: Portal, policy: Word) -> None:
    """The title, each section and each control are paragraphs of the styles that Word navigates by."""
    text = staff.policies.policies["people"]
    assert policy.styled("Title") == [text.title]
    assert "Purpose" in policy.styled("Heading1")
    assert {f"{each.number} {each.title}" for each in text.categories} <= set(policy.styled("Heading1"))
    assert {f"{each.number} {each.title}" for each in text.controls} <= set(policy.styled("Heading2"))


def test_every_statement_stands_in_the_file(staff: Portal, policy: Word) -> None:
    """Each statement in force is there, with its id in a style of its own."""
    for statement in staff.policies.policies["people"].in_force:
        assert plain(f"{statement.text}{statement.id}") in policy.text
    runs = [each.get(f"{_W}val") for each in policy.document.iter(f"{_W}rStyle")]
    assert runs.count("StatementId") >= len(staff.policies.policies["people"].in_force)


def test_contents_are_a_field(policy: Word) -> None:
    """The contents are a field that Word renews, filled with links to the headings."""
    instructions = [each.text or "" for each in policy.document.iter(f"{_W}instrText")]
    assert any(text.strip().startswith("TOC") for text in instructions)
    anchors = {each.get(f"{_W}anchor") for each in policy.document.iter(f"{_W}hyperlink") if each.get(f"{_W}anchor")}
    bookmarks = {each.get(f"{_W}name") for each in policy.document.iter(f"{_W}bookmarkStart")}
    assert len(policy.styled("TOC1")) > 8
    assert anchors <= bookmarks


def test_head_and_foot_say_what_the_print_is(policy: Word) -> None:
    """Head and foot hold title, DRAFT, classification, page numbers and where the current version is."""
    head, foot = policy.part("word/header1.xml"), policy.part("word/footer1.xml")
    for words in ("Example Widgets · People security policy", "DRAFT", "Internal"):
        assert words in head
    for words in ("Uncontrolled when printed", "https://policies.example.org/policies/people.html", "NUMPAGES", "PAGE"):
        assert words in foot
    assert not re.search(r"\{\w+\}", head + foot)


def test_links_leave_for_the_portal(policy: Word) -> None:
    """Links out of the pack lead to the portal; none keeps a name that only we understand."""
    relations = policy.part("word/_rels/document.xml.rels")
    assert "https://policies.example.org/policies/access-control.html" in relations
    assert "pack:" not in relations + policy.part("word/document.xml")


def test_tables_have_head_rows(policy: Word) -> None:
    """Tables have a head row that Word repeats on each page."""
    assert len(list(policy.document.iter(f"{_W}tblHeader"))) >= 4


def test_a_form_is_a_word_file(staff: Portal) -> None:
    """A form can be filled in with Word: its tables stand there with empty cells."""
    packs = [each for each in listed_packs(staff, "forms") if each.name == "incident-report-form"]
    files, problems = print_packs(staff, packs, ["docx"])
    assert not problems
    word = Word(files[0].data)
    assert word.styled("Heading1") == ["Incident report"]
    assert len(list(word.document.iter(f"{_W}tbl"))) >= 4


def test_tracked_changes_can_be_written() -> None:
    """Spans of the classes insertion and deletion become changes with author and date."""
    html = (
        '<p>Keep <span class="deletion" data-author="A. Muster" data-date="2026-11-01T12:00:00Z">ten</span>'
        '<span class="insertion" data-author="A. Muster" data-date="2026-11-01T12:00:00Z">twelve</span> copies.</p>'
    )
    data = docx(html, title="Changes")
    text = Word(data).part("word/document.xml")
    assert re.search(r'<w:ins [^>]*w:author="A. Muster"', text)
    assert re.search(r'<w:del [^>]*w:date="2026-11-01T12:00:00Z"', text)
    assert data == docx(html, title="Changes")


def test_an_organisation_replaces_the_reference_document(repository: Repository, tmp_path: Path) -> None:
    """A reference document in site_config/print gives styles, head and foot in the place of ours."""
    own = repository.root / "site_config" / "print" / "reference.docx"
    own.parent.mkdir()
    with zipfile.ZipFile(REFERENCE) as source, zipfile.ZipFile(own, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"{classification}", b"OURS {classification}"))
    done = repository.ask("pack", "people", "--format", "docx", "--out", tmp_path / "people.docx")
    assert done.status == 0, done.err
    assert "OURS Internal" in Word((tmp_path / "people.docx").read_bytes()).part("word/header1.xml")


def test_names_of_files_need_no_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose name has an accent is found where the system speaks plain C, as in a job of a forge."""
    monkeypatch.setenv("LC_ALL", "C")
    path = tmp_path / "Prüfung" / "reference.docx"
    path.parent.mkdir()
    shutil.copyfile(REFERENCE, path)
    assert run_pandoc("<p>x</p>", "docx", f"--reference-doc={path}", "--output=-").startswith(b"PK")
