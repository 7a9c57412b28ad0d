"""Reads that join slices: what belongs to a project, and every public address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Integer, literal, null, select, union_all

from portal.database import UtcDateTime, rows
from portal.stories.models import Story
from portal.training.models import Course, QISession

MOST_STORIES, MOST_SESSIONS = 5, 3


@dataclass(frozen=True)
class RelatedRow:
    """A story or a session beside a project; `at` is when it was published, or begins."""

    slug: str
    title: str
    at: datetime


@dataclass(frozen=True)
class Related:
    """What belongs to a project."""

    stories: list[RelatedRow] = field(default_factory=list)
    sessions: list[RelatedRow] = field(default_factory=list)


def related_to_project(project_id: int, now: datetime) -> Related:
    """A project's newest public stories, and the next training for people who join. One query."""
    stories = (
        select(literal("story").label("kind"), Story.slug, Story.title, Story.published_at.label("at"))
        .where(Story.project_id == project_id, Story.is_public)
        .order_by(Story.published_at.desc())
        .limit(MOST_STORIES)
        .subquery()
    )
    sessions = (
        select(literal("session").label("kind"), QISession.slug, Course.title, QISession.starts_at.label("at"))
        .join(Course, Course.id == QISession.course_id)
        .where(QISession.state == "published", QISession.starts_at > now)
        .order_by(QISession.starts_at, QISession.id)
        .limit(MOST_SESSIONS)
        .subquery()
    )
    found = rows(union_all(select(stories), select(sessions)))
    of = {kind: [RelatedRow(slug, title, at) for one, slug, title, at in found if one == kind] for kind in KINDS}
    return Related(*of.values())


KINDS = ("story", "session")


@dataclass(frozen=True)
class FrontRow:
    """A story or a session on the front page."""

    slug: str
    title: str
    at: datetime
    end: datetime | None
    left: int


def front(now: datetime) -> tuple[list[FrontRow], list[FrontRow]]:
    """The newest public stories, and the sessions that come next. One query."""
    stories = (
        select(
            literal("story").label("kind"),
            Story.slug,
            Story.title,
            Story.published_at.label("at"),
            null().cast(UtcDateTime).label("end_at"),
            literal(0).cast(Integer).label("free"),
        )
        .where(Story.is_public)
        .order_by(Story.published_at.desc(), Story.id.desc())
        .limit(MOST_SESSIONS)
        .subquery()
    )
    sessions = (
        select(
            literal("session").label("kind"),
            QISession.slug,
            Course.title,
            QISession.starts_at.label("at"),
            QISession.ends_at.label("end_at"),
            (QISession.capacity - QISession.taken).label("free"),
        )
        .join(Course, Course.id == QISession.course_id)
        .where(QISession.state == "published", QISession.starts_at > now)
        .order_by(QISession.starts_at, QISession.id)
        .limit(MOST_SESSIONS)
        .subquery()
    )
    found = rows(union_all(select(stories), select(sessions)))
    of = {kind: [FrontRow(*row) for one, *row in found if one == kind] for kind in KINDS}
    return of["story"], of["session"]


def addresses_of_stories_and_training(now: datetime, most: int) -> tuple[list[str], list[str], list[str]]:
    """The ends of the addresses of public stories, of sessions to come, and of courses. One query."""
    stories = select(literal("story").label("kind"), Story.slug).where(Story.is_public).limit(most).subquery()
    sessions = (
        select(literal("session").label("kind"), QISession.slug)
        .where(QISession.state == "published", QISession.starts_at > now)
        .limit(most)
        .subquery()
    )
    courses = select(literal("course").label("kind"), Course.slug).limit(most).subquery()
    found = rows(union_all(select(stories), select(sessions), select(courses)))
    stories_found, sessions_found, courses_found = (
        [slug for one, slug in found if one == kind] for kind in ("story", "session", "course")
    )
    return stories_found, sessions_found, courses_found
