"""Reads for tellers about the stories that are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import AnySelect, rows
from portal.kit.errors import NotFound
from portal.stories import rules
from portal.stories.models import Story
from portal.stories.queries import uses, words
from portal.stories.rules import State, Use


@dataclass(frozen=True)
class MyStory:
    """A story as its teller's own page lists it."""

    id: int
    reference: str
    title: str
    state: str
    reason: str
    sent_at: datetime
    is_public: bool
    slug: str
    joined_uses: str | None

    @property
    def given(self) -> frozenset[str]:
        """The uses that the teller agrees to now."""
        return uses.read(self.joined_uses)

    @property
    def used_words(self) -> list[str]:
        """Where it is used now, in words; nowhere until a person has read it."""
        return [words.use(use) for use in Use if use in self.given] if self.state == State.PUBLISHED else []

    @property
    def state_words(self) -> str:
        """Where it stands, said to the teller."""
        return words.for_teller(self.state)

    @property
    def can_edit(self) -> bool:
        """Whether its words may be changed."""
        return rules.can_edit(self.state)

    @property
    def can_withdraw(self) -> bool:
        """Whether it can be taken back."""
        return rules.can_withdraw(self.state)


def _columns() -> AnySelect:
    return select(
        Story.id,
        Story.reference,
        Story.title,
        Story.state,
        Story.reason,
        Story.sent_at,
        Story.is_public,
        Story.slug,
        uses.given(),
    )


def stories_of_person(person_id: int) -> list[MyStory]:
    """Everything that someone told us, newest first; an empty title is for the page to word. One query."""
    newest = _columns().where(Story.person_id == person_id).order_by(Story.sent_at.desc(), Story.id.desc())
    return [MyStory(*row) for row in rows(newest)]


@dataclass(frozen=True)
class MyUse:
    """One place where the story may be used, if the teller agrees."""

    name: str
    words: str
    is_given: bool


@dataclass(frozen=True)
class MyStoryInFull(MyStory):
    """A story as its teller reads and changes it."""

    body: str
    teller_name: str
    name_shown: str
    locale: str
    what_changed: str
    version: int

    @property
    def paragraphs(self) -> list[str]:
        """Its words, as its teller parted them."""
        return rules.paragraphs(self.body)

    @property
    def teller(self) -> str:
        """How readers see its teller named."""
        return words.teller(self.teller_name, self.name_shown)

    @property
    def uses(self) -> list[MyUse]:
        """Each use, and whether the teller agrees to it now."""
        return [MyUse(use, words.use(use), use in self.given) for use in Use]

    @property
    def is_worrying(self) -> bool:
        """Whether its teller should be shown at once who can help."""
        return self.can_edit and rules.is_worrying(self.title, self.body)

    @property
    def can_give(self) -> bool:
        """Whether a use may still be agreed to."""
        return self.state not in {State.WITHDRAWN, State.DECLINED}


def get_story_of_person(story_id: int, person_id: int) -> MyStoryInFull:
    """One of them whole, if it is theirs. One query."""
    found = rows(
        _columns()
        .add_columns(
            Story.body,
            Story.teller_name,
            Story.name_shown,
            Story.locale,
            Story.what_changed,
            Story.version,
        )
        .where(Story.id == story_id, Story.person_id == person_id)
    )
    if not found:
        raise NotFound
    return MyStoryInFull(*found[0])
