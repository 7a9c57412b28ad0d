"""Reminders: two days and two hours before each date of a session, each once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.database import rows, writes
from portal.kit import clock
from portal.outbox import services as outbox
from portal.outbox.models import Message
from portal.training import messages, rules
from portal.training.models import Booking, BookingStep, QISession
from portal.training.queries import times
from portal.training.queries.dates import Date, dates_of
from portal.training.rules import Reminder, Status, Why
from portal.training.services import places

LEAVES_THE_PLACE = [Why.COMING, Why.NOT_SURE, Why.FEWER_PLACES, Why.MOVED]  # steps of those who have theirs already


@dataclass(frozen=True)
class Due:
    """A reminder that someone should have by now: for which booking, which one, and before which date."""

    booking_id: int
    which: Reminder
    date: Date

    @property
    def key(self) -> str:
        """What makes it this one."""
        return messages.reminder_key(self.which, self.booking_id, self.date.starts_at)


def remind(now: datetime) -> int:
    """Write to those whose training is soon; how many were written to. Each is reminded once of each moment."""
    due = _due(now)
    known = {row[0] for row in rows(select(Message.key).where(Message.key.in_([one.key for one in due])))}
    return sum(_remind(one, now) for one in due if one.key not in known)


def _due(now: datetime) -> list[Due]:
    """Nobody is woken by the question whether they come; what they need to know two hours before does not wait."""
    is_by_day = rules.is_by_day(now, clock.HERE)
    found = [
        Due(booking_id, which, date)
        for booking_id, booked_at, date in _coming(now)
        if (which := rules.reminder_due(date.starts_at, booked_at, now)) is not None
    ]
    return [one for one in found if is_by_day or one.which == Reminder.HOURS]


def _coming(now: datetime) -> list[tuple[int, datetime, Date]]:
    """Every booking with a place on a date of the next days, and since when they have it."""
    confirmed_at = (
        select(func.max(BookingStep.at))
        .where(
            BookingStep.booking_id == Booking.id,
            BookingStep.status == Status.CONFIRMED,
            BookingStep.why.not_in(LEAVES_THE_PLACE),
        )
        .scalar_subquery()
    )
    date = times.held_on()
    found = rows(
        select(
            Booking.id,
            func.coalesce(confirmed_at, Booking.asked_at, type_=Booking.asked_at.type),
            date.c.number,
            date.c.starts_at,
            date.c.ends_at,
        )
        .join(QISession, QISession.id == Booking.qi_session_id)
        .join(date, date.c.qi_session_id == QISession.id)
        .where(
            Booking.status == Status.CONFIRMED,
            QISession.state == "published",
            date.c.starts_at > now,
            date.c.starts_at <= now + rules.DAYS_BEFORE,
        )
        .order_by(date.c.starts_at, Booking.id)
    )
    return [(id, booked_at, Date(*of_date)) for id, booked_at, *of_date in found]


@writes
def _remind(due: Due, now: datetime) -> int:
    held, booking = places.hold_with(due.booking_id)
    stands = booking.status == Status.CONFIRMED and held.state == "published"
    dates = dates_of(held.id)
    if not stands or due.date not in dates:
        return 0  # it changed since we looked
    if due.which == Reminder.DAYS and _is_of_another(due.date, dates, now):
        booking.said = ""
    outbox.put_all(
        [
            messages.reminder(told, due.which, due.date, booking_id=booking.id, said=booking.said)
            for told in places.told(held, booking, now)
        ],
        now=now,
    )
    return 1


def _is_of_another(date: Date, dates: list[Date], now: datetime) -> bool:
    """Whether what they said until now was said of a date that is over."""
    return dates[0].starts_at <= now and not any(now < other.starts_at < date.starts_at for other in dates)
