"""Everything becomes pages: plain Markdown, a navigation, and exports."""

from generator.portal.exports import EXPORTS, FORMATS, export
from generator.portal.navigation import navigation
from generator.portal.portal import EDITIONS, Portal, build_portal
from generator.portal.site_page import SitePage
from generator.portal.tree import theme_folders, write_tree

__all__ = [
    "EDITIONS",
    "EXPORTS",
    "FORMATS",
    "Portal",
    "SitePage",
    "build_portal",
    "export",
    "navigation",
    "theme_folders",
    "write_tree",
]
