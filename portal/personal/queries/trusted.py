"""Reads about what a helper did for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.database import rows
from portal.kit.audit import AuditEvent
from portal.kit.words import later

MOST = 200
LOOKED = "helper looked"
DEEDS = {
    "booking made": later("Booked training for you"),
    "booking asked again": later("Asked again for training that you have"),
    "booking cancelled": later("Gave up a place in training"),
    "booking accepted": later("Took a place in training for you"),
    "booking answered": later("Told us if you are coming"),
    "booking coming": later("Said that you are coming"),
    "booking one place": later("Told us that one place is enough"),
    "interest received": later("Offered for you to join a project"),
    "interest asked again": later("Asked again about a project for you"),
    "needs told": later("Told us what you need"),
    "trust accepted": later("Said yes to helping you"),
    "trust ended": later("Ended their help"),
    LOOKED: later("Looked at what they may see of yours"),
}


@dataclass(frozen=True)
class Deed:
    """One thing that a helper did, and when."""

    at: datetime
    kind: str

    @property
    def words(self) -> str:
        """What they did, said to the person."""
        return str(DEEDS[self.kind])


def deeds_of(helper_id: int | None, person_id: int) -> list[Deed]:
    """What a helper did for a person, newest first; of looks only the newest. One query."""
    if helper_id is None:
        return []
    theirs = (AuditEvent.by_person_id == helper_id) & (AuditEvent.about_person_id == person_id)
    done = select(AuditEvent.at, AuditEvent.kind).where(theirs, AuditEvent.kind.in_(set(DEEDS) - {LOOKED}))
    looked = select(func.max(AuditEvent.at), AuditEvent.kind).where(theirs, AuditEvent.kind == LOOKED)
    both = done.union_all(looked.group_by(AuditEvent.kind)).subquery()
    return [Deed(*row) for row in rows(select(both).order_by(both.c.at.desc()).limit(MOST))]
