"""Reads for calendars, feeds and search engines: public sessions with all their dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from portal.database import rows
from portal.kit.errors import NotFound
from portal.training.calendar import Day
from portal.training.models import Course, QISession, SessionDate
from portal.training.queries import times, words
from portal.training.queries.days import COLUMNS, with_days
from portal.training.queries.free_places import HasPlaces

MOST = 300  # sessions in a feed; more than a Trust plans
CANCELLED_SHOWN = timedelta(days=28)  # for so long after its day, so that each calendar has asked and taken it out
LISTED = (
    QISession.id,
    QISession.slug,
    QISession.state,
    QISession.sequence,
    QISession.changed_at,
    QISession.moved_from_at,
    Course.slug,
    Course.title,
    Course.summary,
    Course.who_for,
    QISession.mode,
    QISession.venue,
    QISession.capacity,
    QISession.taken,
    QISession.online_capacity,
    QISession.online_taken,
)


@dataclass(frozen=True)
class FeedSession(HasPlaces):
    """A public session, as machines are told of it: everything but what only those who booked may know."""

    id: int
    slug: str
    state: str
    sequence: int
    changed_at: datetime
    moved_from_at: datetime | None
    course_slug: str
    title: str
    summary: str
    who_for: str
    mode: str
    venue: str
    capacity: int
    taken: int
    online_capacity: int
    online_taken: int
    days: tuple[Day, ...]

    @property
    def is_cancelled(self) -> bool:
        """Whether none of it takes place."""
        return self.state == "cancelled"

    @property
    def held(self) -> list[Day]:
        """The dates that take place; all that were meant, when none does."""
        return [day for day in self.days if not day.is_cancelled] or list(self.days)

    @property
    def places(self) -> int:
        """How many places it has, in person and online together."""
        return self.capacity + (self.online_capacity if self.is_split else 0)

    @property
    def places_left(self) -> int:
        """How many of them are free."""
        return self.places - self.taken - (self.online_taken if self.is_split else 0)

    @property
    def when_words(self) -> str:
        """From when until when, for each date that takes place."""
        return "; ".join(times.span_words(self.mode, day.starts_at, day.ends_at) for day in self.held)

    @property
    def who_for_words(self) -> str:
        """Whom it is for."""
        return words.for_whom(self.who_for)

    @property
    def where_words(self) -> str:
        """Where it is held: the place, online, or both."""
        online = str(words.MODES["online"])
        return {"online": online, "both": " / ".join(filter(None, (self.venue, online)))}.get(self.mode, self.venue)


def sessions_for_feeds(now: datetime) -> list[FeedSession]:
    """Every public session that is not over, and those cancelled not long ago, the next one first. One query."""
    is_known = or_(
        and_(QISession.state == "published", QISession.last_ends_at > now),
        and_(QISession.state == "cancelled", QISession.last_ends_at > now - CANCELLED_SHOWN),
    )
    return _sessions(is_known)


def get_session(slug: str) -> FeedSession:
    """The session of this address, unless staff still work on it. One query."""
    found = _sessions((QISession.slug == slug) & (QISession.state != "draft"))
    if not found:
        raise NotFound
    return found[0]


def _sessions(is_wanted: ColumnElement[bool]) -> list[FeedSession]:
    wanted = select(QISession.id).where(is_wanted).order_by(QISession.starts_at, QISession.id).limit(MOST)
    found = rows(
        select(*LISTED, *COLUMNS)
        .join(Course, Course.id == QISession.course_id)
        .outerjoin(SessionDate, SessionDate.qi_session_id == QISession.id)
        .where(QISession.id.in_(wanted))
        .order_by(QISession.starts_at, QISession.id)
    )
    return with_days(FeedSession, found)
