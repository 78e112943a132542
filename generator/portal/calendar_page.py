"""The calendar: what must be done again, by whom, how often, and by when."""

from __future__ import annotations

from generator.portal.site_page import SitePage
from generator.portal.tables import day, downloads, filterable, role_link
from generator.portal.writer import Site, Writer
from generator.review import Appointment
from generator.text import Words, escape

__all__ = ["CALENDAR_FILES", "appointment_title", "calendar_page", "shown_day"]

CALENDAR_FILES = ("calendar.ics", "files/calendar.xlsx", "files/calendar.csv", "files/calendar.json")
_MOST_STATEMENTS = 3


def calendar_page(site: Site) -> SitePage:
    """Return the calendar; what was done last, and what came of it, is for officers alone."""
    words = site.project.words
    officer = site.edition == "officer"
    writer = Writer(site, "reference/calendar.md")
    lead = words("views.calendar.lead")
    out = [f"# {words('views.calendar.title')}", "", lead, "{: .lead }", ""]
    out += [words("views.calendar.how" if officer else "views.calendar.how_staff"), ""]
    out += downloads(site, writer, CALENDAR_FILES)
    heads = ["due", "what", "kind", "every", "who"] + (["last"] if officer else []) + ["asked_by"]
    shown = [item for item in site.standing.calendar if officer or item.kind != "expiry"]
    today = site.standing.today.isoformat()
    shown.sort(key=lambda item: (shown_day(item, today, officer=officer) or "~", item.title))
    out += filterable(
        [words(f"views.calendar.{head}") for head in heads],
        [_row(site, writer, item, officer=officer) for item in shown],
    )
    return SitePage(writer.uri, words("views.calendar.title"), "\n".join(out), description=lead, hide=("toc",))


def shown_day(item: Appointment, today: str, *, officer: bool) -> str:
    """Return the day that an edition shows: staff see what lies ahead, not what is late."""
    return item.day if officer or item.day >= today else ""


def appointment_title(words: Words, item: Appointment) -> str:
    """Return what an appointment is called, as plain text."""
    if item.kind == "policy":
        return words("views.calendar.review_of", title=item.title)
    if item.kind == "expiry":
        return words("views.calendar.expiry_of", id=item.title)
    return item.title


def _row(site: Site, writer: Writer, item: Appointment, *, officer: bool) -> list[str]:
    words = site.project.words
    title = escape(appointment_title(words, item))
    if item.kind == "policy":
        title = writer.link("policy", item.key.partition(":")[2], title)
    elif item.kind == "expiry":
        title = writer.link("exception", item.title, title)
    elif item.parameter:
        title = writer.link("parameter", item.parameter, title)
    every = words.every(*item.every) if item.every else "–"
    date = shown_day(item, site.standing.today.isoformat(), officer=officer)
    if date:
        due = day(date, due=officer)
        if officer and item.planned and item.due:
            due += f"<br>{words('views.calendar.latest')} {day(item.due)}"
    else:
        due = words("views.calendar.no_date") if officer and item.last is None else "–"
    cells = [due, title, words(f"views.calendar.kinds.{item.kind}"), every]
    cells.append(", ".join(role_link(site, writer, role) for role in item.roles) or "–")
    if officer:
        cells.append(_last(site, writer, item))
    links = [writer.link("statement", name, name) for name in item.statements[:_MOST_STATEMENTS]]
    return [*cells, "<br>".join(links) or "–"]


def _last(site: Site, writer: Writer, item: Appointment) -> str:
    words, last = site.project.words, item.last
    if last is None:
        return "–" if item.kind == "expiry" else words("views.calendar.not_recorded")
    parts = [f"{day(last.on)}, {role_link(site, writer, last.by)}"]
    records = site.project.vocabulary.records
    if last.record in records:
        parts.append(writer.link("record", last.record, escape(records[last.record].title)))
    if last.result:
        parts.append(escape(last.result))
    return "<br>".join(parts)
