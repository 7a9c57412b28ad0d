"""Reads for reports about sessions that were held: counts only, never whose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.database import rows
from portal.signin.rules import Scope
from portal.training.figures import Asked, Filled, Held
from portal.training.models import Booking, BookingStep, Course, QISession
from portal.training.queries.staff import within
from portal.training.rules import Status

PLACES = QISession.capacity + QISession.online_capacity


def _were_held(scope: Scope, start: datetime, end: datetime, now: datetime) -> ColumnElement[bool]:
    """Sessions that began in that time and are over; patterns, drafts and cancelled ones were never held."""
    return and_(
        QISession.state == "published",
        QISession.template_name == "",
        QISession.starts_at >= start,
        QISession.starts_at < end,
        QISession.last_ends_at <= now,
        within(scope),
    )


def held(scope: Scope, start: datetime, end: datetime, now: datetime) -> list[Held]:
    """The sessions that were held in that time, by course and day. One query."""
    found = rows(
        select(QISession.id, QISession.directorate_id, QISession.course_id, Course.title, PLACES, QISession.guests)
        .join(Course, Course.id == QISession.course_id)
        .where(_were_held(scope, start, end, now))
        .order_by(Course.title, QISession.starts_at, QISession.id)
    )
    return [Held(*row) for row in found]


def asked(scope: Scope, start: datetime, end: datetime, now: datetime) -> list[Asked]:
    """Every booking of these sessions, without a name. One query."""
    found = rows(
        select(
            Booking.qi_session_id,
            Booking.who,
            Booking.status,
            Booking.came,
            Booking.is_walk_in,
            Booking.places,
            Booking.has_companion_come,
            exists().where(BookingStep.booking_id == Booking.id, BookingStep.status == Status.WAITING),
            _got_from_line(),
            Booking.asked_at,
            QISession.starts_at,
        )
        .join(QISession, QISession.id == Booking.qi_session_id)
        .where(_were_held(scope, start, end, now))
    )
    return [Asked(*row) for row in found]


def _got_from_line() -> ColumnElement[bool]:
    """Whether someone who waited had a place afterwards, even if they gave it up again."""
    before, after = aliased(BookingStep), aliased(BookingStep)
    return exists().where(
        before.booking_id == Booking.id,
        before.status == Status.WAITING,
        after.booking_id == Booking.id,
        after.status == Status.CONFIRMED,
        after.id > before.id,
    )


def filled(scope: Scope, start: datetime, end: datetime, now: datetime) -> list[Filled]:
    """How full the sessions of that time were, but for those in which nobody noted who came. One query."""
    came = case((Booking.came.is_(True), case((Booking.has_companion_come.is_(True), 2), else_=1)), else_=0)
    noted = func.count().filter(Booking.came.is_not(None))
    found = rows(
        select(QISession.starts_at, PLACES, func.coalesce(func.sum(came), 0) + QISession.guests)
        .outerjoin(Booking, Booking.qi_session_id == QISession.id)
        .where(_were_held(scope, start, end, now))
        .group_by(QISession.id)
        .having(or_(noted > 0, QISession.guests > 0))
    )
    return [Filled(*row) for row in found]
