"""What the scripts of the portal look up: the search index and the definitions of the glossary, as files of the site."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.policies import served_2022
from generator.portal.site_page import SitePage
from generator.portal.writer import Site
from generator.text import fenced_lines, plain_text

__all__ = ["DEFINITIONS", "SEARCH_INDEX", "definitions", "page_names", "search_index"]

SEARCH_INDEX = "search/search_index.js"
DEFINITIONS = "assets/policy-site/terms.js"

_KINDS = {
    "policies": "policy",
    "controls": "control",
    "glossary": "term",
    "roles": "role",
    "what-to-do": "emergency",
    "best-practices": "guide",
    "forms": "form",
    "reference": "reference",
}
_LISTS = re.compile(
    r"(?:^|/)(?:(?:controls|glossary|policies)/index|reference/(?:applicability|calendar|coverage|crosswalk)|(?:reference/(?:checklist|crosswalk)|roles)/[^/]+)\.md$"
)
"""Pages that repeat what stands elsewhere: of these only the beginning is searched."""
_REPEATED = frozenset(["editions", "mentioned-by", "related", "see-also", "used-in"])
"""Sections that list other pages; who looks for those finds them themselves."""
_FOOT = re.compile(r"^\{: \.(?:languages|page-meta|page-tags|page-owner) \}")
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*(?:\{:\s*(?:#(\S+))?[^}]*\})?\s*$")
_STATEMENT = re.compile(r"\s*\{:\s*(?:#(\S+)\s+)?\.statement\b")
_OWN_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)\{: \.statement-id \}")
_FOLDED = re.compile(r'^\s*(?:\?\?\?\+?|!!!)\s+\S+(?:\s+"(.*)")?\s*$')
_RULE = re.compile(r"^\|[\s|:-]+$")


@dataclass(slots=True)
class _Place:
    """A part of a page with an address of its own."""

    anchor: str
    title: str
    lines: list[str] = field(default_factory=list)


def search_index(pages: Mapping[str, SitePage], names: Mapping[str, Iterable[str]]) -> bytes:
    """Return the search index of all pages as a script; `names` says by what else than its title a page is known.

    A script and not JSON, since a page that is read from a disk may load nothing else.
    """
    entries = []
    for uri, page in pages.items():
        language = page.extra.get("lang", "en")
        inner = uri.removeprefix(f"{language}/")
        kind = _KINDS.get(inner.partition("/")[0], "page") if "/" in inner else "page"
        own = inner.rpartition("/")[2].removesuffix(".md")
        keys = [*([own] if own != "index" else []), *names.get(uri, ())]
        entries.append(
            {
                "url": f"{uri.removesuffix('.md')}.html",
                "title": page.title,
                "kind": kind,
                "language": language,
                "keys": list(dict.fromkeys([*keys, *page.tags])),
                "places": [
                    [place.anchor, place.title, text]
                    for place in _places(page)
                    if (text := plain_text(" ".join(place.lines))) or place.title
                ],
            }
        )
    return _script("policyIndex", entries)


def page_names(site: Site) -> dict[str, list[str]]:
    """Return for terms the words that mean them, and for controls the numbers of later editions that they serve."""
    standard = site.project.standard
    found = {site.address("term", ref): list(term.words) for ref, term in site.knowledge.terms.items()}
    served = served_2022(standard, site.policies)
    for number in site.policies.controls:
        later = [
            *(standard.to_2022[number].targets if number in standard.to_2022 else ()),
            *(standard.to_2013[number].targets if number in standard.to_2013 else ()),
            *(other for other, statements in served.items() if any(each.control == number for each in statements)),
        ]
        found[site.address("control", number)] = [f"A.{other}" for other in dict.fromkeys(later)]
    return found


def definitions(pages: Mapping[str, SitePage]) -> bytes:
    """Return the definition of each term by the page of the term, as a script."""
    found = {
        f"{uri.removesuffix('.md')}.html": page.description
        for uri, page in pages.items()
        if f"/{uri}".rpartition("/")[0].endswith("/glossary") and not uri.endswith("/index.md")
    }
    return _script("policyTerms", found)


def _script(name: str, data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.{name} = {text};\n".encode()


def _places(page: SitePage) -> Iterator[_Place]:
    """Yield the parts of a page: what stands before the first heading, each heading's section, each statement."""
    lines = page.body.split("\n")
    code = fenced_lines(lines)
    place = _Place("", "")
    known: dict[str, int] = {}
    last = ""
    for number, line in enumerate(lines):
        heading = None if number in code else _HEADING.match(line)
        statement = _STATEMENT.match(line)
        if heading and line.startswith("# "):
            continue
        if heading:
            if place.anchor not in _REPEATED:
                yield place
            if _LISTS.search(page.uri):
                return
            title = plain_text(heading[1])
            place = _Place(heading[2] or _automatic(title, known), title)
        elif statement and statement[1]:
            place.lines.remove(last)
            yield _Place(statement[1], "", [last])
        elif _FOOT.match(line):
            place.lines.remove(last)
        elif line.strip():
            last = _words(line)
            place.lines.append(last)
    if place.anchor not in _REPEATED:
        yield place


def _words(line: str) -> str:
    if _RULE.match(line) or line.lstrip().startswith(("{:", "```", "~~~")):
        return ""
    folded = _FOLDED.match(line)
    if folded:
        return folded[1] or ""
    text = _OWN_LINK.sub("", line).replace("<br>", " ").strip()
    return text.strip("|").replace("|", " ") if text.startswith("|") else re.sub(r"^(?:[-*+:]|\d+\.)\s+", "", text)


def _automatic(title: str, known: dict[str, int]) -> str:
    """Return the anchor that Markdown gives to a heading that names none."""
    ascii_text = unicodedata.normalize("NFKD", html.unescape(title)).encode("ascii", "ignore").decode()
    name = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_text).strip().lower())
    count = known.get(name, 0)
    known[name] = count + 1
    return f"{name}_{count}" if count else name
