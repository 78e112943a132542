"""Pictures of figures as inline SVG without colours of their own: the theme gives them, light and dark."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Bar", "bar_chart", "chart_key"]

_WIDTH, _NUMBER = 420, 40
"""Of the picture, and of the room for the figure behind a bar; small enough to be read on a telephone."""
_ROW, _BAR, _TEXT = 36, 12, 13
"""Heights of a row, of its bar, and of the label above it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label and its parts, each a number and the class that colours it."""

    label: str
    parts: tuple[tuple[int, str], ...]
    shown: str = ""
    """What stands behind the bar; the total where it is empty."""


def bar_chart(title: str, bars: Sequence[Bar]) -> list[str]:
    """Return a chart of horizontal bars as one HTML block; the same figures must stand in a table beside it."""
    most = max((sum(number for number, _ in bar.parts) for bar in bars), default=0) or 1
    scale = (_WIDTH - _NUMBER) / most
    height = _ROW * len(bars)
    out = [
        '<div class="chart">',
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{html.escape(title)}" focusable="false">',
    ]
    for number, bar in enumerate(bars):
        top = number * _ROW
        out.append(f'<text class="chart-label" x="0" y="{top + _TEXT}">{html.escape(bar.label)}</text>')
        left = 0.0
        top += _TEXT + 5
        for value, kind in bar.parts:
            width = value * scale
            if value:
                out.append(f'<rect class="chart-{kind}" x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}"/>')
            left += width
        shown = bar.shown or str(sum(value for value, _ in bar.parts))
        out.append(f'<text class="chart-number" x="{left + 6:.1f}" y="{top + _BAR - 2}">{html.escape(shown)}</text>')
    return [*out, "</svg>", "</div>", ""]


def chart_key(kind: str, label: str) -> str:
    """Return the head of a column of figures with the colour that the picture gives to them."""
    return f'<span class="chart-name"><span class="chart-key chart-key-{kind}"></span>{label}</span>'
