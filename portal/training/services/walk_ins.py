"""Those who come without a booking: people with a name and a way to reach them, or only counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import session, writes
from portal.kit import audit, references
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.freshness import public_change
from portal.kit.words import gettext as _
from portal.people import services as people
from portal.people.models import ContactWay, Person
from portal.training import rules
from portal.training.models import Booking, QISession
from portal.training.rules import Status, Who, Why
from portal.training.services import day, places, pools
from portal.training.services.day import Seen
from portal.training.services.places import Move

AT_THE_DOOR = "in_person"  # where a session is held both ways


@dataclass(frozen=True)
class WalkIn(people.Told):
    """Someone who came without a booking, and on which date of the session."""

    qi_session_id: int
    number: int = day.FIRST
    who: str = Who.NOT_SAID


@writes
def add_walk_in(walk_in: WalkIn, *, key: str, by: int, now: datetime) -> int:
    """Give someone who stands at the door a place and note that they came; the number of their booking.

    `key` is of the form that was filled in: a second press changes nothing. They get no message that they have a place.
    """
    held = places.hold(walk_in.qi_session_id)
    draft_key = references.digest(key, key="walk-in")
    made = session.scalar(select(Booking).where(Booking.draft_key == draft_key))
    if made is not None:
        return made.id
    _check_time(held, now)
    person, way = people.meet_told(walk_in, now=now)
    theirs = select(Booking).where(Booking.qi_session_id == held.id, Booking.person_id == person.id)
    booking = session.scalar(theirs)
    if booking is None:
        booking = _first(held, person, way, walk_in, draft_key, by=by, now=now)
    elif booking.status != Status.CONFIRMED:
        _after_all(held, booking, by=by, now=now)
    day.note_one(booking, walk_in.number, Seen(came=True), by=by, now=now)
    how = "in_room" if now <= held.last_ends_at else "on_paper"
    people.note_filled_in(places.thing(booking), person.id, by, how, now=now)
    audit.record("walk-in added", now=now, by=by, about=person.id, thing=places.thing(booking))
    public_change()
    return booking.id


def _check_time(held: QISession, now: datetime) -> None:
    if not rules.takes_walk_ins(held.state, held.starts_at, held.last_ends_at, now):
        raise Refused(_("This can be done from two hours before the training until two weeks after it."))


def _first(
    held: QISession, person: Person, way: ContactWay, walk_in: WalkIn, draft_key: str, *, by: int, now: datetime
) -> Booking:
    booking = Booking(
        draft_key=draft_key,
        person_id=person.id,
        contact_way_id=way.id,
        status=Status.CONFIRMED,
        asked_at=now,
        safe_hours=walk_in.safe_hours,
        mode=pools.mode_in(held, AT_THE_DOOR),
        who=walk_in.who,
        places=1,
        is_walk_in=True,
    )
    _make_room(held, booking, by=by, now=now)
    places.enter(held, booking, Move(Status.CONFIRMED, now, by=by, why=Why.WALK_IN))
    return booking


def _after_all(held: QISession, booking: Booking, *, by: int, now: datetime) -> None:
    """Give a place to someone who waited for one, gave theirs up or did not answer, and came all the same."""
    if booking.status not in rules.HOLDS_PLACE:
        booking.mode, booking.is_walk_in = pools.mode_in(held, AT_THE_DOOR), True
        _make_room(held, booking, by=by, now=now)
    places.move(held, booking, Move(Status.CONFIRMED, now, by=by, why=Why.WALK_IN))


def _make_room(held: QISession, booking: Booking, *, by: int, now: datetime) -> None:
    """Add the places that are missing, so that nobody who waits loses one to whoever came without a booking."""
    free = 0 if held.waiting else pools.room(held, booking.mode).open_to(booking.who)
    added = max(0, booking.places - free)
    if added:
        held.capacity += added
        audit.record("place added for a walk-in", now=now, by=by, thing=f"session {held.id}", places=added)
        session.flush()


@writes
def count_guest(session_id: int, *, more: bool, shown: int, by: int, now: datetime) -> None:
    """Count one more, or one less, who came and gave no name; `shown` is the number on the page that was pressed.

    A second press finds another number than the page showed, and changes nothing.
    """
    held = places.hold(session_id)
    _check_time(held, now)
    if held.guests != shown:
        raise ChangedMeanwhile
    held.guests = max(0, held.guests + (1 if more else -1))
    audit.record("guests counted", now=now, by=by, thing=f"session {held.id}", guests=held.guests)
