"""Reads for people about their own bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from portal.database import rows, session
from portal.kit import clock
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
from portal.kit.words import number
from portal.people import queries as people
from portal.people.queries import Trust
from portal.people.rules import May
from portal.training import links, rules
from portal.training.calendar import Day
from portal.training.models import Booking, Course, QISession, SessionDate
from portal.training.queries import times, words
from portal.training.queries.days import COLUMNS, with_days
from portal.training.rules import Status

Other = aliased(Booking)


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
    places: int
    companion: str
    said: str
    place_in_line: int  # 0 for those who do not wait
    is_kept_from: bool  # whether all places that are free are kept for others
    host_name: str
    course_id: int
    days: tuple[Day, ...]

    @property
    def held(self) -> list[Day]:
        """The dates that take place."""
        return [day for day in self.days if not day.is_cancelled]

    @property
    def when_words(self) -> list[str]:
        """When it is, a line for each date."""
        return [times.span_words(self.mode, day.starts_at, day.ends_at) for day in self.held]

    @property
    def next_day(self) -> Day:
        """The date that is on or comes next; the last one when all are over."""
        return next((day for day in self.held if day.ends_at > self.seen_at), self.held[-1])

    @property
    def comes_words(self) -> str:
        """Who comes with them; "" when nobody does."""
        if self.places == 1:
            return ""
        return _("Two places: you, and %(name)s.", name=self.companion) if self.companion else _("Two places.")

    @property
    def said_words(self) -> str:
        """What they answered when we asked if they come; "" when they did not yet, or have no place."""
        return str(words.SAID[self.said]) if self.said and self.has_place else ""

    @property
    def line_words(self) -> list[str]:
        """What is true of their place in the line."""
        if not self.place_in_line or self.has_begun:
            return []
        kept = [_("The places that are left are kept for service users and carers.")] if self.is_kept_from else []
        place = _("You are number %(place)s in the line.", place=number(self.place_in_line))
        pair = [_("You wait for two places together.")] if self.places == 2 else []
        return [place, *pair, *kept]

    @property
    def status_words(self) -> str:
        """Where it stands, or what came of it."""
        if self.is_called_off:
            return str(words.CALLED_OFF)
        if self.has_begun and self.stands and not self.can_say:
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
        return self.status == Status.CONFIRMED and not self.is_called_off and self.is_over

    @property
    def has_begun(self) -> bool:
        """Whether it is too late to give it up."""
        return self.seen_at >= self.starts_at

    @property
    def is_over(self) -> bool:
        """Whether its last date is over."""
        return self.seen_at >= self.held[-1].ends_at

    @property
    def can_say(self) -> bool:
        """Whether they can say if they are coming."""
        return self.has_place and not self.is_over

    @property
    def can_make_one(self) -> bool:
        """Whether they can say that one place of two is enough."""
        return self.places == 2 and self.can_cancel and not self.is_called_off


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
            case((_has_two_counts(), Booking.mode), else_=QISession.mode),
            QISession.venue,
            Booking.status,
            Booking.offer_ends_at,
            Booking.came,
            Booking.places,
            Booking.companion,
            Booking.said,
            case((Booking.status == Status.WAITING, _place_in_line()), else_=0),
            _is_kept_from(),
            QISession.host_name,
            QISession.course_id,
            *COLUMNS,
        )
        .join(QISession, QISession.id == Booking.qi_session_id)
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(SessionDate, SessionDate.qi_session_id == QISession.id)
        .where(condition)
        .order_by(QISession.starts_at.desc(), Booking.id.desc())
    )
    return with_days(lambda *row: MyBooking(now, *row), found)


def _has_two_counts() -> ColumnElement[bool]:
    return (QISession.mode == "both") & (QISession.online_capacity > 0)


def _place_in_line() -> ColumnElement[int]:
    """How many wait in the same line until it is this one's turn, with them."""
    before = select(func.count()).where(
        Other.qi_session_id == Booking.qi_session_id,
        Other.status == Status.WAITING,
        Other.mode == Booking.mode,
        Other.asked_at <= Booking.asked_at,
    )
    return before.correlate(Booking).scalar_subquery()


def _is_kept_from() -> ColumnElement[bool]:
    """Whether enough places are free for them, but too few that are not kept for service users and carers."""
    is_online = _has_two_counts() & (Booking.mode == "online")
    here, online = QISession.capacity - QISession.taken, QISession.online_capacity - QISession.online_taken
    free = case((is_online, online), else_=here)
    here = QISession.capacity - QISession.kept - QISession.taken_by_others
    online = QISession.online_capacity - QISession.online_kept - QISession.online_taken_by_others
    not_kept = case((is_online, online), else_=here)
    return Booking.who.not_in(rules.KEPT_FOR) & (free >= Booking.places) & (not_kept < Booking.places)
