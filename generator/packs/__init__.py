"""Pages become printable packs: PDF by pandoc and Typst, Word files by pandoc, with a manifest beside them."""

from generator.packs.docx import docx
from generator.packs.faults import check_characters_of_pages
from generator.packs.language import in_language, languages_of
from generator.packs.pack import (
    LISTS,
    Pack,
    complete_pack,
    default_packs,
    listed_packs,
    page_pack,
    policy_pack,
    role_pack,
    selected_pack,
)
from generator.packs.printing import FORMATS, Printed, print_packs
from generator.packs.shelf import FOLDER, MANIFEST, manifest, put_on_shelf

__all__ = [
    "FOLDER",
    "FORMATS",
    "LISTS",
    "MANIFEST",
    "Pack",
    "Printed",
    "check_characters_of_pages",
    "complete_pack",
    "default_packs",
    "docx",
    "in_language",
    "languages_of",
    "listed_packs",
    "manifest",
    "page_pack",
    "policy_pack",
    "print_packs",
    "put_on_shelf",
    "role_pack",
    "selected_pack",
]
