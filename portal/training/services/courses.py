"""Courses, as staff describe them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit, free
from portal.kit.errors import ChangedMeanwhile, NotFound
from portal.kit.freshness import public_change
from portal.training.models import Course


@dataclass(frozen=True)
class CourseDetails:
    """What staff write about a course; `leads_to` is the slug of the next one."""

    title: str
    summary: str
    what_you_learn: str = ""
    who_for: str = "service_users_and_carers"
    length: str = ""
    leads_to: str = ""
    questions: str = ""


@writes
def add_course(details: CourseDetails, *, by: int | None, now: datetime) -> int:
    """Describe something new that can be learnt; its number."""
    course = add(Course(slug=free.slug(details.title, Course.slug), **asdict(details)))
    audit.record("course added", now=now, by=by, thing=f"course {course.id}")
    return course.id


@writes
def change_course(course_id: int, details: CourseDetails, *, by: int, now: datetime, version: int) -> None:
    """Describe a course anew."""
    course = session.scalar(
        locked(select(Course).where(Course.id == course_id)).execution_options(populate_existing=True)
    )
    if course is None:
        raise NotFound
    if course.version != version:
        raise ChangedMeanwhile
    for name, value in asdict(details).items():
        setattr(course, name, value)
    course.version += 1
    audit.record("course changed", now=now, by=by, thing=f"course {course.id}")
    session.flush()
    public_change()
