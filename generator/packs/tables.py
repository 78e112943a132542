"""Tables for print: widths of their columns, empty heads taken out, room to write in empty cells."""

from __future__ import annotations

from generator.packs.markup import Element, element, text_of

__all__ = ["MOST_COLUMNS", "columns", "prepare_table"]

MOST_COLUMNS = 16
"""More than these have no room on a landscape page."""
_WIDE = 6
"""Tables with more columns are printed on landscape pages."""
_LONGEST = 90
"""Characters of a cell that count for the width of its column."""
_ROOM, _LITTLE_ROOM, _FEW = 26, 13, 3
"""Characters that a column of empty cells makes room for, and where there are more of them than a few."""
_PORTRAIT, _LANDSCAPE = 100, 150
"""Characters that have room beside each other on a page."""


def columns(table: Element) -> int:
    """Return how many columns a table has."""
    return max((sum(_span(cell) for cell in row if cell.tag in ("td", "th")) for row in table.iter("tr")), default=0)


def _span(cell: Element) -> int:
    value = cell.get("colspan", "1")
    return int(value) if value.isdecimal() and 0 < int(value) < 100 else 1


def prepare_table(table: Element) -> bool:
    """Give a table its widths and the room to write; say whether it needs a landscape page."""
    for row in table.iter("tr"):
        for cell in row:
            _clean(cell)
    head = table.find("thead")
    if head is not None and not text_of(head).strip() and not any(True for _ in head.iter("img")):
        table.remove(head)
    titles = list(head.iter("tr")) if head is not None else []
    for cell in (cell for row in titles for cell in row):
        for link in cell.iter("a"):  # a head that is repeated on the next page may hold no link
            link.tag = "span"
            link.attrib.clear()
        strong = element("strong", cell.text or "")
        strong.extend(list(cell))
        cell.text = None
        cell[:] = [strong]
    for row in (row for row in table.iter("tr") if row not in titles):
        for cell in row:
            if not text_of(cell).strip() and not len(cell):
                cell.append(element("span", class_="blank"))
    count = columns(table)
    if count == 0:
        return False
    if table.find("colgroup") is not None:
        return count > _WIDE
    weights = _weights(table, count)
    group = element("colgroup")
    for weight in weights:
        group.append(element("col", style=f"width: {100 * weight / sum(weights):.1f}%"))
    table.insert(0, group)
    return count > _WIDE


def _clean(cell: Element) -> None:
    """Take out what attr_list and tables leave on a cell; alignment stays."""
    style = cell.get("style", "")
    for name in [name for name in cell.keys() if name not in ("id", "colspan", "rowspan")]:  # noqa: SIM118 an Element is no mapping
        del cell.attrib[name]
    if "text-align" in style:
        cell.set("style", style)


def _weights(table: Element, count: int) -> list[float]:
    """Return the room of each column: its longest word at least, and of the rest a part by its longest and mean text."""
    longest_words, lengths = [3.0] * count, [[0] for _ in range(count)]
    blank = [0] * count
    for row in table.iter("tr"):
        at = 0
        for cell in row:
            if cell.tag not in ("td", "th") or at >= count:
                continue
            text = text_of(cell).strip()
            if _span(cell) == 1:
                lengths[at].append(min(len(text), _LONGEST))
                longest_words[at] = max([longest_words[at], *(min(len(word), 30) for word in text.split())])
                blank[at] += not text
            at += _span(cell)
    room = _ROOM if sum(each > 1 for each in blank) <= _FEW else _LITTLE_ROOM
    least = [max(3.0, word * 1.3 + 2) for word in longest_words]
    wanted = []
    for at in range(count):
        mean = sum(lengths[at]) / len(lengths[at])
        wanted.append(max((mean + max(lengths[at])) / 2, float(room) if blank[at] > 1 else 0.0))
    left = (_LANDSCAPE if count > _WIDE else _PORTRAIT) - sum(least)
    more = [max(0.0, want - need) for want, need in zip(wanted, least, strict=True)]
    if left <= 0 or not any(more):
        return least
    return [need + left * extra / sum(more) for need, extra in zip(least, more, strict=True)]
