"""Staff read stories and decide; every look is put on record, and nobody is told more than they should be."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.database import session
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.people.models import Person
from portal.projects.models import Project
from portal.stories import services
from portal.stories.models import Story
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import way_of
from tests.stories import ADirectorate, APerson, AProject, AStory, sign_in_staff


def waiting(title: str = "Breakfast", **given: Any) -> Story:
    person = APerson("Ada Lovelace", email="ada@example.com")
    return AStory(title, state="waiting", person_id=person.id, contact_way_id=way_of(person).id, **given)


def open_story(browser: Browser, story: Story) -> Page:
    return browser.visit(f"/staff/stories/{story.id}")


def the_story(story: Story) -> Story:
    session.expire_all()
    return session.get_one(Story, story.id)


def messages() -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


@pytest.fixture
def moderator(browser: Browser) -> Person:
    """A moderator, signed in."""
    return sign_in_staff(browser, "moderator")


def test_the_list_shows_what_waits_and_what_should_be_read_soon_in_words(browser: Browser, moderator: Person) -> None:
    first, urgent = waiting("Quiet title"), waiting("Loud title", is_flagged=True)
    AStory("Approved")
    page = browser.visit("/staff/stories")
    assert page.words_in("table").startswith("Please read these soon") and urgent.reference in page.words_in("table")
    assert first.reference in page.words and "Please read soon" in page.words
    assert "Quiet title" not in page.text and "Ada" not in page.text  # nobody is looked at here
    page = page.press("Show", state="published")
    assert first.reference not in page.words and "Approved" in page.words


def test_the_list_is_as_quick_when_it_is_long(browser: Browser, moderator: Person, at_most: AtMost) -> None:
    for _number in range(30):
        AStory(state="waiting")
    with at_most(queries=6):
        page = browser.visit("/staff/stories")
    assert len(page.all("tbody tr")) == 25
    assert len(page.follow("Next page").all("tbody tr")) == 5


def test_a_story_is_found_by_the_reference_that_its_teller_kept(browser: Browser, moderator: Person) -> None:
    story, other = AStory(), waiting()
    page = browser.visit("/staff/stories").press("Show", reference=story.reference.lower().replace(" ", ""))
    assert story.reference in page.words and other.reference not in page.words
    assert "There is no story here" in page.press("Show", reference="nothing").words


def test_a_list_narrowed_to_nonsense_is_the_usual_one(browser: Browser, moderator: Person) -> None:
    story = waiting()
    assert story.reference in browser.visit("/staff/stories?state=nonsense&page=nonsense").words


def test_reading_a_story_is_put_on_record(browser: Browser, moderator: Person) -> None:
    story = waiting()
    open_story(browser, story)
    event = session.scalars(select(AuditEvent)).one()
    assert (event.kind, event.by_person_id, event.about_person_id, event.thing) == (
        "looked at story",
        moderator.id,
        story.person_id,
        f"story {story.id}",
    )


def test_staff_approve_a_story_with_a_title_and_a_project(browser: Browser, moderator: Person) -> None:
    project = AProject("Calmer mornings")
    reference = session.get_one(Project, project.id).reference
    story = waiting("")
    page = open_story(browser, story).press(
        "Save this decision", decision="publish", title="Breakfast at nine", project="no such"
    )
    assert "We know no project" in page.errors[0] and "Breakfast at nine" in page.text
    page = page.press("Save this decision", project=reference.lower(), what_changed="Breakfast is later now.")
    assert "Approved. It is used where the person who told it agreed" in page.words
    found = the_story(story)
    assert (found.state, found.title, found.project_id, found.decided_by_id) == (
        "published",
        "Breakfast at nine",
        project.id,
        moderator.id,
    )
    page = browser.visit("/stories").follow("Breakfast at nine")
    assert "Breakfast is later now." in page.words and "/stories/breakfast-at-nine-" in page.path


@pytest.mark.parametrize(
    ("decision", "state", "kind"),
    [("send_back", "sent_back", "story sent back"), ("decline", "declined", "story declined")],
)
def test_whoever_gets_no_yes_is_told_why_but_not_in_a_message(
    browser: Browser, moderator: Person, decision: str, state: str, kind: str
) -> None:
    story = waiting(body="My ward was loud.")
    page = open_story(browser, story).press("Save this decision", decision=decision, reason=" ")
    assert "Write why" in page.errors[0]
    page.press("Save this decision", reason="It names a nurse.")
    assert (the_story(story).state, the_story(story).reason) == (state, "It names a nurse.")
    message = messages()[-1]
    assert message.kind == kind
    for secret in ("nurse", "Breakfast", "ward", "loud"):
        assert secret not in message.body + message.subject


def test_a_story_of_someone_who_cannot_be_reached_is_not_sent_back(browser: Browser, moderator: Person) -> None:
    page = open_story(browser, AStory(state="waiting"))
    assert "Send it back" not in page.words and "They asked us not to write to them" in page.words
    page = browser.send(
        page.path,
        {
            "decision": "send_back",
            "reason": "x",
            "version": "1",
            "csrf_token": page.one("[name='csrf_token']").get("value"),
        },
    )
    assert "cannot be done" in page.errors[0]


def test_staff_take_a_story_down_and_it_is_gone_at_once(browser: Browser, moderator: Person) -> None:
    story = AStory("Breakfast")
    page = open_story(browser, story).press("Save this decision", decision="take_down", reason="It names a nurse.")
    assert "Taken down" in page.words
    browser.visit(f"/stories/{story.slug}", expect=404)
    assert "Breakfast" not in browser.visit("/stories").words


def test_a_reported_story_is_looked_at_and_kept(browser: Browser, moderator: Person, clock: Clock) -> None:
    story = AStory("Breakfast")
    services.report(story.slug, "It names my brother", device="d", now=clock.now)
    assert story.reference in browser.visit("/staff/stories").words_in("table")
    page = open_story(browser, story)
    assert "It names my brother" in page.words
    page = page.press("Save this decision", decision="keep")
    assert "It names my brother" not in page.words and the_story(story).is_public


def test_the_second_of_two_is_told_and_keeps_their_words(browser: Browser, moderator: Person, clock: Clock) -> None:
    story = waiting()
    page = open_story(browser, story)
    services.publish(story.id, by=moderator.id, now=clock.now, version=1)
    page = page.press("Save this decision", decision="send_back", reason="My careful words")
    assert "changed while you were reading" in page.errors[0]
    assert "My careful words" in page.text and "Approved" in page.words
    assert the_story(story).state == "published"


def test_words_that_were_taken_back_are_not_read_again(browser: Browser, moderator: Person) -> None:
    story = AStory("Breakfast", state="withdrawn", body="My ward was loud.")
    page = open_story(browser, story)
    assert "took it back" in page.words and "loud" not in page.text and "Breakfast" not in page.text


def test_a_flagged_story_says_why_without_judging(browser: Browser, moderator: Person) -> None:
    page = open_story(browser, waiting(body="I wanted to end my life.", is_flagged=True))
    assert "judge for yourself" in page.words


def test_scripts_in_a_story_are_shown_to_staff_as_text(browser: Browser, moderator: Person) -> None:
    page = open_story(browser, waiting("<b>x</b>", body="<script>alert(1)</script>", teller_name="<i>Eve</i>"))
    assert "<script>alert(1)</script>" in page.words and not page.all("b") and not page.all("i")


def test_only_those_who_may_read_stories_read_them(browser: Browser) -> None:
    sign_in_staff(browser, "project_lead")
    story = waiting()
    browser.visit("/staff/stories", expect=403)
    browser.visit(f"/staff/stories/{story.id}", expect=403)
    assert session.scalar(select(AuditEvent.id)) is None


def test_staff_of_one_directorate_read_only_its_stories(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    sign_in_staff(browser, "pp_lead", east)
    ours = waiting(project_id=AProject(directorate_id=east.id).id)
    theirs = AStory(state="waiting", project_id=AProject(directorate_id=west.id).id)
    page = browser.visit("/staff/stories")
    assert ours.reference in page.words and theirs.reference not in page.words
    open_story(browser, ours)
    browser.visit(f"/staff/stories/{theirs.id}", expect=404)
