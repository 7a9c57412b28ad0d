"""Reads for someone's own calendar: its secret address, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from portal.database import rows, session
from portal.kit.errors import NotFound
from portal.training import links
from portal.training.calendar import Day
from portal.training.models import Booking, BookingStep, CalendarLink, QISession, SessionDate
from portal.training.queries.days import COLUMNS, with_days
from portal.training.rules import Status

REMEMBERED = timedelta(days=366)  # what is over stays in the calendar for so long


@dataclass(frozen=True)
class OwnSession:
    """A session in which someone has or had a place, as their own calendar shows it."""

    booking_id: int
    status: str
    asked_at: datetime
    stepped_at: datetime | None
    session_id: int
    state: str
    sequence: int
    session_changed_at: datetime
    mode: str
    booked_mode: str
    venue: str
    days: tuple[Day, ...]

    @property
    def is_cancelled(self) -> bool:
        """Whether they are not expected there any more."""
        return self.state == "cancelled" or self.status != Status.CONFIRMED

    @property
    def is_online(self) -> bool:
        """Whether they take part online."""
        return (self.booked_mode if self.mode == "both" else self.mode) == "online"

    @property
    def changed_at(self) -> datetime:
        """When the session or the booking changed last."""
        return max(self.session_changed_at, self.asked_at, self.stepped_at or self.asked_at)


def find_token(person_id: int) -> str:
    """The secret of someone's calendar address; "" when they have none. One query."""
    link = session.scalar(select(CalendarLink).where(CalendarLink.person_id == person_id))
    return links.token_of_calendar(link) if link is not None else ""


def get_person(token: str) -> int:
    """Whose calendar this is. One query."""
    digest = links.digest_of_calendar(token)
    person_id = session.scalar(select(CalendarLink.person_id).where(CalendarLink.token_digest == digest))
    if person_id is None:
        raise NotFound
    return person_id


def own_sessions(person_id: int, now: datetime) -> list[OwnSession]:
    """What someone has a place in, or gave up after they had one, the next one first. One query."""
    steps = (
        select(
            BookingStep.booking_id,
            func.max(BookingStep.at).label("at"),
            func.count().filter(BookingStep.status == Status.CONFIRMED).label("had_place"),
        )
        .join(Booking, Booking.id == BookingStep.booking_id)
        .where(Booking.person_id == person_id)
        .group_by(BookingStep.booking_id)
        .subquery()
    )
    found = rows(
        select(
            Booking.id,
            Booking.status,
            Booking.asked_at,
            steps.c.at,
            QISession.id,
            QISession.state,
            QISession.sequence,
            QISession.changed_at,
            QISession.mode,
            Booking.mode,
            QISession.venue,
            *COLUMNS,
        )
        .join(QISession, QISession.id == Booking.qi_session_id)
        .outerjoin(steps, steps.c.booking_id == Booking.id)
        .outerjoin(SessionDate, SessionDate.qi_session_id == QISession.id)
        .where(
            Booking.person_id == person_id,
            QISession.last_ends_at > now - REMEMBERED,
            or_(Booking.status == Status.CONFIRMED, steps.c.had_place > 0),
        )
        .order_by(QISession.starts_at, Booking.id)
    )
    return with_days(OwnSession, found)
