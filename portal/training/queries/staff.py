"""Reads for staff: sessions, courses, and who booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select, true

from portal.database import rows, session
from portal.kit import clock, paging
from portal.kit.errors import NotFound
from portal.people import queries as people
from portal.people.models import NeedFlag
from portal.signin.rules import Scope
from portal.training import rules
from portal.training.calendar import Day
from portal.training.models import Booking, Course, QISession, SessionDate
from portal.training.queries import words
from portal.training.queries.days import COLUMNS, with_days
from portal.training.rules import Status
from portal.trust.models import Directorate

PER_PAGE = 25


def within(scope: Scope) -> ColumnElement[bool]:
    """A session that this member of staff runs; one of no directorate is for those who see all."""
    return true() if scope.is_everywhere else QISession.directorate_id.in_(scope.directorate_ids)


@dataclass(frozen=True)
class ComingRow:
    """A session soon, as Today shows it."""

    seen_on: date
    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    booked: int
    waiting: int
    offers_open: int
    with_needs: int
    not_ready: int
    needs_by: date | None
    no_interpreter: int

    @property
    def is_interpreter_urgent(self) -> bool:
        """Whether someone still has no interpreter, and the day by which one must be booked is near or over."""
        return self.no_interpreter > 0 and self.needs_by is not None and self.needs_by <= self.seen_on + SOON


SOON, NEEDS_LOOK_AHEAD = timedelta(days=7), timedelta(days=14)
INTERPRETERS = ("sign_language", "interpreter")


@dataclass(frozen=True)
class Coming:
    """The next sessions, and how many needs of all that begin within 14 days are not ready."""

    first: list[ComingRow]
    not_ready: int


def coming_for_staff(scope: Scope, now: datetime, limit: int) -> Coming:
    """The next public sessions, with how many booked, wait, have an open offer, or need something. One query."""
    not_ready = _not_ready()
    is_soon = QISession.starts_at <= now + NEEDS_LOOK_AHEAD
    found = rows(
        select(
            QISession.id,
            Course.title,
            QISession.starts_at,
            QISession.ends_at,
            QISession.capacity,
            _count(Booking.status == Status.CONFIRMED),
            QISession.waiting,
            _count(Booking.status == Status.OFFERED),
            _count(people.has_flags("booking", Booking.id)),
            not_ready,
            QISession.needs_by,
            _not_ready(NeedFlag.kind.in_(INTERPRETERS)),
            func.sum(case((is_soon, not_ready), else_=0)).over(),
        )
        .join(Course, Course.id == QISession.course_id)
        .where(QISession.state == "published", QISession.starts_at > now, within(scope))
        .order_by(QISession.starts_at, QISession.id)
        .limit(limit)
    )
    today = clock.local(now).date()
    return Coming([ComingRow(today, *row[:-1]) for row in found], int(found[0][-1]) if found else 0)


def _not_ready(*which: ColumnElement[bool]) -> ColumnElement[int]:
    there = people.flagged("booking", Booking.id)
    counted = select(func.count()).where(
        Booking.qi_session_id == QISession.id, there, NeedFlag.ended_at.is_(None), NeedFlag.ready_at.is_(None), *which
    )
    return counted.correlate(QISession).scalar_subquery()


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    counted = select(func.count()).where(Booking.qi_session_id == QISession.id, condition)
    return counted.correlate(QISession).scalar_subquery()


@dataclass(frozen=True)
class StaffRow:
    """A session in the list of staff."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    directorate_name: str | None
    capacity: int
    taken: int
    waiting: int
    state: str

    @property
    def state_words(self) -> str:
        """Whether people can see it."""
        return str(words.STATES[self.state])

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])


def sessions(scope: Scope, now: datetime, mark: paging.Mark | None, *, is_past: bool) -> paging.Page[StaffRow]:
    """One page of sessions: those to come, the next one first, or those that have begun, the last one first. One query."""
    begun = QISession.starts_at <= now if is_past else QISession.starts_at > now
    statement = (
        select(
            QISession.id,
            Course.title,
            QISession.starts_at,
            QISession.ends_at,
            QISession.mode,
            Directorate.name,
            QISession.capacity,
            QISession.taken,
            QISession.waiting,
            QISession.state,
        )
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(Directorate, Directorate.id == QISession.directorate_id)
        .where(begun, within(scope), ~is_template())
        .limit(PER_PAGE + 1)
    )
    statement = paging.from_mark(statement, mark, QISession.starts_at, QISession.id, is_newest_first=is_past)
    found = [StaffRow(*row) for row in rows(statement)]
    return paging.page_of(found, mark, lambda row: (row.starts_at, row.id), PER_PAGE)


@dataclass(frozen=True)
class StaffSession:
    """Everything about a session, for those who run it."""

    id: int
    slug: str
    version: int
    state: str
    title: str
    course_id: int
    starts_at: datetime
    ends_at: datetime
    mode: str
    venue: str
    how_to_get_there: str
    access: str
    online_link: str
    online_note: str
    host_role: str
    expenses: str
    directorate_id: int | None
    directorate_name: str | None
    capacity: int
    taken: int
    waiting: int
    last_ends_at: datetime
    guests: int
    host_name: str
    is_step_free: bool | None
    has_quiet_room: bool | None
    parking: str
    food: str
    dial_in: str
    materials_before: str
    materials_after: str
    needs_by: date | None
    kept: int
    kept_until: datetime | None
    online_capacity: int
    online_taken: int
    online_kept: int
    days: tuple[Day, ...]

    @property
    def held(self) -> list[Day]:
        """The dates that take place."""
        return [day for day in self.days if not day.is_cancelled]

    @property
    def kept_in_all(self) -> int:
        """How many places are kept for service users and carers, of either kind."""
        return self.kept + self.online_kept

    @property
    def state_words(self) -> str:
        """Whether people can see it."""
        return str(words.STATES[self.state])

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])


def get_session(session_id: int, scope: Scope) -> StaffSession:
    """One session, if this member of staff runs it. One query."""
    found = rows(
        select(
            QISession.id,
            QISession.slug,
            QISession.version,
            QISession.state,
            Course.title,
            QISession.course_id,
            QISession.starts_at,
            QISession.ends_at,
            QISession.mode,
            QISession.venue,
            QISession.how_to_get_there,
            QISession.access,
            QISession.online_link,
            QISession.online_note,
            QISession.host_role,
            QISession.expenses,
            QISession.directorate_id,
            Directorate.name,
            QISession.capacity,
            QISession.taken,
            QISession.waiting,
            QISession.last_ends_at,
            QISession.guests,
            QISession.host_name,
            QISession.is_step_free,
            QISession.has_quiet_room,
            QISession.parking,
            QISession.food,
            QISession.dial_in,
            QISession.materials_before,
            QISession.materials_after,
            QISession.needs_by,
            QISession.kept,
            QISession.kept_until,
            QISession.online_capacity,
            QISession.online_taken,
            QISession.online_kept,
            *COLUMNS,
        )
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(Directorate, Directorate.id == QISession.directorate_id)
        .outerjoin(SessionDate, SessionDate.qi_session_id == QISession.id)
        .where(QISession.id == session_id, within(scope))
    )
    if not found:
        raise NotFound
    return with_days(StaffSession, found)[0]


def sessions_of_bookings(booking_ids: list[int]) -> dict[int, int]:
    """The session of each of these bookings. One query."""
    return {
        id: session_id
        for id, session_id in rows(select(Booking.id, Booking.qi_session_id).where(Booking.id.in_(booking_ids)))
    }


def needs_ready_late(scope: Scope, start: datetime, end: datetime) -> dict[int | None, int]:
    """How many needs flagged in that time were got ready only after the training had begun, by directorate. One query."""
    found = rows(
        select(NeedFlag.directorate_id, func.count())
        .join(Booking, people.flagged("booking", Booking.id))
        .join(QISession, QISession.id == Booking.qi_session_id)
        .where(NeedFlag.flagged_at >= start, NeedFlag.flagged_at < end, NeedFlag.ended_at.is_(None))
        .where(NeedFlag.ready_at > QISession.starts_at, within(scope))
        .group_by(NeedFlag.directorate_id)
    )
    return {directorate_id: count for directorate_id, count in found}


def session_of_booking(booking_id: int, scope: Scope) -> int:
    """The session of a booking, if this member of staff runs it. One query."""
    found = session.scalar(
        select(QISession.id)
        .join(Booking, Booking.qi_session_id == QISession.id)
        .where(Booking.id == booking_id, within(scope))
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class PersonsSession:
    """A session to come that someone booked."""

    id: int
    title: str
    starts_at: datetime


def sessions_of_person(person_id: int | None, scope: Scope, now: datetime) -> list[PersonsSession]:
    """The sessions to come that someone has a booking for and this member of staff runs, the next one first. One query."""
    found = rows(
        select(QISession.id, Course.title, QISession.starts_at)
        .join(Booking, Booking.qi_session_id == QISession.id)
        .join(Course, Course.id == QISession.course_id)
        .where(
            Booking.person_id == person_id, Booking.status.in_(rules.STANDS), QISession.starts_at > now, within(scope)
        )
        .order_by(QISession.starts_at, QISession.id)
    )
    return [PersonsSession(*row) for row in found]


def get_to_write(session_id: int, scope: Scope) -> QISession:
    """A session as it is kept, to be written anew or to begin another from, if this member of staff runs it. One query."""
    found = session.scalar(select(QISession).where(QISession.id == session_id, within(scope)))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Template:
    """A pattern for new sessions."""

    id: int
    name: str
    title: str


def templates(scope: Scope) -> list[Template]:
    """The patterns that this member of staff may plan from, by their names. One query."""
    found = (
        select(QISession.id, QISession.template_name, Course.title)
        .join(Course, Course.id == QISession.course_id)
        .where(is_template(), within(scope), QISession.state != "cancelled")
        .order_by(QISession.template_name, QISession.id)
    )
    return [Template(*row) for row in rows(found)]


def is_template() -> ColumnElement[bool]:
    """Whether a session is only a pattern for others."""
    return QISession.template_name != ""
