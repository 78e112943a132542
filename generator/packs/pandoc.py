"""Turns pieces into the source that Typst sets, through pandoc."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.packs.markup import to_html
from generator.packs.prepare import Piece
from generator.text.pandoc import run_pandoc

__all__ = ["FILTER", "typst_of_pieces"]

FILTER = Path(__file__).with_name("print") / "filter.lua"
_MARK = "//@@ "
_PARTS = 2
"""Processes that share the work."""


def typst_of_pieces(pieces: Sequence[Piece]) -> dict[str, str]:
    """Return the Typst source of each piece by its uri; two processes share the work."""
    texts = {piece.uri: to_html(piece.tree) for piece in pieces}
    groups: list[list[str]] = [[] for _ in range(_PARTS)]
    sizes = [0] * _PARTS
    for uri in sorted(texts, key=lambda uri: (-len(texts[uri]), uri)):
        smallest = sizes.index(min(sizes))
        groups[smallest].append(uri)
        sizes[smallest] += len(texts[uri]) + 4000
    found: dict[str, str] = {}
    with ThreadPoolExecutor(_PARTS) as pool:
        for part in pool.map(lambda uris: _typst(uris, texts), filter(None, groups)):
            found |= part
    return found


def _typst(uris: Iterable[str], texts: Mapping[str, str]) -> dict[str, str]:
    names = list(uris)
    html = "\n".join(
        f'<div class="fragment" data-piece="{number}">{texts[uri]}</div>' for number, uri in enumerate(names)
    )
    out = run_pandoc(html, "typst", f"--lua-filter={FILTER}").decode("utf-8")
    found = {}
    for part in f"\n{out}".split(f"\n{_MARK}")[1:]:
        number, _, text = part.partition("\n")
        found[names[int(number)]] = text.replace("align(center)[#table(", "[#table(")
    return found
