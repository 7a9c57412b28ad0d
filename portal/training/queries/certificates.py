"""Reads about certificates: what someone can have one for, and what others may check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select

from portal.database import rows
from portal.kit import clock, references
from portal.kit.errors import NotFound
from portal.people.models import Person
from portal.people.queries import named
from portal.training import links, rules
from portal.training.calendar import Day
from portal.training.models import Attendance, Booking, Certificate, Course, QISession, SessionDate
from portal.training.queries.days import COLUMNS, with_days

COMPANION = "companion"  # in an address: for whoever came with someone


@dataclass(frozen=True)
class Earned:
    """What someone, or whoever came with them, took part in; `code` and `name` stand there once a certificate is made."""

    booking_id: int
    person_id: int
    own_name: str
    locale: str
    companion: str
    came: bool | None
    has_companion_come: bool | None
    status: str
    state: str
    last_ends_at: datetime
    title: str
    host_name: str
    host_role: str
    code: str | None
    said_name: str | None
    is_shared: bool | None
    days: tuple[Day, ...]
    attended: frozenset[int] = frozenset()  # the numbers of the dates on which they came
    is_for_companion: bool = False

    @property
    def name(self) -> str:
        """The name on it: as they want it, or else as they told us."""
        return self.said_name or (self.companion if self.is_for_companion else self.own_name)

    @property
    def is_made(self) -> bool:
        """Whether there is one."""
        return self.is_earned and self.code is not None

    @property
    def is_earned(self) -> bool:
        """Whether they can have one."""
        came = self.has_companion_come if self.is_for_companion else self.came
        return rules.has_earned(self.state, self.status, came, self.last_ends_at, clock.now())

    @property
    def other_has_earned(self) -> bool:
        """Whether the other one of two who came together can have one too."""
        came = self.came if self.is_for_companion else self.has_companion_come
        return rules.has_earned(self.state, self.status, came, self.last_ends_at, clock.now())

    @property
    def code_words(self) -> str:
        """Its code as it is read aloud."""
        return references.in_threes(self.code or "")

    @property
    def came_on(self) -> list[Day]:
        """The dates on which they came; the first one where it was noted before each date was noted by itself."""
        noted = self.attended or {1}
        return [day for day in self.days if day.number in noted]

    @property
    def held(self) -> int:
        """How many dates there were."""
        return len([day for day in self.days if not day.is_cancelled or day in self.came_on])

    @property
    def hours(self) -> float:
        """How many hours they were there."""
        there = sum((day.ends_at - day.starts_at for day in self.came_on), timedelta())
        return round(there / timedelta(hours=1), 2)


def get_of_person(booking_id: int, person_id: int, *, is_for_companion: bool) -> Earned:
    """What came of one's own booking. Two queries."""
    theirs = (Booking.id == booking_id) & (Booking.person_id == person_id)
    return _one(theirs, is_for_companion=is_for_companion)


def get_by_link(token: str, *, is_for_companion: bool) -> Earned:
    """What came of the booking whose own link this is; that of a helper opens nothing. Two queries."""
    return _one(Booking.token_digest == links.digest_of(token), is_for_companion=is_for_companion)


def get_of_booking(booking_id: int, *, is_for_companion: bool) -> Earned:
    """What came of a booking, for staff. Two queries."""
    return _one(Booking.id == booking_id, is_for_companion=is_for_companion)


def _one(condition: ColumnElement[bool], *, is_for_companion: bool) -> Earned:
    theirs = and_(Certificate.booking_id == Booking.id, Certificate.is_for_companion.is_(is_for_companion))
    found = rows(
        select(
            Booking.id,
            Booking.person_id,
            named(),
            Person.locale,
            Booking.companion,
            Booking.came,
            Booking.has_companion_come,
            Booking.status,
            QISession.state,
            QISession.last_ends_at,
            Course.title,
            QISession.host_name,
            QISession.host_role,
            Certificate.code,
            Certificate.name,
            Certificate.is_shared,
            *COLUMNS,
        )
        .join(Person, Person.id == Booking.person_id)
        .join(QISession, QISession.id == Booking.qi_session_id)
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(Certificate, theirs)
        .outerjoin(SessionDate, SessionDate.qi_session_id == QISession.id)
        .where(condition, Person.forgotten_at.is_(None))
    )
    if not found:
        raise NotFound
    attended = _attended(found[0][0], is_for_companion=is_for_companion)
    return replace(with_days(Earned, found)[0], attended=attended, is_for_companion=is_for_companion)


def _attended(booking_id: int, *, is_for_companion: bool) -> frozenset[int]:
    came = Attendance.has_companion_come if is_for_companion else Attendance.came
    return frozenset(
        number
        for (number,) in rows(select(Attendance.number).where(Attendance.booking_id == booking_id, came.is_(True)))
    )


@dataclass(frozen=True)
class Checked:
    """What everyone may see of a certificate whose owner lets them: nothing but this."""

    name: str
    title: str
    days: Sequence[Day]


def find_shared(code: str) -> Checked | None:
    """The certificate with this code, if whoever it is for lets others check it. Three queries at most."""
    found = rows(
        select(Certificate.booking_id, Certificate.is_for_companion).where(
            Certificate.code == code, Certificate.is_shared
        )
    )
    if not found:
        return None
    booking_id, is_for_companion = found[0]
    earned = _one(Booking.id == booking_id, is_for_companion=is_for_companion)
    return Checked(earned.name, earned.title, earned.came_on) if earned.is_earned else None
