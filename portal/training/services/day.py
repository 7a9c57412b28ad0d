"""The day itself: who came to which date of a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import session, writes
from portal.kit import audit
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.training import rules
from portal.training.models import Attendance, Booking, QISession, SessionDate
from portal.training.services import places

FIRST = 1


@dataclass(frozen=True)
class Seen:
    """Who of a booking was there: the person, and whoever was to come with them (None where that was not noted)."""

    came: bool
    companion_came: bool | None = None


@writes
def mark(
    booking_id: int, number: int, *, came: bool, companion_came: bool | None = None, by: int, now: datetime
) -> None:
    """Note whether someone was there on one date; noting it anew replaces what was noted, and both stand on record."""
    held, booking = places.hold_with(booking_id)
    _mark(held, number, {booking.id: Seen(came, companion_came)}, by=by, now=now)


def mark_came(booking_id: int, *, came: bool, by: int, now: datetime) -> None:
    """Note whether someone was there on the first date."""
    mark(booking_id, FIRST, came=came, by=by, now=now)


@writes
def mark_all(session_id: int, number: int, seen: Mapping[int, Seen], *, by: int, now: datetime) -> int:
    """Note for many at once who was there on one date, by the number of their booking; for how many that was news."""
    return _mark(places.hold(session_id), number, seen, by=by, now=now)


def _mark(held: QISession, number: int, seen: Mapping[int, Seen], *, by: int, now: datetime) -> int:
    starts_at = _starts_at(held, number)
    theirs = select(Booking).where(Booking.qi_session_id == held.id, Booking.id.in_(seen)).order_by(Booking.id)
    found = list(session.scalars(theirs.execution_options(populate_existing=True)))
    if not all(rules.may_mark(held.state, booking.status, starts_at, now) for booking in found):
        raise Refused(_("This can be noted once the training has begun, for those who had a place."))
    noted = _noted([booking.id for booking in found])
    return sum(_note(booking, number, seen[booking.id], noted[booking.id], by=by, now=now) for booking in found)


def note_one(booking: Booking, number: int, seen: Seen, *, by: int, now: datetime) -> None:
    """Keep who of a booking was there on a date, whose session is held already."""
    _note(booking, number, seen, _noted([booking.id])[booking.id], by=by, now=now)


def _starts_at(held: QISession, number: int) -> datetime:
    if number == FIRST:
        return held.starts_at
    further = select(SessionDate.starts_at).where(SessionDate.qi_session_id == held.id, SessionDate.number == number)
    starts_at = session.scalar(further.where(SessionDate.cancelled_at.is_(None)))
    if starts_at is None:
        raise NotFound
    return starts_at


def _noted(booking_ids: list[int]) -> dict[int, dict[int, Attendance]]:
    """What was noted before for these bookings, by the number of the date."""
    noted: dict[int, dict[int, Attendance]] = {booking_id: {} for booking_id in booking_ids}
    for line in session.scalars(select(Attendance).where(Attendance.booking_id.in_(booking_ids))):
        noted[line.booking_id][line.number] = line
    return noted


def _note(booking: Booking, number: int, seen: Seen, noted: dict[int, Attendance], *, by: int, now: datetime) -> bool:
    """Keep who of a booking was there on a date, beside what was `noted` of it before; whether that is news."""
    companion_came = seen.companion_came if booking.places > 1 else None
    line = noted.get(number)
    if line is not None and (line.came, line.has_companion_come) == (seen.came, companion_came):
        return False
    if line is None:
        line = noted[number] = Attendance(booking_id=booking.id, number=number)
        session.add(line)
    line.came, line.has_companion_come, line.at, line.by_person_id = seen.came, companion_came, now, by
    booking.came = any(one.came for one in noted.values())
    booking.has_companion_come = _any_known(one.has_companion_come for one in noted.values())
    thing = places.thing(booking)
    audit.record("booking came", now=now, by=by, about=booking.person_id, thing=thing, number=number, came=seen.came)
    return True


def _any_known(answers: Iterable[bool | None]) -> bool | None:
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None
