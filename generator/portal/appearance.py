"""What the templates of the theme are given besides the pages: interface words of each language, and the logo."""

from __future__ import annotations

from typing import Any

from generator.portal.brand import logo_uri
from generator.portal.portal import Portal

__all__ = ["theme_settings"]


def theme_settings(portal: Portal) -> tuple[str, dict[str, Any]]:
    """Return the path of the logo and what goes below `extra` of mkdocs.yml."""
    return logo_uri(portal.project.organisation.brand), {"words": portal.words}
