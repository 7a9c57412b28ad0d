"""Reads for someone's own path: what they did, and what they booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows, session
from portal.people.models import Person
from portal.training import rules
from portal.training.calendar import Day
from portal.training.models import Booking, Course, QISession, SessionDate
from portal.training.queries import words
from portal.training.queries.days import COLUMNS, with_days
from portal.training.rules import Status


@dataclass(frozen=True)
class PathStep:
    """One booking on someone's path."""

    booking_id: int
    reference: str
    status: str
    came: bool | None
    course_slug: str
    title: str
    session_slug: str
    state: str
    last_ends_at: datetime
    days: tuple[Day, ...]

    @property
    def held(self) -> list[Day]:
        """The dates that take place."""
        return [day for day in self.days if not day.is_cancelled]

    @property
    def status_words(self) -> str:
        """Where it stands."""
        return str(words.FOR_PERSON[Status(self.status)])

    @property
    def has_place(self) -> bool:
        """Whether they are expected there."""
        return self.status == Status.CONFIRMED

    def is_coming(self, now: datetime) -> bool:
        """Whether they have, were offered or wait for a place, and it is not over."""
        return self.status in rules.STANDS and self.state != "cancelled" and self.last_ends_at > now


def path_of(person_id: int) -> list[PathStep]:
    """All that someone booked, in the order of its dates. One query."""
    found = rows(
        select(
            Booking.id,
            Booking.reference,
            Booking.status,
            Booking.came,
            Course.slug,
            Course.title,
            QISession.slug,
            QISession.state,
            QISession.last_ends_at,
            *COLUMNS,
        )
        .join(QISession, QISession.id == Booking.qi_session_id)
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(SessionDate, SessionDate.qi_session_id == QISession.id)
        .where(Booking.person_id == person_id)
        .order_by(QISession.starts_at, Booking.id)
    )
    return with_days(PathStep, found)


def kind_of(person_id: int) -> str:
    """Who someone said they are: a service user, a carer, staff. One query."""
    return session.scalar(select(Person.kind).where(Person.id == person_id)) or ""
