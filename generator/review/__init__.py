"""What was approved, by whom and when; how each text stands; and what git proves of it."""

from generator.review.approving import Drafted, Request, draft_entries
from generator.review.comparison import Comparison, compare
from generator.review.duties import check_ledger, due, release_problems
from generator.review.entry import Entry
from generator.review.history import TextChange, changes_since_approval
from generator.review.ledger import LEDGER, TEXTS, Ledger, add_entries, read_ledger
from generator.review.manifest import verify_manifest
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
    "TextChange",
    "add_entries",
    "changes_since_approval",
    "check_ledger",
    "compare",
    "draft_entries",
    "due",
    "prove",
    "read_ledger",
    "read_record",
    "release_problems",
    "statuses",
    "told",
    "verify_manifest",
]
