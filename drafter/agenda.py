"""The days of a case as a calendar file: neutral titles, because a calendar shows them on a locked screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from icalendar import Alarm, Calendar, Event

from drafter.i18n import gettext as _
from drafter.law import Law, combine
from drafter.terms import Due

_WARNING = dt.timedelta(days=-3)


def calendar(dues: Iterable[Due], law: Law, today: dt.date) -> bytes | None:
    """Return an iCalendar file with every last day that is still to come; the article stands in the note.

    None when no day is to come.
    """
    found = Calendar()
    found.add("prodid", "-//drafter//")
    found.add("version", "2.0")
    for due in dues:
        day = due.closes if due.state == "open" and due.closes is not None else due.last_day
        if day is not None and day >= today:
            found.add_component(_event(due, day, law, today))
    return bytes(found.to_ical()) if found.events else None


def _event(due: Due, day: dt.date, law: Law, today: dt.date) -> Event:
    articles = due.term.period.articles if due.term.period is not None else ()
    basis = combine((law.citation(article) for article in articles), today)
    event = Event()
    event.add("uid", f"{due.term.id}.{due.item or 'case'}@drafter")
    event.add("dtstamp", dt.datetime(today.year, today.month, today.day, tzinfo=dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", _("提醒：看办理方案"))
    event.add("description", "\n".join(filter(None, (_(due.term.title), basis, _(due.term.then)))))
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("提醒：看办理方案"))
    alarm.add("trigger", _WARNING)
    event.add_component(alarm)
    return event
