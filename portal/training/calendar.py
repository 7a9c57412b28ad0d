"""A session as an entry for someone's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from portal.kit import pages


@dataclass(frozen=True)
class Entry:
    """What a calendar shows of a session."""

    session_id: int
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    where: str
    says: str


def entry_file(entry: Entry, *, now: datetime, is_cancelled: bool = False) -> str:
    """An iCalendar file (RFC 5545) that puts the entry in, changes it, or takes it out again.

    Times are in UTC, which each calendar shows as its owner's clock does. The UID stays the same, and SEQUENCE and
    DTSTAMP only grow, so that a calendar knows which of two files is the newer.
    """
    event = Event()
    event.add("uid", f"session-{entry.session_id}@{urlsplit(pages.settings().base_url).hostname}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.title)
    if entry.where:
        event.add("location", entry.where)
    if entry.says:
        event.add("description", entry.says)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", f"-//{pages.settings().organisation}//{pages.settings().service_name}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")
