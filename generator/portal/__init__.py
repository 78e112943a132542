"""Everything becomes pages: plain Markdown, a navigation, and exports."""

from generator.portal.appearance import theme_settings
from generator.portal.exports import EXPORTS, FORMATS, OFFICER_EXPORTS, export, formats_of
from generator.portal.files import add_files, commit_time
from generator.portal.navigation import navigation
from generator.portal.portal import EDITIONS, Portal, build_portal
from generator.portal.site_page import SitePage
from generator.portal.tree import theme_folders, write_tree

__all__ = [
    "EDITIONS",
    "EXPORTS",
    "FORMATS",
    "OFFICER_EXPORTS",
    "Portal",
    "SitePage",
    "add_files",
    "build_portal",
    "commit_time",
    "export",
    "formats_of",
    "navigation",
    "theme_folders",
    "theme_settings",
    "write_tree",
]
