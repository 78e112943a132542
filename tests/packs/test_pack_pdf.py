"""What stands in the PDF files: read back with a PDF library."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from pdf_files import Pdf, plain

from generator.packs import Printed
from generator.policies import digest, normative_text
from generator.portal import Portal

_PAGE = re.compile(r"Page (\d+) of (\d+)")
_CONTENTS = re.compile(r"^(.+?)(?: ?\.){3,} ?(\d+)$", re.MULTILINE)
_PORTAL = "https://policies.example.org/"
_OWN_ADDRESSES = ("https://", "mailto:", "tel:")


def _body(pdf: Pdf) -> str:
    """Return the text of a file without heads, feet and watermarks, without blanks."""
    kept = []
    for text in pdf.texts:
        kept += [
            line
            for line in text.split("\n")
            if line.strip() != "DRAFT" and not _PAGE.search(line) and not line.startswith("Example Widgets · ")
        ]
    return plain("".join(kept))


def test_every_statement_in_force_stands_in_the_complete_pack(staff: Portal, complete: Pdf) -> None:
    """Each statement in force is printed word for word, with its id; one that is not in force is not."""
    body = _body(complete)
    in_force: set[str] = set()
    others: set[str] = set()
    for policy in staff.policies.policies.values():
        for statement in policy.statements:
            (in_force if statement.in_force else others).add(plain(f"{statement.text}{statement.id}"))
    assert not [text for text in in_force if text not in body]
    assert not [text for text in others - in_force if text in body]


def test_a_policy_prints_all_its_statements(staff: Portal, pdfs: dict[str, Pdf]) -> None:
    """The pack of each policy holds every statement of that policy in force."""
    for ref, policy in staff.policies.policies.items():
        body = _body(pdfs[f"{ref}.pdf"])
        missing = [each.id for each in policy.in_force if plain(f"{each.text}{each.id}") not in body]
        assert not missing


def test_duties_print_each_statement_of_the_role(staff: Portal, pdfs: dict[str, Pdf]) -> None:
    """The duties of everyone hold each of their statements and no other."""
    body = _body(pdfs["duties-everyone.pdf"])
    for statement in staff.policies.statements.values():
        if statement.in_force:
            assert (plain(f"{statement.text}{statement.id}") in body) == (statement.role == "everyone"), statement.id


def test_a_draft_says_so_on_every_page(pdfs: dict[str, Pdf]) -> None:
    """Each page of a text that nobody has approved says DRAFT; a form, which nobody approves, never does."""
    for name, pdf in pdfs.items():
        policies = (
            name.startswith(("duties", "statement-of-applicability")) or pdf.bookmarks()[0][1] == "Document control"
        )
        for text in pdf.texts:
            assert ("DRAFT" in text) == policies, name


def test_pages_have_head_and_foot(pdfs: dict[str, Pdf]) -> None:
    """Each page says its number and how many there are, that a print is not controlled, and where the text lives."""
    for name, pdf in pdfs.items():
        for number, text in enumerate(pdf.texts, 1):
            assert _PAGE.findall(text) == [(str(number), str(pdf.pages))], name
            assert "Uncontrolled when printed" in text
            assert f"current version: {_PORTAL}" in text.replace("\n", " ")
            assert number == 1 or "Internal" in text
            assert number == 1 or "Example Widgets · " in text


def test_the_cover_and_document_control_say_what_an_auditor_asks(staff: Portal, pdfs: dict[str, Pdf]) -> None:
    """A policy begins with a cover and document control: reference, owner, approver, dates, digest, and what is not known."""
    policy = staff.policies.policies["access-control"]
    cover, control, contents = pdfs["access-control.pdf"].texts[:3]
    for words in (policy.title, "Example Widgets S.à r.l.", "Draft, never approved", "Internal"):
        assert words in cover
    for row in (
        "Reference access-control",
        "Version draft",
        "Owner Information security officer: Head of information security",
        "Prepared by Bo Muster, Head of information security",
        "Approver Managing director",
        "Approved on not approved yet",
        "In force from not in force",
        "Replaces no earlier version",
        "Next review every 12 months",
        "Distribution Everyone who works for us",
        "Language that binds English",
        "Last change of the text 2026-11-01",
        "Revision history",
    ):
        assert row in control
    assert plain(digest(normative_text(policy))) in plain(control)
    assert len(_CONTENTS.findall(contents)) > 20


def test_contents_give_the_right_pages(pdfs: dict[str, Pdf]) -> None:
    """Each line of the contents names the page on which its heading stands."""
    pdf = pdfs["incident-management.pdf"]
    listed = dict(_CONTENTS.findall(pdf.texts[2]))
    bookmarks = {title: str(page) for _, title, page in pdf.bookmarks()}
    assert len(listed) > 12
    assert {title.strip(): page for title, page in listed.items()}.items() <= bookmarks.items()


def test_contents_of_all_policies_leave_out_what_each_of_them_has(complete: Pdf, pdfs: dict[str, Pdf]) -> None:
    """The complete pack's contents do not say eleven times that a policy has a purpose; its bookmarks and one policy's contents do."""
    sections = {"Purpose", "Scope", "Summary for staff", "Responsibilities", "Exceptions", "Consequences"}
    start = next(at for at, text in enumerate(complete.texts) if "Contents" in text.split("\n"))
    listed = {title.strip() for title, _ in _CONTENTS.findall("\n".join(complete.texts[start : start + 2]))}
    assert "11.2 User access management" in listed
    assert not listed & sections
    assert sections <= {title for _, title, _ in complete.bookmarks()}
    assert sections <= {title.strip() for title, _ in _CONTENTS.findall(pdfs["access-control.pdf"].texts[2])}


def test_bookmarks_hold_every_control(staff: Portal, complete: Pdf) -> None:
    """The bookmarks of the complete pack list each policy and, below it, its categories and controls, in order."""
    titles = [title for _, title, _ in complete.bookmarks()]
    levels = {title: level for level, title, _ in complete.bookmarks()}
    for policy in staff.policies.policies.values():
        assert levels[policy.title] == 1
        for category in policy.categories:
            assert levels[f"{category.number} {category.title}"] == 2
            for control in category.controls:
                assert levels[f"{control.number} {control.title}"] == 3
    order = [titles.index(policy.title) for policy in staff.policies.policies.values()]
    assert order == sorted(order)


def test_links_lead_somewhere(pdfs: dict[str, Pdf]) -> None:
    """Links inside a pack lead to a place that it has; links out of it lead to the portal or to the web."""
    for name, pdf in pdfs.items():
        addresses, places = pdf.links()
        known = {*pdf.reader.named_destinations, *map(str, range(1, pdf.pages + 1))}
        assert set(places) <= known, name
        assert all(address.startswith(_OWN_ADDRESSES) for address in addresses), name
        assert not [address for address in addresses if ".md" in address or "pack:" in address], name


def test_a_link_stays_inside_where_the_pack_has_its_target(complete: Pdf, pdfs: dict[str, Pdf]) -> None:
    """A policy that another one links is inside the complete pack, and on the portal seen from a pack of one policy."""
    inside, single = complete.links(), pdfs["access-control.pdf"].links()
    address = f"{_PORTAL}policies/physical-security.html"
    assert address in single[0]
    assert address not in inside[0]
    assert "policies/access-control.md#11.2.3" in inside[1]
    assert not [address for address in inside[0] if "/glossary/" in address or "/policies/" in address]


def test_words_values_and_roles_are_those_of_the_pack(staff: Portal, pdfs: dict[str, Pdf]) -> None:
    """A policy ends with the words it links, the values its statements use and the holders of its roles."""
    body = _body(pdfs["access-control.pdf"])
    terms = staff.knowledge.terms
    assert plain(terms["password"].definition) in body
    assert plain(terms["ransomware"].definition) not in body
    assert plain("Minimum password length 16 characters") in body
    assert plain("Interval of backups") not in body
    assert plain("Administrators IT team") in body
    assert plain("SignaturesWith their signature") in body


def test_staff_packs_print_what_binds(pdfs: dict[str, Pdf], officer_policy: Pdf) -> None:
    """Guidance, evidence, findings and the crosswalk are in the edition for officers alone."""
    staff_titles = {title for _, title, _ in pdfs["business-continuity.pdf"].bookmarks()}
    officer_titles = [title for _, title, _ in officer_policy.bookmarks()]
    for title in ("Evidence", "Typical findings", "In later editions"):
        assert title not in staff_titles
        assert officer_titles.count(title) == 5
    assert "Guidance" not in pdfs["business-continuity.pdf"].words
    assert officer_policy.words.count("Guidance") == 5
    assert "Edition for officers" in officer_policy.texts[0]
    assert "Confidential" in officer_policy.texts[3]


def test_files_are_tagged_and_archival(pdfs: dict[str, Pdf]) -> None:
    """Each file is tagged, names its language and title, and says that it keeps PDF/UA-1 and PDF/A-2a."""
    for name, pdf in pdfs.items():
        assert bool(pdf.root["/MarkInfo"]["/Marked"]), name
        assert pdf.root["/Lang"] == "en"
        assert bool(pdf.root["/ViewerPreferences"]["/DisplayDocTitle"])
        assert pdf.reader.metadata is not None
        assert pdf.reader.metadata.title
        assert "<pdfaid:part>2</pdfaid:part>" in pdf.xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in pdf.xmp
        assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.xmp


def test_tags_say_what_things_are(pdfs: dict[str, Pdf]) -> None:
    """The tags hold headings, lists, tables with heads, links and the contents."""
    tags = pdfs["asset-management.pdf"].tags()
    for kind in ("/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/TOC"):
        assert tags.get(kind, 0) > 0, kind


def test_fonts_are_ours_and_embedded(pdfs: dict[str, Pdf]) -> None:
    """Every font is one of those shipped, and its letters are in the file."""
    for name, pdf in pdfs.items():
        for font, held in pdf.fonts().items():
            assert held, name
            assert re.fullmatch(r"/[A-Z]{6}\+Source(Sans3|CodePro)-\w+", font), font


def test_tables_repeat_their_heads(complete: Pdf) -> None:
    """Each page on which the table of values goes on begins it with the head row."""
    pages = {title: page for _, title, page in complete.bookmarks()}
    texts = complete.texts[pages["Values used"] - 1 : pages["Signatures"] - 1]
    assert len(texts) > 2
    for text in texts:
        assert "Value Here Used in" in text


def test_no_heading_stands_alone_at_the_foot(staff: Portal, pdfs: dict[str, Pdf]) -> None:
    """No page of any pack ends with a heading, the lead below a policy's title, or a sentence that announces more."""
    leads = [policy.short for policy in staff.policies.policies.values()]
    for name, pdf in pdfs.items():
        titles = {title for _, title, _ in pdf.bookmarks()}
        for text in pdf.texts[1:]:
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            last = max((at for at, line in enumerate(lines) if not _is_foot(line, lines[at:])), default=0)
            assert lines[last] not in titles, (name, lines[last])
            assert not lines[last].endswith(":"), (name, lines[last])
            if pdf.bookmarks()[0][1] == "Document control":
                end = plain("".join(lines[max(0, last - 2) : last + 1]))
                assert not [lead for lead in leads if end.endswith(plain(lead))], (name, lines[last])


def _is_foot(line: str, rest: Sequence[str]) -> bool:
    return bool(_PAGE.search(" ".join(rest)) and ("Version: " in line or "Uncontrolled" in line or _PAGE.search(line)))


def test_the_emergency_sheet_is_one_page(pdfs: dict[str, Pdf]) -> None:
    """The emergency sheet is printed on one page, with every telephone number."""
    sheet = pdfs["emergency-sheet.pdf"]
    assert sheet.pages == 1
    for number in ("+352 555 0112", "+352 555 0199", "+352 555 0100"):
        assert number in sheet.texts[0]


def test_each_form_is_a_pack(staff: Portal, printed: dict[str, Printed], pdfs: dict[str, Pdf]) -> None:
    """Each form of the portal is printed on its own, with its title."""
    forms = [uri for uri in staff.pages if uri.startswith("forms/") and not uri.endswith("index.md")]
    assert len(forms) > 10
    for uri in forms:
        name = f"{uri.removeprefix('forms/').removesuffix('.md')}.pdf"
        assert staff.pages[uri].title in pdfs[name].texts[0]


@pytest.mark.parametrize("name", ["access-control.pdf", "duties-everyone.pdf"])
def test_the_date_of_a_file_is_that_of_its_text(pdfs: dict[str, Pdf], name: str) -> None:
    """The file's date is the day of the last change of its text, and not the day of printing."""
    assert pdfs[name].reader.metadata["/CreationDate"] == "D:20261101000000Z"  # type: ignore[index]
