"""Signed out in the middle of a long text: after signing in again the text is there, and can be sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.outbox.models import Message
from portal.people.models import Person
from portal.stories.models import Story
from tests.browser import Browser, Page
from tests.conftest import Clock
from tests.factories import ACourse, AnExpression, AnOpening, APerson, APlace, AProject, ASession, AStory, way_of
from tests.failures import LONG
from tests.staffing import AStaffMember, sign_in


@dataclass(frozen=True)
class Writing:
    """A form of staff: where it stands, its button, the field of its long text, and what else must be said."""

    address: Callable[[], str]
    button: str
    field: str
    answers: dict[str, Any]


NEW_OPENING = {"title": "Member", "modes": ["in_person", "online"], "places": "2"}
NEW_PROJECT = {"title": "Nights", "stage": "testing", "lead_role": "Ward manager", "involvement": "unknown"}
FORMS = {
    "an answer to an offer": Writing(
        lambda: f"/staff/interests/{AnExpression().id}", "Save this step", "note", {"to": "contacted"}
    ),
    "a new project": Writing(lambda: "/staff/projects/new", "Save the draft", "plain_aim", NEW_PROJECT),
    "a project": Writing(lambda: f"/staff/projects/{AProject().id}", "Save", "plain_aim", {}),
    "a new place": Writing(
        lambda: f"/staff/projects/{AProject().id}/openings/new", "Open this place", "what_you_would_do", NEW_OPENING
    ),
    "a place": Writing(
        lambda: "/staff/openings/{0.project_id}/{0.id}".format(AnOpening()), "Save", "what_you_would_do", {}
    ),
    "a session": Writing(lambda: f"/staff/training/{ASession().id}/edit", "Save", "how_to_get_there", {}),
    "a course": Writing(lambda: f"/staff/training/courses/{ACourse().id}", "Save", "summary", {}),
    "a decision about a story": Writing(
        lambda: f"/staff/stories/{AStory(state='waiting').id}", "Save this decision", "reason", {"decision": "decline"}
    ),
}


@pytest.mark.parametrize("writing", FORMS.values(), ids=FORMS)
def test_staff_find_what_they_were_writing(browser: Browser, clock: Clock, writing: Writing) -> None:
    me = AStaffMember()
    address = writing.address()
    sign_in(browser, me, is_staff=True)
    page = browser.visit(address)
    clock.advance(minutes=45)
    page = page.press(writing.button, **{writing.field: LONG, **writing.answers})
    assert page.path.startswith("/staff/sign-in")
    sign_in(browser, me, is_staff=True)
    page = browser.visit(address)
    assert LONG in page.one(f"#{writing.field}").text
    assert not page.errors
    assert not page.press(writing.button).errors  # everything else that they had chosen is there too


def test_every_box_that_staff_had_ticked_is_ticked_again(browser: Browser, clock: Clock) -> None:
    me, opening = AStaffMember(), AnOpening(is_online=True)
    sign_in(browser, me, is_staff=True)
    page = browser.visit(f"/staff/openings/{opening.project_id}/{opening.id}")
    clock.advance(minutes=45)
    page.press("Save", modes=["online", "by_phone"])
    sign_in(browser, me, is_staff=True)
    page = browser.visit(f"/staff/openings/{opening.project_id}/{opening.id}")
    assert [box.get("value") for box in page.all("input[checked]")] == ["online", "by_phone"]


def test_what_was_sent_in_the_end_is_not_brought_back_again(browser: Browser, clock: Clock) -> None:
    me, project, places = AStaffMember(), AProject(), [APlace("Newham"), APlace("Luton"), APlace("Hackney")]
    address = f"/staff/projects/{project.id}"
    ticked = [str(place.id) for place in places[1:]]
    sign_in(browser, me, is_staff=True)
    page = browser.visit(address)
    clock.advance(minutes=45)
    page.press("Save", plain_aim=LONG, places=ticked, modes=["online"])
    sign_in(browser, me, is_staff=True)
    page = browser.visit(address)
    chosen = [box.get("value") for box in page.all("input[checked]") if box.get("name") in {"places", "modes"}]
    assert sorted(chosen) == sorted([*ticked, "online"])
    page.press("Save").press("Save", plain_aim="Something else by now.")
    assert browser.visit(address).one("#plain_aim").text.strip() == "Something else by now."


def _their_code(clock: Clock) -> str:
    sent = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert sent is not None
    found = re.search(r"(?<![\w-])\d{6}(?![\w-])", sent.body)
    assert found
    return found.group()


def _sign_in_again(page: Page, person: Person, clock: Clock) -> Page:
    page = page.press("Send me a code", contact=way_of(person).value)
    return page.press("Continue", code=_their_code(clock))


def test_a_teller_finds_the_story_that_they_were_changing(app: Flask, browser: Browser, clock: Clock) -> None:
    person = APerson("Ada Lovelace", email="ada@example.com")
    story = AStory(person_id=person.id, contact_way_id=way_of(person).id).id
    sign_in(browser, person)
    page = browser.visit(f"/you/stories/{story}/edit")
    clock.advance(minutes=45)
    page = page.press("Save and send it to be read", body=LONG, title="Other mornings", name_shown="none")
    assert page.path.startswith("/sign-in")
    page = _sign_in_again(page, person, clock)  # and it leads back to where they were
    assert page.path == f"/you/stories/{story}/edit"
    assert LONG in page.one("#body").text and page.one("#title").get("value") == "Other mornings"
    page = page.press("Save and send it to be read")
    session.expire_all()
    assert session.get_one(Story, story).body == LONG
    assert session.get_one(Story, story).title == "Other mornings"


def test_nobody_else_on_this_computer_is_shown_what_was_written(browser: Browser, clock: Clock) -> None:
    person, other = APerson("Ada"), APerson("Grace")
    story = AStory(person_id=person.id).id
    sign_in(browser, person)
    page = browser.visit(f"/you/stories/{story}/edit")
    clock.advance(minutes=45)
    page.press("Save and send it to be read", body=LONG, name_shown="none")
    sign_in(browser, other)
    assert LONG not in browser.visit(f"/you/stories/{story}/edit", expect=404).text
    assert LONG not in browser.visit("/you").text


def test_a_journey_needs_nobody_to_be_signed_in_and_loses_nothing(browser: Browser, clock: Clock) -> None:
    sign_in(browser, APerson())
    page = browser.visit("/stories/share")
    clock.advance(minutes=45)
    page = page.press("Continue", body=LONG, title="")
    assert page.path.endswith("/name")
    assert LONG in browser.visit("/stories/share").one("#body").text
