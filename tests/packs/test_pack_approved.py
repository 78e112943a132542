"""What packs say of approval: nothing of a draft where exactly this text is approved, and of several policies each its own."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import dataclass, replace

import pytest
from pdf_files import Pdf, plain
from repositories import Repository

from generator.packs import complete_pack, policy_pack, print_packs, role_pack, selected_pack
from generator.policies import digest, normative_text
from generator.portal import Portal, build_portal
from generator.project import open_project

_APPROVED = ("people", "compliance")
_DATED = "approved by Alex Muster on 2026-11-01, in force from 2026-11-15"
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


@dataclass(frozen=True)
class _Firm:
    """A repository in which two policies are approved, and what it prints."""

    portal: Portal
    files: dict[str, bytes]

    def pdf(self, name: str) -> Pdf:
        return Pdf(self.files[f"{name}.pdf"])

    def word(self, name: str, part: str) -> str:
        """Return the words of a part of a Word file."""
        with zipfile.ZipFile(io.BytesIO(self.files[f"{name}.docx"])) as archive:
            return "".join(_TEXT.findall(archive.read(part).decode("utf-8")))


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> _Firm:
    """Return a firm whose board has approved two policies, one of them twice, with the packs it prints."""
    repository = Repository.copy(tmp_path_factory.mktemp("approved") / "repository")
    _approve(repository, *_APPROVED, version="1.0")
    template = repository.root / "policy_templates" / "en" / "08-people.md"
    text = template.read_text(encoding="utf-8")
    repository.write("policy_templates/en/08-people.md", text.replace("People protect", "Our people protect", 1))
    repository.git("commit", "--quiet", "--all", "--message=Say whose people")
    _approve(repository, "people", version="1.1")
    portal = build_portal(open_project(repository.root), datetime.date(2026, 12, 1))
    packs = [policy_pack(portal, ref) for ref in ("people", "operations")]
    packs += [complete_pack(portal), role_pack(portal, "everyone")]
    packs.append(replace(selected_pack(portal, _APPROVED, ()), name="both"))
    printed, problems = print_packs(portal, packs, ["pdf", "docx"])
    assert not problems, problems
    return _Firm(portal, {each.name: each.data for each in printed})


def _approve(repository: Repository, *refs: str, version: str) -> None:
    dates = ("--on", "2026-11-01", "--in-force", "2026-11-15")
    done = repository.ask(
        "--as-of", "2026-12-01", "approve", *dates, *refs, "--version", version, "--minute", "Board, item 3", "--yes"
    )
    assert done.status == 0, done.out + done.err
    repository.git("add", "--all")
    repository.git("commit", "--quiet", f"--message=Approve {version}")


def test_an_approved_policy_says_nothing_of_a_draft(firm: _Firm) -> None:
    """No page of it says DRAFT, in its text, its head or behind it; head, body and foot of the Word file neither."""
    pdf = firm.pdf("people")
    assert pdf.pages > 6
    for text in pdf.texts:
        assert "draft" not in text.lower()
        assert "Version: 1.1 · Uncontrolled when printed" in text
    for part in ("document", "header1", "footer1"):
        assert "draft" not in firm.word("people", f"word/{part}.xml").lower()
    assert "Version: 1.1" in firm.word("people", "word/footer1.xml")


def test_an_approved_policy_says_by_whom_and_since_when(firm: _Firm) -> None:
    """Cover and document control name the version, who approved it, when, since when it is in force, and its digest."""
    policy = firm.portal.policies.policies["people"]
    cover, control = firm.pdf("people").texts[:2]
    for row in ("Version 1.1", "Status Approved", "Approved on 2026-11-01", "In force from 2026-11-15"):
        assert row in cover
        assert row in control
    for row in (
        "Approver Managing director",
        "Managing director, Alex Muster",
        "Replaces 1.0",
        "Next review 2027-11-01",
    ):
        assert row in control
    assert digest(normative_text(policy)) in plain(control)
    word = firm.word("people", "word/document.xml")
    for words in ("Approved by", "Managing director, Alex Muster", "2026-11-15", digest(normative_text(policy))):
        assert words in word


def test_the_revision_history_is_that_of_the_ledger(firm: _Firm) -> None:
    """Each approval stands there once, the newest first, with its date, what changed, who approved it and where that is minuted."""
    text = " ".join(firm.pdf("people").texts[1].split())
    history = text[text.index("Revision history") :]
    assert re.search(r"1\.1 2026-11-01 .*1\.0 2026-11-01 First version\.", history)
    assert history.count("In force from 2026-11-15") == 2
    assert history.count("Alex Muster") == history.count("item 3") == 2
    titles = [title for _, title, _ in firm.pdf("people").bookmarks()]
    assert titles.count("Revision history") == 1


def test_a_draft_beside_it_says_so_on_every_page(firm: _Firm) -> None:
    """A policy that nobody has approved says DRAFT on each page, whatever the others are."""
    for text in firm.pdf("operations").texts:
        assert "DRAFT" in text
        assert "PARTLY" not in text
    assert "DRAFT" in firm.word("operations", "word/header1.xml")


def test_in_the_complete_pack_each_policy_says_how_it_stands(firm: _Firm) -> None:
    """Pages of a draft say DRAFT, pages of an approved policy its version, and what belongs to both PARTLY DRAFT."""
    pdf = firm.pdf("all-policies")
    policies = firm.portal.policies.policies
    starts = {title: page for level, title, page in pdf.bookmarks() if level == 1}
    pages = sorted(starts.values())
    back = starts["Who holds the roles named here"]
    assert "PARTLY DRAFT" in pdf.texts[0]
    for number in (*range(2, starts[next(iter(policies.values())).title]), *range(back, pdf.pages + 1)):
        assert "PARTLY DRAFT" in pdf.texts[number - 1], number
    for ref, policy in policies.items():
        start = starts[policy.title]
        end = next(page for page in pages if page > start)
        for text in pdf.texts[start - 1 : end - 1]:
            assert "PARTLY" not in text
            assert ("DRAFT" in text) == (ref not in _APPROVED), (ref, text)
        version = {"people": "1.1", "compliance": "1.0"}.get(ref, "draft")
        assert f"Version: {version} ·" in pdf.texts[start - 1]
        told = f"Version {version}, {_DATED}" if ref in _APPROVED else "Draft, never approved"
        assert told in pdf.texts[start - 1]


def test_the_complete_pack_tells_them_apart_in_front(firm: _Firm) -> None:
    """Its cover lists what is approved and what is not; document control claims of no draft that it is approved, nor the reverse."""
    cover, control = firm.pdf("all-policies").texts[:2]
    shown = " ".join(cover.split())
    assert "Approved: People security policy 1.1, Compliance policy 1.0. Drafts: Information security policy," in shown
    assert "not approved yet" not in control.partition("Revision history")[0]
    rows = " ".join(control.split())
    assert re.search(r"People security policy .{0,40}2026-11-01 2026-11-15 1\.0 2027-11-01", rows)
    assert rows.count("2026-11-15 ") >= 2
    for part in ("word/header1.xml", "word/document.xml"):
        assert "PARTLY DRAFT" in firm.word("all-policies", part)
    assert _DATED in firm.word("all-policies", "word/document.xml")


def test_duties_from_both_say_which_are_drafts(firm: _Firm) -> None:
    """The duties of a role say PARTLY DRAFT on each page, and at their head which policies are drafts."""
    pdf = firm.pdf("duties-everyone")
    assert all("PARTLY DRAFT" in text for text in pdf.texts)
    assert "Approved: People security policy 1.1" in " ".join(pdf.texts[0].split())
    assert "Drafts: Information security policy," in firm.word("duties-everyone", "word/document.xml")


def test_several_approved_policies_are_no_draft(firm: _Firm) -> None:
    """A choice of approved policies says nothing of a draft, and each of them its own version."""
    pdf = firm.pdf("both")
    assert not [text for text in pdf.texts if "draft" in text.lower()]
    starts = {title: page for level, title, page in pdf.bookmarks() if level == 1}
    assert f"Version 1.1, {_DATED}" in pdf.texts[starts["People security policy"] - 1]
    assert f"Version 1.0, {_DATED}" in pdf.texts[starts["Compliance policy"] - 1]
    assert "draft" not in firm.word("both", "word/document.xml").lower()
