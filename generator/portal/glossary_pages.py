"""One page a term, and the A–Z index."""

from __future__ import annotations

import unicodedata

from generator.knowledge import Term
from generator.portal.control_pages import named_link
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.text import escape

__all__ = ["glossary_index", "initial", "term_page"]

_PROPERTIES = ("confidentiality", "integrity", "availability")


def term_page(site: Site, term: Term) -> SitePage:
    """Return the page of one term."""
    words = site.project.words
    writer = Writer(site, f"glossary/{term.ref}.md", own_term=term.ref)
    out = [f"# {escape(term.title)}", "", escape(term.definition), "{: .definition }", ""]
    others = [word for word in term.words if word.casefold() != term.title.casefold()]
    if others:
        out += [f"{words('glossary.also')}{words('colon')} {escape(', '.join(others))}.", "{: .also }", ""]
    body = writer.lines(term.page.lines)
    out += [_with_generated(site, writer, term, body) if term.ref in _PROPERTIES else body, ""]
    if term.related:
        links = [writer.link("term", ref, escape(site.knowledge.terms[ref].title)) for ref in term.related]
        out += [f"## {words('glossary.related')} {{: #related }}", "", ", ".join(links), ""]
    out += [f"## {words('glossary.used_in')} {{: #used-in }}", ""]
    places = [place for place in site.used_terms.get(term.ref, {}) if place != f"term:{term.ref}"]
    if places:
        out += [f"- {named_link(site, writer, *place.split(':', 1))}" for place in places]
    else:
        out.append(words("glossary.not_used"))
    return SitePage(
        uri=writer.uri,
        title=term.title,
        menu_title=term.page.menu_title,
        body="\n".join(out),
        description=term.definition,
        tags=term.page.categories,
        source=term.page.path,
    )


def _with_generated(site: Site, writer: Writer, term: Term, body: str) -> str:
    """Put the generated table of levels and list of controls behind the sections made for them."""
    sections = body.split("\n## ")
    for number, section in enumerate(sections):
        heading = section.split("\n", 1)[0].lstrip("# ").strip()
        if heading == site.project.words("glossary.levels"):
            sections[number] = f"{section.rstrip()}\n\n{_levels(site, term.ref)}\n"
        elif heading == site.project.words("glossary.protecting"):
            sections[number] = f"{section.rstrip()}\n\n{_protecting(site, writer, term.ref)}\n"
    return "\n## ".join(sections)


def _levels(site: Site, property_name: str) -> str:
    words = site.project.words
    value = site.project.organisation.settings.values.get(f"classification.{property_name}_levels")
    if value is None or not isinstance(value.data, list):
        return ""
    if property_name == "availability":
        rows = [f"| {words('glossary.level')} | {words('glossary.outage')} |", "|---|---|"]
        rows += [
            f"| {escape(str(level['name']))} | {words.count(level['max_outage_hours'], 'hours')} |"
            for level in value.data
        ]
    else:
        rows = [f"| # | {words('glossary.level')} |", "|---|---|"]
        rows += [f"| {number} | {escape(str(level))} |" for number, level in enumerate(value.data, 1)]
    return "\n".join(rows)


def _protecting(site: Site, writer: Writer, property_name: str) -> str:
    words, standard = site.project.words, site.project.standard
    found = {number for number, text in site.policies.controls.items() if property_name in text.protects}
    later = [number for number, control in standard.controls_2022.items() if property_name in control.properties]
    out = [
        words("glossary.protecting_lead", count=len(found), property=words(f"property.{property_name}"))
        + " "
        + words("glossary.statements_2022", count=len(later)),
        "",
    ]
    for domain in standard.domains:
        links = [
            writer.link("control", control.number, f"{control.number} {escape(control.title)}")
            for control in domain.controls
            if control.number in found
        ]
        if links:
            out += [f'??? controls "{domain.number} {escape(domain.title)} ({len(links)})"', ""]
            out += [*(f"    - {link}" for link in links), ""]
    return "\n".join(out)


def glossary_index(site: Site) -> SitePage:
    """Return the A–Z index; every word by which a term is known leads to it."""
    words = site.project.words
    writer = Writer(site, "glossary/index.md")
    entries: dict[str, list[tuple[str, str]]] = {}
    for term in site.knowledge.terms.values():
        letter = initial(term.title)
        link = writer.link("term", term.ref, escape(term.title))
        entries.setdefault(letter, []).append((term.title.casefold(), f"{link}\n:   {escape(term.definition)}"))
    letters = sorted(entries)
    jump = " ".join(f"[{letter}](#{_anchor(letter)})" for letter in letters)
    out = [f"# {words('glossary.index_title')}", ""]
    out += [words("glossary.index_lead", count=len(site.knowledge.terms)), "{: .lead }", "", jump, "{: .letters }", ""]
    for letter in letters:
        out += [f"## {letter} {{: #{_anchor(letter)} }}", ""]
        for _, text in sorted(entries[letter]):
            out += [text, ""]
    return SitePage(writer.uri, words("glossary.index_title"), "\n".join(out), description="", hide=("toc",))


def initial(title: str) -> str:
    """Return the letter under which a word is listed; # for words that begin with none."""
    first = unicodedata.normalize("NFKD", title)[:1].upper()
    return first if first.isalpha() else "#"


def _anchor(letter: str) -> str:
    return f"letter-{letter.lower()}" if letter.isalpha() else "letter-other"
