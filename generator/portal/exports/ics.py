"""The calendar as an iCalendar feed: whole days, lasting ids, and no time but the commit's."""

from __future__ import annotations

import datetime
import hashlib

from generator.portal.calendar_page import appointment_title, shown_day
from generator.portal.portal import Portal

__all__ = ["calendar_feed"]

_PAGE = "reference/calendar.html"
_REMINDER = "governance.exception_reminder_days"
"""How long before its expiry the owner of an exception is reminded."""


def calendar_feed(portal: Portal, time: datetime.datetime) -> bytes:
    """Return an event for each appointment that has a day; an event keeps its id when its day changes."""
    from icalendar import Alarm, Calendar, Event

    words = portal.project.words
    officer = portal.edition == "officer"
    organisation = portal.project.organisation
    title = f"{organisation.name}{words('colon')} {words('views.calendar.title')}"
    feed = Calendar()
    feed.add("prodid", "-//policy-site//calendar//EN")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", title)
    address = str(organisation.settings["organisation.portal_url"] or "")
    owner = hashlib.sha256(organisation.name.encode("utf-8")).hexdigest()[:12]
    roles = portal.project.vocabulary.roles
    value = organisation.settings.values.get(_REMINDER)
    reminder = value.data if value is not None and isinstance(value.data, int) else 0
    for item in portal.standing.calendar:
        day = shown_day(item, portal.standing.today.isoformat(), officer=officer)
        if not day or (item.kind == "expiry" and not officer):
            continue
        event = Event()
        event.add("uid", f"{hashlib.sha256(item.key.encode('utf-8')).hexdigest()[:24]}-{owner}@policy-site")
        event.add("dtstamp", time)
        start = datetime.date.fromisoformat(day)
        event.add("dtstart", start)
        event.add("dtend", start + datetime.timedelta(days=1))
        event.add("summary", appointment_title(words, item))
        told = [words(f"views.calendar.kinds.{item.kind}")]
        told += [f"{words('views.calendar.every')}{words('colon')} {words.every(*item.every)}"] if item.every else []
        told.append(
            f"{words('views.calendar.who')}{words('colon')} "
            + ", ".join(roles[role].title if role in roles else role for role in item.roles)
        )
        told += (
            [f"{words('views.calendar.asked_by')}{words('colon')} {', '.join(item.statements)}"]
            if item.statements
            else []
        )
        event.add("description", "\n".join(told))
        event.add("categories", [words(f"views.calendar.kinds.{item.kind}")])
        event.add("transp", "TRANSPARENT")
        if address:
            event.add("url", f"{address.rstrip('/')}/{_PAGE}")
        if item.kind == "expiry" and reminder:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", appointment_title(words, item))
            alarm.add("trigger", -datetime.timedelta(days=reminder))
            event.add_component(alarm)
        feed.add_component(event)
    return bytes(feed.to_ical())
