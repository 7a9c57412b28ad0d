"""Telling a story, changing it, agreeing to its uses, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit, free
from portal.kit.errors import ChangedMeanwhile
from portal.people import services as people
from portal.stories import messages, rules
from portal.stories.models import Story, StoryUse
from portal.stories.queries.words import NAMELESS
from portal.stories.rules import State, Use
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
from portal.stories.withdrawals import ALL, READ_AGAIN


@dataclass(frozen=True)
class Sharing:
    """A story as it was told. Without `channel` there is no way to reach its teller."""

    body: str
    title: str
    teller_name: str
    name_shown: str
    uses: tuple[str, ...]
    locale: str
    channel: str = ""
    value: str = ""
    safe_hours: str = ""
    may_leave_message: bool | None = None
    say_about: str = ""
    person_id: int | None = None  # when it is known who tells it
    by_id: int | None = None  # who fills it in with them
    how: str = ""


@dataclass(frozen=True)
class Shared:
    """What the teller is told at once."""

    id: int
    reference: str


@dataclass(frozen=True)
class Telling:
    """A story's words and its teller's name, as the teller changes them."""

    body: str
    title: str
    teller_name: str
    name_shown: str


@writes
def share(sharing: Sharing, *, draft_key: str, now: datetime) -> Shared:
    """Keep a story until a person has read it; a second press finds the first."""
    made = session.scalar(select(Story).where(Story.draft_key == draft_key))
    if made is not None:
        return Shared(made.id, made.reference)
    person_id, way_id = _teller(sharing, now)
    story = add(
        Story(
            reference=free.reference(Story.reference),
            draft_key=draft_key,
            slug=free_slug(sharing.title),
            person_id=person_id,
            contact_way_id=way_id,
            safe_hours=sharing.safe_hours,
            teller_name=sharing.teller_name,
            name_shown=sharing.name_shown,
            title=sharing.title,
            body=sharing.body,
            locale=sharing.locale,
            is_flagged=rules.is_worrying(sharing.title, sharing.body),
            sent_at=now,
        )
    )
    for use in Use:
        if use in sharing.uses:
            add(StoryUse(story_id=story.id, use=use, given_at=now))
    if person_id is not None:
        people.note_filled_in(thing(story), person_id, sharing.by_id, sharing.how, now=now)
    audit.record("story received", now=now, by=sharing.by_id or person_id, about=person_id, thing=thing(story))
    tell(story, lambda to: messages.received(to, story.id, story.reference, story.locale, sharing.how), now)
    return Shared(story.id, story.reference)


def _teller(sharing: Sharing, now: datetime) -> tuple[int | None, int | None]:
    if not sharing.channel:
        return None, None
    name = sharing.teller_name or str(NAMELESS)
    told = people.Told(
        name=name,
        channel=sharing.channel,
        value=sharing.value,
        locale=sharing.locale,
        person_id=sharing.person_id,
        safe_hours=sharing.safe_hours,
        may_leave_message=sharing.may_leave_message,
        say_about=sharing.say_about,
    )
    person, way = people.meet_told(told, now=now)
    return person.id, way.id


def _held_by_teller(story_id: int, person_id: int) -> Story:
    return held(Story.id == story_id, Story.person_id == person_id)


@writes
def edit(story_id: int, telling: Telling, *, person_id: int, now: datetime, version: int) -> None:
    """Let the teller change their story: nobody else sees it until a person has read it again."""
    story = _held_by_teller(story_id, person_id)
    if not rules.can_edit(story.state):
        raise rules.MayNotMove
    if story.version != version:
        raise ChangedMeanwhile
    story.body, story.title = telling.body, telling.title
    story.teller_name, story.name_shown = telling.teller_name, telling.name_shown
    story.state, story.sent_at, story.reason = State.WAITING, now, ""
    story.is_flagged = rules.is_worrying(story.title, story.body) or bool(story.reported)
    audit.record("story edited", now=now, by=person_id, about=person_id, thing=thing(story))
    is_seen = show(story, ())
    if is_seen:
        keep_outside(story, READ_AGAIN, now)  # its old words are not to come back with a backup
    change_pages(is_seen)


@writes
def withdraw(story_id: int, *, person_id: int, now: datetime) -> None:
    """Let the teller take the whole story back at once; a second press changes nothing."""
    story = _held_by_teller(story_id, person_id)
    if story.state == State.WITHDRAWN:
        return
    story.state, story.decided_at = State.WITHDRAWN, now
    looked_at(story)
    is_seen = show(story, ())
    audit.record("story withdrawn", now=now, by=person_id, about=person_id, thing=thing(story))
    tell(story, lambda to: messages.withdrawn(to, story.id, story.reference, story.locale), now)
    keep_outside(story, ALL, now)
    change_pages(is_seen)


@writes
def withdraw_all_of(person_id: int, *, now: datetime) -> None:
    """Take back every story that someone told."""
    told = select(Story).where(Story.person_id == person_id, Story.state != State.WITHDRAWN).order_by(Story.id)
    for story in session.scalars(locked(told)).all():  # all are held before the public pages are: so does whoever reads
        withdraw(story.id, person_id=person_id, now=now)


@writes
def give_use(story_id: int, use: str, *, person_id: int, now: datetime) -> None:
    """Let the teller agree to one more use; what is published was read before, so it may be shown at once."""
    story = _held_by_teller(story_id, person_id)
    if use not in set(Use) or story.state in {State.WITHDRAWN, State.DECLINED}:
        raise rules.MayNotMove
    row = session.scalar(select(StoryUse).where(StoryUse.story_id == story.id, StoryUse.use == use))
    if row is None:
        add(StoryUse(story_id=story.id, use=use, given_at=now))
    elif row.withdrawn_at is not None:
        row.given_at, row.withdrawn_at = now, None
    else:
        return
    session.flush()
    audit.record("story use given", now=now, by=person_id, about=person_id, thing=thing(story), use=use)
    change_pages(show(story, given(story)))


@writes
def withdraw_use(story_id: int, use: str, *, person_id: int, now: datetime) -> None:
    """Let the teller take one use back, at once."""
    story = _held_by_teller(story_id, person_id)
    row = session.scalar(select(StoryUse).where(StoryUse.story_id == story.id, StoryUse.use == use))
    if row is None or row.withdrawn_at is not None:
        return
    row.withdrawn_at = now
    session.flush()
    audit.record("story use withdrawn", now=now, by=person_id, about=person_id, thing=thing(story), use=use)
    is_seen = show(story, given(story))
    keep_outside(story, use, now)
    change_pages(is_seen)
