"""Writes inline text for one page: links by name become relative links, terms become links, marks go."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from generator.knowledge import Knowledge, Term, TermLinker
from generator.knowledge.references import LINK, split_target
from generator.policies import Policies, Prose, Statement
from generator.portal.value_spans import value_sources, with_value_spans
from generator.project import Project
from generator.review import Standing, TextChange
from generator.text import Line, escape, fenced_lines, strip_marks
from generator.text.marks import VALUE

__all__ = ["Site", "Writer"]

_GUIDES = "best-practices"
"""Folder of content/ whose pages explain statements."""
_MOST_GUIDES = 2
_WITH_VALUES = ("policies/", "roles/")
"""Folders whose pages can show which words are values."""
_HEADING = re.compile(r"^#{1,6}\s")


@dataclass(slots=True)
class Site:
    """What all pages share: the sources, the addresses, and what was found to be used where."""

    project: Project
    knowledge: Knowledge
    policies: Policies
    linker: TermLinker
    edition: str = "staff"
    """staff or officer; what shows weaknesses is written for officers alone."""
    standing: Standing = field(default_factory=Standing)
    """Applicability, exceptions and calendar."""
    used_terms: dict[str, dict[str, None]] = field(default_factory=dict)
    """For each term the places that use it, as KIND:NAME, in order."""

    duties: dict[str, dict[str, list[Statement]]] = field(default_factory=dict)
    """Statements in force by role and policy, filled at first use."""

    changes: Mapping[str, tuple[TextChange, ...]] = field(default_factory=dict)
    """For each policy that has changed since its approval the commits that did so."""

    guides: dict[str, list[str]] = field(default_factory=dict)
    """For each statement the guides that explain it, by their refs."""
    value_tags: dict[str, str] = field(default_factory=dict)
    """For each value the opening tag of its span."""
    prefix: str = ""
    """Folder of a language below the root of the docs, with its slash; empty for the main language."""
    main: Site | None = None
    """The site of the main language, which stands in for what a translation lacks."""

    def __post_init__(self) -> None:
        self.value_tags = value_sources(self.project)
        homes = {page.path: ref for ref, page in self.knowledge.pages.items() if page.folder == _GUIDES}
        for reference in self.knowledge.references:
            if reference.kind == "statement" and reference.path in homes:
                known = self.guides.setdefault(reference.target, [])
                if homes[reference.path] not in known:
                    known.append(homes[reference.path])

    def address(self, kind: str, name: str) -> str:
        """Return the page and anchor of a named thing, from the root of the docs; empty where it has none."""
        if self.main is None:
            return self._own(kind, name)
        if self.holds(kind, name):
            own = self._own(kind, name)
            return f"{self.prefix}{own}" if own else ""
        return "" if kind == "role" else self.main.address(kind, name)

    def holds(self, kind: str, name: str) -> bool:
        """Say whether a translation has a page of its own for something."""
        known: dict[str, Collection[str]] = {
            "term": self.knowledge.terms,
            "page": self.knowledge.pages,
            "policy": self.policies.policies,
            "control": self.policies.controls,
            "statement": self.policies.statements,
        }
        return name in known.get(kind, ())

    def _own(self, kind: str, name: str) -> str:
        if kind == "statement":
            statement = self.policies.statements.get(name)
            return f"policies/{statement.policy}.md#{name}" if statement and statement.in_force else ""
        if kind == "page":
            page = self.knowledge.pages.get(name)
            if page is None:
                return ""
            return f"{page.folder}/{name}.md" if page.folder else f"{name}.md"
        patterns = {
            "term": "glossary/{}.md",
            "control": "controls/{}.md",
            "policy": "policies/{}.md",
            "role": "roles/{}.md",
            "record": "reference/records.md#{}",
            "law": "reference/laws.md#{}",
            "parameter": "reference/values.md#{}",
            "exception": "reference/exceptions.md#{}",
        }
        return patterns[kind].format(name) if kind in patterns else ""


def _relative(page: str, folder: str) -> str:
    """Return the way from a folder of the docs to a page, both given from their root."""
    if not folder:
        return page
    if page.startswith(f"{folder}/"):
        return page[len(folder) + 1 :]
    if "/" not in folder:
        return f"../{page}"
    return posixpath.relpath(page, folder)


@dataclass(slots=True)
class Writer:
    """Writes text for the page at `uri`."""

    site: Site
    uri: str
    own_term: str = ""
    place: str = ""
    """What is being written, as KIND:NAME, for the lists of uses."""
    seen: set[str] = field(default_factory=set)
    """Terms already linked in the section."""
    spans: bool = field(default=False, init=False)
    """Whether values are written as spans, which the pages with a switch need."""

    def __post_init__(self) -> None:
        self.spans = self.uri.startswith(_WITH_VALUES)
        self.uri = f"{self.site.prefix}{self.uri}"

    def link(self, kind: str, name: str, words: str, attributes: str = "") -> str:
        """Return a Markdown link to a named thing, or the words alone where it has no page.

        A link from a translation to a page of the main language says so by its attribute hreflang.
        """
        address = self.site.address(kind, name)
        if not address:
            return words
        if self.site.main is not None and not address.startswith(self.site.prefix):
            attributes = f"hreflang={self.site.main.project.words.language} {attributes}".strip()
        ending = f"{{: {attributes} }}" if attributes else ""
        return f"[{words}]({self.relative(address)}){ending}"

    def relative(self, address: str) -> str:
        """Return an address from the root of the docs as a link from this page."""
        page, _, anchor = address.partition("#")
        if page == self.uri:
            return f"#{anchor}" if anchor else posixpath.basename(page)
        path = _relative(page, self.uri.rpartition("/")[0])
        return f"{path}#{anchor}" if anchor else path

    def inline(self, text: str, *, terms: bool = True) -> str:
        """Return a run of Markdown with its links resolved, its terms linked and its marks taken out."""
        linked = LINK.sub(self._resolve, text)
        if terms:
            linked = self.site.linker.link(linked, self.seen, self._term, self.own_term)
        if self.spans and VALUE in linked:
            linked = with_value_spans(linked, self.site.value_tags)
        return strip_marks(linked)

    def lines(self, lines: Iterable[Line], *, terms: bool = True) -> str:
        """Return block Markdown; each heading begins a section anew, headings and fenced code stay untouched."""
        out: list[str] = []
        run: list[str] = []
        listed = list(lines)
        code = fenced_lines([line.text for line in listed])

        def flush() -> None:
            if run:
                out.append(self.inline("\n".join(run), terms=terms))
                run.clear()

        for number, line in enumerate(listed):
            if number in code:
                flush()
                out.append(strip_marks(line.text))
            elif _HEADING.match(line.text):
                flush()
                self.seen = set()
                out.append(self.inline(line.text, terms=False))
            else:
                run.append(line.text)
        flush()
        return "\n".join(out)

    def prose(self, prose: Prose) -> str:
        """Return a block of prose."""
        return self.lines(prose.lines)

    def statement(self, statement: Statement, *, anchor: bool) -> str:
        """Return a statement as a list item with its id; `anchor` where the id is at home."""
        role = self.link("role", statement.role, escape(statement.role_words))
        words = self.site.project.words
        address = f"#{statement.id}" if anchor else self.relative(self.site.address("statement", statement.id))
        badge = ""
        if statement.baseline.value != "standard":
            label = words(f"baseline.{statement.baseline.value}")
            badge = f' <span class="badge badge-{statement.baseline.value}">{label}</span>'
        if self.site.edition == "officer":
            for exception in self.site.standing.weakened.get(statement.id, ()):
                label = words("views.exception", id=exception.entry.id)
                until = f"{words('views.until')} {exception.entry.expires}"
                badge += f" {self.link('exception', exception.entry.id, f'{label} {until}', '.badge .badge-exception')}"
            if statement.origin != "library":
                group = statement.origin.removeprefix("group ")
                own = statement.origin == "organisation"
                label = words("statement.own") if own else words("statement.of_group", name=group)
                badge += f' <span class="badge badge-origin">{escape(label)}</span>'
        name = f"#{statement.id} " if anchor else ""
        main = self.site.main
        language = f" lang={main.project.words.language}" if statement.borrowed and main else ""
        guides = "".join(
            f" {self.link('page', ref, words('statement.guide', title=escape(self.site.knowledge.pages[ref].menu_title)), '.guide')}"
            for ref in self.site.guides.get(statement.id, [])[:_MOST_GUIDES]
        )
        return (
            f"- **{role} {statement.verb}** {self.inline(statement.body, terms=not statement.borrowed)}{badge} "
            f"[{statement.id}]({address}){{: .statement-id }}{guides}\n"
            f"  {{: {name}.statement .statement-{statement.modality.value.partition('_')[0]}"
            f" data-role={statement.role}{language} }}"
        )

    def _resolve(self, match: re.Match[str]) -> str:
        image, words, target = match[1], match[2], match[3]
        kind, name = split_target(target)
        if kind == "term":
            self.seen.add(name)
            self._use(name)
        if kind in ("term", "control", "statement", "policy", "page", "record", "law", "role"):
            return self.link(kind, name, words)
        if kind == "file" and image and not name.startswith("#"):
            return match[0]
        return match[0]

    def _term(self, term: Term) -> str:
        self._use(term.ref)
        return self.relative(self.site.address("term", term.ref))

    def _use(self, ref: str) -> None:
        if self.place:
            self.site.used_terms.setdefault(ref, {})[self.place] = None
