"""Two small calendar programs, one on each of two independent readers of calendar files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import icalendar
import vobject


@dataclass(frozen=True)
class Shown:
    """An event, as a reader understood it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    where: str
    says: str
    status: str
    sequence: int
    made_at: datetime


@dataclass(frozen=True)
class File:
    """A calendar file, as a reader understood it."""

    method: str
    events: dict[str, Shown]


def by_icalendar(text: str) -> File:
    """Read with the library that also wrote it."""
    calendar = icalendar.Calendar.from_ical(text)
    events = {
        str(event["uid"]): Shown(
            str(event["summary"]),
            event.decoded("dtstart"),
            event.decoded("dtend"),
            str(event.get("location", "")),
            str(event.get("description", "")),
            str(event["status"]),
            int(event["sequence"]),
            event.decoded("dtstamp"),
        )
        for event in calendar.walk("VEVENT")
    }
    return File(str(calendar.get("method", "")), events)


def by_vobject(text: str) -> File:
    """Read with a library that shares no line with the first."""
    calendar = vobject.readOne(text)
    events = {
        event.uid.value: Shown(
            event.summary.value,
            event.dtstart.value,
            event.dtend.value,
            event.getChildValue("location", ""),
            event.getChildValue("description", ""),
            event.status.value,
            int(event.sequence.value),
            event.dtstamp.value,
        )
        for event in calendar.contents.get("vevent", [])
    }
    return File(calendar.getChildValue("method", ""), events)


Reader = Callable[[str], File]
READERS: list[Reader] = [by_icalendar, by_vobject]


@dataclass
class Program:
    """A calendar that takes files as they come, and lets the newer word hold (RFC 5546, 2.1.5)."""

    read: Reader
    known: dict[str, Shown] = field(default_factory=dict)

    def take(self, *files: str) -> Program:
        """Take these files in this order."""
        for file in files:
            for uid, event in self.read(file).events.items():
                held = self.known.get(uid)
                if held is None or (event.sequence, event.made_at) >= (held.sequence, held.made_at):
                    self.known[uid] = event
        return self

    @property
    def shows(self) -> dict[str, Shown]:
        """What its owner sees."""
        return {uid: event for uid, event in self.known.items() if event.status != "CANCELLED"}

    @property
    def begins(self) -> list[datetime]:
        """When what its owner sees begins, the next one first."""
        return sorted(event.starts_at for event in self.shows.values())
