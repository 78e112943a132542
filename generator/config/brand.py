"""Reads the brand of an organisation: its logo and its colours, which must be readable."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from generator.config.colours import LEAST_CONTRAST, contrast, readable
from generator.config.yaml_file import Mark, YamlFile
from generator.problems import Problems

__all__ = ["BRAND_SCHEMA", "Brand", "read_brand"]

_COLOUR = {
    "type": "string",
    "pattern": "^#[0-9A-Fa-f]{6}$",
    "x-form": 'a colour in quotes such as "#0b5d7d"',
}
_PICTURE = r"^site_config/[^\s\\]+\.(svg|png|jpg|jpeg|webp)$"
BRAND_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Brand",
    "description": "How the portal looks: logo and colours. Without it the portal has the library's own.",
    "additionalProperties": False,
    "properties": {
        "logo": {
            "type": "string",
            "pattern": _PICTURE,
            "x-form": "the path of a picture in site_config/, such as site_config/logo.svg",
            "title": "Logo",
            "description": "A picture for the bar at the top, which has the primary colour.",
        },
        "primary": {
            **_COLOUR,
            "title": "Primary colour",
            "description": "The bar at the top and the foot; its text is white.",
        },
        "accent": {
            **_COLOUR,
            "title": "Accent colour",
            "description": "Links and marks, on a light ground; in the dark they are lightened.",
        },
    },
}
_WHITE = "#ffffff"
_LIGHT_GROUND = "#f3f7f9"
"""The darkest ground of text in light colours; --ps-soft in policy.css."""
_DARK_GROUND = "#1a2429"
"""The lightest ground of text in dark colours; --ps-card in policy.css."""


@dataclass(frozen=True, slots=True)
class Brand:
    """The logo and the colours of an organisation; empty where it keeps the library's."""

    logo: str = ""
    """Path of a picture in the repository."""
    primary: str = ""
    accent: str = ""
    logo_mark: Mark = field(default_factory=lambda: Mark(1, 1))

    @property
    def accent_in_the_dark(self) -> str:
        """Return the accent colour as it can be read on a dark ground."""
        return readable(self.accent, _DARK_GROUND) if self.accent else ""


def read_brand(file: YamlFile) -> tuple[Brand, Problems]:
    """Return the brand that organisation.yml describes; a colour that cannot be read on its ground is a problem.

    What breaks the schema is left out here; the check of the whole file reports it.
    """
    problems = Problems()
    data = file.data.get("brand")
    said = data if isinstance(data, dict) else {}

    def colour(key: str, code: str, ground: str, where: str) -> str:
        value = said.get(key)
        if (
            not isinstance(value, str)
            or len(value) != 7
            or value[0] != "#"
            or set(value[1:].lower()) - set("0123456789abcdef")
        ):
            return ""
        value = value.lower()
        found = contrast(value, ground)
        if found < LEAST_CONTRAST:
            mark = file.value_mark(("brand", key))
            message = (
                f"brand.{key} {value} has a contrast of {int(found * 100) / 100:.2f} to {where}; "
                f"text needs at least {LEAST_CONTRAST} (WCAG 2.2, 1.4.3)."
            )
            hint = f'The nearest colour of the same hue that can be read is "{readable(value, ground)}".'
            problems.error(code, file.path, mark.line, mark.column, message, hint)
        return value

    logo = said.get("logo")
    brand = Brand(
        logo=logo if isinstance(logo, str) and re.match(_PICTURE, logo) else "",
        primary=colour("primary", "O001", _WHITE, "its white text"),
        accent=colour("accent", "O002", _LIGHT_GROUND, f"the ground {_LIGHT_GROUND} of text"),
        logo_mark=file.value_mark(("brand", "logo")),
    )
    return brand, problems
