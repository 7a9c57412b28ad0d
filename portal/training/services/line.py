"""The line of those who wait: who is next, and until when a place is kept for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from portal.database import rows, session
from portal.kit import clock
from portal.outbox import services as outbox
from portal.training import messages, rules
from portal.training.models import Booking, BookingStep, QISession
from portal.training.rules import Room, Status, Turn, Turns, Why
from portal.training.services import places, pools
from portal.training.services.places import Move


def give_on(held: QISession, now: datetime, why: Why) -> None:
    """Offer each free place to the next in its line, for as long as there is time to answer, and say why.

    Whoever waits for two places while one is free is asked, once, if one is enough.
    """
    ends_at = rules.offer_ends(now, held.starts_at, clock.HERE)
    if ends_at is None or not rules.takes_bookings(held.state, held.starts_at, now):
        return
    for mode in pools.modes_of(held):
        found = _turns(held, mode)
        _offer(held, _in_order(found.offers), ends_at, now, why)
        _ask_if_one_is_enough(held, _in_order(found.short), now)


def _turns(held: QISession, mode: str) -> Turns:
    room = pools.room(held, mode)
    return rules.turns(_line(held, mode) if held.waiting and room.free > 0 else [], room)


def _line(held: QISession, mode: str) -> list[Turn]:
    waiting = select(Booking.id, Booking.places, Booking.who).where(_waits(held.id), Booking.mode == mode)
    return [Turn(*row) for row in rows(waiting.order_by(Booking.asked_at, Booking.id))]


def _waits(session_id: int) -> ColumnElement[bool]:
    return (Booking.qi_session_id == session_id) & (Booking.status == Status.WAITING)


def _in_order(ids: list[int]) -> list[Booking]:
    """These bookings, as they stand in the database now, in the line's order."""
    if not ids:
        return []
    found = select(Booking).where(Booking.id.in_(ids)).order_by(Booking.asked_at, Booking.id)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def _offer(held: QISession, bookings: list[Booking], ends_at: datetime, now: datetime, why: Why) -> None:
    if not bookings:
        return
    lines = places.move_all(held, bookings, Move(Status.OFFERED, now, why=why, offer_ends_at=ends_at))
    all_told = places.told_all(held, bookings, now)
    outbox.put_all(
        [messages.offered(to, line, ends_at, why) for told, line in zip(all_told, lines, strict=True) for to in told],
        now=now,
    )


def _ask_if_one_is_enough(held: QISession, bookings: list[Booking], now: datetime) -> None:
    for booking in bookings:
        last = select(BookingStep.why).where(BookingStep.booking_id == booking.id).order_by(BookingStep.id.desc())
        if session.scalar(last.limit(1)) == Why.ONE_FREE:
            continue  # they were asked, and it is as it was
        line = places.note(booking, Move(Status.WAITING, now, why=Why.ONE_FREE))
        outbox.put_all([messages.one_free(to, line) for to in places.told(held, booking, now)], now=now)


def room_for_newcomer(held: QISession, mode: str, now: datetime) -> Room:
    """What someone who asks now may take: what nobody in the line waits for, or anything once no more offers are made."""
    room = pools.room(held, mode)
    if rules.offer_ends(now, held.starts_at, clock.HERE) is None:
        return room
    return _turns(held, mode).left


def end_of_line(session_id: int, now: datetime) -> datetime:
    """When someone who joins the line now asked, by the line's own count.

    Clocks of two servers differ a little, and whoever got hold of the session first was told their place first: the next
    one's time is always later.
    """
    last = session.scalar(select(func.max(Booking.asked_at)).where(_waits(session_id)))
    return now if last is None else max(now, last + timedelta(microseconds=1))


def place_in_line(booking: Booking) -> int:
    """How many wait until it is this one's turn, with them; 0 when they do not wait."""
    if booking.status != Status.WAITING:
        return 0
    before = select(func.count()).where(
        _waits(booking.qi_session_id), Booking.mode == booking.mode, Booking.asked_at <= booking.asked_at
    )
    return session.scalar(before) or 0


def note_place(line: int, place: int) -> None:
    """Keep in the record which place in the line someone was told."""
    session.get_one(BookingStep, line).place = place


def shorten_offers(held: QISession, bookings: list[Booking], now: datetime) -> None:
    """End offers no later than a session begins that now begins sooner."""
    for booking in bookings:
        if booking.offer_ends_at is not None and booking.offer_ends_at > held.starts_at:
            booking.offer_ends_at = held.starts_at
            places.note(booking, Move(Status.OFFERED, now, why=Why.MOVED))


def follow_mode(held: QISession, bookings: list[Booking], now: datetime) -> None:
    """Let the bookings of a session that has one kind of place only be for that kind."""
    for booking in bookings:
        if (mode := pools.mode_in(held, booking.mode)) != booking.mode:
            booking.mode = mode
            places.note(booking, Move(Status(booking.status), now, why=Why.MOVED))
