"""What cannot be printed: each fault is said at its place, and nothing is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_files import Pdf
from repositories import Repository, Run

from generator.packs import Pack
from generator.packs.fonts import characters_of, unprintable

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0f01f0005000201"
    "5f7e1c3b0000000049454e44ae426082"
)
_FORM = "content/en/forms/access-request.md"


def _refused(done: Run, said: str) -> None:
    assert done.status == 1, done.out + done.err
    assert said in done.err, done.err
    assert "Nothing was printed" in done.err


def _append(repository: Repository, path: str, text: str) -> int:
    """Append text to a file and return the number of its first line."""
    before = (repository.root / path).read_text(encoding="utf-8")
    repository.write(path, before + text)
    return before.count("\n") + text[: len(text) - len(text.lstrip("\n"))].count("\n") + 1


def test_a_character_without_a_glyph(repository: Repository, tmp_path: Path) -> None:
    """A name with a character that no font has is a problem at its place in the YAML, and a warning of check."""
    path = repository.root / "site_config" / "organisation.yml"
    text = path.read_text(encoding="utf-8").replace("holder: Service desk", "holder: 案内 desk", 1)
    path.write_text(text, encoding="utf-8")
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "案" in each)
    place = f"site_config/organisation.yml:{line}:13: D001"
    _refused(
        repository.ask("pack", "access-control", "--out", tmp_path / "out"),
        f"{place} No font of the packs has the character 案 (U+6848)",
    )
    assert not (tmp_path / "out").exists()
    checked = repository.ask("check")
    assert checked.status == 0
    assert f"{place} warning:" in checked.out


def test_names_of_europe_can_be_printed(repository: Repository, tmp_path: Path) -> None:
    """Names in Greek, Cyrillic, Polish and Turkish letters are printed."""
    names = {
        "ciso": "Ελένη Παπαδοπούλου",
        "it_manager": "Жанна Щербаківська",
        "hr": "Łucja Wójcik-Źrebięć",
        "facility_manager": "Işıl Çağrı Ğ",
    }
    for role, name in names.items():
        repository.set(f"roles.{role}.holder", name)
    done = repository.ask("pack", "people", "access-control", "--out", tmp_path)
    assert done.status == 0, done.err
    text = "".join("".join(Pdf(path.read_bytes()).texts) for path in tmp_path.glob("*.pdf"))
    for name in names.values():
        assert name in text.replace("\n", " ")


def test_a_damaged_picture(repository: Repository, tmp_path: Path) -> None:
    """A picture that cannot be read is a problem where the page shows it."""
    (repository.root / "content" / "en" / "forms" / "plan.png").write_bytes(_PNG[:40])
    line = _append(repository, _FORM, "\n![A plan](plan.png)\n")
    _refused(
        repository.ask("pack", "access-request", "--out", tmp_path / "out"),
        f"{_FORM}:{line}:11: D002 The picture plan.png cannot be read",
    )


def test_a_kind_of_picture_that_paper_lacks(repository: Repository, tmp_path: Path) -> None:
    """A picture of a kind that cannot be printed is a problem where the page shows it."""
    (repository.root / "content" / "en" / "forms" / "plan.avif").write_bytes(_PNG)
    line = _append(repository, _FORM, "\n![A plan](plan.avif)\n")
    _refused(
        repository.ask("pack", "access-request", "--out", tmp_path / "out"),
        f"{_FORM}:{line}:11: D002 A picture of the kind '.avif'",
    )


def test_a_logo_that_is_missing(repository: Repository, tmp_path: Path) -> None:
    """A logo that is not there is a problem at its place in the YAML."""
    _append(repository, "site_config/organisation.yml", "\nprint:\n  logo: site_config/logo.png\n")
    done = repository.ask("pack", "people", "--out", tmp_path / "out")
    _refused(done, "D002 print.logo names site_config/logo.png, which is not there")


def test_a_table_without_room(repository: Repository, tmp_path: Path) -> None:
    """A table with more columns than a page can hold is a problem at its line."""
    row = "|" + " a |" * 20
    line = _append(repository, _FORM, f"\n{row}\n{'|' + '---|' * 20}\n{row}\n")
    _refused(
        repository.ask("pack", "access-request", "--out", tmp_path / "out"),
        f"{_FORM}:{line}:1: D003 This table has 20 columns",
    )


def test_a_broken_template(repository: Repository, tmp_path: Path) -> None:
    """A fault in an organisation's template is a problem at its line and column."""
    repository.write("site_config/print/template.typ", "#let pack(meta, front, body) = {\n  body + meta.nothing\n}\n")
    done = repository.ask("pack", "people", "--out", tmp_path / "out")
    _refused(done, "site_config/print/template.typ:2:")
    assert "D004 people.pdf cannot be set" in done.err
    assert "nothing" in done.err


def test_a_reference_document_that_is_none(repository: Repository, tmp_path: Path) -> None:
    """A reference document that is no Word file is a problem with its path."""
    repository.write("site_config/print/reference.docx", "no zip")
    done = repository.ask("pack", "people", "--format", "docx", "--out", tmp_path / "out")
    _refused(done, "site_config/print/reference.docx:1:1: D005 The reference document is no Word file")


def test_a_level_that_is_none(repository: Repository) -> None:
    """A classification that the organisation does not have is a problem at its place."""
    line = _append(repository, "site_config/organisation.yml", "\nprint:\n  classification: Interal\n")
    done = repository.ask("check")
    assert done.status == 1
    assert f"site_config/organisation.yml:{line + 1}:19: P014 print.classification is 'Interal'" in done.out
    assert "Did you mean Internal?" in done.out


def test_a_build_that_cannot_print_leaves_the_site(repository: Repository) -> None:
    """Where a pack cannot be printed, build ends before it touches the site; without packs it builds."""
    repository.write("site_config/print/template.typ", "#let pack(meta, front, body) = nonsense\n")
    done = repository.call("build")
    assert done.status == 1
    assert "site_config/print/template.typ:1:" in done.err
    assert not repository.site.exists()


def test_coverage_is_read_from_the_fonts() -> None:
    """What a font has is read from its own table; a file that is no font has nothing."""
    from generator.packs.fonts import _SHIPPED

    for path in _SHIPPED.glob("SourceSans3-*.ttf"):
        found = characters_of(path.read_bytes())
        assert {"A", "ż", "Ж", "Ω", "ğ", "€", "–"} <= found
        assert "案" not in found
    assert characters_of(b"no font at all") == set()
    assert unprintable("plain text\n", [_SHIPPED]) == []


@pytest.mark.parametrize("kind", ["policy", "policies"])
def test_kinds_with_a_cover(kind: str) -> None:
    """Policies have a cover; a page and duties begin with their text."""
    assert Pack("a", "A", kind, ()).has_cover
    assert not Pack("a", "A", "page", ()).has_cover
