"""Runs pandoc, which the package pypandoc_binary brings: pieces to Typst, packs to Word."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pypandoc

from generator.packs.markup import to_html
from generator.packs.prepare import Piece

__all__ = ["PandocError", "pandoc_version", "run_pandoc", "typst_of_pieces"]

FILTER = Path(__file__).with_name("print") / "filter.lua"
_MARK = "//@@ "
_LOCALE = {"LC_ALL": "C.UTF-8"} if sys.platform == "linux" else {}
"""Pandoc reads the names of files as its locale is encoded, and knows no letter with an accent in plain C."""
_PARTS = 2
"""Processes that share the work."""


class PandocError(Exception):
    """Pandoc could not do its work; the message is for the user."""


@cache
def _command() -> str:
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise PandocError("pandoc was not found; install the package pypandoc_binary") from error


@cache
def pandoc_version() -> str:
    """Return the version of pandoc."""
    return str(pypandoc.get_pandoc_version())


def run_pandoc(html: str, to: str, *options: str, environment: Mapping[str, str] | None = None) -> bytes:
    """Return HTML in another format; PandocError where pandoc says no."""
    command = [_command(), "--from=html", f"--to={to}", "--wrap=none", "--quiet"]
    try:
        done = subprocess.run(  # noqa: S603 no shell, and the options are ours
            [*command, *options],
            input=html.encode("utf-8"),
            capture_output=True,
            check=False,
            env={**os.environ, **_LOCALE, **(environment or {})},
        )
    except OSError as error:
        raise PandocError(f"pandoc cannot be started: {error.strerror}") from error
    if done.returncode:
        raise PandocError(done.stderr.decode("utf-8", "replace").strip() or f"pandoc ended with {done.returncode}")
    return done.stdout


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
