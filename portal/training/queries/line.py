"""Reads about the line of those who wait: how those before them fared."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select

from portal.database import rows
from portal.training import rules
from portal.training.models import Booking, BookingStep, QISession
from portal.training.queries.words import CHANCES
from portal.training.rules import Status


def chance_words(course_id: int, place: int, now: datetime) -> str:
    """How those at about this place in the lines of the last two years fared; "" when too few were there. One query."""
    chance = rules.chance(place, _past(course_id, now)) if place else None
    return str(CHANCES[chance]) if chance else ""


def _past(course_id: int, now: datetime) -> list[tuple[int, bool]]:
    """The place that each was told when they joined a line that is over, and whether they got one in the training."""
    got_one = exists().where(
        BookingStep.booking_id == Booking.id, BookingStep.status.in_([Status.OFFERED, Status.CONFIRMED])
    )
    joined = select(func.min(BookingStep.id)).where(BookingStep.booking_id == Booking.id, BookingStep.place > 0)
    found = rows(
        select(BookingStep.place, got_one.correlate(Booking))
        .join(Booking, Booking.id == BookingStep.booking_id)
        .join(QISession, QISession.id == Booking.qi_session_id)
        .where(QISession.course_id == course_id, QISession.state == "published")
        .where(QISession.starts_at < now, QISession.starts_at >= now - rules.LOOKS_BACK)
        .where(BookingStep.id == joined.correlate(Booking).scalar_subquery())
    )
    return [(place, got) for place, got in found]
