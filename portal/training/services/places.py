"""Places of one session: every change of them is made while its row is held, so that they are given once only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from portal.database import add, locked, session
from portal.kit import clock
from portal.kit.errors import NotFound
from portal.outbox import services as outbox
from portal.people import queries as people
from portal.people.queries import Trust
from portal.people.rules import May
from portal.people.services import needs
from portal.training import links, messages, rules
from portal.training.messages import Told
from portal.training.models import Booking, BookingStep, Course, QISession
from portal.training.rules import Status


@dataclass(frozen=True)
class Move:
    """A booking's next step, and why it is taken."""

    to: Status
    now: datetime
    by: int | None = None
    why: str = ""
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


def count(held: QISession, before: str, after: str) -> None:
    """Keep the session's numbers true; the database itself adds, and refuses a place that is not there."""
    taken = (after in rules.HOLDS_PLACE) - (before in rules.HOLDS_PLACE)
    waiting = (after == Status.WAITING) - (before == Status.WAITING)
    session.execute(
        update(QISession)
        .where(QISession.id == held.id)
        .values(taken=QISession.taken + taken, waiting=QISession.waiting + waiting)
        .execution_options(synchronize_session=False)
    )
    session.refresh(held, ["taken", "waiting"])


def move(held: QISession, booking: Booking, step: Move) -> int:
    """Take a step with a booking; the line of its history, which names the message about it."""
    count(held, booking.status, step.to)
    if (booking.status in rules.HOLDS_PLACE) != (step.to in rules.HOLDS_PLACE):
        needs.follow(thing(booking), takes_place=step.to in rules.HOLDS_PLACE, now=step.now)
    booking.status, booking.offer_ends_at = step.to, step.offer_ends_at
    booking.ended_at = None if step.to in rules.STANDS else step.now
    return note(booking, step)


def thing(booking: Booking) -> str:
    """A booking, as the record names it."""
    return f"booking {booking.id}"


def note(booking: Booking, step: Move) -> int:
    """Write a line of a booking's history; its number."""
    line = BookingStep(booking_id=booking.id, status=step.to, at=step.now, by_person_id=step.by, why=step.why)
    return add(line).id


def give_on(held: QISession, now: datetime) -> None:
    """Offer each free place to the next in line, for as long as there is time to answer."""
    while held.waiting and held.taken < held.capacity and rules.takes_bookings(held.state, held.starts_at, now):
        ends_at = rules.offer_ends(now, held.starts_at, clock.HERE)
        booking = first_in_line(held.id)
        if ends_at is None or booking is None:
            return
        line = move(held, booking, Move(Status.OFFERED, now, offer_ends_at=ends_at))
        for to in told(held, booking, now):
            outbox.put(messages.offered(to, line, ends_at), now=now)


def first_in_line(session_id: int) -> Booking | None:
    """Who has waited the longest."""
    return session.scalar(
        select(Booking)
        .where(Booking.qi_session_id == session_id, Booking.status == Status.WAITING)
        .order_by(Booking.asked_at, Booking.id)
        .limit(1)
    )


def end_of_line(session_id: int, now: datetime) -> datetime:
    """When someone who joins the line now asked, by the line's own count.

    Clocks of two servers differ a little, and whoever got hold of the session first was told their place first: the next
    one's time is always later.
    """
    last = session.scalar(
        select(func.max(Booking.asked_at)).where(Booking.qi_session_id == session_id, Booking.status == Status.WAITING)
    )
    return now if last is None else max(now, last + timedelta(microseconds=1))


def place_in_line(booking: Booking) -> int:
    """How many wait until it is this one's turn, with them; 0 when they do not wait."""
    if booking.status != Status.WAITING:
        return 0
    before = select(func.count()).where(
        Booking.qi_session_id == booking.qi_session_id,
        Booking.status == Status.WAITING,
        Booking.asked_at <= booking.asked_at,
    )
    return session.scalar(before) or 0


def standing(session_id: int) -> list[Booking]:
    """Everyone who has, was offered or waits for a place, in the order of asking."""
    return list(
        session.scalars(
            select(Booking)
            .where(Booking.qi_session_id == session_id, Booking.status.in_(rules.STANDS))
            .order_by(Booking.asked_at, Booking.id)
        )
    )


def told(
    held: QISession, booking: Booking, now: datetime, locale: str = "", *, how: str = "", by: int | None = None
) -> list[Told]:
    """What messages about this booking need to know: the first is for the person, the others are copies for helpers.

    `by` is whoever did it with or for the person, and `how`. A helper gets a copy of what they did themselves, too.
    """
    to = people.get_reachable(booking.contact_way_id)
    title = session.get_one(Course, held.course_id).title
    first = Told(
        to, booking.reference, links.token_of(booking), title, held, locale or to.locale, now, how, mode=booking.mode
    )
    helpers = people.helpers_of(booking.person_id, clock.local(now).date())
    copies = [
        _copy(first, booking, trust) for trust in helpers if May.GET_REMINDERS in trust.may or trust.helper_id == by
    ]
    return [first, *(copy for copy in copies if copy is not None)]


def _copy(first: Told, booking: Booking, trust: Trust) -> Told | None:
    """A copy for a helper: in their language, and with a link of their own only when they may answer."""
    to = people.find_reachable(trust.helper_id, trust.value) if trust.helper_id is not None else None
    if to is None:
        return None
    token = links.token_of_helper(trust.id, booking) if May.ANSWER in trust.may else ""
    return replace(first, to=to, token=token, locale=to.locale, how="", trust_id=trust.id, helped=trust.person_name)
