"""A policy as a piece of print: without what packs say at another place, whole or some controls, with the cards' parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.packs.markup import Element, parse_markdown
from generator.packs.prepare import Piece, piece_of_page, prepare
from generator.portal import Portal

__all__ = ["policy_piece"]

_ELSEWHERE = ("document-control", "who")
"""Sections of the page that a pack prints for all its policies together."""
_CARD = ("evidence", "findings", "editions")
"""Sections of a control's card that the edition for officers adds behind the control."""
_HEADINGS = ("h1", "h2", "h3")


def policy_piece(portal: Portal, ref: str, controls: Collection[str] = ()) -> Piece:
    """Return one policy, or only some of its controls."""
    page = portal.pages[f"policies/{ref}.md"]
    tree = parse_markdown(page.body)
    numbers = [control.number for control in portal.policies.policies[ref].controls]
    for section in list(_sections(tree)):
        if _is_left_out(section[0], controls, numbers):
            for each in section:
                tree.remove(each)
    piece = prepare(page.uri, tree, portal.edition, page.source)
    if controls:
        piece.uri = f"{page.uri}?{','.join(number for number in numbers if number in controls)}"
    first = next(iter(piece.anchors), "")
    piece.aliases[page.uri] = first
    for number in numbers:
        anchor = f"{page.uri}#{number}"
        if anchor in piece.anchors:
            piece.aliases[f"controls/{number}.md"] = anchor
    if portal.edition == "officer":
        _add_cards(portal, piece, numbers)
    return piece


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


def _add_cards(portal: Portal, piece: Piece, numbers: Collection[str]) -> None:
    """Put evidence, findings and the crosswalk of each control behind its text."""
    for section in list(_sections(piece.tree)):
        number = section[0].get("id", "").rpartition("#")[2]
        page = portal.pages.get(f"controls/{number}.md")
        if number not in numbers or page is None:
            continue
        card = piece_of_page(page, portal.edition)
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
