"""Terms and pages of content/: how they are read, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from core import codes, said, small_project

from generator.knowledge import Knowledge, read_knowledge


def _page(name: str, body: str = "text", **fields: str) -> str:
    sound = {"title": name.capitalize(), "short": f"What {name} is.", "date": "2026-01-01", "ref": name, "lang": "en"}
    head = "".join(f"{key}: {value}\n" for key, value in {**sound, **fields}.items() if value)
    return f"---\n{head}---\n{body}\n"


def _read(root: Path, files: dict[str, str]) -> Knowledge:
    project = small_project(root, {f"content/en/{path}": text for path, text in files.items()})
    assert not project.problems
    return read_knowledge(project)


def _shown(knowledge: Knowledge) -> list[str]:
    return said(knowledge.problems.in_order())


def test_terms_and_pages_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    """What stands in glossary/ is a term, what stands elsewhere a page, and what is no Markdown a picture."""
    knowledge = _read(
        tmp_path,
        {
            "glossary/risk.md": _page("risk"),
            "about/us.md": _page("us"),
            "index.md": _page("index"),
            "about/logo.svg": "<svg/>",
        },
    )
    assert not knowledge.problems, _shown(knowledge)
    assert list(knowledge.terms) == ["risk"]
    assert {ref: page.folder for ref, page in knowledge.pages.items()} == {"us": "about", "index": ""}
    assert list(knowledge.assets) == ["about/logo.svg"]


def test_a_term_has_its_words(tmp_path: Path) -> None:
    """A term is known by its title and its further words, each once; an everyday title may stay unlinked."""
    knowledge = _read(
        tmp_path,
        {
            "glossary/risk.md": _page("risk", words="[risks, Risk, hazard]", related="[key]"),
            "glossary/key.md": _page("key", link="false"),
        },
    )
    assert not knowledge.problems, _shown(knowledge)
    risk, key = knowledge.terms["risk"], knowledge.terms["key"]
    assert (risk.title, risk.definition, risk.words) == ("Risk", "What risk is.", ("Risk", "risks", "hazard"))
    assert (risk.related, risk.linked, key.linked) == (("key",), True, False)


def test_a_page_has_its_fields(tmp_path: Path) -> None:
    """A page may have a shorter title for the menu, categories, and no table of contents."""
    page = _read(tmp_path, {"a/b.md": _page("b", menutitle="Short", categories="[x, y]", toc="false")}).pages["b"]
    assert (page.menu_title, page.categories, page.toc) == ("Short", ("x", "y"), False)
    other = _read(tmp_path / "other", {"a/c.md": _page("c")}).pages["c"]
    assert (other.menu_title, other.categories, other.toc) == ("C", (), True)


def test_a_page_holds_what_is_in_force(tmp_path: Path) -> None:
    """Values are filled in, and lines whose condition does not hold are left out."""
    body = "{{ password.min_length | unit }}\n{% if has.server_room %}\nracks\n{% else %}\nno racks\n{% endif %}"
    page = _read(tmp_path, {"a/b.md": _page("b", body)}).pages["b"]
    assert [(line.number, line.text[-8:]) for line in page.lines if line.text] == [
        (8, "racters\ue003"),
        (12, "no racks"),
    ]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"a/b.md": "text"}, ["content/en/a/b.md:1:1: T006"]),
        ({"a/b.md": _page("b", title="")}, ["content/en/a/b.md:1:1: T006"]),
        ({"a/b.md": _page("b", ref="B C")}, ["content/en/a/b.md:5:6: T006"]),
        ({"a/b.md": _page("b", ref="../x")}, ["content/en/a/b.md:5:6: T006"]),
        ({"a/b.md": _page("b"), "c/d.md": _page("b")}, ["content/en/c/d.md:5:1: K001"]),
        ({"glossary/b.md": _page("b"), "glossary/c.md": _page("b")}, ["content/en/glossary/c.md:5:1: K001"]),
        ({"glossary/b.md": _page("b", related="[c]")}, ["content/en/glossary/b.md:7:11: L003"]),
        (
            {"glossary/b.md": _page("b", words="[x]"), "glossary/c.md": _page("c", words="[X]")},
            ["content/en/glossary/c.md:7:9: K004"],
        ),
        ({"a/b.md": _page("b", "\n{{ password.lenght }}")}, ["content/en/a/b.md:9:4: T002"]),
        ({"a/b.md": _page("b", "{% if has.premises and %}\nx\n{% endif %}")}, ["content/en/a/b.md:8:1: T001"]),
        ({"a/b.md": _page("b", "a\n<script>")}, ["content/en/a/b.md:9:1: T040"]),
        (
            {"a/b.md": _page("b", "{% if has.server_room %}\n<script>\n{% endif %}")},
            ["content/en/a/b.md:9:1: T040"],
        ),
    ],
)
def test_a_fault_of_a_page_is_found(tmp_path: Path, files: dict[str, str], found: list[str]) -> None:
    """What is wrong with a page or term is said at its place, whether or not the line is in force."""
    shown = _shown(_read(tmp_path, files))
    assert [problem[: len(start)] for problem, start in zip(shown, found, strict=True)] == found, shown


def test_a_page_that_is_wrong_does_not_hide_the_others(tmp_path: Path) -> None:
    """Of two pages with one ref the first stands; a page without front matter is left out; the rest is read."""
    knowledge = _read(
        tmp_path, {"a/a.md": "x", "a/b.md": _page("b"), "a/c.md": _page("b", title="C"), "a/d.md": _page("d")}
    )
    assert {ref: page.title for ref, page in knowledge.pages.items()} == {"b": "B", "d": "D"}
    assert codes(knowledge.problems.in_order()) == ["T006", "K001"]


def test_links_of_every_branch_are_found(tmp_path: Path) -> None:
    """A link in a branch that is not in force is found too, so that a change of facts breaks nothing."""
    knowledge = _read(
        tmp_path, {"a/b.md": _page("b", "{% if has.server_room %}\n[x](term:y)\n{% endif %}\n[x](term:z)")}
    )
    assert [(item.target, item.line) for item in knowledge.references] == [("y", 9), ("z", 11)]
