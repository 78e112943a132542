"""Puts a pack together: what its template is told, and the source that Typst sets."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.packs.control import mark_of, role_words, status_words
from generator.packs.mark import Mark, are_mixed, mark_words, marks_of, standing_words
from generator.packs.markup import parse_html
from generator.packs.pack import LISTS, Pack
from generator.packs.policy_piece import policy_piece
from generator.packs.prepare import LINK, Piece, piece_of_page, prepare
from generator.packs.sections import back_matter, front_matter
from generator.portal import Portal

__all__ = ["Contents", "Resolver", "classification", "contents_of", "date_of", "main_source", "meta_of", "resolver"]

_CALL = re.compile(r'#(go|sid)\("((?:[^"\\]|\\.)*)"\)')
_COLOUR = "#0b5d7d"
_HEADING = """\
#let every-policy-has = regex("#(purpose|scope|summary|responsibilities|exceptions|consequences)$")
#let hd-at(shift, level, name, body) = if level + shift < 1 { at(name) } else {
  let listed = not meta.parts or name.find(every-policy-has) == none
  [#heading(level: level + shift, outlined: listed, bookmarked: true, body)#label(name)]
}
"""
"""A heading with its name; `shift` takes the title's level away where the cover has the title.

The contents of several policies leave out the sections that each of them has in the same order; bookmarks do not.
"""
_WORDS = ("contents", "draft", "version", "uncontrolled", "current_portal", "page", "of")


@dataclass(frozen=True, slots=True)
class Contents:
    """The pieces of one pack."""

    front: Piece | None
    body: tuple[Piece, ...]
    back: Piece | None

    @property
    def all(self) -> tuple[Piece, ...]:
        """Return all pieces in order."""
        return tuple(piece for piece in (self.front, *self.body, self.back) if piece is not None)


def contents_of(portal: Portal, pack: Pack, known: dict[str, Piece]) -> Contents:
    """Return the pieces of a pack; `known` keeps those that several packs share."""
    body = []
    for uri in pack.uris:
        key = f"{uri}?{','.join(pack.controls)}" if pack.controls else uri
        if key not in known:
            ref = uri.removeprefix("policies/").removesuffix(".md")
            of_policy = uri.startswith("policies/") and ref in portal.policies.policies
            known[key] = (
                policy_piece(portal, ref, pack.controls)
                if of_policy
                else piece_of_page(portal.pages[uri], portal.edition, portal.prefix)
            )
        body.append(known[key])
    if not pack.has_cover:
        return Contents(None, tuple(body), None)
    front = prepare(f"pack/{pack.name}/front", parse_html(front_matter(portal, pack)), portal.edition)
    links = [name for piece in body for name in piece.links]
    back = prepare(f"pack/{pack.name}/back", parse_html(back_matter(portal, pack, links)), portal.edition)
    return Contents(front, tuple(body), back)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Knows where each name leads in one pack."""

    anchors: frozenset[str]
    aliases: Mapping[str, str]
    portal_url: str
    prefix: str = ""
    """Folder of the language on the portal."""
    pages: frozenset[str] = frozenset()
    """Pages that the language has, where it is not the main one."""

    def inside(self, name: str) -> str:
        """Return the anchor of the pack that a name means, or nothing."""
        for candidate in (name, name.partition("#")[0]):
            if candidate in self.anchors:
                return candidate
            if self.aliases.get(candidate) in self.anchors:
                return self.aliases[candidate]
        return ""

    def outside(self, name: str) -> str:
        """Return the address on the portal that a name means, or nothing where the portal has none."""
        page, sign, anchor = name.partition("#")
        if not self.portal_url:
            return ""
        path = f"{page.removesuffix('.md')}.html" if page.endswith(".md") else page
        folder = self.prefix if page in self.pages else ""
        return f"{self.portal_url.rstrip('/')}/{folder}{path}{sign}{anchor}"


def resolver(portal: Portal, contents: Contents) -> Resolver:
    """Return what resolves the links of a pack."""
    anchors = frozenset(name for piece in contents.all for name in piece.anchors)
    aliases = {alias: name for piece in contents.all for alias, name in piece.aliases.items()}
    url = str(portal.project.organisation.settings["organisation.portal_url"] or "")
    return Resolver(anchors, aliases, url, portal.prefix, frozenset(portal.pages))


def main_source(
    pack: Pack,
    contents: Contents,
    texts: Mapping[str, str],
    resolve: Resolver,
    template: str,
    meta: Mapping[str, Any],
) -> str:
    """Return the Typst source of a pack."""

    def called(match: re.Match[str]) -> str:
        target = re.sub(r"\\(.)", r"\1", match[2])
        name = "lk" if match[1] == "go" else "sid"
        if not target.startswith(LINK):
            return f"#{name}({_quoted(target)})"
        wanted = target.removeprefix(LINK)
        inside = resolve.inside(wanted)
        if inside:
            return f"#{name}(label({_quoted(inside)}))"
        outside = resolve.outside(wanted)
        return f"#{name}({_quoted(outside) if outside else 'none'})"

    def text_of(pieces: Sequence[Piece]) -> str:
        return "\n\n".join(_CALL.sub(called, texts[piece.uri]) for piece in pieces)

    shift = -1 if pack.kind == "policy" else 0
    hidden = (
        "#let lead(body) = none\n#let opening(body) = body\n"
        if pack.kind == "policy"
        else "#let related(body) = none\n"
    )
    front = text_of([contents.front] if contents.front else [])
    marks: Sequence[tuple[str, str]] = meta["marks"]
    if marks:
        parts = zip(marks, contents.body, strict=True)
        body = "\n\n".join(f"{_marked(*mark)}{text_of([piece])}" for mark, piece in parts)
    else:
        hidden += "#let standing(body) = none\n"
        body = text_of(contents.body)
    back = text_of([contents.back] if contents.back else [])
    own_page = "#pagebreak(weak: true)\n" if pack.kind == "policy" else ""
    own_page = _marked(meta["mark"], "") if marks else own_page
    ending = f"{own_page}#let hd(level, name, body) = hd-at(-1, level, name, body)\n{back}\n" if back else ""
    fit = ("#fitted[", "]") if pack.uris[0] == LISTS["emergency"] else ("", "")
    fitted = '#import "/template.typ": fitted\n' if fit[0] else ""
    return (
        '#import "/elements.typ": *\n'
        f"#import {_quoted(template)}: pack\n"
        f"{fitted}"
        '#let meta = json("meta.json")\n'
        f"{_HEADING}"
        f"#let hd(level, name, body) = hd-at({shift}, level, name, body)\n"
        f"{hidden}"
        f"#pack(meta, [\n#let hd(level, name, body) = hd-at(-1, level, name, body)\n{front}\n], [\n"
        f"{fit[0]}\n{body}\n{fit[1]}\n{ending}])\n"
    )


def _marked(mark: str, version: str) -> str:
    return f"#part-mark({_quoted(mark)}, {_quoted(version)})\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def meta_of(portal: Portal, pack: Pack, logo: str, *, landscape: bool) -> dict[str, Any]:
    """Return what the template is told about a pack."""
    project, words = portal.project, portal.project.words
    organisation, printing = project.organisation, project.organisation.printing
    marks = marks_of(portal, pack)
    mark = mark_words(portal, pack)
    mixed = are_mixed(marks)
    version = "" if mixed else next((each.version for each in marks.values()), "")
    url = str(organisation.settings["organisation.portal_url"] or "")
    single = f"{url.rstrip('/')}/{portal.prefix}{pack.uris[0].removesuffix('.md')}.html"
    current = single if url and len(pack.uris) == 1 else url
    brand = getattr(organisation, "brand", None)
    return {
        "title": html.unescape(pack.title),
        "short": html.unescape(pack.short),
        "kind": pack.kind,
        "organisation": organisation.name,
        "legal_name": str(organisation.settings["organisation.legal_name"]),
        "edition": portal.edition,
        "language": words.language,
        "cover": pack.has_cover,
        "parts": pack.kind == "policies",
        "depth": 3 if pack.kind == "policies" else 2,
        "landscape": landscape,
        "paper": {"A4": "a4", "Letter": "us-letter"}[printing.paper],
        "colour": printing.colour or str(getattr(brand, "accent", "")) or _COLOUR,
        "logo": logo,
        "draft": bool(mark),
        "mark": mark,
        "marks": [_mark_of_part(portal, each) for each in marks.values()] if mixed and pack.kind == "policies" else [],
        "standing": html.unescape(standing_words(portal, pack)) if pack.kind == "duties" else "",
        "version": version,
        "classification": classification(portal),
        "date": date_of(portal, pack),
        "facts": _facts(portal, pack, version),
        "current_at": current,
        "current_text": words("packs.current_at", url=current),
        "notice": words("page.notice"),
        "keywords": [organisation.name, *pack.policies],
        "words": {name: words(f"packs.{name}") for name in _WORDS},
    }


def _mark_of_part(portal: Portal, mark: Mark) -> tuple[str, str]:
    return portal.project.words(f"packs.{mark.kind}") if mark.kind else "", mark.version


def classification(portal: Portal) -> str:
    """Return the level of confidentiality that stands on every page."""
    printing, settings = portal.project.organisation.printing, portal.project.organisation.settings.values
    said = printing.classification_officer if portal.edition == "officer" else printing.classification
    if said:
        return said
    levels = (
        settings["classification.confidentiality_levels"].data
        if "classification.confidentiality_levels" in settings
        else []
    )
    usual = str(settings["classification.default_level"].data) if "classification.default_level" in settings else ""
    if portal.edition == "officer" and usual in levels[:-1]:
        return str(levels[levels.index(usual) + 1])
    return usual


def date_of(portal: Portal, pack: Pack) -> str:
    """Return the date of the newest text in a pack; empty without history."""
    dates = [portal.statuses[ref].changed for ref in pack.policies]
    sources = {page.path: page.date for page in portal.knowledge.pages.values()}
    dates += [sources.get(portal.pages[uri].source, "") for uri in pack.uris]
    return max(dates, default="")


def _facts(portal: Portal, pack: Pack, version: str) -> list[tuple[str, str]]:
    """Return the lines at the foot of the cover."""
    words = portal.project.words
    rows = []
    if version:
        rows.append((words("packs.version"), version))
    reasons = dict.fromkeys(status_words(portal, portal.statuses[ref]) for ref in pack.policies)
    rows.append((words("packs.status"), standing_words(portal, pack) or ", ".join(reasons)))
    rows.append((words("packs.classification"), classification(portal)))
    if pack.kind == "policy":
        policy = portal.policies.policies[pack.policies[0]]
        rows.append((words("packs.reference"), policy.ref))
        rows += [
            (words(f"packs.{key}"), role_words(portal, role))
            for key, role in (("owner", policy.owner), ("approver", policy.approver))
        ]
        status = portal.statuses[policy.ref]
        if not mark_of(portal, status):
            rows.append((words("packs.approved_on"), status.approved_on))
            rows.append((words("packs.in_force_from"), status.in_force_from))
    date = date_of(portal, pack)
    if date:
        rows.append((words("packs.changed"), date))
    if portal.edition == "officer":
        rows.append((words("packs.distribution"), words("packs.officer")))
    return [(label, html.unescape(text)) for label, text in rows if text]
