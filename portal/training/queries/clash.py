"""What else someone has booked at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.training import rules
from portal.training.models import Booking, Course, QISession
from portal.training.queries import times


@dataclass(frozen=True)
class Clash:
    """A date of something else that begins before this is over."""

    title: str
    mode: str
    starts_at: datetime
    ends_at: datetime

    @property
    def span_words(self) -> str:
        """When that is."""
        return times.span_words(self.mode, self.starts_at, self.ends_at)


def clashes(person_id: int, session_id: int) -> list[Clash]:
    """Every date of other training of someone that overlaps a date of this one, the first one first. One query."""
    here, there = times.held_on(), times.held_on()
    found = rows(
        select(Course.title, QISession.mode, there.c.starts_at, there.c.ends_at)
        .distinct()
        .select_from(Booking)
        .join(QISession, QISession.id == Booking.qi_session_id)
        .join(Course, Course.id == QISession.course_id)
        .join(there, there.c.qi_session_id == QISession.id)
        .join(here, (here.c.starts_at < there.c.ends_at) & (there.c.starts_at < here.c.ends_at))
        .where(
            Booking.person_id == person_id,
            Booking.status.in_(rules.STANDS),
            QISession.state == "published",
            QISession.id != session_id,
            here.c.qi_session_id == session_id,
        )
        .order_by(there.c.starts_at)
    )
    return [Clash(*row) for row in found]
