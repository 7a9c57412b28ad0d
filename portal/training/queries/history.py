"""What happened with a session, for those who run it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.kit.audit import AuditEvent
from portal.kit.words import later
from portal.people import queries as people
from portal.people.models import Person

MOST = 50
KINDS = {
    "session added": later("Planned"),
    "session changed": later("Changed"),
    "session published": later("Made public"),
    "session cancelled": later("Cancelled"),
    "session kept places opened": later("Places kept for service users and carers are for everyone now"),
    "session message sent": later("Wrote to those who booked"),
    "session repeated": later("Planned again for other days"),
    "place added for a walk-in": later("Added a place for someone who came without a booking"),
    "guests counted": later("Counted those who gave no name"),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened with a session, and who did it; nobody when it happened by itself."""

    at: datetime
    kind: str
    by: str | None
    reason: str

    @property
    def words(self) -> str:
        """What happened."""
        return str(KINDS[self.kind])


def history_of(session_id: int) -> list[Event]:
    """The newest things that happened with a session. One query."""
    found = (
        select(AuditEvent.at, AuditEvent.kind, people.named(), AuditEvent.reason)
        .outerjoin(Person, Person.id == AuditEvent.by_person_id)
        .where(AuditEvent.thing == f"session {session_id}", AuditEvent.kind.in_(KINDS))
        .order_by(AuditEvent.id.desc())
        .limit(MOST)
    )
    return [Event(at, kind, by, "" if kind == "session repeated" else reason) for at, kind, by, reason in rows(found)]
