"""What was approved and what git proves of it; how each text stands, and the organisation to it."""

from generator.review.applicability import SoaRow, StatementOfApplicability
from generator.review.approving import Drafted, Request, draft_entries
from generator.review.calendar import Appointment
from generator.review.comparison import Comparison, compare
from generator.review.duties import check_ledger, due, release_problems
from generator.review.entry import Entry
from generator.review.exceptions import JudgedException
from generator.review.history import TextChange, changes_since_approval
from generator.review.ledger import LEDGER, TEXTS, Ledger, add_entries, read_ledger
from generator.review.manifest import verify_manifest
from generator.review.proof import Proof, Record, prove, read_record
from generator.review.standing import Standing, standing
from generator.review.status import Status, statuses
from generator.review.telling import told

__all__ = [
    "LEDGER",
    "TEXTS",
    "Appointment",
    "Comparison",
    "Drafted",
    "Entry",
    "JudgedException",
    "Ledger",
    "Proof",
    "Record",
    "Request",
    "SoaRow",
    "Standing",
    "StatementOfApplicability",
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
    "standing",
    "statuses",
    "told",
    "verify_manifest",
]
