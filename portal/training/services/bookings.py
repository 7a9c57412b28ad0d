"""Booking a place, giving it up, and answering an offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from portal.database import rows, session, writes
from portal.kit import audit, words
from portal.kit.errors import Refused
from portal.kit.freshness import public_change
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import services as people
from portal.people.models import ContactWay, Person
from portal.people.rules import Mark, May
from portal.people.services import needs
from portal.training import messages, rules
from portal.training.models import Booking, BookingAnswer, QISession
from portal.training.queries.words import FOR_PERSON
from portal.training.rules import Room, Status, Who, Why
from portal.training.services import line, places, pools
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
    """Give someone a place, or two, or one in the waiting list where it is full and they agreed to that (`may_wait`).

    Whoever asks for what they have is shown the page of the first time; only the message, which goes to the person, says
    that they had asked before.
    """
    held = places.hold(request.qi_session_id)
    made = session.scalar(select(Booking).where(Booking.draft_key == draft_key))
    if made is not None:
        return _booked(made)
    if not rules.takes_bookings(held.state, held.starts_at, now):
        raise Refused(_("This training cannot be booked any more."))
    if request.mode not in pools.modes_of(held) and pools.is_split(held):
        raise Refused(_("Choose if you want to take part in person or online."), "mode")
    person, way = people.meet_told(request, now=now)
    asked = _asked(held, request, person, way)
    room = line.room_for_newcomer(held, asked["mode"], now)
    is_full = room.open_to(asked["who"]) < asked["places"]
    if is_full and not may_wait:
        raise Refused(_full(room, request))
    booking = _before(held.id, person.id)
    if booking is not None and _still_stands(booking, is_full=is_full):
        _flag(held, booking, request, now)
        return _ask_again(held, booking, request, draft_key, now)
    step = Move(Status.WAITING if is_full else Status.CONFIRMED, now, by=request.by_id or person.id)
    if booking is None:
        booking = Booking(draft_key=draft_key, person_id=person.id, **asked)
        written = _first(held, booking, step)
    else:
        written = _anew(held, booking, asked, step)
    _keep_with(held, booking, request, now)
    _tell_booked(held, booking, written, room, request, now)
    public_change()
    return _booked(booking)


def _still_stands(booking: Booking, *, is_full: bool) -> bool:
    """Whether they have what they ask for; whoever waits can have what is free once it is too late to offer it in turn."""
    return booking.status in rules.STANDS and (is_full or booking.status != Status.WAITING)


def _keep_with(held: QISession, booking: Booking, request: Request, now: datetime) -> None:
    """Keep all that came with a booking: answers, needs, who filled it in, and that it was made."""
    _keep_answers(booking, request)
    _flag(held, booking, request, now)
    thing, person_id = places.thing(booking), booking.person_id
    people.note_filled_in(thing, person_id, request.by_id, request.how, now=now)
    audit.record("booking made", now=now, by=request.by_id, about=person_id, thing=thing, status=booking.status)


def _full(room: Room, request: Request) -> str:
    if room.free >= request.places:
        return _("The places that are left are kept for service users and carers. You can join the waiting list.")
    if request.places > room.free > 0:
        return _("There is only one place left. You can join the waiting list for two places.")
    return _("The last place went while you were writing. You can join the waiting list.")


def _asked(held: QISession, request: Request, person: Person, way: ContactWay) -> dict[str, Any]:
    """What a booking keeps of what they asked for."""
    said = request.who if request.who != Who.NOT_SAID else person.kind
    return {
        "contact_way_id": way.id,
        "for_whom": request.for_whom,
        "helper_name": request.helper_name,
        "needs": request.needs,
        "safe_hours": request.safe_hours,
        "mode": pools.mode_in(held, request.mode),
        "places": request.places,
        "companion": request.companion,
        "who": said if said in set(Who) else Who.NOT_SAID,
    }


def _before(session_id: int, person_id: int) -> Booking | None:
    return session.scalar(select(Booking).where(Booking.qi_session_id == session_id, Booking.person_id == person_id))


def _first(held: QISession, booking: Booking, step: Move) -> int:
    booking.status, booking.asked_at = step.to, _asked_at(held, step)
    return places.enter(held, booking, step)


def _anew(held: QISession, booking: Booking, asked: dict[str, Any], step: Move) -> int:
    """Book again what was cancelled or lapsed, or take what one waited for; its reference and link stay the same."""
    for name, said in asked.items():
        setattr(booking, name, said)
    booking.came, booking.has_companion_come = None, None
    booking.asked_at = _asked_at(held, step)
    return places.move(held, booking, step)


def _keep_answers(booking: Booking, request: Request) -> None:
    """Keep what they answer now to the questions of the course, instead of what they answered before."""
    session.execute(delete(BookingAnswer).where(BookingAnswer.booking_id == booking.id))
    session.add_all(
        BookingAnswer(booking_id=booking.id, number=number, question=question, answer=answer)
        for number, (question, answer) in enumerate(request.answers, start=1)
        if answer
    )


def _flag(held: QISession, booking: Booking, request: Request, now: datetime) -> None:
    needs.flag(
        places.thing(booking),
        booking.person_id,
        request.all_needs,
        directorate_id=held.directorate_id,
        now=now,
        takes_place=booking.status in rules.HOLDS_PLACE,
    )


def _asked_at(held: QISession, step: Move) -> datetime:
    return line.end_of_line(held.id, step.now) if step.to == Status.WAITING else step.now


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


def _tell_booked(held: QISession, booking: Booking, written: int, room: Room, request: Request, now: datetime) -> None:
    place = line.place_in_line(booking)
    line.note_place(written, place)
    is_kept = room.free >= booking.places
    for told in places.told(held, booking, now, request.locale, how=request.how, by=request.by_id):
        waits = messages.waiting(told, written, place, is_kept=is_kept) if place else None
        outbox.put(waits or messages.booked(told, written), now=now)


def _booked(booking: Booking) -> Booked:
    return Booked(booking.id, booking.reference, str(booking.status), line.place_in_line(booking))


@writes
def cancel(booking_id: int, *, why: Why = Why.ASKED, by: int | None, now: datetime, how: str = "") -> None:
    """Give a booking up; its place goes to the next in line at once. A second press changes nothing.

    `how` is TRUSTED when a helper does it.
    """
    held, booking = places.hold_with(booking_id)
    if booking.status not in rules.STANDS:
        return
    if not rules.can_cancel(booking.status, held.starts_at, now):
        raise Refused(_("This training has begun, so it cannot be cancelled any more."))
    had_place = booking.status == Status.CONFIRMED
    written = places.move(held, booking, Move(Status.CANCELLED, now, by=by, why=why))
    audit.record("booking cancelled", now=now, by=by, about=booking.person_id, thing=places.thing(booking), reason=why)
    for told in places.told(held, booking, now, how=how, by=by):
        outbox.put(messages.cancelled(told, written, had_place=had_place), now=now)
    line.give_on(held, now, Why.PLACE_FREED)
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
    written = places.move(held, booking, Move(Status.CONFIRMED, now, by=by))
    audit.record("booking accepted", now=now, by=by, about=booking.person_id, thing=places.thing(booking))
    for told in places.told(held, booking, now, how=how, by=by):
        outbox.put(messages.booked(told, written), now=now)
    public_change()


def say_coming(booking_id: int, *, by: int | None, now: datetime, how: str = "") -> None:
    """Note that someone said they will come; once is enough. A helper's word for it is told to the person."""
    _say(booking_id, Why.COMING, by, now, how)


def say_not_sure(booking_id: int, *, by: int | None, now: datetime, how: str = "") -> None:
    """Note that someone does not know yet if they will come; they keep their place, and may say otherwise."""
    _say(booking_id, Why.NOT_SURE, by, now, how)


@writes
def _say(booking_id: int, what: Why, by: int | None, now: datetime, how: str) -> None:
    held, booking = places.hold_with(booking_id)
    said = what.replace(" ", "_")
    if booking.status != Status.CONFIRMED or booking.said == said or now >= held.last_ends_at:
        return
    booking.said = said
    written = places.note(booking, Move(Status.CONFIRMED, now, by=by, why=what))
    audit.record("booking answered", now=now, by=by, about=booking.person_id, thing=places.thing(booking), said=what)
    if how:
        for told in places.told(held, booking, now, how=how, by=by):
            outbox.put(messages.said(told, written, what), now=now)


@writes
def one_is_enough(booking_id: int, *, by: int | None, now: datetime, how: str = "") -> None:
    """Let one person come where two had asked; the other place goes to the next in line. A second press changes nothing."""
    held, booking = places.hold_with(booking_id)
    if booking.places == 1 or booking.status not in rules.STANDS:
        return
    if now >= held.starts_at:
        raise Refused(_("This training has begun, so it cannot be changed any more."))
    places.let_one_go(held, booking)
    step = Move(Status(booking.status), now, by=by, why=Why.FEWER_PLACES)
    written = places.note(booking, step)
    audit.record("booking one place", now=now, by=by, about=booking.person_id, thing=places.thing(booking))
    for told in places.told(held, booking, now, how=how, by=by):
        outbox.put(messages.one_place(told, written), now=now)
    line.give_on(held, now, Why.PLACE_FREED)
    public_change()


ANSWERS: dict[str, Callable[..., None]] = {
    "accept": accept,
    "decline": decline,
    "coming": say_coming,
    "not_sure": say_not_sure,
    "one_is_enough": one_is_enough,
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
