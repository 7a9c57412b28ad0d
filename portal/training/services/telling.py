"""What messages about bookings need to know, for one booking or for thousands alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from portal.database import session
from portal.kit import clock
from portal.people import queries as people
from portal.people.queries import Reachable, Trust
from portal.people.rules import May
from portal.training import links
from portal.training.messages import Told
from portal.training.models import Booking, Course, QISession
from portal.training.queries.days import days_of


def told(
    held: QISession, booking: Booking, now: datetime, locale: str = "", *, how: str = "", by: int | None = None
) -> list[Told]:
    """What messages about this booking need to know: the first is for the person, the others are copies for helpers.

    `by` is whoever did it with or for the person, and `how`. A helper gets a copy of what they did themselves, too.
    """
    return _told(held, [booking], now, locale, how=how, by=by)[0]


def told_all(held: QISession, bookings: Sequence[Booking], now: datetime) -> list[list[Told]]:
    """The same for each of these bookings of a session. Six queries, however many they are."""
    return _told(held, bookings, now)


def _told(
    held: QISession,
    bookings: Sequence[Booking],
    now: datetime,
    locale: str = "",
    *,
    how: str = "",
    by: int | None = None,
) -> list[list[Told]]:
    reached = people.reachable_by([booking.contact_way_id for booking in bookings])
    helpers = people.helpers_of_all({booking.person_id for booking in bookings}, clock.local(now).date())
    title, days = session.get_one(Course, held.course_id).title, days_of(held)
    found = []
    for booking in bookings:
        to = reached[booking.contact_way_id]
        token, speaks = links.token_of(booking), locale or to.locale
        first = Told(to, booking.reference, token, title, held, speaks, now, how, mode=booking.mode, days=days)
        found.append([first, *_copies(first, booking, helpers.get(booking.person_id, []), by)])
    return found


def _copies(first: Told, booking: Booking, helpers: list[Trust], by: int | None) -> Iterator[Told]:
    for trust in helpers:
        if May.GET_REMINDERS in trust.may or trust.helper_id == by:
            to = people.find_reachable(trust.helper_id, trust.value) if trust.helper_id is not None else None
            if to is not None:
                yield _copy(first, booking, trust, to)


def _copy(first: Told, booking: Booking, trust: Trust, to: Reachable) -> Told:
    """A copy for a helper: in their language, and with a link of their own only when they may answer."""
    token = links.token_of_helper(trust.id, booking) if May.ANSWER in trust.may else ""
    return replace(first, to=to, token=token, locale=to.locale, how="", trust_id=trust.id, helped=trust.person_name)
