"""Reads for staff about courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.database import rows, session
from portal.kit.errors import NotFound
from portal.training.models import Course, QISession
from portal.training.queries import words


@dataclass(frozen=True)
class CourseRow:
    """A course in the list of staff."""

    id: int
    slug: str
    title: str
    who_for: str
    sessions_coming: int

    @property
    def who_for_words(self) -> str:
        """Whom it is for."""
        return words.for_whom(self.who_for)


def courses(now: datetime) -> list[CourseRow]:
    """Every course, by its title, with how many public sessions are to come. One query."""
    coming = (
        select(func.count())
        .where(QISession.course_id == Course.id, QISession.state == "published", QISession.starts_at > now)
        .correlate(Course)
        .scalar_subquery()
    )
    statement = select(Course.id, Course.slug, Course.title, Course.who_for, coming)
    return [CourseRow(*row) for row in rows(statement.order_by(Course.title, Course.id))]


def get_course(course_id: int) -> Course:
    """One course. One query."""
    found = session.scalar(select(Course).where(Course.id == course_id))
    if found is None:
        raise NotFound
    return found
