"""What cannot be printed, at its place: characters without a glyph, pictures, tables that no page has room for."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from generator.packs.fonts import OWN_FONTS, font_folders, unprintable
from generator.packs.prepare import Piece
from generator.packs.tables import MOST_COLUMNS
from generator.portal import Portal
from generator.problems import Problems, Severity
from generator.project import Project

__all__ = ["PICTURES", "character_faults", "check_characters_of_pages", "piece_faults", "place_of"]

PICTURES = ("gif", "jpeg", "jpg", "png", "svg", "webp")
"""Kinds of pictures that paper and Word can show."""
_REFERENCE = re.compile(r"&#?\w+;")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_FOLDERS = ("policies/", "forms/", "roles/", "glossary/", "what-to-do/", "reference/")


def place_of(project: Project, path: str, text: str) -> tuple[int, int]:
    """Return the line and column at which a text first stands in a file."""
    file = project.last(path.removeprefix("library/"))
    for number, line in enumerate((file.text or "").split("\n") if file else (), 1):
        if text in line:
            return number, line.index(text) + 1
    return 1, 1


def check_characters_of_pages(portal: Portal) -> Problems:
    """Return a warning for each character of the portal's pages that could not be printed."""
    found: set[str] = set(portal.project.organisation.name)
    for uri, page in portal.pages.items():
        if uri.startswith(_FOLDERS):
            found.update(page.title, page.body, html.unescape("".join(set(_REFERENCE.findall(page.body)))))
    return character_faults(portal.project, "".join(sorted(found)), Severity.WARNING)


def character_faults(project: Project, text: str, severity: Severity = Severity.ERROR) -> Problems:
    """Return a problem for each place where a character stands that is in `text` and that no font has."""
    problems = Problems()
    add = problems.error if severity is Severity.ERROR else problems.warning
    for character in unprintable(text, font_folders(project)):
        shown = f"{character} (U+{ord(character):04X})"
        message = f"No font of the packs has the character {shown}, so it cannot be printed."
        places = list(_places(project, character)) or [(project.organisation.path, 1, 1)]
        for path, line, column in places:
            add(
                "D001",
                path,
                line,
                column,
                message,
                f"Write it in other letters, or put a font that has it into {OWN_FONTS}/.",
            )
    return problems


def _places(project: Project, character: str) -> Iterator[tuple[str, int, int]]:
    """Return each place of a character in the files that text is made from; comments are passed over."""
    for path in sorted(project.files):
        file = project.last(path)
        if file is None or not file.text or character not in file.text:
            continue
        yaml = path.endswith((".yml", ".yaml"))
        for number, line in enumerate(file.text.split("\n"), 1):
            kept = _COMMENT.sub("", line) if yaml else line
            if character in kept:
                yield file.shown, number, kept.index(character) + 1


def piece_faults(portal: Portal, pieces: Iterable[Piece]) -> Problems:
    """Return what is wrong with the tables and pictures of some pieces."""
    problems = Problems()
    for piece in pieces:
        if piece.columns > MOST_COLUMNS:
            file = portal.project.last(piece.source.removeprefix("library/"))
            lines = (file.text or "").split("\n") if file else []
            line = next((number for number, text in enumerate(lines, 1) if text.count("|") > MOST_COLUMNS), 1)
            message = f"This table has {piece.columns} columns; a page has room for {MOST_COLUMNS}."
            problems.error("D003", piece.source or portal.project.organisation.path, line, 1, message)
        for inner, written in piece.images.items():
            kind = inner.rpartition(".")[2].lower()
            if inner not in portal.knowledge.assets:
                message = f"The picture {written} is not there."
            elif kind not in PICTURES:
                message = f"A picture of the kind '.{kind}' cannot be printed; use {', '.join(PICTURES)}."
            else:
                continue
            problems.error("D002", piece.source, *place_of(portal.project, piece.source, written), message)
    return problems
