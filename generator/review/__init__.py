"""How a text stands: its status and the date of its last change."""

from generator.review.status import Status, statuses

__all__ = ["Status", "statuses"]
