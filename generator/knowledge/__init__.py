"""Hand-written knowledge: glossary terms and pages, the linking of terms, and what a link may name."""

from generator.knowledge.assets import check_asset
from generator.knowledge.linking import TermLinker
from generator.knowledge.pages import Knowledge, Page, Term, read_knowledge
from generator.knowledge.references import Reference, find_references

__all__ = ["Knowledge", "Page", "Reference", "Term", "TermLinker", "check_asset", "find_references", "read_knowledge"]
