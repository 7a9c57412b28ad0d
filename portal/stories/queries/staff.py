"""Reads for staff: stories that wait to be read, and one story with where it may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import aliased

from portal.database import rows, session
from portal.kit import paging
from portal.kit.errors import NotFound
from portal.people import queries as people
from portal.people.models import ContactWay, Person
from portal.projects.models import Project
from portal.signin.rules import Scope
from portal.stories import rules
from portal.stories.models import Story
from portal.stories.queries import uses, words
from portal.stories.rules import Decision, State, Use

PER_PAGE = 25
Decider = aliased(Person)
EVERYWHERE = Scope(is_everywhere=True)


def within(scope: Scope) -> ColumnElement[bool]:
    """Stories that a scope covers; one that belongs to no project is for those who see all."""
    if scope.is_everywhere:
        return true()
    return Story.project_id.in_(select(Project.id).where(Project.directorate_id.in_(scope.directorate_ids)))


@dataclass(frozen=True)
class Waiting:
    """A story that a person should read; its words are not shown here."""

    id: int
    reference: str
    sent_at: datetime
    is_flagged: bool


@dataclass(frozen=True)
class WaitingStories:
    """The first of those that wait, and how many wait in all."""

    rows: list[Waiting]
    count: int


def waiting_for_staff(now: datetime, limit: int, scope: Scope = EVERYWHERE) -> WaitingStories:
    """Stories to read: those that should be read soon first, then the oldest. One query."""
    found = rows(
        select(Story.id, Story.reference, Story.sent_at, Story.is_flagged, func.count().over())
        .where(or_(Story.state == State.WAITING, Story.is_flagged), Story.sent_at <= now, within(scope))
        .order_by(Story.is_flagged.desc(), Story.sent_at, Story.id)
        .limit(limit)
    )
    return WaitingStories([Waiting(*row[:4]) for row in found], found[0][4] if found else 0)


@dataclass(frozen=True)
class StaffRow:
    """One line of the staff list: no words of the story, and nobody's name."""

    id: int
    reference: str
    state: str
    sent_at: datetime
    is_flagged: bool
    is_public: bool
    locale: str
    letters: int

    @property
    def state_words(self) -> str:
        """Where it stands, said to staff."""
        return words.for_staff(self.state)

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return rules.minutes(self.letters)


@dataclass(frozen=True)
class Filters:
    """What the staff list shows: one story by its reference; or a state, "soon" for those to read soon, "" for all."""

    state: str = ""
    reference: str = ""


def stories(scope: Scope, filters: Filters, mark: paging.Mark | None) -> paging.Page[StaffRow]:
    """One page of stories, oldest first; those that only wait leave out those that should be read soon. One query."""
    statement = select(
        Story.id,
        Story.reference,
        Story.state,
        Story.sent_at,
        Story.is_flagged,
        Story.is_public,
        Story.locale,
        func.length(Story.body),
    ).where(within(scope), *_narrowed(filters))
    found = [
        StaffRow(*row)
        for row in rows(
            paging.from_mark(statement, mark, Story.sent_at, Story.id, is_newest_first=False).limit(PER_PAGE + 1)
        )
    ]
    return paging.page_of(found, mark, lambda row: (row.sent_at, row.id), PER_PAGE)


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    if filters.reference:
        return [Story.reference == filters.reference]
    if filters.state == "soon":
        return [Story.is_flagged.is_(True)]
    if filters.state == State.WAITING:
        return [Story.state == State.WAITING, Story.is_flagged.is_(False)]
    return [Story.state == filters.state] if filters.state else []


@dataclass(frozen=True)
class StaffStory:
    """Everything about a story that whoever reads it needs."""

    id: int
    reference: str
    version: int
    person_id: int | None
    title: str
    body: str
    locale: str
    teller_name: str
    name_shown: str
    state: str
    is_flagged: bool
    is_public: bool
    slug: str
    reported: str
    sent_at: datetime
    decided_at: datetime | None
    reason: str
    what_changed: str
    project_reference: str | None
    project_title: str | None
    decided_by: str | None
    safe_hours: str
    joined_uses: str | None
    contact: people.Contact

    @property
    def given(self) -> frozenset[str]:
        """The uses that the teller agrees to now."""
        return uses.read(self.joined_uses)

    @property
    def state_words(self) -> str:
        """Where it stands, said to staff."""
        return words.for_staff(self.state)

    @property
    def paragraphs(self) -> list[str]:
        """Its words, as its teller parted them; what was taken back is not read again."""
        return [] if self.state == State.WITHDRAWN else rules.paragraphs(self.body)

    @property
    def teller(self) -> str:
        """How readers will see its teller named."""
        return words.teller(self.teller_name, self.name_shown)

    @property
    def uses(self) -> list[str]:
        """Where the teller agrees that it is used, in words."""
        return [words.use(use) for use in Use if use in self.given]

    @property
    def is_worrying(self) -> bool:
        """Whether its own words are why it should be read soon."""
        return self.is_flagged and rules.is_worrying(self.title, self.body)

    @property
    def decisions(self) -> list[Decision]:
        """What may be done with it now."""
        return rules.decisions(self.state, is_reachable=self.contact.channel is not None)


def get_story(story_id: int, scope: Scope) -> StaffStory:
    """One story whole, if this member of staff may read it. One query."""
    decider = select(people.named(Decider)).where(Decider.id == Story.decided_by_id).scalar_subquery()
    statement = (
        select(
            Story.id,
            Story.reference,
            Story.version,
            Story.person_id,
            Story.title,
            Story.body,
            Story.locale,
            Story.teller_name,
            Story.name_shown,
            Story.state,
            Story.is_flagged,
            Story.is_public,
            Story.slug,
            Story.reported,
            Story.sent_at,
            Story.decided_at,
            Story.reason,
            Story.what_changed,
            Project.reference,
            Project.title,
            decider,
            Story.safe_hours,
            uses.given(),
            *people.contact_columns(),
        )
        .outerjoin(Project, Project.id == Story.project_id)
        .outerjoin(ContactWay, ContactWay.id == Story.contact_way_id)
        .outerjoin(Person, Person.id == Story.person_id)
        .where(Story.id == story_id, within(scope))
    )
    found = people.with_contact(StaffStory, statement)
    if not found:
        raise NotFound
    return found[0]


def find_project(reference: str) -> int | None:
    """The number of the project with this reference, however it is spelt. One query."""
    return session.scalar(select(Project.id).where(func.lower(Project.reference) == reference.strip().lower()))
