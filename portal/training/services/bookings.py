"""Booking a place, giving it up, and answering an offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.database import add, rows, session, writes
from portal.kit import audit, free, references, words
from portal.kit.errors import Refused
from portal.kit.freshness import public_change
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import services as people
from portal.people.models import ContactWay, Person
from portal.people.rules import Mark, May
from portal.people.services import needs
from portal.training import links, messages, rules
from portal.training.models import Booking, BookingStep, QISession
from portal.training.queries.words import FOR_PERSON
from portal.training.rules import Status, Who, Why
from portal.training.services import places
from portal.training.services.places import Move

MOST_NEEDS = 2000


@dataclass(frozen=True)
class Request(people.Told):
    """What someone told us when they booked: also for which places (where a session has both), and who comes with them.

    `answers` are pairs of a question of the course and what they answered.
    """

    qi_session_id: int
    mode: str = "in_person"
    companion: str = ""
    who: str = Who.NOT_SAID
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def places(self) -> int:
        """How many places they need."""
        return 2 if self.companion else 1


@dataclass(frozen=True)
class Booked:
    """What the person is told at once; `place_in_line` is 0 for those who do not wait."""

    id: int
    reference: str
    status: str
    place_in_line: int


@writes
def book(request: Request, *, draft_key: str, now: datetime, may_wait: bool = True) -> Booked:
    """Give someone a place, or one in the waiting list where it is full and they agreed to that (`may_wait`).

    Whoever asks for what they have is shown the page of the first time; only the message, which goes to the person, says
    that they had asked before.
    """
    held = places.hold(request.qi_session_id)
    made = session.scalar(select(Booking).where(Booking.draft_key == draft_key))
    if made is not None:
        return _booked(made)
    if not rules.takes_bookings(held.state, held.starts_at, now):
        raise Refused(_("This training cannot be booked any more."))
    is_full = held.taken >= held.capacity
    if is_full and not may_wait:
        raise Refused(_("The last place went while you were writing. You can join the waiting list."))
    person, way = people.meet_told(request, now=now)
    booking = _before(held.id, person.id)
    if booking is not None and booking.status in rules.STANDS:
        _flag(held, booking, request, now)
        return _ask_again(held, booking, request, draft_key, now)
    status = Status.WAITING if is_full else Status.CONFIRMED
    line = _anew(held, booking, request, way, status, now) if booking else None
    if booking is None or line is None:
        booking, line = _first(held, person, way, request, status, draft_key, now)
    _flag(held, booking, request, now)
    thing = places.thing(booking)
    people.note_filled_in(thing, person.id, request.by_id, request.how, now=now)
    audit.record("booking made", now=now, by=request.by_id, about=person.id, thing=thing, status=str(status))
    _tell_booked(held, booking, line, request, now)
    public_change()
    return _booked(booking)


def _before(session_id: int, person_id: int) -> Booking | None:
    return session.scalar(select(Booking).where(Booking.qi_session_id == session_id, Booking.person_id == person_id))


def _first(
    held: QISession, person: Person, way: ContactWay, request: Request, status: Status, draft_key: str, now: datetime
) -> tuple[Booking, int]:
    asked_at = _asked_at(held, status, now)
    places.count(held, "", status)
    booking = add(
        Booking(
            reference=free.reference(Booking.reference),
            draft_key=draft_key,
            token_digest=references.new_token(),  # its own follows as soon as the booking has its number
            qi_session_id=held.id,
            person_id=person.id,
            contact_way_id=way.id,
            for_whom=request.for_whom,
            helper_name=request.helper_name,
            status=status,
            asked_at=asked_at,
            needs=request.needs,
            safe_hours=request.safe_hours,
        )
    )
    booking.token_digest = links.new_digest(booking.id, draft_key)
    return booking, places.note(booking, Move(status, now, by=request.by_id or person.id))


def _anew(held: QISession, booking: Booking, request: Request, way: ContactWay, status: Status, now: datetime) -> int:
    """Book again what was cancelled or lapsed; its reference and link stay the same."""
    booking.contact_way_id, booking.for_whom, booking.helper_name = way.id, request.for_whom, request.helper_name
    booking.needs, booking.safe_hours, booking.came = request.needs, request.safe_hours, None
    booking.asked_at = _asked_at(held, status, now)
    return places.move(held, booking, Move(status, now, by=request.by_id or booking.person_id))


def _flag(held: QISession, booking: Booking, request: Request, now: datetime) -> None:
    needs.flag(
        places.thing(booking),
        booking.person_id,
        request.all_needs,
        directorate_id=held.directorate_id,
        now=now,
        takes_place=booking.status in rules.HOLDS_PLACE,
    )


def _asked_at(held: QISession, status: Status, now: datetime) -> datetime:
    return places.end_of_line(held.id, now) if status == Status.WAITING else now


def _ask_again(held: QISession, booking: Booking, request: Request, draft_key: str, now: datetime) -> Booked:
    if request.needs and request.needs not in booking.needs:
        booking.needs = f"{request.needs}\n\n{booking.needs}".strip()[:MOST_NEEDS]
    thing = places.thing(booking)
    audit.record("booking asked again", now=now, by=request.by_id, about=booking.person_id, thing=thing)
    with words.speaking(request.locale):
        said = str(FOR_PERSON[Status(booking.status)])
    for told in places.told(held, booking, now, request.locale, by=request.by_id):
        outbox.put(messages.again(told, draft_key, said), now=now)
    return _booked(booking)


def _tell_booked(held: QISession, booking: Booking, line: int, request: Request, now: datetime) -> None:
    place = places.place_in_line(booking)
    for told in places.told(held, booking, now, request.locale, how=request.how, by=request.by_id):
        outbox.put(messages.waiting(told, line, place) if place else messages.booked(told, line), now=now)


def _booked(booking: Booking) -> Booked:
    return Booked(booking.id, booking.reference, str(booking.status), places.place_in_line(booking))


@writes
def cancel(booking_id: int, *, why: str = "", by: int | None, now: datetime, how: str = "") -> None:
    """Give a booking up; its place goes to the next in line at once. A second press changes nothing.

    `how` is TRUSTED when a helper does it.
    """
    held, booking = places.hold_with(booking_id)
    if booking.status not in rules.STANDS:
        return
    if not rules.can_cancel(booking.status, held.starts_at, now):
        raise Refused(_("This training has begun, so it cannot be cancelled any more."))
    had_place = booking.status == Status.CONFIRMED
    line = places.move(held, booking, Move(Status.CANCELLED, now, by=by, why=why))
    audit.record("booking cancelled", now=now, by=by, about=booking.person_id, thing=places.thing(booking), reason=why)
    for told in places.told(held, booking, now, how=how, by=by):
        outbox.put(messages.cancelled(told, line, had_place=had_place), now=now)
    places.give_on(held, now)
    public_change()


def hold_all_of(person_id: int, *, now: datetime) -> list[int]:
    """Hold every session to come that someone booked, before the person is held: so does whoever books. Their bookings."""
    coming = (
        select(Booking.id, QISession.id)
        .join(QISession, QISession.id == Booking.qi_session_id)
        .where(Booking.person_id == person_id, Booking.status.in_(rules.STANDS), QISession.starts_at > now)
        .order_by(QISession.id)
    )
    found = rows(coming)
    for _booking_id, session_id in found:
        places.hold(session_id)
    return [booking_id for booking_id, _session_id in found]


@writes
def cancel_all_of(person_id: int, *, now: datetime) -> None:
    """Give up everything that someone booked and that has not begun; each place goes to the next in line."""
    for booking_id in hold_all_of(person_id, now=now):
        cancel(booking_id, by=person_id, now=now)


def decline(booking_id: int, *, by: int | None, now: datetime, how: str = "") -> None:
    """Let an offered place go to someone else."""
    cancel(booking_id, why=Why.DECLINED, by=by, now=now, how=how)


@writes
def accept(booking_id: int, *, by: int | None, now: datetime, how: str = "") -> None:
    """Take an offered place; a second press changes nothing."""
    held, booking = places.hold_with(booking_id)
    if booking.status == Status.CONFIRMED:
        return
    if not rules.can_answer(booking.status, booking.offer_ends_at, now):
        raise Refused(_("This place is no longer kept for you."))
    line = places.move(held, booking, Move(Status.CONFIRMED, now, by=by))
    audit.record("booking accepted", now=now, by=by, about=booking.person_id, thing=places.thing(booking))
    for told in places.told(held, booking, now, how=how, by=by):
        outbox.put(messages.booked(told, line), now=now)
    public_change()


@writes
def say_coming(booking_id: int, *, by: int | None, now: datetime, how: str = "") -> None:
    """Note that someone said they will come; once is enough. A helper's word for it is told to the person."""
    held, booking = places.hold_with(booking_id)
    said = select(func.count()).where(BookingStep.booking_id == booking.id, BookingStep.why == Why.COMING)
    if booking.status == Status.CONFIRMED and not session.scalar(said):
        line = places.note(booking, Move(Status.CONFIRMED, now, by=by, why=Why.COMING))
        audit.record("booking coming", now=now, by=by, about=booking.person_id, thing=places.thing(booking))
        if how:
            for told in places.told(held, booking, now, how=how, by=by):
                outbox.put(messages.said_coming(told, line), now=now)


ANSWERS: dict[str, Callable[..., None]] = {
    "accept": accept,
    "decline": decline,
    "coming": say_coming,
    "cancel": cancel,
}


@writes
def answer_for(booking_id: int, said: str, *, by: int, now: datetime) -> None:
    """Let a helper answer for the person whose booking it is; that they may is looked at again while it is held."""
    _held, booking = places.hold_with(booking_id)
    people.check_trust(booking.person_id, by, May.ANSWER, now=now)
    ANSWERS[said](booking_id, by=by, now=now, how=people.TRUSTED)


@writes
def mark_need(booking_id: int, kind: str, what: Mark, *, by: int, now: datetime) -> None:
    """Note that what someone needs is ready; whether it was there can be said once the training has begun."""
    held, booking = places.hold_with(booking_id)
    if what in {Mark.MET, Mark.NOT_MET} and now < held.starts_at:
        raise Refused(_("This can be said once the training has begun."))
    needs.mark(places.thing(booking), kind, what, by=by, now=now)
