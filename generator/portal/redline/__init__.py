"""The redline for readers: as text, Markdown, HTML, JSON and a document with tracked changes."""

from generator.portal.redline.as_data import show_data
from generator.portal.redline.as_document import show_document
from generator.portal.redline.as_html import show_html
from generator.portal.redline.as_markdown import show_markdown
from generator.portal.redline.as_text import show_text
from generator.portal.redline.phrases import Phrases
from generator.portal.redline.report import Report, make_report

__all__ = [
    "Phrases",
    "Report",
    "make_report",
    "show_data",
    "show_document",
    "show_html",
    "show_markdown",
    "show_text",
]
