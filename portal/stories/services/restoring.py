"""After a restore: what was taken back since the backup was made is taken back again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import locked, session, writes
from portal.kit import audit
from portal.stories import withdrawals
from portal.stories.models import Story, StoryUse
from portal.stories.rules import State
from portal.stories.services.held import change_pages, given, looked_at, show, thing
from portal.stories.withdrawals import Withdrawal


@dataclass(frozen=True)
class Again:
    """How many withdrawals there were to apply again, how many stood already, and how many lines were cut off."""

    done: int
    stood: int
    cut_off: int


@writes
def withdraw_again(*, now: datetime) -> Again:
    """Apply every withdrawal on the log; those that stand change nothing. Nobody is written to: they were told then."""
    found = list(withdrawals.noted())
    known = [one for one in found if one is not None]
    done = sum(_apply(one, now) for one in known)
    return Again(done, len(known) - done, len(found) - len(known))


def _apply(one: Withdrawal, now: datetime) -> bool:
    story = session.scalar(locked(select(Story).where(Story.reference == one.reference)))
    if story is None:  # it was told after the backup was made
        return False
    return _whole(story, one, now) if one.use == withdrawals.ALL else _use(story, one, now)


def _whole(story: Story, one: Withdrawal, now: datetime) -> bool:
    if story.state == State.WITHDRAWN:
        return False
    story.state, story.decided_at = State.WITHDRAWN, one.at
    looked_at(story)
    is_seen = show(story, ())
    audit.record("story withdrawn again", now=now, about=story.person_id, thing=thing(story))
    change_pages(is_seen)
    return True


def _use(story: Story, one: Withdrawal, now: datetime) -> bool:
    still = (StoryUse.story_id == story.id, StoryUse.use == one.use, StoryUse.withdrawn_at.is_(None))
    row = session.scalar(select(StoryUse).where(*still, StoryUse.given_at <= one.at))  # else given again since then
    if row is None:
        return False
    row.withdrawn_at = one.at
    session.flush()
    audit.record("story use withdrawn again", now=now, about=story.person_id, thing=thing(story), use=one.use)
    change_pages(show(story, given(story)))
    return True
