"""The redline: what differs between two states of the policies, read as policy and kept as data."""

from generator.review.redline.alignment import Row, align, new_text, old_text
from generator.review.redline.comparison import Comparison, Gap, PolicyChange, compare
from generator.review.redline.side import Side, approved_side, read_side, side_on
from generator.review.redline.wording import Part, compare_words

__all__ = [
    "Comparison",
    "Gap",
    "Part",
    "PolicyChange",
    "Row",
    "Side",
    "align",
    "approved_side",
    "compare",
    "compare_words",
    "new_text",
    "old_text",
    "read_side",
    "side_on",
]
