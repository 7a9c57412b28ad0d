"""Sessions that are over, and who came to them, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from portal.database import add, session, writing
from portal.training import links
from portal.training.models import Attendance, Booking, Course, QISession, SessionDate
from tests.factories import ABooking, ACourse, APerson, ASession


def a_session_of_yesterday(now: datetime, course: Course | None = None, **given: Any) -> QISession:
    """Two hours, a day ago."""
    return ASession(course or ACourse(), **{"starts_at": now - timedelta(days=1), **given})


def a_series(now: datetime, **given: Any) -> QISession:
    """Three dates in three weeks, the last one yesterday, and one more that was cancelled."""
    first = now - timedelta(days=15)
    held = ASession(ACourse(), starts_at=first, **{"last_ends_at": first + timedelta(days=14, hours=2), **given})
    with writing():
        for number, cancelled_at in ((2, None), (3, None), (4, first)):
            starts_at = first + timedelta(days=7 * (number - 1) if number < 4 else 10)
            ends_at = starts_at + timedelta(hours=2)
            given_date = {"number": number, "starts_at": starts_at, "ends_at": ends_at, "cancelled_at": cancelled_at}
            add(SessionDate(qi_session_id=held.id, **given_date))
    return held


def a_booking_with_link(held: QISession, name: str = "Ada Lovelace", **given: Any) -> tuple[Booking, str]:
    """A confirmed place in a session that is over, and the secret of its link."""
    person = APerson(name, **{key: given.pop(key) for key in ("mobile", "email", "locale") if key in given})
    made = ABooking(held, person, **given)
    with writing():
        booking = session.get_one(Booking, made.id, populate_existing=True)
        booking.token_digest = links.new_digest(booking.id, booking.draft_key)
    session.expunge(booking)  # as it stands: what a test does later must not ask for it again
    return booking, links.token_of(booking)


def note_dates(booking: Booking, **came: bool) -> None:
    """Note on which dates someone came: first=True, second=False and so on."""
    numbers = {"first": 1, "second": 2, "third": 3}
    with writing():
        for name, was_there in came.items():
            line = {"number": numbers[name], "came": was_there, "at": booking.asked_at}
            add(Attendance(booking_id=booking.id, **line))


def set_came(booking: Booking, *, came: bool | None) -> None:
    """Put a mark right."""
    with writing():
        session.get_one(Booking, booking.id, populate_existing=True).came = came
