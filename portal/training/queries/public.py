"""Reads for everyone: sessions to come, and one session's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.database import rows
from portal.kit.errors import NotFound
from portal.training import rules
from portal.training.materials import materials_of
from portal.training.models import Course, QISession
from portal.training.queries import times, words

MOST = 300  # sessions to come on one page; more than a Trust plans
Next = aliased(Course)


class HasPlaces:
    """What is said of free places: of each kind apart, where they are counted apart."""

    mode: str
    capacity: int
    taken: int
    online_capacity: int
    online_taken: int

    @property
    def left_words(self) -> str:
        """How many places are left."""
        if not self.is_split or self.is_full:
            return words.places_left(self.capacity, self.taken if not self.is_full else self.capacity)
        here, online = self.capacity - self.taken, self.online_capacity - self.online_taken
        return words.places_left_in(here, online)

    @property
    def is_split(self) -> bool:
        """Whether places in person and online are counted apart."""
        return self.mode == "both" and self.online_capacity > 0

    @property
    def is_full(self) -> bool:
        """Whether only the waiting list is open."""
        return self.taken >= self.capacity and (not self.is_split or self.online_taken >= self.online_capacity)

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])


@dataclass(frozen=True)
class SessionRow(HasPlaces):
    """A session, as the list shows it."""

    slug: str
    course_slug: str
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    venue: str
    access: str
    capacity: int
    taken: int
    online_capacity: int
    online_taken: int
    dates: int

    @property
    def when_words(self) -> str:
        """From when until when, as the clocks of the UK show it."""
        return times.span_words(self.mode, self.starts_at, self.ends_at)


def sessions_coming(now: datetime) -> list[SessionRow]:
    """Every public session that has not begun, the next one first. One query."""
    held = times.held_on()
    dates = select(func.count()).where(held.c.qi_session_id == QISession.id).correlate(QISession).scalar_subquery()
    found = rows(
        select(
            QISession.slug,
            Course.slug,
            Course.title,
            Course.summary,
            QISession.starts_at,
            QISession.ends_at,
            QISession.mode,
            QISession.venue,
            QISession.access,
            QISession.capacity,
            QISession.taken,
            QISession.online_capacity,
            QISession.online_taken,
            dates,
        )
        .join(Course, Course.id == QISession.course_id)
        .where(QISession.state == "published", QISession.starts_at > now)
        .order_by(QISession.starts_at, QISession.id)
        .limit(MOST)
    )
    return [SessionRow(*row) for row in found]


@dataclass(frozen=True)
class PublicSession(HasPlaces):
    """A session, as its own page shows it: everything but the link to join it online."""

    id: int
    slug: str
    state: str
    sequence: int
    title: str
    summary: str
    what_you_learn: str
    who_for: str
    length: str
    next_title: str | None
    source: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    venue: str
    how_to_get_there: str
    access: str
    online_note: str
    host_name: str
    host_role: str
    expenses: str
    is_step_free: bool | None
    has_quiet_room: bool | None
    parking: str
    food: str
    has_dial_in: bool
    needs_by: date | None
    materials_before: str
    capacity: int
    taken: int
    kept: int
    kept_until: datetime | None
    online_capacity: int
    online_taken: int
    online_kept: int

    @property
    def kept_words(self) -> str:
        """For whom some of the places are kept, and until when."""
        kept = self.kept + self.online_kept
        if not kept or self.kept_until is None:
            return ""
        return words.places_kept(kept, self.kept_until)

    @property
    def reads_before(self) -> list[str]:
        """What there is to read before; where it stands is only sent to those who booked."""
        return [material.name for material in materials_of(self.materials_before)]

    @property
    def who_for_words(self) -> str:
        """Whom it is for."""
        return words.for_whom(self.who_for)

    @property
    def learns(self) -> list[str]:
        """What one learns, a line each."""
        return [line.strip() for line in self.what_you_learn.splitlines() if line.strip()]

    def takes_bookings(self, now: datetime) -> bool:
        """Whether it can be booked."""
        return rules.takes_bookings(self.state, self.starts_at, now)


def get_public(slug: str) -> PublicSession:
    """The session of this address, unless staff still work on it. One query."""
    found = rows(
        select(
            QISession.id,
            QISession.slug,
            QISession.state,
            QISession.sequence,
            Course.title,
            Course.summary,
            Course.what_you_learn,
            Course.who_for,
            Course.length,
            Next.title,
            Course.source_url,
            QISession.starts_at,
            QISession.ends_at,
            QISession.mode,
            QISession.venue,
            QISession.how_to_get_there,
            QISession.access,
            QISession.online_note,
            QISession.host_name,
            QISession.host_role,
            QISession.expenses,
            QISession.is_step_free,
            QISession.has_quiet_room,
            QISession.parking,
            QISession.food,
            QISession.dial_in != "",
            QISession.needs_by,
            QISession.materials_before,
            QISession.capacity,
            QISession.taken,
            QISession.kept,
            QISession.kept_until,
            QISession.online_capacity,
            QISession.online_taken,
            QISession.online_kept,
        )
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(Next, Next.slug == Course.leads_to)
        .where(QISession.slug == slug, QISession.state != "draft")
    )
    if not found:
        raise NotFound
    return PublicSession(*found[0])
