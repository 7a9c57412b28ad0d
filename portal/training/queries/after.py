"""Reads for after a training: what someone said of it, what they can have from it, and what comes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, case, cast, exists, literal, select
from sqlalchemy.orm import aliased

from portal.database import rows, session
from portal.kit import clock
from portal.kit.errors import NotFound
from portal.outbox.models import Message
from portal.people import queries as people
from portal.people.models import NeedFlag, Person
from portal.training import links, rules
from portal.training.materials import Material, materials_of
from portal.training.models import Booking, Course, QISession, TrainingFeedback
from portal.training.rules import After, Status

Next = aliased(Course)
KEY = "booking after "  # then one of rules.After, and the number of the booking: what makes a message this one
DATES_TOLD = 3


@dataclass(frozen=True)
class Coming:
    """A date of the same course that is to come."""

    slug: str
    mode: str
    starts_at: datetime
    ends_at: datetime


def next_dates(course_id: int, now: datetime) -> list[Coming]:
    """The next dates of a course that everyone may book, three at most. One query."""
    found = rows(
        select(QISession.slug, QISession.mode, QISession.starts_at, QISession.ends_at)
        .where(QISession.course_id == course_id, QISession.state == "published", QISession.starts_at > now)
        .order_by(QISession.starts_at, QISession.id)
        .limit(DATES_TOLD)
    )
    return [Coming(*row) for row in found]


@dataclass(frozen=True)
class NextCourse:
    """The course that one leads to."""

    title: str
    slug: str


def find_next_course(course_id: int) -> NextCourse | None:
    """What a course leads to, if anything. One query."""
    found = rows(
        select(Next.title, Next.slug).join(Course, Course.leads_to == Next.slug).where(Course.id == course_id).limit(1)
    )
    return NextCourse(*found[0]) if found else None


def sessions_to_write_of(now: datetime) -> list[int]:
    """The sessions that are over and after which someone was not written to yet. One query."""
    since, until = rules.written_afterwards(now, clock.HERE)
    found = (
        select(QISession.id)
        .where(QISession.state == "published", QISession.last_ends_at >= since, QISession.last_ends_at < until)
        .where(exists().where(Booking.qi_session_id == QISession.id, _is_to_be_told()))
        .order_by(QISession.id)
    )
    return list(session.scalars(found))


def bookings_to_tell(session_id: int) -> list[Booking]:
    """Those who had a place in a session and were not written to yet about what is known of them now. One query."""
    theirs = select(Booking).where(Booking.qi_session_id == session_id, _is_to_be_told()).order_by(Booking.id)
    return list(session.scalars(theirs.execution_options(populate_existing=True)))


def _is_to_be_told() -> ColumnElement[bool]:
    known = case((Booking.came.is_(True), After.CAME), (Booking.came.is_(False), After.MISSED), else_=After.NOT_NOTED)
    key = literal(KEY, String) + known + literal(" ", String) + cast(Booking.id, String)
    was_told = exists().where(Message.key == key)
    is_forgotten = exists().where(Person.id == Booking.person_id, Person.forgotten_at.is_not(None))
    return (Booking.status == Status.CONFIRMED) & ~was_told & ~is_forgotten


def key_of(which: After, booking_id: int) -> str:
    """What makes a message after a training this one, as `_is_to_be_told` reads it."""
    return f"{KEY}{which} {booking_id}"


def told_not_noted(booking_ids: Collection[int]) -> set[int]:
    """Those of these bookings who were written to before it was noted that they came. One query."""
    keys = {key_of(After.NOT_NOTED, id): id for id in booking_ids}
    return {keys[key] for key in session.scalars(select(Message.key).where(Message.key.in_(keys)))}


def with_needs_to_ask(booking_ids: Collection[int]) -> set[int]:
    """Those of these bookings who told us what they need and were not asked yet if it was there. One query."""
    things = {f"booking {id}": id for id in booking_ids}
    to_ask = select(NeedFlag.thing).where(
        NeedFlag.thing.in_(things), NeedFlag.ended_at.is_(None), NeedFlag.asked_at.is_(None)
    )
    return {things[thing] for thing in session.scalars(to_ask)}


@dataclass(frozen=True)
class MyAfter:
    """A booking whose training is over, as its person sees it, with what they said of it."""

    booking_id: int
    person_id: int
    token: str
    status: str
    came: bool | None
    has_companion_come: bool | None
    state: str
    starts_at: datetime
    last_ends_at: datetime
    course_id: int
    title: str
    materials: list[Material]
    has_needs: bool
    said: TrainingFeedback | None

    @property
    def may_say(self) -> bool:
        """Whether they can say how it was."""
        return rules.may_say_how_it_was(self.state, self.status, self.came, self.last_ends_at, clock.now())

    @property
    def has_certificate(self) -> bool:
        """Whether they, or whoever came with them, can have a certificate."""
        came = bool(self.came or self.has_companion_come)
        return rules.has_earned(self.state, self.status, came, self.last_ends_at, clock.now())

    @property
    def is_missed(self) -> bool:
        """Whether it is noted that they did not come."""
        return self.status == Status.CONFIRMED and self.came is False and self.state == "published"


def get_after_of_person(booking_id: int, person_id: int) -> MyAfter:
    """One's own booking. One query."""
    return _after((Booking.id == booking_id) & (Booking.person_id == person_id))


def get_after_by_link(token: str) -> MyAfter:
    """The booking whose own link this is; that of a helper opens nothing. One query."""
    return _after(Booking.token_digest == links.digest_of(token))


def _after(condition: ColumnElement[bool]) -> MyAfter:
    found = rows(
        select(Booking, QISession, Course.title, people.has_flags("booking", Booking.id), TrainingFeedback)
        .join(QISession, QISession.id == Booking.qi_session_id)
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(TrainingFeedback, TrainingFeedback.booking_id == Booking.id)
        .where(condition)
    )
    if not found:
        raise NotFound
    booking, held, title, has_needs, said = found[0]
    return MyAfter(
        booking.id,
        booking.person_id,
        links.token_of(booking),
        booking.status,
        booking.came,
        booking.has_companion_come,
        held.state,
        held.starts_at,
        held.last_ends_at,
        held.course_id,
        title,
        materials_of(held.materials_after),
        has_needs,
        said,
    )
