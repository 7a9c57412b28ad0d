"""What every write about a story does alike: hold it, write to its teller, keep the public pages true."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.database import locked, session
from portal.kit import audit, free, pages, references, typed
from portal.kit.errors import NotFound
from portal.kit.freshness import public_change
from portal.outbox import services as outbox
from portal.outbox.services import Draft
from portal.people import queries as people_queries
from portal.people.queries import Reachable
from portal.stories import rules, withdrawals
from portal.stories.models import Story, StoryUse
from portal.stories.withdrawals import Withdrawal

log = logging.getLogger("portal.stories")


def free_slug(title: str) -> str:
    """An address that says the title and tells nothing of the teller's own reference."""
    start = typed.slug_of(title or "story", 50)
    return free.drawn(lambda: f"{start}-{references.new_reference().replace(' ', '').lower()}", Story.slug)


def thing(story: Story) -> str:
    """How the record names a story."""
    return f"story {story.id}"


def tell(story: Story, word: Callable[[Reachable], Draft], now: datetime) -> None:
    """Write to the teller, if there is a way."""
    if story.contact_way_id is not None:
        outbox.put(word(people_queries.get_reachable(story.contact_way_id)), now=now)


def held(*conditions: ColumnElement[bool]) -> Story:
    """The one story that fits, held until the end of the transaction."""
    story = session.scalar(locked(select(Story).where(*conditions)))
    if story is None:
        raise NotFound
    return story


def given(story: Story) -> list[str]:
    """The uses that its teller agrees to now."""
    return list(
        session.scalars(select(StoryUse.use).where(StoryUse.story_id == story.id, StoryUse.withdrawn_at.is_(None)))
    )


def show(story: Story, uses: Iterable[str]) -> bool:
    """Let the story be public, or no longer be; whether the public pages change by it."""
    was_public = story.is_public
    story.is_public = rules.is_public(story.state, uses)
    session.flush()
    return was_public or story.is_public


def change_pages(is_seen: bool) -> None:
    """Let the public pages follow in this very transaction: the last write of each, for everyone waits for it."""
    if is_seen:
        public_change()


def looked_at(story: Story) -> None:
    """Nothing asks for a person any more: one has looked, or there is nothing left to look at."""
    story.is_flagged, story.reported = False, ""


def keep_outside(story: Story, what: str, now: datetime) -> None:
    """Write down outside the database, before the commit, that a story is no longer used; a log that is away stops nobody."""
    try:
        withdrawals.note(pages.settings().withdrawn_log, Withdrawal(now, story.reference, what))
    except OSError as problem:
        log.error("the log of withdrawals could not be written (%s): %s", type(problem).__name__, thing(story))
        audit.record("withdrawal not logged", now=now, about=story.person_id, thing=thing(story), what=what)
