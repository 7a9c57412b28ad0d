"""Sessions as staff plan, change and cancel them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from portal.database import add, session, writes
from portal.kit import audit, clock, free
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.freshness import public_change
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.training import messages, rules
from portal.training.messages import Before
from portal.training.models import Course, QISession
from portal.training.rules import Status, Why
from portal.training.services import dates, line, places, pools
from portal.training.services.dates import LaterDate
from portal.training.services.places import Move

# Who booked must know when one of these changes.
TOLD_OF = ("starts_at", "ends_at", "mode", "venue", "online_link", "dial_in")


@dataclass(frozen=True)
class SessionDetails:
    """What staff write about a session; `later` are its further dates, None to leave them as they are."""

    course_id: int
    starts_at: datetime
    ends_at: datetime
    mode: str
    capacity: int
    venue: str = ""
    how_to_get_there: str = ""
    access: str = ""
    online_link: str = ""
    online_note: str = ""
    host_name: str = ""
    host_role: str = ""
    expenses: str = ""
    directorate_id: int | None = None
    kept: int = 0
    online_capacity: int = 0
    online_kept: int = 0
    kept_until: datetime | None = None
    needs_by: date | None = None
    is_step_free: bool | None = None
    has_quiet_room: bool | None = None
    parking: str = ""
    food: str = ""
    dial_in: str = ""
    materials_before: str = ""
    materials_after: str = ""
    template_name: str = ""
    later: tuple[LaterDate, ...] | None = None

    def of_session(self) -> dict[str, Any]:
        """What stands on the session itself."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "later"}


@writes
def add_session(details: SessionDetails, *, by: int | None, now: datetime) -> int:
    """Plan a session; nobody but staff sees it until it is published. Its number."""
    course = session.get_one(Course, details.course_id)
    slug = free.slug(f"{course.slug[:60]}-{clock.local(details.starts_at):%Y-%m-%d}", QISession.slug, longest=72)
    made = QISession(slug=slug, **details.of_session())
    _fit(made)
    add(made)
    dates.put(made, details.later, now=now)
    audit.record("session added", now=now, by=by, thing=_thing(made))
    return made.id


@writes
def change_session(session_id: int, details: SessionDetails, *, by: int, now: datetime, version: int) -> None:
    """Write a session anew; who booked is told of another time or place, and new places go to those who wait."""
    held = _unchanged(session_id, version)
    before = {name: getattr(held, name) for name in TOLD_OF}
    mode_before, was_split = held.mode, pools.is_split(held)
    for name, value in details.of_session().items():
        setattr(held, name, value)
    _fit(held, mode_before, was_split=was_split)
    are_dates_new = dates.put(held, details.later, now=now)
    held.version, held.changed_at = held.version + 1, now
    if held.state == "published" and before["starts_at"] != held.starts_at:
        held.moved_from_at = before["starts_at"]
    audit.record("session changed", now=now, by=by, thing=_thing(held))
    if are_dates_new or before != {name: getattr(held, name) for name in TOLD_OF}:
        _tell_of_change(held, Before(before["starts_at"], before["ends_at"], before["venue"]), now)
    session.flush()
    line.give_on(held, now, Why.MORE_PLACES)
    public_change()


def _fit(held: QISession, mode_before: str = "", *, was_split: bool = False) -> None:
    """Leave out what a session has no use for, and refuse numbers and ways to take part that cannot be."""
    is_other_way = held.mode != mode_before and "both" in {held.mode, mode_before} and mode_before != "in_person"
    if is_other_way or (was_split and not pools.is_split(held)):
        _refuse_other_mode(held)
    if held.mode != "both":
        held.online_capacity = held.online_kept = 0
    pools.check(held)


def _refuse_other_mode(held: QISession) -> None:
    if held.taken or held.online_taken or held.waiting:
        raise Refused(_("People have booked this session as it is. Plan another one, and cancel this one."), "mode")


def _unchanged(session_id: int, version: int) -> QISession:
    held = places.hold(session_id)
    if held.version != version:
        raise ChangedMeanwhile
    if held.state == "cancelled":
        raise Refused(_("This session is cancelled, so it cannot be changed any more."))
    return held


def _tell_of_change(held: QISession, before: Before, now: datetime) -> None:
    held.sequence += 1
    session.flush()
    found = places.standing(held.id)
    line.shorten_offers(held, found, now)
    line.follow_mode(held, found, now)
    places.ask_again(held)
    if held.starts_at > now:
        all_told = zip(found, places.told_all(held, found, now), strict=True)
        outbox.put_all(
            [
                messages.changed(told, before, booking_id=booking.id, has_place=booking.status == Status.CONFIRMED)
                for booking, of_booking in all_told
                for told in of_booking
            ],
            now=now,
        )


@writes
def publish(session_id: int, *, by: int, now: datetime) -> None:
    """Let everyone see and book a session; a second press changes nothing."""
    held = places.hold(session_id)
    if held.state != "draft" or held.template_name:
        return
    if not rules.takes_bookings("published", held.starts_at, now):
        raise Refused(_("This session would begin in the past. Change its day first."))
    held.state, held.version, held.changed_at = "published", held.version + 1, now
    audit.record("session published", now=now, by=by, thing=_thing(held))
    session.flush()
    public_change()


@writes
def cancel_session(session_id: int, *, why: str = "", said: str = "", by: int, now: datetime) -> None:
    """Cancel a session and tell everyone who has, was offered or waits for a place; a second press changes nothing.

    `why` is for the record; `said` is what those who booked are told besides.
    """
    held = places.hold(session_id)
    if held.state == "cancelled":
        return
    if held.state == "draft":
        raise Refused(_("Nobody has seen this session, so there is nobody to tell. Let go of it instead."))
    if held.starts_at <= now:
        raise Refused(_("This session has begun, so it cannot be cancelled any more."))
    held.state, held.version, held.sequence = "cancelled", held.version + 1, held.sequence + 1
    held.changed_at = now
    session.flush()
    _cancel_all(held, said, by, now)
    audit.record("session cancelled", now=now, by=by, thing=_thing(held), reason=why)
    public_change()


def _cancel_all(held: QISession, said: str, by: int, now: datetime) -> None:
    found = places.standing(held.id)
    had_place = [booking.status == Status.CONFIRMED for booking in found]
    lines = places.move_all(held, found, Move(Status.CANCELLED, now, by=by, why=Why.SESSION_CANCELLED))
    for booking in found:
        audit.record("booking cancelled", now=now, by=by, about=booking.person_id, thing=places.thing(booking))
    outbox.put_all(
        [
            messages.session_cancelled(told, written, had_place=had, said=said)
            for of_booking, written, had in zip(places.told_all(held, found, now), lines, had_place, strict=True)
            for told in of_booking
        ],
        now=now,
    )


def _thing(held: QISession) -> str:
    return f"session {held.id}"
