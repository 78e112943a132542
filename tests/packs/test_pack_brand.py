"""What an organisation changes about the look: paper, logo, colour, template, fonts."""

from __future__ import annotations

from pathlib import Path

from pdf_files import Pdf
from pdf_layout import Layout
from repositories import Repository

_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#225500"/></svg>'
)
_TEMPLATE = """\
#import "/elements.typ": *
#let pack(meta, front, body) = {
  set document(title: meta.title)
  set text(lang: meta.language, font: "Source Sans 3")
  set page(paper: meta.paper, footer: [House style of #meta.organisation, #meta.classification])
  heading(level: 1, meta.title)
  set heading(offset: 1)
  front
  body
}
"""


def _append(repository: Repository, text: str) -> None:
    path = repository.root / "site_config" / "organisation.yml"
    repository.write("site_config/organisation.yml", path.read_text(encoding="utf-8") + text)


def test_paper_logo_colour_and_classification(repository: Repository, tmp_path: Path) -> None:
    """Paper, logo, colour and classification come from organisation.yml."""
    repository.write("site_config/logo.svg", _LOGO)
    _append(
        repository,
        '\nprint:\n  paper: Letter\n  logo: site_config/logo.svg\n  colour: "#225500"\n  classification: Public\n',
    )
    done = repository.ask("pack", "people", "--format", "pdf,docx", "--out", tmp_path)
    assert done.status == 0, done.err
    pdf = Pdf((tmp_path / "people.pdf").read_bytes())
    page = pdf.reader.pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)
    figures = [each for each in Layout(pdf).tree.all() if each.kind == "Figure"]
    assert [str(each.data["/Alt"]) for each in figures] == ["Example Widgets"]
    assert all("Public" in text for text in pdf.texts)
    colours = page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
    assert "0.13333334 0.33333334 0 " in colours


def test_a_template_of_ones_own(repository: Repository, tmp_path: Path) -> None:
    """A template in site_config/print sets the pages, with the values that it is told."""
    repository.write("site_config/print/template.typ", _TEMPLATE)
    done = repository.ask("pack", "people", "--out", tmp_path / "people.pdf")
    assert done.status == 0, done.err
    pdf = Pdf((tmp_path / "people.pdf").read_bytes())
    assert all("House style of Example Widgets, Internal" in text for text in pdf.texts)
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.xmp
    assert pdf.bookmarks()[0][1] == "People security policy"


def test_officers_have_a_classification_of_their_own(repository: Repository, tmp_path: Path) -> None:
    """Packs for officers bear the level above that of unmarked information, and a name that tells them apart."""
    done = repository.ask("pack", "business-continuity", "--edition", "officer", "--out", tmp_path)
    assert done.status == 0, done.err
    pdf = Pdf((tmp_path / "business-continuity-officer.pdf").read_bytes())
    assert all("Confidential" in text for text in pdf.texts)
