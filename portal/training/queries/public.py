"""Reads for everyone: sessions to come, and one session's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.database import rows
from portal.kit.errors import NotFound
from portal.training import rules
from portal.training.materials import materials_of
from portal.training.models import Course, QISession, SessionDate
from portal.training.queries import times, words
from portal.training.queries.days import COLUMNS, with_days
from portal.training.queries.feeds import LISTED, FeedSession
from portal.training.queries.free_places import HasPlaces

MOST = 300  # sessions to come on one page; more than a Trust plans
Next = aliased(Course)


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
class PublicSession(FeedSession):
    """A session, as its own page shows it: everything but the link to join it online."""

    what_you_learn: str
    length: str
    next_title: str | None
    source: str
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
    kept: int
    kept_until: datetime | None
    online_kept: int

    @property
    def starts_at(self) -> datetime:
        """When its first date begins; whoever has not booked by then cannot any more."""
        return next(day.starts_at for day in self.days if day.number == 1)

    def is_over(self, now: datetime) -> bool:
        """Whether its last date is."""
        return max(day.ends_at for day in self.held) <= now

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
    def learns(self) -> list[str]:
        """What one learns, a line each."""
        return [line.strip() for line in self.what_you_learn.splitlines() if line.strip()]

    def takes_bookings(self, now: datetime) -> bool:
        """Whether it can be booked."""
        return rules.takes_bookings(self.state, self.starts_at, now)


def get_public(slug: str) -> PublicSession:
    """The session of this address, unless staff still work on it. One query."""
    more = (
        Course.what_you_learn,
        Course.length,
        Next.title,
        Course.source_url,
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
        QISession.kept,
        QISession.kept_until,
        QISession.online_kept,
    )
    found = rows(
        select(*LISTED, *more, *COLUMNS)
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(Next, Next.slug == Course.leads_to)
        .outerjoin(SessionDate, SessionDate.qi_session_id == QISession.id)
        .where(QISession.slug == slug, QISession.state != "draft")
    )
    if not found:
        raise NotFound
    return with_days(_public, found)[0]


def _public(*row: Any) -> PublicSession:
    listed = len(LISTED)
    return PublicSession(*(*row[:listed], row[-1], *row[listed:-1]))
