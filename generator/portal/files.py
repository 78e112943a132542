"""Files beside the pages: what the search reads, and the sheets and the calendar that pages offer for download."""

from __future__ import annotations

import datetime

from generator.portal.calendar_page import CALENDAR_FILES
from generator.portal.checklist_pages import CHECKLIST_FILES
from generator.portal.coverage_page import COVERAGE_FILES
from generator.portal.crosswalk_pages import CROSSWALK_FILES
from generator.portal.exception_page import EXCEPTION_FILES
from generator.portal.exports import export
from generator.portal.lookup import DEFINITIONS, SEARCH_INDEX, definitions, search_index
from generator.portal.portal import Portal
from generator.portal.soa_page import SOA_FILES
from generator.portal.values_page import VALUE_FILES
from generator.project import Project

__all__ = ["add_files", "commit_time"]

_FILES = {
    "soa": SOA_FILES,
    "controls": COVERAGE_FILES,
    "crosswalk": CROSSWALK_FILES,
    "checklist": CHECKLIST_FILES,
    "calendar": CALENDAR_FILES,
    "parameters": VALUE_FILES,
}
_OFFICER_FILES = {"exceptions": EXCEPTION_FILES}
_EPOCH = 315532800
"""1980, the first time that a ZIP file can hold."""


def commit_time(project: Project) -> datetime.datetime:
    """Return the time that is written into files: the commit's, or 1980 where there is none."""
    return datetime.datetime.fromtimestamp(project.commit.timestamp if project.commit else _EPOCH, tz=datetime.UTC)


def add_files(portal: Portal) -> None:
    """Make the files that the pages need, once; checks need none, so only what builds something asks for them."""
    if portal.problems.errors:
        return
    if SEARCH_INDEX not in portal.files:
        portal.files[SEARCH_INDEX] = search_index(portal.pages, portal.names)
        portal.files[DEFINITIONS] = definitions(portal.pages)
    time = commit_time(portal.project)
    wanted = _FILES | (_OFFICER_FILES if portal.edition == "officer" else {})
    for what, names in wanted.items():
        for name in names:
            if name not in portal.files:
                portal.files[name] = export(portal, what, name.rpartition(".")[2], time)
