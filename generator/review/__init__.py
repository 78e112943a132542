"""What was approved, by whom and when; how each text stands; and what git proves of it."""

from generator.review.approving import Drafted, Request, draft_entries
from generator.review.comparison import Comparison, compare
from generator.review.entry import Entry
from generator.review.ledger import LEDGER, TEXTS, Ledger, add_entries, read_ledger
from generator.review.proof import Proof, Record, prove, read_record
from generator.review.status import Status, statuses
from generator.review.telling import told

__all__ = [
    "LEDGER",
    "TEXTS",
    "Comparison",
    "Drafted",
    "Entry",
    "Ledger",
    "Proof",
    "Record",
    "Request",
    "Status",
    "add_entries",
    "compare",
    "draft_entries",
    "prove",
    "read_ledger",
    "read_record",
    "statuses",
    "told",
]
