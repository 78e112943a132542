"""How a text stands, and how the organisation stands to it: status, applicability, exceptions, what falls due."""

from generator.review.applicability import SoaRow, StatementOfApplicability
from generator.review.calendar import Appointment
from generator.review.exceptions import JudgedException
from generator.review.standing import Standing, standing
from generator.review.status import Status, statuses

__all__ = [
    "Appointment",
    "JudgedException",
    "SoaRow",
    "Standing",
    "StatementOfApplicability",
    "Status",
    "standing",
    "statuses",
]
