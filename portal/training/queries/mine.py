"""Reads for people about their own bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.database import rows, session
from portal.kit import clock
from portal.kit.errors import NotFound
from portal.people import queries as people
from portal.people.queries import Trust
from portal.people.rules import May
from portal.training import links, rules
from portal.training.models import Booking, Course, QISession
from portal.training.queries import words
from portal.training.rules import Status


@dataclass(frozen=True)
class MyBooking:
    """A booking, as its person sees it."""

    seen_at: datetime
    id: int
    person_id: int
    reference: str
    title: str
    slug: str
    starts_at: datetime
    ends_at: datetime
    session_state: str
    mode: str
    venue: str
    status: str
    offer_ends_at: datetime | None
    came: bool | None

    @property
    def status_words(self) -> str:
        """Where it stands, or what came of it."""
        if self.is_called_off:
            return str(words.CALLED_OFF)
        if self.has_begun and self.status in rules.STANDS:
            return str(words.TOOK_PART if self.came else words.OVER)
        return str(words.FOR_PERSON[Status(self.status)])

    @property
    def status_words_for_helper(self) -> str:
        """Where it stands, said to someone who helps them."""
        return str(words.FOR_HELPER[Status(self.status)])

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])

    @property
    def stands(self) -> bool:
        """Whether they have, were offered or wait for a place."""
        return self.status in rules.STANDS

    @property
    def can_cancel(self) -> bool:
        """Whether it can still be given up."""
        return rules.can_cancel(self.status, self.starts_at, self.seen_at)

    @property
    def can_answer(self) -> bool:
        """Whether a place waits for their answer."""
        return rules.can_answer(self.status, self.offer_ends_at, self.seen_at)

    @property
    def has_place(self) -> bool:
        """Whether they are expected there."""
        return self.status == Status.CONFIRMED and not self.is_called_off

    @property
    def is_called_off(self) -> bool:
        """Whether we cancelled the whole session."""
        return self.session_state == "cancelled"

    @property
    def can_say_met(self) -> bool:
        """Whether they were there, so that they can say if what they needed was."""
        return self.status == Status.CONFIRMED and not self.is_called_off and self.seen_at >= self.ends_at

    @property
    def has_begun(self) -> bool:
        """Whether it is too late for anything."""
        return self.seen_at >= self.starts_at


def bookings_of_person(person_id: int) -> list[MyBooking]:
    """Everything that someone booked, what comes last first. One query."""
    return _bookings(Booking.person_id == person_id)


def get_booking_of_person(booking_id: int, person_id: int) -> MyBooking:
    """One of them, if it is theirs. One query."""
    return _one(_bookings((Booking.id == booking_id) & (Booking.person_id == person_id)))


def get_booking_by_link(token: str) -> MyBooking:
    """The booking whose link this is. One query."""
    return _one(_bookings(Booking.token_digest == links.digest_of(token)))


def get_helped_booking_by_link(token: str) -> tuple[MyBooking, Trust]:
    """The booking of a helper's own link, and the trust it rests on, if they may answer today. Three queries."""
    trust_id, booking_id = links.read_helper(token) or (0, 0)
    booking = session.get(Booking, booking_id)
    if booking is None or not links.is_of_helper(token, trust_id, booking):
        raise NotFound
    trust = people.get_trust_in_force(trust_id, clock.today())
    if May.ANSWER not in trust.may:
        raise NotFound
    return get_booking_of_person(booking_id, trust.person_id), trust


def _one(found: list[MyBooking]) -> MyBooking:
    if not found:
        raise NotFound
    return found[0]


def _bookings(condition: ColumnElement[bool]) -> list[MyBooking]:
    now = clock.now()
    found = rows(
        select(
            Booking.id,
            Booking.person_id,
            Booking.reference,
            Course.title,
            QISession.slug,
            QISession.starts_at,
            QISession.ends_at,
            QISession.state,
            QISession.mode,
            QISession.venue,
            Booking.status,
            Booking.offer_ends_at,
            Booking.came,
        )
        .join(QISession, QISession.id == Booking.qi_session_id)
        .join(Course, Course.id == QISession.course_id)
        .where(condition)
        .order_by(QISession.starts_at.desc(), Booking.id.desc())
    )
    return [MyBooking(now, *row) for row in found]
