"""After a restore: what was taken back since the backup was made is taken back again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import locked, session, writes
from portal.kit import audit, pages
from portal.stories import withdrawals
from portal.stories.models import Story, StoryUse
from portal.stories.rules import State, Use
from portal.stories.services.held import change_pages, given, looked_at, show, thing
from portal.stories.withdrawals import ALL, READ_AGAIN, Withdrawal


@dataclass(frozen=True)
class Again:
    """How many withdrawals were done again, stood already, are of stories that are not there, and could not be read."""

    done: int
    stood: int
    unknown: int
    unread: int


@writes
def withdraw_again(*, now: datetime) -> Again:
    """Do every withdrawal on the log again; twice changes nothing. Nobody is written to: they were told at the time."""
    found, unread = withdrawals.read(pages.settings().withdrawn_log)
    came = Counter(_again(one, now) for one in found)
    return Again(came["done"], came["stood"], came["unknown"], came["unread"] + len(unread))


def _again(one: Withdrawal, now: datetime) -> str:
    if one.what not in {ALL, READ_AGAIN, *Use}:
        return "unread"
    story = session.scalar(locked(select(Story).where(Story.reference == one.reference)))
    if story is None:  # it was told after the backup was made
        return "unknown"
    do = {ALL: _whole, READ_AGAIN: _to_be_read}.get(one.what, _use)
    is_new = do(story, one, now)
    return "done" if is_new else "stood"


def _whole(story: Story, one: Withdrawal, now: datetime) -> bool:
    if story.state == State.WITHDRAWN:
        return False
    story.state, story.decided_at = State.WITHDRAWN, one.at
    looked_at(story)
    is_seen = show(story, ())
    audit.record("story withdrawn again", now=now, about=story.person_id, thing=thing(story))
    change_pages(is_seen)
    return True


def _to_be_read(story: Story, one: Withdrawal, now: datetime) -> bool:
    if story.state != State.PUBLISHED or (story.decided_at is not None and story.decided_at > one.at):
        return False  # or read again since then
    story.state = State.WAITING
    is_seen = show(story, ())
    audit.record("story to be read again", now=now, about=story.person_id, thing=thing(story))
    change_pages(is_seen)
    return True


def _use(story: Story, one: Withdrawal, now: datetime) -> bool:
    row = session.scalar(select(StoryUse).where(StoryUse.story_id == story.id, StoryUse.use == one.what))
    if row is None or row.withdrawn_at is not None or row.given_at > one.at:  # or agreed to again since then
        return False
    row.withdrawn_at = one.at
    session.flush()
    audit.record("story use withdrawn again", now=now, about=story.person_id, thing=thing(story), use=one.what)
    change_pages(show(story, given(story)))
    return True
