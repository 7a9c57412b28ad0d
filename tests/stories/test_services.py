"""Stories in the database: told once, read before anyone sees them, gone when they are taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import session
from portal.kit.audit import AuditEvent
from portal.kit.errors import ChangedMeanwhile, NotFound
from portal.kit.freshness import ContentVersion
from portal.outbox.models import Message
from portal.people.models import Person
from portal.projects.models import Project
from portal.stories import rules, services
from portal.stories.models import Story, StoryUse
from portal.stories.queries import staff as staff_reads
from portal.stories.queries import stories_of_person, waiting_for_staff
from portal.stories.queries.mine import get_story_of_person
from portal.stories.services import Sharing, Telling
from tests.conftest import AtMost, Clock
from tests.factories import way_of
from tests.stories import APerson, AProject, AStaffMember, AStory

TOLD = Sharing(
    body="The team listened to me.\n\nThe mornings are calmer now.",
    title="Calmer mornings",
    teller_name="Amina Khan",
    name_shown="first_name",
    uses=("public_web", "newsletter"),
    locale="en",
    channel="email",
    value="amina@example.com",
)


def share(clock: Clock, draft_key: str = "one", **said: Any) -> Story:
    made = services.share(Sharing(**{**vars(TOLD), **said}), draft_key=draft_key, now=clock.now)
    return fresh(made.id)


def fresh(story_id: int) -> Story:
    session.expire_all()
    return session.get_one(Story, story_id)


def kinds() -> list[str]:
    return list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.id)))


def messages() -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def content_version() -> int:
    return session.scalar(select(ContentVersion.version)) or 0


def his_story(**given: Any) -> tuple[Story, Person]:
    """A story of someone who can be reached."""
    person = APerson("Amina Khan", email="amina@example.com")
    return AStory(person_id=person.id, contact_way_id=way_of(person).id, **given), person


def test_a_story_waits_until_a_person_has_read_it(app: Flask, clock: Clock) -> None:
    story = share(clock)
    assert (story.state, story.is_public, story.is_flagged) == ("waiting", False, False)
    assert set(session.scalars(select(StoryUse.use))) == {"public_web", "newsletter"}
    assert kinds() == ["story received"]
    assert session.scalar(select(Person.name)) == "Amina Khan"


def test_pressing_twice_tells_it_once(app: Flask, clock: Clock) -> None:
    first, second = share(clock), share(clock)
    assert first.id == second.id
    assert session.scalar(select(func.count()).select_from(Story)) == 1 and len(messages()) == 1


def test_a_story_may_be_told_without_any_way_to_reach_its_teller(app: Flask, clock: Clock) -> None:
    story = share(clock, channel="", value="", teller_name="", name_shown="none")
    assert story.person_id is None and story.contact_way_id is None
    assert messages() == [] and session.scalar(select(Person.id)) is None


def test_worrying_words_ask_a_person_to_read_soon_and_do_nothing_else(app: Flask, clock: Clock) -> None:
    story = share(clock, body="There were days when I wanted to end my life.")
    assert story.is_flagged and story.state == "waiting"


def test_the_address_of_a_story_tells_nothing_of_its_reference(app: Flask, clock: Clock) -> None:
    story = share(clock)
    assert story.slug.startswith("calmer-mornings-")
    assert story.reference.replace(" ", "").lower() not in story.slug


def test_a_published_story_is_public_only_where_its_teller_agreed(app: Flask, clock: Clock) -> None:
    staff = AStaffMember("moderator")
    before = content_version()
    story = share(clock)
    assert content_version() == before
    services.publish(story.id, by=staff.id, now=clock.now, version=story.version)
    assert fresh(story.id).is_public and content_version() > before
    quiet = share(clock, draft_key="two", uses=("newsletter",))
    services.publish(quiet.id, by=staff.id, now=clock.now, version=quiet.version)
    assert fresh(quiet.id).state == "published" and not fresh(quiet.id).is_public


@pytest.mark.parametrize(
    "act",
    [
        lambda id, person, clock: services.withdraw(id, person_id=person.id, now=clock.now),
        lambda id, person, clock: services.withdraw_use(id, "public_web", person_id=person.id, now=clock.now),
        lambda id, person, clock: services.edit(
            id, Telling("Better words", "", "", "none"), person_id=person.id, now=clock.now, version=1
        ),
        lambda id, person, clock: services.take_down(id, "It names a nurse", by=person.id, now=clock.now, version=1),
    ],
    ids=["withdrawn", "use taken back", "edited", "taken down"],
)
def test_a_story_leaves_the_public_pages_at_once(app: Flask, clock: Clock, act: Callable[..., None]) -> None:
    story, person = his_story()
    before = content_version()
    act(story.id, person, clock)
    assert not fresh(story.id).is_public
    assert content_version() == before + 1


def test_a_use_can_be_given_again_and_shows_what_was_read(app: Flask, clock: Clock) -> None:
    story, person = his_story(uses=())
    services.give_use(story.id, "public_web", person_id=person.id, now=clock.now)
    assert fresh(story.id).is_public
    services.withdraw_use(story.id, "public_web", person_id=person.id, now=clock.now)
    services.withdraw_use(story.id, "public_web", person_id=person.id, now=clock.now)
    assert not fresh(story.id).is_public
    services.give_use(story.id, "public_web", person_id=person.id, now=clock.now)
    assert fresh(story.id).is_public
    assert kinds() == ["story use given", "story use withdrawn", "story use given"]


def test_agreeing_to_a_use_does_not_show_what_nobody_has_read(app: Flask, clock: Clock) -> None:
    story, person = his_story(uses=(), state="waiting")
    services.give_use(story.id, "public_web", person_id=person.id, now=clock.now)
    assert not fresh(story.id).is_public


def test_an_unknown_use_cannot_be_agreed_to(app: Flask, clock: Clock) -> None:
    story, person = his_story()
    with pytest.raises(rules.MayNotMove):
        services.give_use(story.id, "film", person_id=person.id, now=clock.now)


def test_only_its_teller_can_take_a_story_back(app: Flask, clock: Clock) -> None:
    story, _person = his_story()
    other = APerson("Someone Else")
    for act in (
        lambda: services.withdraw(story.id, person_id=other.id, now=clock.now),
        lambda: services.withdraw_use(story.id, "public_web", person_id=other.id, now=clock.now),
        lambda: services.give_use(story.id, "newsletter", person_id=other.id, now=clock.now),
        lambda: services.edit(
            story.id, Telling("x", "", "", "none"), person_id=other.id, now=clock.now, version=story.version
        ),
    ):
        with pytest.raises(NotFound):
            act()
    assert fresh(story.id).is_public


def test_taking_a_story_back_twice_tells_the_teller_once(app: Flask, clock: Clock) -> None:
    story, person = his_story()
    services.withdraw(story.id, person_id=person.id, now=clock.now)
    services.withdraw(story.id, person_id=person.id, now=clock.now)
    assert [message.kind for message in messages()] == ["story withdrawn"]
    with pytest.raises(rules.MayNotMove):
        services.give_use(story.id, "public_web", person_id=person.id, now=clock.now)


def test_a_story_that_was_sent_back_and_changed_waits_to_be_read_again(app: Flask, clock: Clock) -> None:
    staff = AStaffMember("moderator")
    story = share(clock)
    services.send_back(story.id, "May we leave out the name?", by=staff.id, now=clock.now, version=story.version)
    sent_back = fresh(story.id)
    assert (sent_back.state, sent_back.reason) == ("sent_back", "May we leave out the name?")
    later = clock.advance(days=1)
    services.edit(
        story.id,
        Telling("The nurse listened.", "A nurse", "", "none"),
        person_id=sent_back.person_id or 0,
        now=later,
        version=sent_back.version,
    )
    changed = fresh(story.id)
    assert (changed.state, changed.body, changed.sent_at) == ("waiting", "The nurse listened.", later)


def test_two_people_deciding_at_once_do_not_undo_each_other(app: Flask, clock: Clock) -> None:
    staff = AStaffMember("moderator")
    story = share(clock)
    shown = story.version
    services.publish(story.id, by=staff.id, now=clock.now, version=shown)
    with pytest.raises(ChangedMeanwhile):
        services.decline(story.id, "No", by=staff.id, now=clock.now, version=shown)
    assert fresh(story.id).state == "published"


def test_a_teller_who_edits_while_staff_read_is_not_published_unread(app: Flask, clock: Clock) -> None:
    staff = AStaffMember("moderator")
    story = share(clock)
    shown = story.version
    services.edit(
        story.id,
        Telling("Other words", "", "", "none"),
        person_id=story.person_id or 0,
        now=clock.now,
        version=shown,
    )
    with pytest.raises(ChangedMeanwhile):
        services.publish(story.id, by=staff.id, now=clock.now, version=shown)
    assert not fresh(story.id).is_public


def test_no_message_holds_a_story_its_title_or_a_reason(app: Flask, clock: Clock) -> None:
    staff = AStaffMember("moderator")
    reason = "May we leave out the name of the ward?"
    acts: list[Callable[[Story], None]] = [
        lambda s: services.send_back(s.id, reason, by=staff.id, now=clock.now, version=s.version),
        lambda s: services.decline(s.id, reason, by=staff.id, now=clock.now, version=s.version),
        lambda s: services.publish(s.id, by=staff.id, now=clock.now, version=s.version),
        lambda s: services.withdraw(s.id, person_id=s.person_id or 0, now=clock.now),
    ]
    for number, act in enumerate(acts):
        act(share(clock, draft_key=str(number)))
    found = messages()
    assert [m.kind for m in found] == [
        "story received",
        "story sent back",
        "story received",
        "story declined",
        "story received",
        "story published",
        "story received",
        "story withdrawn",
    ]
    for message in found:
        said = f"{message.subject} {message.body}".lower()
        for secret in ("listened", "calmer mornings", "ward", "leave out", "story received", "amina khan"):
            assert secret not in said
        assert "story" not in message.subject.lower()


def test_messages_are_in_the_language_the_story_was_told_in(app: Flask, clock: Clock) -> None:
    share(clock, locale="ur")
    assert [m.locale for m in messages()] == ["ur"] and "/ur/you/stories/" in messages()[0].body


def test_anyone_may_report_a_public_story_and_it_stays_until_a_person_looks(app: Flask, clock: Clock) -> None:
    story = AStory(project_id=AProject().id)
    staff = AStaffMember("moderator")
    assert services.report(story.slug, "It names my brother", device="d", now=clock.now)
    found = fresh(story.id)
    assert found.is_flagged and found.is_public and found.reported == "It names my brother"
    assert [event.reason for event in session.scalars(select(AuditEvent))] == ["It names my brother"]
    with pytest.raises(ChangedMeanwhile):  # whoever decides must have seen the report
        services.keep(story.id, by=staff.id, now=clock.now, version=1)
    services.keep(story.id, by=staff.id, now=clock.now, version=found.version, project_id=found.project_id)
    assert not fresh(story.id).is_flagged and fresh(story.id).is_public


def test_a_report_needs_a_public_story_and_some_patience(app: Flask, clock: Clock) -> None:
    with pytest.raises(NotFound):
        services.report(AStory(state="waiting").slug, "x", device="d", now=clock.now)
    story = AStory()
    done = [services.report(story.slug, "x", device="d", now=clock.now) for _try in range(21)]
    assert done == [True] * 20 + [False]


def test_what_waits_is_listed_with_the_urgent_first_in_one_query(app: Flask, clock: Clock, at_most: AtMost) -> None:
    oldest = AStory(state="waiting", sent_at=clock.now)
    for minutes in range(3):
        AStory(state="waiting", sent_at=clock.now.replace(minute=minutes + 1))
    urgent = AStory(state="waiting", sent_at=clock.now.replace(minute=30), is_flagged=True)
    AStory()
    later = clock.advance(days=1)
    with at_most(queries=1):
        found = waiting_for_staff(later, 3)
    assert found.count == 5
    assert [row.id for row in found.rows[:2]] == [urgent.id, oldest.id] and len(found.rows) == 3
    assert waiting_for_staff(later, 3, staff_reads.Scope(False, frozenset({1}))).count == 0


def test_a_person_finds_only_their_own_stories(app: Flask, clock: Clock, at_most: AtMost) -> None:
    story, person = his_story()
    AStory()
    with at_most(queries=1):
        mine = stories_of_person(person.id)
    assert [row.id for row in mine] == [story.id] and mine[0].can_edit and mine[0].can_withdraw
    with at_most(queries=1):
        assert [use.is_given for use in get_story_of_person(story.id, person.id).uses] == [False, False, False, True]
    with pytest.raises(NotFound):
        get_story_of_person(story.id, APerson("Another").id)


def test_a_project_is_found_by_its_reference(app: Flask) -> None:
    project = AProject()
    assert staff_reads.find_project(f" {session.get_one(Project, project.id).reference.lower()} ") == project.id
    assert staff_reads.find_project("nothing") is None
