"""The fonts of packs, and which characters they have; system fonts are never used, so that packs look the same everywhere."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

from generator.project import Project

__all__ = ["OWN_FONTS", "characters_of", "font_folders", "unprintable"]

OWN_FONTS = "site_config/print/fonts"
"""Folder of fonts that an organisation adds."""
_SHIPPED = Path(__file__).with_name("fonts")
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_NEEDS_NO_GLYPH = frozenset("\n\r\t \u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f")


def font_folders(project: Project) -> list[Path]:
    """Return where fonts lie: those that are shipped, and the organisation's own."""
    own = project.sources / OWN_FONTS
    return [_SHIPPED, own] if own.is_dir() else [_SHIPPED]


def unprintable(text: str, folders: list[Path]) -> list[str]:
    """Return the characters of a text that no font has, in order of first use."""
    known = _covered(tuple(folders))
    return [character for character in dict.fromkeys(text) if character not in known]


@cache
def _covered(folders: tuple[Path, ...]) -> frozenset[str]:
    found = set(_NEEDS_NO_GLYPH)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _SUFFIXES:
                found |= characters_of(path.read_bytes())
    return frozenset(found)


def characters_of(data: bytes) -> set[str]:
    """Return the characters that a TrueType or OpenType font has a glyph for; none where it cannot be read."""
    try:
        starts = (
            struct.unpack_from(f">{struct.unpack_from('>I', data, 8)[0]}I", data, 12) if data[:4] == b"ttcf" else (0,)
        )
        found: set[str] = set()
        for start in starts:
            for number in range(struct.unpack_from(">H", data, start + 4)[0]):
                tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
                if tag == b"cmap":
                    found |= _mapped(data, offset)
    except struct.error:
        return set()
    return found


def _mapped(data: bytes, table: int) -> set[str]:
    """Return what the Unicode subtables of a cmap table map to a glyph (formats 4 and 12, which all such fonts have)."""
    found: set[str] = set()
    for number in range(struct.unpack_from(">H", data, table + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * number)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            at = table + offset
            kind = struct.unpack_from(">H", data, at)[0]
            if kind == 4:
                found |= _segments(data, at)
            elif kind == 12:
                for group in range(struct.unpack_from(">I", data, at + 12)[0]):
                    first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * group)
                    found.update(map(chr, range(first, min(last, 0x10FFFF) + 1)))
    return found


def _segments(data: bytes, at: int) -> set[str]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    words = f">{count}H"
    ends = struct.unpack_from(words, data, at + 14)
    starts = struct.unpack_from(words, data, at + 16 + 2 * count)
    deltas = struct.unpack_from(words, data, at + 16 + 4 * count)
    ranges_at = at + 16 + 6 * count
    offsets = struct.unpack_from(words, data, ranges_at)
    found: set[str] = set()
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = ranges_at + 2 * number + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, place)[0]
                if glyph == 0:
                    continue
            if (glyph + delta) % 0x10000:
                found.add(chr(code))
    return found
