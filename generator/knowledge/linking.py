"""Links the words of the glossary at their first use in a section, and counts where they are used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from generator.knowledge.pages import Term

__all__ = ["TermLinker"]

_WORD = re.compile(r"[^\W_]+")
# What must not be touched: code, links and images, HTML tags, marks around roles, attribute lists, references, addresses.
_PROTECTED = re.compile(
    r"`[^`]*`"
    r"|!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^()]*\)"
    r"|\*\*[^*]+\*\*"
    r"|<[^>]+>"
    r"|\ue001[^\ue003]*\ue003"
    r"|\ue000[^\ue002]*\ue002"
    r"|\{[^}]*\}"
    r"|&#?\w+;"
    r"|https?://\S+"
)
_GAP = re.compile(r"[ \u00a0'’-]| ?\n {0,12}")


class TermLinker:
    """Finds glossary words in Markdown text; the longest words win, plurals and synonyms are listed by the term."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], Term, bool]]] = {}
        self._cache: dict[str, list[tuple[int, int, Term]]] = {}
        for term in terms:
            for words in term.words:
                if words == term.title and not term.linked:
                    continue
                parts = tuple(_WORD.findall(words))
                if not parts:
                    continue
                exact = words.isupper() or any(part.isupper() and len(part) > 1 for part in parts)
                self._first.setdefault(parts[0].casefold(), []).append((parts, term, exact))
        for entries in self._first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def link(self, text: str, seen: set[str], target: Callable[[Term], str], own: str = "") -> str:
        """Return `text` with each term linked that `seen` does not hold yet; `seen` grows.

        `target` gives the address for a term; `own` is the ref of the page's own term, which is never linked.
        Text that stands in a link, in code, in bold or in a tag stays as it is.
        """
        out: list[str] = []
        position = 0
        for start, end, term in self._found(text):
            part_of_value = text.startswith("&#", end) or text.endswith(";", 0, start)
            if part_of_value or term.ref in seen or term.ref == own:
                continue
            seen.add(term.ref)
            out += (text[position:start], f"[{text[start:end]}]({target(term)})")
            position = end
        out.append(text[position:])
        return "".join(out)

    def _found(self, text: str) -> list[tuple[int, int, Term]]:
        """Return every term that may be linked in a text, with its place."""
        found: list[tuple[int, int, Term]] = []
        position = 0
        for match in _PROTECTED.finditer(text):
            self._find_plain(text[position : match.start()], position, found)
            position = match.end()
        self._find_plain(text[position:], position, found)
        return found

    def _find_plain(self, text: str, offset: int, found: list[tuple[int, int, Term]]) -> None:
        known = self._cache.get(text)
        if known is None:
            known = []
            words = list(_WORD.finditer(text))
            first = self._first
            number = 0
            while number < len(words):
                at = self._at(text, words, number) if words[number][0].casefold() in first else None
                if at is None:
                    number += 1
                    continue
                known.append((words[number].start(), words[number + at[1] - 1].end(), at[0]))
                number += at[1]
            self._cache[text] = known
        found += [(start + offset, end + offset, term) for start, end, term in known]

    def _at(self, text: str, words: list[re.Match[str]], number: int) -> tuple[Term, int] | None:
        for parts, term, exact in self._first.get(words[number][0].casefold(), ()):
            if len(parts) > len(words) - number:
                continue
            for offset, part in enumerate(parts):
                word = words[number + offset][0]
                if word != part if exact else word.casefold() != part.casefold():
                    break
                gap = text[words[number + offset - 1].end() : words[number + offset].start()] if offset else " "
                if not _GAP.fullmatch(gap):
                    break
            else:
                before = text[words[number].start() - 1] if words[number].start() else " "
                last = words[number + len(parts) - 1].end()
                after = text[last] if last < len(text) else " "
                if before not in "-/.@" and after not in "-/@":
                    return term, len(parts)
        return None
