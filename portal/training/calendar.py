"""Sessions as entries for calendars: one's own, or a feed that a calendar asks again and again (RFC 5545, 5546, 7986)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress, vText

from portal.kit import pages
from portal.kit.words import gettext as _

ASK_AGAIN = timedelta(hours=1)  # how often a calendar should look whether a feed has changed


@dataclass(frozen=True)
class Day:
    """One date of a session: 1 is the first."""

    number: int
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False


@dataclass(frozen=True)
class Entry:
    """What a calendar shows of a session; a public one is nobody's own."""

    session_id: int
    sequence: int
    title: str
    days: tuple[Day, ...]
    where: str
    says: str
    changed_at: datetime
    is_cancelled: bool = False
    is_public: bool = False


def entry_file(entry: Entry, *, now: datetime) -> str:
    """A file that puts every date of the entry into a calendar, changes it there, or takes it out again.

    Each date is an event of its own, in UTC, which a calendar shows as its owner's clock does: so ten o'clock stays ten
    o'clock when the clocks change. Its UID stays the same, and SEQUENCE and DTSTAMP only grow, so that a calendar knows
    which of two files is the newer. A file with METHOD must name an ORGANIZER, and all of it is cancelled in one of CANCEL.
    """
    calendar = _calendar()
    calendar.add("method", "CANCEL" if entry.is_cancelled else "PUBLISH")
    for event in _events(entry, made_at=now):
        event.add("organizer", _organizer())
        calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")


def feed_file(entries: list[Entry], *, name: str) -> str:
    """All entries as a calendar that is asked again and again; the same bytes for as long as nothing has changed."""
    calendar = _calendar()
    for calls_it in ("name", "x-wr-calname"):
        calendar.add(calls_it, vText(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        for event in _events(entry, made_at=entry.changed_at):
            event.add("last-modified", entry.changed_at)
            calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{pages.settings().organisation}//{pages.settings().service_name}//EN")
    calendar.add("version", "2.0")
    return calendar


def _events(entry: Entry, *, made_at: datetime) -> list[Event]:
    return [_event(entry, day, made_at) for day in sorted(entry.days, key=lambda day: day.starts_at)]


def _event(entry: Entry, day: Day, made_at: datetime) -> Event:
    is_cancelled = entry.is_cancelled or day.is_cancelled
    event = Event()
    event.add("uid", _uid(entry, day))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", made_at)
    event.add("dtstart", day.starts_at)
    event.add("dtend", day.ends_at)
    event.add("summary", _line(_("Cancelled: %(title)s", title=entry.title) if is_cancelled else entry.title))
    if entry.where:
        event.add("location", _line(entry.where))
    if entry.says:
        event.add("description", "\n".join(entry.says.splitlines()))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("class", "PUBLIC" if entry.is_public else "PRIVATE")
    return event


def _uid(entry: Entry, day: Day) -> str:
    number = "" if day.number == 1 else f"-{day.number}"
    return f"session-{entry.session_id}{number}@{urlsplit(pages.settings().base_url).hostname}"


def _line(words: str) -> str:
    return " ".join(words.split())


def _organizer() -> vCalAddress:
    organizer = vCalAddress(f"mailto:{parseaddr(pages.settings().sender)[1]}")
    organizer.params["CN"] = pages.settings().organisation
    return organizer
