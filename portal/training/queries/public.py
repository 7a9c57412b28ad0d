"""Reads for everyone: sessions to come, and one session's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.database import rows
from portal.kit.errors import NotFound
from portal.training import rules
from portal.training.models import Course, QISession
from portal.training.queries import times, words

MOST = 300  # sessions to come on one page; more than a Trust plans
Next = aliased(Course)


@dataclass(frozen=True)
class SessionRow:
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

    @property
    def when_words(self) -> str:
        """From when until when, as the clocks of the UK show it."""
        return times.span_words(self.mode, self.starts_at, self.ends_at)

    @property
    def left_words(self) -> str:
        """How many places are left."""
        return words.places_left(self.capacity, self.taken)

    @property
    def is_full(self) -> bool:
        """Whether only the waiting list is open."""
        return self.taken >= self.capacity

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])


def sessions_coming(now: datetime) -> list[SessionRow]:
    """Every public session that has not begun, the next one first. One query."""
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
        )
        .join(Course, Course.id == QISession.course_id)
        .where(QISession.state == "published", QISession.starts_at > now)
        .order_by(QISession.starts_at, QISession.id)
        .limit(MOST)
    )
    return [SessionRow(*row) for row in found]


@dataclass(frozen=True)
class PublicSession:
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
    host_role: str
    expenses: str
    capacity: int
    taken: int

    @property
    def is_full(self) -> bool:
        """Whether only the waiting list is open."""
        return self.taken >= self.capacity

    @property
    def left_words(self) -> str:
        """How many places are left."""
        return words.places_left(self.capacity, self.taken)

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])

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
            QISession.host_role,
            QISession.expenses,
            QISession.capacity,
            QISession.taken,
        )
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(Next, Next.slug == Course.leads_to)
        .where(QISession.slug == slug, QISession.state != "draft")
    )
    if not found:
        raise NotFound
    return PublicSession(*found[0])
