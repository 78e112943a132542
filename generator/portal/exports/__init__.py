"""Exports for other programs: JSON, CSV, XLSX and, for the calendar, iCalendar."""

from generator.portal.exports.export import EXPORTS, FORMATS, OFFICER_EXPORTS, export, formats_of
from generator.portal.exports.sheet import Row, Sheet

__all__ = ["EXPORTS", "FORMATS", "OFFICER_EXPORTS", "Row", "Sheet", "export", "formats_of"]
