"""Prints packs: reads the cache, sets what is missing on all cores, and gives files back; writes nothing for readers."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from generator.packs.cache import Cache, key_of
from generator.packs.compose import Contents, contents_of, date_of, main_source, meta_of, resolver
from generator.packs.docx import word_file
from generator.packs.faults import character_faults, piece_faults, place_of
from generator.packs.markup import text_of
from generator.packs.pack import Pack
from generator.packs.pandoc import typst_of_pieces
from generator.packs.prepare import Piece
from generator.packs.typesetting import Desk
from generator.portal import Portal
from generator.problems import Problems
from generator.text.pandoc import PandocError

__all__ = ["FORMATS", "Printed", "print_packs"]

FORMATS = ("pdf", "docx")
_CORES = 2
_UNDATED = 315532800
"""The start of 1980, which Word files cannot precede, for texts without history."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One finished file."""

    pack: Pack
    form: str
    """pdf or docx."""
    data: bytes
    kept: bool
    """Whether it was taken from the cache."""

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return f"{self.pack.name}.{self.form}"


Progress = Callable[[Printed, int, int], None]
"""Is told each finished file with its number and how many there are."""


def print_packs(
    portal: Portal,
    packs: Sequence[Pack],
    forms: Sequence[str] = FORMATS[:1],
    progress: Progress | None = None,
) -> tuple[list[Printed], Problems]:
    """Return the files of some packs in order, or what cannot be printed; then no file is given back."""
    cache = Cache(portal.project.root / ".policy-site" / "packs")
    wanted = [(pack, form) for pack in packs for form in forms]
    keys = {(pack, form): key_of(portal, pack, form) for pack, form in wanted}
    done: dict[tuple[Pack, str], Printed] = {}

    def finish(pack: Pack, form: str, data: bytes, *, kept: bool) -> None:
        done[pack, form] = Printed(pack, form, data, kept)
        if progress is not None:
            progress(done[pack, form], len(done), len(wanted))

    for pack, form in wanted:
        data = cache.get(keys[pack, form])
        if data is not None:
            finish(pack, form, data, kept=True)
    missing = [each for each in wanted if each not in done]
    problems = Problems()
    if missing:
        known: dict[str, Piece] = {}
        contents = {pack: contents_of(portal, pack, known) for pack in dict.fromkeys(pack for pack, _ in missing)}
        pieces = list({piece.uri: piece for each in contents.values() for piece in each.all}.values())
        problems = _faults(portal, list(contents), pieces)
        if not problems:
            with tempfile.TemporaryDirectory(prefix="policy-site-packs-") as folder:
                problems = _set(portal, missing, contents, pieces, Path(folder), finish)
        for pack, form in missing if not problems else ():
            cache.put(keys[pack, form], done[pack, form].data)
        cache.prune()
    return ([] if problems else [done[each] for each in wanted]), problems


def _faults(portal: Portal, packs: Sequence[Pack], pieces: Sequence[Piece]) -> Problems:
    """Return what cannot be printed in some packs, before anything is set."""
    problems = piece_faults(portal, pieces)
    organisation = portal.project.organisation
    texts = [text_of(piece.tree) for piece in pieces]
    texts += [text for pack in packs for text in (pack.title, pack.short)]
    texts += [
        organisation.name,
        str(organisation.settings["organisation.legal_name"]),
        portal.project.words("page.notice"),
    ]
    problems.extend(character_faults(portal.project, "".join(texts)))
    if organisation.printing.logo and portal.project.last(organisation.printing.logo) is None:
        mark = organisation.printing.logo_mark
        message = f"print.logo names {organisation.printing.logo}, which is not there."
        problems.error("D002", organisation.path, mark.line, mark.column, message)
    return problems


def _set(
    portal: Portal,
    missing: Sequence[tuple[Pack, str]],
    contents: dict[Pack, Contents],
    pieces: Sequence[Piece],
    folder: Path,
    finish: Callable[..., None],
) -> Problems:
    """Set what is missing, several at a time; return what went wrong."""
    problems = Problems()
    desk = Desk(folder, portal.project)
    printing = portal.project.organisation.printing
    logo = ""
    if printing.logo and (file := portal.project.last(printing.logo)) is not None:
        logo = desk.put(f"logo{Path(printing.logo).suffix}", file.read_bytes())
    for inner in {inner for piece in pieces for inner in piece.images}:
        desk.put(inner, portal.knowledge.assets[inner].read_bytes())
    try:
        texts = typst_of_pieces(_asked(contents, missing)) if any(form == "pdf" for _, form in missing) else {}
    except PandocError as error:
        problems.error("D004", portal.project.organisation.path, 1, 1, f"The packs cannot be made: {error}.")
        return problems

    def one(pack: Pack, form: str) -> tuple[bytes | None, Problems]:
        parts = contents[pack]
        landscape = any(piece.wide for piece in parts.body)
        meta = meta_of(portal, pack, logo, landscape=landscape)
        resolve = resolver(portal, parts)
        if form == "docx":
            return word_file(portal, pack, parts, resolve, meta, folder / "files", _timestamp(portal, pack))
        source = main_source(pack, parts, texts, resolve, desk.template, meta)
        return desk.set(pack.name, source, meta, _timestamp(portal, pack))

    with ThreadPoolExecutor(_CORES) as pool:  # pandoc is a process of its own, and Typst lets other threads run
        largest_first = sorted(missing, key=lambda each: -len(contents[each[0]].all))
        futures: dict[Future[tuple[bytes | None, Problems]], tuple[Pack, str]] = {
            pool.submit(one, pack, form): (pack, form) for pack, form in largest_first
        }
        for future in as_completed(futures):
            data, found = future.result()
            problems.extend(found)
            if data is not None:
                finish(*futures[future], data, kept=False)
    return _pictures_first(portal, desk, pieces, problems)


def _asked(contents: dict[Pack, Contents], missing: Sequence[tuple[Pack, str]]) -> list[Piece]:
    """Return the pieces of the packs that become PDF, each once."""
    packs = dict.fromkeys(pack for pack, form in missing if form == "pdf")
    return list({piece.uri: piece for pack in packs for piece in contents[pack].all}.values())


def _pictures_first(portal: Portal, desk: Desk, pieces: Sequence[Piece], problems: Problems) -> Problems:
    """Return the damaged pictures where there are any, since they are what the other problems come from."""
    if not problems:
        return problems
    found = Problems()
    for piece in pieces:
        for inner, written in piece.images.items():
            fault = desk.fault_of_picture(inner)
            if fault:
                place = place_of(portal.project, piece.source, written)
                found.error("D002", piece.source, *place, f"The picture {written} cannot be read: {fault}.")
    printing = portal.project.organisation.printing
    if printing.logo:
        fault = desk.fault_of_picture(f"logo{Path(printing.logo).suffix}")
        if fault:
            mark = printing.logo_mark
            message = f"The picture {printing.logo} cannot be read: {fault}."
            found.error("D002", portal.project.organisation.path, mark.line, mark.column, message)
    return found or Problems(problems.in_order())


def _timestamp(portal: Portal, pack: Pack) -> int:
    """Return the time that is written into a file: the day of its newest text."""
    day = date_of(portal, pack)
    if not day:
        return _UNDATED
    return int(datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC).timestamp())
