"""Colours and their contrast, as WCAG 2.2 measures it."""

from __future__ import annotations

import colorsys

__all__ = ["LEAST_CONTRAST", "contrast", "darkened", "lightened", "readable"]

LEAST_CONTRAST = 4.5
"""Of text to what lies behind it: WCAG 2.2, success criterion 1.4.3, level AA."""
_STEPS = 200


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as #0b5d7d, between 1 and 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _with_lightness(colour: str, lightness: float) -> str:
    hue, _, saturation = colorsys.rgb_to_hls(*_channels(colour))
    return "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))


def darkened(colour: str, share: float) -> str:
    """Return a colour of the same hue with a share of its lightness."""
    return _with_lightness(colour, colorsys.rgb_to_hls(*_channels(colour))[1] * share)


def lightened(colour: str, share: float) -> str:
    """Return a colour of the same hue whose distance from white is a share of what it was."""
    lightness = colorsys.rgb_to_hls(*_channels(colour))[1]
    return _with_lightness(colour, 1 - (1 - lightness) * share)


def readable(colour: str, background: str, least: float = LEAST_CONTRAST) -> str:
    """Return the nearest colour of the same hue that can be read on a background; itself where it can."""
    if contrast(colour, background) >= least:
        return colour
    lightness = colorsys.rgb_to_hls(*_channels(colour))[1]
    towards = 0.0 if _luminance(background) > 0.18 else 1.0
    for step in range(1, _STEPS + 1):
        tried = _with_lightness(colour, lightness + (towards - lightness) * step / _STEPS)
        if contrast(tried, background) >= least:
            return tried
    return "#000000" if towards == 0.0 else "#ffffff"
