"""What staff do with a story that they have read; and what readers say is wrong with one."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.database import session, writes
from portal.kit import audit, limits
from portal.kit.errors import ChangedMeanwhile
from portal.stories import messages, rules
from portal.stories.models import Story
from portal.stories.rules import Decision, State
from portal.stories.services.held import (
    change_pages,
    free_slug,
    given,
    held,
    keep_outside,
    looked_at,
    show,
    tell,
    thing,
)
from portal.stories.withdrawals import READ_AGAIN

REPORTS_AN_HOUR = 20  # from one network address, which a whole ward may share
MOST_REPORTED = 4_000


@writes
def publish(
    story_id: int,
    *,
    by: int,
    now: datetime,
    version: int,
    title: str | None = None,
    what_changed: str = "",
    project_id: int | None = None,
) -> None:
    """Say yes to a story that a person has read; it is used where its teller agreed, and nowhere else."""
    story = _held_for(story_id, Decision.PUBLISH, version)
    story.title = story.title if title is None else title
    story.what_changed, story.project_id, story.reason = what_changed, project_id, ""
    if story.published_at is None:
        story.slug = free_slug(story.title)  # nobody knows the old one; from now on it stays
    story.state, story.published_at = State.PUBLISHED, now
    _decided(story, "story published", by, now)
    is_seen = show(story, given(story))
    tell(story, lambda to: messages.published(to, story.id, story.version, story.reference, story.locale), now)
    change_pages(is_seen)


@writes
def send_back(story_id: int, reason: str, *, by: int, now: datetime, version: int) -> None:
    """Ask the teller something before saying yes."""
    story = _held_for(story_id, Decision.SEND_BACK, version)
    story.state, story.reason = State.SENT_BACK, reason
    _decided(story, "story sent back", by, now)
    session.flush()
    tell(story, lambda to: messages.sent_back(to, story.id, story.version, story.reference, story.locale), now)


@writes
def decline(story_id: int, reason: str, *, by: int, now: datetime, version: int) -> None:
    """Say that a story will not be used, and why."""
    story = _held_for(story_id, Decision.DECLINE, version)
    _no_more(story, reason, "story declined", by, now)


@writes
def take_down(story_id: int, reason: str, *, by: int, now: datetime, version: int) -> None:
    """Take a story that was approved out of use, and say why."""
    story = _held_for(story_id, Decision.TAKE_DOWN, version)
    _no_more(story, reason, "story taken down", by, now)


def _no_more(story: Story, reason: str, kind: str, by: int, now: datetime) -> None:
    story.state, story.reason = State.DECLINED, reason
    _decided(story, kind, by, now)
    is_seen = show(story, ())
    if is_seen:
        keep_outside(story, READ_AGAIN, now)
    tell(story, lambda to: messages.declined(to, story.id, story.version, story.reference, story.locale), now)
    change_pages(is_seen)


@writes
def keep(
    story_id: int, *, by: int, now: datetime, version: int, what_changed: str = "", project_id: int | None = None
) -> None:
    """Leave an approved story as it is, having looked at it again; say what changed because of it."""
    story = _held_for(story_id, Decision.KEEP, version)
    story.what_changed, story.project_id = what_changed, project_id
    _decided(story, "story kept", by, now)
    change_pages(show(story, given(story)))


def _held_for(story_id: int, decision: Decision, version: int) -> Story:
    story = held(Story.id == story_id)
    if story.version != version:
        raise ChangedMeanwhile
    rules.check(story.state, decision, is_reachable=story.contact_way_id is not None)
    return story


def _decided(story: Story, kind: str, by: int, now: datetime) -> None:
    story.decided_at, story.decided_by_id = now, by
    looked_at(story)
    audit.record(kind, now=now, by=by, about=story.person_id, thing=thing(story), reason=story.reason[:400])


@writes
def report(slug: str, words: str, *, device: str, now: datetime) -> bool:
    """Ask staff to look at a public story soon; False when this device asked too often."""
    story = held(Story.slug == slug, Story.is_public.is_(True))
    if not limits.try_once("story report", device, most=REPORTS_AN_HOUR, within=timedelta(hours=1), now=now):
        return False
    story.is_flagged = True
    story.reported = "\n\n".join(part for part in (story.reported, words) if part)[:MOST_REPORTED]
    audit.record("story reported", now=now, about=story.person_id, thing=thing(story), reason=words[:400])
    return True
