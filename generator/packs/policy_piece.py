"""A policy as a piece of print: without what packs say at another place, whole or some controls, with the cards' parts."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterator

from generator.config import Baseline
from generator.packs.control import mark_of, status_words
from generator.packs.markup import Element, by_class, drop, element, parse_markdown, text_of
from generator.packs.prepare import Piece, piece_of_page, prepare
from generator.portal import Portal
from generator.text import escape

__all__ = ["policy_piece"]

_ELSEWHERE = ("document-control", "who", "history", "since")
"""Sections of the page that a pack prints for all its policies together."""
_CARD = ("evidence", "findings", "editions")
"""Sections of a control's card that the edition for officers adds behind the control."""
_HEADINGS = ("h1", "h2", "h3")
_FEW = 2
"""Statements a control, on average of a category, up to which the category is printed as one list."""


def policy_piece(portal: Portal, ref: str, controls: Collection[str] = ()) -> Piece:
    """Return one policy, or only some of its controls."""
    page = portal.pages[f"policies/{ref}.md"]
    tree = parse_markdown(page.body)
    numbers = [control.number for control in portal.policies.policies[ref].controls]
    for section in list(_sections(tree)):
        if _is_left_out(section[0], controls, numbers):
            for each in section:
                tree.remove(each)
    whole = portal.edition == "staff" and not controls
    if whole and portal.project.organisation.baseline is Baseline.BASIC:
        for objective in list(by_class(tree, "objective")):  # binds nobody, and would be as long as what does
            drop(tree, objective)
    _say_standing(portal, ref, tree)
    if portal.main is not None:
        _say_language(portal, portal.main.project.words.language, tree)
    piece = prepare(page.uri, tree, portal.edition, page.source, portal.prefix)
    if whole:
        _join_short(portal, ref, piece)
    if controls:
        piece.uri = f"{piece.uri}?{','.join(number for number in numbers if number in controls)}"
    first = next(iter(piece.anchors), "")
    uri = f"policies/{ref}.md"
    piece.aliases[uri] = first
    for number in numbers:
        anchor = f"{uri}#{number}"
        if anchor in piece.anchors:
            piece.aliases[f"controls/{number}.md"] = anchor
    if portal.edition == "officer":
        _add_cards(portal, piece, numbers)
    _wrap_related(piece)
    return piece


def _say_standing(portal: Portal, ref: str, tree: Element) -> None:
    """Put below title and summary how the policy stands, which only a pack prints whose policies differ in that."""
    status, words = portal.statuses[ref], portal.project.words
    told = status_words(portal, status)
    if not mark_of(portal, status):
        told = words(
            "packs.stands",
            version=status.version,
            people=escape(status.approver[1]),
            date=status.approved_on,
            force=status.in_force_from,
        )
    wrapper = element("div", class_="standing", data_custom_style="Page Owner")
    wrapper.append(element("p", html.unescape(told)))
    tree.insert(2 if len(tree) > 1 and "lead" in tree[1].get("class", "") else 1, wrapper)


def _say_language(portal: Portal, language: str, tree: Element) -> None:
    """Mark the titles of the standard in a page of a further language, where they are not translated."""
    standard = portal.project.standard
    titles = {number: each.title for number, each in (standard.categories | standard.controls).items()}
    for each in tree:
        title = titles.get(each.get("id", ""))
        if each.tag in _HEADINGS and title and text_of(each).endswith(title):
            each.set("lang", language)


def _wrap_related(piece: Piece) -> None:
    """Mark the list of other policies, which a pack that holds them leaves out."""
    for section in list(_sections(piece.tree)):
        if section[0].get("id", "") == f"{piece.uri}#related":
            at = list(piece.tree).index(section[0])
            for each in section:
                piece.tree.remove(each)
            wrapper = element("div", class_="related")
            wrapper.extend(section)
            piece.tree.insert(at, wrapper)


def _sections(tree: Element) -> Iterator[list[Element]]:
    """Return each heading with what stands below it, up to the next heading."""
    section: list[Element] = []
    for each in tree:
        if each.tag in _HEADINGS:
            if section:
                yield section
            section = []
        section.append(each)
    if section:
        yield section


def _is_left_out(heading: Element, controls: Collection[str], numbers: Collection[str]) -> bool:
    name = heading.get("id", "")
    if heading.tag == "h1":
        return False
    if name in _ELSEWHERE:
        return True
    if not controls:
        return False
    if name in numbers:
        return name not in controls
    return not any(number.rpartition(".")[0] == name for number in controls)


def _join_short(portal: Portal, ref: str, piece: Piece) -> None:
    """Make one list of each category whose controls say little; the id of a statement names its control anyway."""
    short = {
        control.number
        for category in portal.policies.policies[ref].categories
        if sum(len(control.in_force) for control in category.controls) <= _FEW * len(category.controls)
        for control in category.controls
    }
    last: Element | None = None
    for section in list(_sections(piece.tree)):
        heading = section[0]
        if heading.get("id", "").rpartition("#")[2] not in short:
            last = None
            continue
        lists = [each for each in section[1:] if each.tag == "ul"]
        first = next(iter(lists[0])) if lists else section[1] if len(section) > 1 else None
        if first is None:
            continue
        if not lists:
            title = element("strong", f"{text_of(heading)}: ")
            title.tail, first.text = first.text, None
            first.insert(0, title)
        anchor = element("span", id=heading.get("id", ""))
        anchor.tail, first.text = first.text, None
        first.insert(0, anchor)
        piece.tree.remove(heading)
        if last is not None and lists and section[1] is lists[0]:
            last.extend(list(lists[0]))
            piece.tree.remove(lists[0])
            lists[0] = last
        ends_in_list = bool(lists) and section[-1].tag == "ul"
        last = lists[-1] if ends_in_list else None


def _add_cards(portal: Portal, piece: Piece, numbers: Collection[str]) -> None:
    """Put evidence, findings and the crosswalk of each control behind its text."""
    for section in list(_sections(piece.tree)):
        number = section[0].get("id", "").rpartition("#")[2]
        page = portal.pages.get(f"controls/{number}.md")
        if number not in numbers or page is None:
            continue
        card = piece_of_page(page, portal.edition, portal.prefix)
        at = list(piece.tree).index(section[-1]) + 1
        for part in _sections(card.tree):
            heading = part[0]
            if heading.get("id", "").rpartition("#")[2] in _CARD:
                heading.tag = "h4"
                for each in part:
                    piece.tree.insert(at, each)
                    at += 1
                    for inner in each.iter():
                        name = inner.get("id", "")
                        if name:
                            piece.anchors[name] = None
                        target = inner.get("href", "").removeprefix("pack:")
                        if target in card.links:
                            piece.links[target] = None
