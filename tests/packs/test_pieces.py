"""Pages become pieces of print: what goes, what stays, how names, links and tables are written."""

from __future__ import annotations

import pytest
import typst
from pdf_files import Pdf, plain

from generator.packs.fonts import _SHIPPED
from generator.packs.markup import parse_html, parse_markdown, text_of, to_html
from generator.packs.pandoc import typst_of_pieces
from generator.packs.prepare import prepare
from generator.packs.tables import columns


def _html(markdown: str, edition: str = "staff", uri: str = "policies/x.md") -> str:
    return to_html(prepare(uri, parse_markdown(markdown), edition).tree)


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("../glossary/password.md", "glossary/password.md"),
        ("y.md#1.2.3/a", "policies/y.md#1.2.3/a"),
        ("#here", "policies/x.md#here"),
        ("../forms/plan.xlsx", "forms/plan.xlsx"),
    ],
)
def test_links_are_named_from_the_root(target: str, name: str) -> None:
    """A link to a page is named from the root of the portal, so that every pack can resolve it."""
    assert f'href="pack:{name}"' in _html(f"[words]({target})")


@pytest.mark.parametrize("address", ["https://example.org/a", "mailto:a@example.org", "tel:112"])
def test_addresses_outside_stay(address: str) -> None:
    """An address outside the portal stays as it is."""
    assert f'href="{address}"' in _html(f"[words]({address})")


def test_what_binds_is_kept_and_the_rest_goes() -> None:
    """Guidance and badges are for officers; links to guides and cards are for the screen alone."""
    markdown = (
        '- **Everyone must** act. <span class="badge">basic</span> [Guide](../g.md){: .guide }\n\n'
        '??? guidance "Guidance"\n    How to do it.\n\n[Card](../controls/1.md)\n{: .card-link }\n'
    )
    staff, officer = (text_of(parse_html(_html(markdown, edition))) for edition in ("staff", "officer"))
    assert "must act." in " ".join(staff.split())
    assert not [word for word in ("Guide", "basic", "How to do it", "Card") if word in staff]
    assert [word for word in ("basic", "How to do it") if word in officer] == ["basic", "How to do it"]
    assert not [word for word in ("Guide ", "Card") if word in officer]


def test_no_heading_skips_a_level() -> None:
    """A heading that skips a level is raised to the next one below its parent."""
    html = _html("# One\n\n### Three\n\n#### Four\n\n## Two\n\n##### Five\n")
    assert [html[at + 2] for at in range(len(html)) if html.startswith("<h", at)] == ["1", "2", "3", "2", "3"]


def test_an_id_stands_once() -> None:
    """The second of two equal ids goes, since a place in print has one name."""
    html = _html('<span id="a">x</span>\n\n<span id="a">y</span>\n')
    assert html.count('id="policies/x.md#a"') == 1


def test_pictures_from_other_hosts_become_words() -> None:
    """A picture from another host is not fetched; its words stand in its place."""
    html = _html("![A plan](https://example.org/plan.png)")
    assert "img" not in html
    assert "A plan" in html


def test_a_table_gets_widths_and_room_to_write() -> None:
    """Columns get widths by what they hold, an empty head goes, and empty cells get room to write."""
    piece = prepare(
        "f.md", parse_markdown("| | |\n|---|---|\n| A | A much longer text than the first |\n| B | |\n"), "staff"
    )
    html = to_html(piece.tree)
    widths = [float(part.partition("%")[0]) for part in html.split("width: ")[1:]]
    assert "<thead" not in html
    assert html.count('class="blank"') == 1
    assert widths[0] < widths[1]
    assert 99 < sum(widths) < 101
    assert piece.columns == 2


def test_wide_tables_ask_for_a_landscape_page() -> None:
    """A table of many columns asks for a landscape page."""
    row = "|" + " a |" * 8
    piece = prepare("f.md", parse_markdown(f"{row}\n{'|' + '---|' * 8}\n{row}\n"), "staff")
    assert piece.wide
    assert [columns(table) for table in piece.tree.iter("table")] == [8]


def test_footnotes_reach_the_page() -> None:
    """A footnote of Markdown becomes a footnote of print."""
    piece = prepare("f.md", parse_markdown("Text[^1].\n\n[^1]: The note.\n"), "staff")
    typst = typst_of_pieces([piece])["f.md"]
    assert "#footnote[" in typst
    assert "The note." in typst


@pytest.mark.parametrize(
    "text", ["1. Report", "- no list", "= no heading", "/ no: term", "+ none", "#let x = 1", "a $b$ *c* `d` @e <f>"]
)
def test_words_are_never_markup_for_typst(text: str) -> None:
    """Words that Typst could read as markup are printed as they are, in headings, cells and links."""
    html = f"<h2>{text.replace('<', '&lt;')}</h2><p><a href='https://example.org'>{text.replace('<', '&lt;')}</a></p>"
    html += f"<table><tbody><tr><td>{text.replace('<', '&lt;')}</td></tr></tbody></table>"
    source = typst_of_pieces([prepare("f.md", parse_html(html), "staff")])["f.md"]
    head = "#let hd(level, name, body) = heading(level: 1, body)\n#let go(target, body) = link(target, body)\n"
    head += "#let short-table(body) = body\n"
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(_SHIPPED)])
    data = typst.compile((head + source).encode(), font_paths=fonts, ignore_system_fonts=True)
    assert isinstance(data, bytes)
    assert Pdf(data).words.count(plain(text)) == 3


def _typst_of_table(rows: int, cell: str = "b") -> str:
    body = "".join(f"<tr><td>{number}</td><td>{cell}</td></tr>" for number in range(rows))
    html = f"<h2>Head</h2><p>These are:</p><table><tbody>{body}</tbody></table>"
    return typst_of_pieces([prepare("f.md", parse_html(html), "staff")])["f.md"]


def test_a_short_table_stays_whole_with_its_sentence() -> None:
    """A table of few rows is kept on one page, and the sentence above it with it."""
    short, long = _typst_of_table(8), _typst_of_table(9)
    for source in (short, long):
        assert "These are:" in source.partition("#intro[")[2].partition("#figure(")[0]
    assert "#short-table[" in short
    assert "#short-table[" not in long


def test_a_table_of_long_texts_may_be_cut() -> None:
    """Where a cell holds more than a page may have room for, rows go on on the next page; nothing is cut off."""
    source = _typst_of_table(2, "word " * 200)
    assert "#long-table[" in source
    assert "#short-table[" not in source


@pytest.mark.parametrize(("text", "kept"), [("These are:", True), ("These are.", False)])
def test_a_sentence_that_announces_a_list_stays_with_it(text: str, kept: bool) -> None:
    """A paragraph that ends with a colon is kept with the list below it; another one is not."""
    html = f"<h2>Head</h2><p>{text}</p><ul><li>one</li><li>two</li></ul>"
    source = typst_of_pieces([prepare("f.md", parse_html(html), "staff")])["f.md"]
    assert ("#intro[" in source) == kept
