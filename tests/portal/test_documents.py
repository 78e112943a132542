"""Exports that are documents: title, version, date and approver, rows that agree with the pages, and a calendar feed."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from core import TODAY, library, portal
from icalendar import Calendar
from repositories import Repository
from standings import stand

from generator.portal import OFFICER_EXPORTS, Portal, build_portal, export

_TIME = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)
_DOCUMENTS = ("soa", "exceptions", "checklist", "calendar", "crosswalk")
_ABOUT = {"title", "organisation", "version", "date", "approver", "edition"}


@cache
def _officer() -> Portal:
    return build_portal(library(), TODAY, "officer")


def _json(what: str, made: Portal) -> dict[str, Any]:
    data = json.loads(export(made, what, "json", _TIME))
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("what", _DOCUMENTS)
def test_a_document_says_which_it_is(what: str) -> None:
    """JSON, CSV and XLSX carry title, organisation, version, date and approver."""
    data = _json(what, _officer())
    assert set(data) >= {*_ABOUT, "rows"}
    rows = list(csv.DictReader(io.StringIO(export(_officer(), what, "csv", _TIME).decode("utf-8-sig"), newline="")))
    assert len(rows) == len(data["rows"])
    assert {row["document_title"] for row in rows} == {data["title"]}
    assert list(rows[0])[: len(data["rows"][0])] == list(data["rows"][0])
    with zipfile.ZipFile(io.BytesIO(export(_officer(), what, "xlsx", _TIME))) as book:
        texts = book.read("xl/sharedStrings.xml").decode("utf-8")
        assert data["title"] in texts
        assert "approver" in texts
        assert f"<dc:title>{data['title']}</dc:title>" in book.read("docProps/core.xml").decode("utf-8")


def test_the_statement_of_applicability_has_its_own_version_and_approver() -> None:
    """Version, date and approver are those of applicability.yml, and the state is draft until all is assessed."""
    data = _json("soa", _officer())
    written = library().registers.applicability
    assert (data["version"], data["date"], data["approver"]) == (written.version, written.date, None)
    assert data["state"] == "draft"
    assert [row["control"] for row in data["rows"]][:93] == list(library().standard.controls_2022)
    row = next(row for row in data["rows"] if row["control"] == "5.17")
    assert (row["applicable"], row["justification"], row["status"]) == (True, ["risk"], "in place")
    assert (row["since"], row["assessed_by"], row["record"]) == ("2026-06-01", "it_manager", "system-settings")
    assert set(row["statements"]) <= set(portal().policies.statements)


def test_the_staff_receive_no_column_of_weaknesses() -> None:
    """In the staff's edition the rows hold no status, reasons, records or comments, and the calendar nothing done."""
    rows = _json("soa", portal())["rows"]
    assert set(rows[0]) == {"control", "title", "theme", "applicable", "justification", "owner", "statements"}
    calendar = _json("calendar", portal())["rows"]
    assert set(calendar[0]) == {"id", "what", "kind", "every", "unit", "roles", "statements", "due"}
    assert not [row for row in calendar if row["kind"] == "expiry"]
    assert _json("exceptions", portal())["rows"] == []


def test_the_grade_is_one_of_four_words() -> None:
    """The checklist as a workbook lets only the four grades be entered, in every row, and leaves the rest open."""
    data = _json("checklist", portal())
    assert len(data["rows"]) > 133
    assert {row["grade"] for row in data["rows"]} == {None}
    with zipfile.ZipFile(io.BytesIO(export(portal(), "checklist", "xlsx", _TIME))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode("utf-8")
    found = re.search(r'<dataValidation type="list"[^>]*sqref="([A-Z]+)2:\1(\d+)"><formula1>([^<]*)</formula1>', sheet)
    assert found
    assert int(found[2]) == len(data["rows"]) + 1
    assert found[3].replace("&quot;", "").strip('"') == "conforms,opportunity,minor,major"


def test_the_version_of_a_made_document_follows_its_content() -> None:
    """What is made from the repository has a version that changes with its rows and with nothing else."""
    same = _json("calendar", _officer())["version"]
    found, _ = stand(activities='activities: [{what: fire.drill_months, on: "2026-10-03", by: ciso}]\n')
    assert _json("calendar", replace(_officer(), standing=found))["version"] != same
    assert _json("calendar", build_portal(library(), TODAY, "officer"))["version"] == same


def test_the_feed_has_an_event_for_each_day() -> None:
    """Each appointment with a day is an event of that whole day; its id lasts and its time is the commit's."""
    data = export(_officer(), "calendar", "ics", _TIME)
    assert data == export(_officer(), "calendar", "ics", _TIME)
    feed = Calendar.from_ical(data)
    events = list(feed.walk("VEVENT"))
    wanted = [item for item in _officer().standing.calendar if item.day]
    assert [event.decoded("dtstart").isoformat() for event in events] == [item.day for item in wanted]
    assert all(event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(days=1) for event in events)
    assert {event.decoded("dtstamp") for event in events} == {_TIME}
    assert len({str(event["uid"]) for event in events}) == len(events)
    drill = next(event for event in events if str(event["summary"]) == "Fire drill")
    assert str(drill["url"]) == "https://policies.example.org/reference/calendar.html"


def test_the_owner_of_a_risk_is_reminded_of_an_expiry() -> None:
    """An expiry has an alarm as long before as the value says, and nothing else has one."""
    feed = Calendar.from_ical(export(_officer(), "calendar", "ics", _TIME))
    days = library().organisation.settings["governance.exception_reminder_days"]
    alarms = {str(event["summary"]): event.walk("VALARM") for event in feed.walk("VEVENT")}
    told = {name for name, found in alarms.items() if found}
    assert told == {"End of exception EX-2026-01", "End of exception EX-2026-02"}
    assert all(found[0].decoded("trigger") == -datetime.timedelta(days=days) for found in alarms.values() if found)


def test_an_event_keeps_its_id_when_its_day_changes() -> None:
    """A calendar that subscribed sees one event move, not two events."""
    ids = []
    for day in ("2026-10-02", "2026-10-30"):
        found, _ = stand(activities=f'activities: [{{what: fire.drill_months, on: "{day}", by: ciso}}]\n')
        feed = Calendar.from_ical(export(replace(_officer(), standing=found), "calendar", "ics", _TIME))
        ids.append([str(event["uid"]) for event in feed.walk("VEVENT")])
    assert len(ids[0]) == 1
    assert ids[0] == ids[1]


def test_the_feed_of_the_staff_shows_what_lies_ahead() -> None:
    """The staff's feed leaves out expiries and what is late."""
    found, _ = stand(activities='activities: [{what: fire.drill_months, on: "2020-10-02", by: ciso}]\n')
    staff = Calendar.from_ical(export(replace(portal(), standing=found), "calendar", "ics", _TIME))
    assert not list(staff.walk("VEVENT"))
    officer = Calendar.from_ical(export(replace(_officer(), standing=found), "calendar", "ics", _TIME))
    assert len(list(officer.walk("VEVENT"))) == 1


def test_the_commands_refuse_what_does_not_exist(repository: Repository) -> None:
    """Only the calendar is a feed, and exceptions exist for officers alone; both are said as wrong usage."""
    done = repository.ask("export", "soa", "--format", "ics")
    assert (done.status, "cannot be written as ics" in done.err) == (2, True)
    done = repository.ask("export", *OFFICER_EXPORTS)
    assert (done.status, "--edition officer" in done.err) == (2, True)
    done = repository.ask("export", "calendar", "--edition", "officer", "--out", repository.root / "c.ics")
    assert done.status == 0, done.err
    assert (repository.root / "c.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
