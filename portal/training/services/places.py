"""Places of one session: every change of them is made while its row is held, so that they are given once only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from portal.database import locked, session
from portal.kit import free, references
from portal.kit.errors import NotFound
from portal.people.services import needs
from portal.training import links, rules
from portal.training.models import Booking, BookingStep, QISession
from portal.training.rules import Status, Why
from portal.training.services import pools
from portal.training.services.telling import told, told_all

__all__ = [
    "Move",
    "ask_again",
    "enter",
    "hold",
    "hold_with",
    "move",
    "move_all",
    "note",
    "standing",
    "thing",
    "told",
    "told_all",
]


@dataclass(frozen=True)
class Move:
    """A booking's next step, and why it is taken."""

    to: Status
    now: datetime
    by: int | None = None
    why: str = Why.ASKED
    offer_ends_at: datetime | None = None


def hold(session_id: int) -> QISession:
    """The session, held until the end of the transaction; whoever wants its places waits here."""
    held = session.scalar(
        locked(select(QISession).where(QISession.id == session_id)).execution_options(populate_existing=True)
    )
    if held is None:
        raise NotFound
    return held


def hold_with(booking_id: int) -> tuple[QISession, Booking]:
    """A booking, with its session held first: every service takes the two in this order, so that none blocks another."""
    session_id = session.scalar(select(Booking.qi_session_id).where(Booking.id == booking_id))
    if session_id is None:
        raise NotFound
    held = hold(session_id)
    return held, session.get_one(Booking, booking_id, populate_existing=True)


def enter(held: QISession, booking: Booking, step: Move) -> int:
    """Put a new booking into a session with a reference and a link of its own, and count it; the first line of its history."""
    pools.count(
        held, [pools.changes(held, booking, "", booking.status)]
    )  # first, so that the database refuses what is full
    booking.qi_session_id, booking.reference = held.id, free.reference(Booking.reference)
    booking.token_digest = references.new_token()  # that of its link follows as soon as the booking has its number
    session.add(booking)
    session.flush()
    booking.token_digest = links.new_digest(booking.id, booking.draft_key)
    return note(booking, step)


def move(held: QISession, booking: Booking, step: Move) -> int:
    """Take a step with a booking; the line of its history, which names the message about it."""
    return move_all(held, [booking], step)[0]


def move_all(held: QISession, bookings: Sequence[Booking], step: Move) -> list[int]:
    """Take the same step with several bookings of a session; the line of the history of each."""
    pools.count(held, [pools.changes(held, booking, booking.status, step.to) for booking in bookings])
    takes_place = step.to in rules.HOLDS_PLACE
    turned = [thing(booking) for booking in bookings if (booking.status in rules.HOLDS_PLACE) != takes_place]
    needs.follow(turned, takes_place=takes_place, now=step.now)
    for booking in bookings:
        booking.status, booking.offer_ends_at = step.to, step.offer_ends_at
        booking.ended_at = None if step.to in rules.STANDS else step.now
        booking.said = booking.said if step.to == Status.CONFIRMED else ""
    return note_all(bookings, step)


def thing(booking: Booking) -> str:
    """A booking, as the record names it."""
    return f"booking {booking.id}"


def note(booking: Booking, step: Move) -> int:
    """Write a line of a booking's history; its number."""
    return note_all([booking], step)[0]


def note_all(bookings: Sequence[Booking], step: Move) -> list[int]:
    """Write a line of the history of each of these bookings: where it stands from then on, and why. Their numbers."""
    lines = [
        BookingStep(
            booking_id=booking.id,
            status=step.to,
            at=step.now,
            by_person_id=step.by,
            why=step.why,
            offer_ends_at=booking.offer_ends_at,
            places=booking.places,
            mode=booking.mode,
        )
        for booking in bookings
    ]
    session.add_all(lines)
    session.flush()
    return [line.id for line in lines]


def let_one_go(held: QISession, booking: Booking) -> None:
    """Make one place of two, and count it."""
    before = pools.changes(held, booking, booking.status, Status.CANCELLED)
    booking.places, booking.companion = 1, ""
    pools.count(held, [before, pools.changes(held, booking, Status.CANCELLED, booking.status)])


def standing(session_id: int) -> list[Booking]:
    """Everyone who has, was offered or waits for a place, in the order of asking."""
    return list(
        session.scalars(
            select(Booking)
            .where(Booking.qi_session_id == session_id, Booking.status.in_(rules.STANDS))
            .order_by(Booking.asked_at, Booking.id)
        )
    )


def ask_again(held: QISession) -> None:
    """Forget who said that they are coming: they said it of another time or place."""
    session.execute(update(Booking).where(Booking.qi_session_id == held.id, Booking.said != "").values(said=""))
