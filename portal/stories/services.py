"""Telling a story, changing it, taking it back; reading it and deciding. Each is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.database import add, locked, session, writes
from portal.kit import audit, limits, references, typed
from portal.kit.errors import ChangedMeanwhile, NotFound
from portal.kit.freshness import public_change
from portal.outbox import services as outbox
from portal.outbox.services import Draft
from portal.people import queries as people_queries
from portal.people import services as people
from portal.people.queries import Reachable
from portal.stories import messages, rules
from portal.stories.models import Story, StoryUse
from portal.stories.queries.words import NAMELESS
from portal.stories.rules import Decision, State, Use

REPORTS_AN_HOUR = 20  # from one network address, which a whole ward may share
MOST_REPORTED = 4_000


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
            reference=_free(references.new_reference, Story.reference),
            draft_key=draft_key,
            slug=_free_slug(sharing.title),
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
    audit.record("story received", now=now, by=person_id, about=person_id, thing=_thing(story))
    _tell(story, lambda to: messages.received(to, story.id, story.reference, story.locale), now)
    return Shared(story.id, story.reference)


def _teller(sharing: Sharing, now: datetime) -> tuple[int | None, int | None]:
    if not sharing.channel:
        return None, None
    name = sharing.teller_name or str(NAMELESS)
    person, way = people.meet(name, sharing.channel, sharing.value, locale=sharing.locale, now=now)
    return person.id, way.id


def _free(draw: Callable[[], str], column: InstrumentedAttribute[str]) -> str:
    while True:
        drawn = draw()
        if not session.scalar(select(func.count()).where(column == drawn)):
            return drawn


def _free_slug(title: str) -> str:
    """An address that says the title and tells nothing of the teller's own reference."""
    start = typed.slug_of(title or "story", 50)
    return _free(lambda: f"{start}-{references.new_reference().replace(' ', '').lower()}", Story.slug)


def _thing(story: Story) -> str:
    return f"story {story.id}"


def _tell(story: Story, word: Callable[[Reachable], Draft], now: datetime) -> None:
    """Write to the teller, if there is a way."""
    if story.contact_way_id is not None:
        outbox.put(word(people_queries.get_reachable(story.contact_way_id)), now=now)


def _held(*conditions: ColumnElement[bool]) -> Story:
    story = session.scalar(locked(select(Story).where(*conditions)))
    if story is None:
        raise NotFound
    return story


def _held_by_teller(story_id: int, person_id: int) -> Story:
    return _held(Story.id == story_id, Story.person_id == person_id)


def _given(story: Story) -> list[str]:
    return list(
        session.scalars(select(StoryUse.use).where(StoryUse.story_id == story.id, StoryUse.withdrawn_at.is_(None)))
    )


def _keep_public_true(story: Story, uses: Iterable[str]) -> None:
    """Let the public pages follow, in this very transaction."""
    was_public = story.is_public
    story.is_public = rules.is_public(story.state, uses)
    session.flush()
    if was_public or story.is_public:
        public_change()


@writes
def edit(story_id: int, telling: Telling, *, person_id: int, now: datetime, version: int) -> None:
    """Let the teller change their story: nobody else sees it until a person has read it again."""
    story = _held_by_teller(story_id, person_id)
    if story.version != version:
        raise ChangedMeanwhile
    if not rules.can_edit(story.state):
        raise rules.MayNotMove
    story.body, story.title = telling.body, telling.title
    story.teller_name, story.name_shown = telling.teller_name, telling.name_shown
    story.state, story.sent_at, story.reason = State.WAITING, now, ""
    story.is_flagged = rules.is_worrying(story.title, story.body) or bool(story.reported)
    audit.record("story edited", now=now, by=person_id, about=person_id, thing=_thing(story))
    _keep_public_true(story, ())


@writes
def withdraw(story_id: int, *, person_id: int, now: datetime) -> None:
    """Let the teller take the whole story back at once; a second press changes nothing."""
    story = _held_by_teller(story_id, person_id)
    if story.state == State.WITHDRAWN:
        return
    story.state, story.decided_at = State.WITHDRAWN, now
    _looked_at(story)
    audit.record("story withdrawn", now=now, by=person_id, about=person_id, thing=_thing(story))
    _tell(story, lambda to: messages.withdrawn(to, story.id, story.reference, story.locale), now)
    _keep_public_true(story, ())


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
    audit.record("story use given", now=now, by=person_id, about=person_id, thing=_thing(story), use=use)
    _keep_public_true(story, _given(story))


@writes
def withdraw_use(story_id: int, use: str, *, person_id: int, now: datetime) -> None:
    """Let the teller take one use back, at once."""
    story = _held_by_teller(story_id, person_id)
    row = session.scalar(select(StoryUse).where(StoryUse.story_id == story.id, StoryUse.use == use))
    if row is None or row.withdrawn_at is not None:
        return
    row.withdrawn_at = now
    session.flush()
    audit.record("story use withdrawn", now=now, by=person_id, about=person_id, thing=_thing(story), use=use)
    _keep_public_true(story, _given(story))


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
        story.slug = _free_slug(story.title)  # nobody knows the old one; from now on it stays
    story.state, story.published_at = State.PUBLISHED, now
    _decided(story, "story published", by, now)
    _keep_public_true(story, _given(story))
    _tell(story, lambda to: messages.published(to, story.id, story.version, story.reference, story.locale), now)


@writes
def send_back(story_id: int, reason: str, *, by: int, now: datetime, version: int) -> None:
    """Ask the teller something before saying yes."""
    story = _held_for(story_id, Decision.SEND_BACK, version)
    story.state, story.reason = State.SENT_BACK, reason
    _decided(story, "story sent back", by, now)
    session.flush()
    _tell(story, lambda to: messages.sent_back(to, story.id, story.version, story.reference, story.locale), now)


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
    _keep_public_true(story, ())
    _tell(story, lambda to: messages.declined(to, story.id, story.version, story.reference, story.locale), now)


@writes
def keep(
    story_id: int, *, by: int, now: datetime, version: int, what_changed: str = "", project_id: int | None = None
) -> None:
    """Leave an approved story as it is, having looked at it again; say what changed because of it."""
    story = _held_for(story_id, Decision.KEEP, version)
    story.what_changed, story.project_id = what_changed, project_id
    _decided(story, "story kept", by, now)
    _keep_public_true(story, _given(story))


def _held_for(story_id: int, decision: Decision, version: int) -> Story:
    story = _held(Story.id == story_id)
    if story.version != version:
        raise ChangedMeanwhile
    rules.check(story.state, decision, is_reachable=story.contact_way_id is not None)
    return story


def _decided(story: Story, kind: str, by: int, now: datetime) -> None:
    story.decided_at, story.decided_by_id = now, by
    _looked_at(story)
    audit.record(kind, now=now, by=by, about=story.person_id, thing=_thing(story), reason=story.reason[:400])


def _looked_at(story: Story) -> None:
    story.is_flagged, story.reported = False, ""


@writes
def report(slug: str, words: str, *, device: str, now: datetime) -> bool:
    """Ask staff to look at a public story soon; False when this device asked too often."""
    story = _held(Story.slug == slug, Story.is_public.is_(True))
    if not limits.try_once("story report", device, most=REPORTS_AN_HOUR, within=timedelta(hours=1), now=now):
        return False
    story.is_flagged = True
    story.reported = "\n\n".join(part for part in (story.reported, words) if part)[:MOST_REPORTED]
    audit.record("story reported", now=now, about=story.person_id, thing=_thing(story), reason=words[:400])
    return True


@writes
def look_at(story_id: int, person_id: int | None, *, by: int, now: datetime) -> None:
    """Put on record that a member of staff read a story."""
    audit.record("looked at story", now=now, by=by, about=person_id, thing=f"story {story_id}")
