"""Reads content/: glossary terms and pages, each rendered once with the organisation's values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.knowledge.assets import check_asset, check_folder
from generator.knowledge.raw_html import check_raw_html
from generator.knowledge.references import Reference, find_references
from generator.problems import Problems, did_you_mean
from generator.project import FrontMatter, Project, SourceFile, check_language, ref_is_name, split_front_matter
from generator.text import Line
from generator.text.rendering import Template

__all__ = ["Knowledge", "Page", "Term", "read_knowledge"]

_REQUIRED = ("title", "short", "date", "ref", "lang")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of content/ with the lines that are in force."""

    ref: str
    title: str
    menu_title: str
    short: str
    date: str
    categories: tuple[str, ...]
    toc: bool
    language: str
    folder: str
    """Folder below content/LANGUAGE, such as about."""
    lines: tuple[Line, ...]
    fields: dict[str, Any]
    path: str
    first_line: int


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term: its page and the words under which texts name it."""

    page: Page
    words: tuple[str, ...]
    related: tuple[str, ...]
    linked: bool
    """Whether the title too is linked at its first use in a section; an everyday word is not, its other words are."""

    @property
    def ref(self) -> str:
        """Return the language-neutral name of the term."""
        return self.page.ref

    @property
    def title(self) -> str:
        """Return the term as a dictionary lists it."""
        return self.page.title

    @property
    def definition(self) -> str:
        """Return the one-sentence definition."""
        return self.page.short


@dataclass(slots=True)
class Knowledge:
    """All terms and pages of one language."""

    terms: dict[str, Term] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    assets: dict[str, SourceFile] = field(default_factory=dict)
    """Pictures and other files of content/, by their path below content/LANGUAGE."""
    references: list[Reference] = field(default_factory=list)
    """Every link by name that terms and pages write."""
    problems: Problems = field(default_factory=Problems)


def read_knowledge(project: Project, language: str = "en") -> Knowledge:
    """Read every term and page of a language; what is wrong with one is in `problems`, the rest is read."""
    knowledge = Knowledge()
    fronts: dict[str, FrontMatter] = {}
    base = f"content/{language}"
    for path in sorted(project.files):
        if not path.startswith(f"{base}/") or not project.files[path]:
            continue
        file = project.files[path][-1]
        inner = path.removeprefix(f"{base}/")
        if not path.endswith(".md"):
            if check_asset(file, knowledge.problems):
                knowledge.assets[inner] = file
            continue
        folder = inner.rpartition("/")[0]
        if not check_folder(file, folder, knowledge.problems):
            continue
        front, page = _read_page(project, file, folder, knowledge)
        if page is not None:
            fronts[page.path] = front
            _add(knowledge, front, page)
    _check_terms(knowledge, fronts)
    return knowledge


def _read_page(
    project: Project, file: SourceFile, folder: str, knowledge: Knowledge
) -> tuple[FrontMatter, Page | None]:
    problems = knowledge.problems
    front, found = split_front_matter(file.shown, file.text or "", _REQUIRED)
    problems.extend(found)
    if found or not front.fields or not ref_is_name(file.shown, front, problems):
        return front, None
    check_language(file.shown, front, project.words.language, problems)
    owner = front.text("owner")
    if owner and owner not in project.vocabulary.roles:
        mark = front.yaml.value_mark(("owner",))
        message = f"owner names the role {owner}, which is unknown.{did_you_mean(owner, project.vocabulary.roles)}"
        problems.error("T023", file.shown, mark.line, mark.column, message)
    rendering = project.render(Template(file.shown, front.body, front.first_line))
    problems.extend(rendering.problems)
    lines = tuple(
        line for line in rendering.lines if all(project.holds(c.expression) == c.wanted for c in line.conditions)
    )
    problems.extend(check_raw_html(file.shown, rendering.lines))
    knowledge.references.extend(find_references(file.shown, rendering.lines))
    return front, Page(
        ref=front.text("ref"),
        title=front.text("title"),
        menu_title=front.text("menutitle") or front.text("title"),
        short=front.text("short"),
        date=front.text("date"),
        categories=front.texts("categories"),
        toc=front.fields.get("toc") is not False,
        language=front.text("lang"),
        folder=folder,
        lines=lines,
        fields=front.fields,
        path=file.shown,
        first_line=front.first_line,
    )


def _add(knowledge: Knowledge, front: FrontMatter, page: Page) -> None:
    if page.folder == "glossary":
        known = knowledge.terms.get(page.ref)
        twin = known.page if known else None
        if twin is None:
            words = tuple(dict.fromkeys((page.title, *front.texts("words"))))
            linked = front.fields.get("link") is not False
            knowledge.terms[page.ref] = Term(page, words, front.texts("related"), linked)
    else:
        twin = knowledge.pages.get(page.ref)
        if twin is None:
            knowledge.pages[page.ref] = page
    if twin is not None:
        line = front.line("ref")
        knowledge.problems.error("K001", page.path, line, 1, f"The ref {page.ref} is already that of {twin.path}.")


def _check_terms(knowledge: Knowledge, fronts: dict[str, FrontMatter]) -> None:
    owners: dict[str, Term] = {}
    for term in knowledge.terms.values():
        front = fronts[term.page.path]
        for number, other in enumerate(term.related):
            if other not in knowledge.terms:
                mark = front.yaml.value_mark(("related", number))
                near = did_you_mean(other, knowledge.terms)
                message = f"The related term {other} is unknown.{near}"
                knowledge.problems.error("L003", term.page.path, mark.line, mark.column, message)
        for word in term.words:
            owner = owners.setdefault(word.casefold(), term)
            if owner is not term:
                listed = front.texts("words")
                mark = front.yaml.value_mark(("words", listed.index(word)) if word in listed else ("title",))
                message = f"'{word}' is already a word of {owner.page.path}."
                knowledge.problems.error("K004", term.page.path, mark.line, mark.column, message)
