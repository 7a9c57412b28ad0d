"""Reads of stories that everyone may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from portal.database import AnySelect, rows
from portal.kit import paging
from portal.kit.errors import NotFound
from portal.projects.models import Project
from portal.stories import rules
from portal.stories.models import Story
from portal.stories.queries import words

_BEGINNING = 4 * rules.EXCERPT  # enough of the body for an excerpt, however it is spaced


@dataclass(frozen=True)
class StoryRow:
    """A story in a list."""

    id: int
    slug: str
    title: str
    beginning: str
    letters: int
    teller_name: str
    name_shown: str
    locale: str
    published_at: datetime

    @property
    def heading(self) -> str:
        """What it is called."""
        return rules.heading(self.title, self.beginning)

    @property
    def excerpt(self) -> str:
        """How it begins."""
        return rules.excerpt(self.beginning)

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return rules.minutes(self.letters)

    @property
    def teller(self) -> str:
        """How its teller is named."""
        return words.teller(self.teller_name, self.name_shown)


def _public() -> AnySelect:
    return select(
        Story.id,
        Story.slug,
        Story.title,
        func.substr(Story.body, 1, _BEGINNING),
        func.length(Story.body),
        Story.teller_name,
        Story.name_shown,
        Story.locale,
        Story.published_at,
    ).where(Story.is_public)


def published_stories(mark: paging.Mark | None) -> paging.Page[StoryRow]:
    """One page of public stories, newest first. One query."""
    statement = paging.from_mark(_public(), mark, Story.published_at, Story.id).limit(paging.PER_PAGE + 1)
    found = [StoryRow(*row) for row in rows(statement)]
    return paging.page_of(found, mark, lambda row: (row.published_at, row.id))


@dataclass(frozen=True)
class PublicStory:
    """A story as everyone reads it."""

    id: int
    slug: str
    title: str
    body: str
    teller_name: str
    name_shown: str
    locale: str
    published_at: datetime
    what_changed: str
    project_title: str | None
    project_slug: str | None

    @property
    def heading(self) -> str:
        """What it is called."""
        return rules.heading(self.title, self.body)

    @property
    def paragraphs(self) -> list[str]:
        """Its words, as its teller parted them."""
        return rules.paragraphs(self.body)

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return rules.minutes(len(self.body))

    @property
    def teller(self) -> str:
        """How its teller is named."""
        return words.teller(self.teller_name, self.name_shown)


def find_public(slug: str) -> PublicStory:
    """The public story of this address; one that was taken back is as if it had never been. One query."""
    found = rows(
        select(
            Story.id,
            Story.slug,
            Story.title,
            Story.body,
            Story.teller_name,
            Story.name_shown,
            Story.locale,
            Story.published_at,
            Story.what_changed,
            Project.title,
            Project.slug,
        )
        .outerjoin(Project, and_(Project.id == Story.project_id, Project.state != "draft"))
        .where(Story.slug == slug, Story.is_public)
    )
    if not found:
        raise NotFound
    return PublicStory(*found[0])
