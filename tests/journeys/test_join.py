"""Someone finds a project, offers to join, is answered, and takes the offer back."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Walk
from tests.journeys.visitor import REFERENCE
from tests.journeys.ways_in import (
    OF_CODE,
    beside,
    code_in,
    example_secret,
    letter,
    letters,
    press_in,
    row,
    second_step,
    sign_in,
    someone,
    stay_signed_in,
)

pytestmark = pytest.mark.browser
NEEDS, BETTER = "A room without steps", "A room without steps, and breaks"
HOURS = "Only on weekday mornings"
STAFF = "pp@example.com"
PROMISE = "%(role)s will answer you by %(day)s."


def test_someone_offers_to_join_a_project_is_answered_and_takes_it_back(walk: Walk) -> None:
    email, name = someone(walk, "joiner"), f"Jo {walk.way.name.title()}"
    title = _find_a_project(walk)
    _fill_in(walk, name, email)
    reference, role, day = _check_and_send(walk, title)

    told = letter(walk.served, email, reference)
    assert day in told and role.partition(",")[0] in told
    assert NEEDS not in told and title not in told

    with beside(walk, "staff") as staff:
        stay_signed_in(staff, STAFF, lambda: _sign_in_as_staff(staff))
        assert staff.heading.inner_text() == staff.said("Today")
        _answer(staff, reference)
    told = letter(walk.served, email, "Priya Participation")
    assert walk.said("They will get in touch with you at the times that you told us are safe.") in told

    sign_in(walk, email)
    assert walk.heading.inner_text() == walk.said("Your page")
    walk.sees("Someone is getting in touch with you")
    walk.follow("Take this back")
    walk.press("Yes, take my offer back")
    walk.sees("You took your offer back")
    walk.visit("/you")
    walk.sees("You took it back")
    letter(walk.served, email, walk.said("As you asked, we have stopped. Nothing more will happen."))


def _find_a_project(walk: Walk) -> str:
    walk.visit("/")
    walk.follow("Find a project to join")
    walk.page.locator("summary").first.click()
    walk.choose("help", "yes")
    walk.page.locator("[name='how']").select_option("in_person")
    walk.press("Show these projects")
    assert walk.page.locator(".app-chips li").count() == 2
    found = walk.page.locator(".app-list__item")
    assert found.count() == found.locator(".nhsuk-tag--green").count() > 0
    title = found.locator("a").first.inner_text()
    found.locator("a").first.click()
    walk.page.wait_for_load_state()
    walk.look()
    assert walk.heading.inner_text() == title
    walk.follow("Offer to join this project")
    walk.sees("You are offering to join this project:")
    return title


def _fill_in(walk: Walk, name: str, email: str) -> None:
    walk.choose("for_whom", "self")
    walk.press("Continue")
    walk.sees("Type a name. A first name is enough")
    walk.fill("name", name)
    walk.press("Continue")
    walk.choose("channel", "email")
    walk.fill("email", email)
    walk.unfold("Is it safe to contact you?")
    walk.fill("safe_hours", HOURS)
    walk.press("Continue")
    walk.fill("needs", NEEDS)
    walk.press("Continue")
    walk.fill("wants", "I would like to help with the welcome.")
    walk.press("Continue")


def _check_and_send(walk: Walk, title: str) -> tuple[str, str, str]:
    assert walk.heading.inner_text() == walk.said("Check your answers")
    answers = walk.page.locator(".nhsuk-summary-list").inner_text()
    assert NEEDS in answers and HOURS in answers and "joiner-" in answers
    assert title in walk.page.locator("main").inner_text()
    press_in(walk, row(walk, ".nhsuk-summary-list__row", walk.said("What you need to take part")), "link")
    assert walk.page.locator("[name='needs']").input_value() == NEEDS
    walk.fill("needs", BETTER)
    walk.press("Continue")
    assert BETTER in walk.page.locator(".nhsuk-summary-list").inner_text()
    walk.press("Send my offer")
    assert walk.heading.inner_text() == walk.said("Thank you. We have your offer")
    said = " ".join(walk.page.locator("main").inner_text().split())
    reference = REFERENCE.search(said)
    pattern = re.escape(walk.said(PROMISE, role="ROLE", day="DAY")).replace("ROLE", "([^.]+?)").replace("DAY", "(.+?)")
    promise = re.search(pattern, said)
    assert reference and promise, said
    parts = {"role": promise[1], "day": promise[2]}
    if walk.said(PROMISE, role="ROLE", day="DAY").find("DAY") < walk.said(PROMISE, role="ROLE", day="DAY").find("ROLE"):
        parts = {"role": promise[2], "day": promise[1]}
    role = parts["role"].split(walk.said("Your reference"))[-1].split(reference.group())[-1].strip()
    return reference.group(), role, parts["day"]


def _sign_in_as_staff(staff: Walk) -> None:
    """With the code that stands on the page of the example's post, and the authenticator app."""
    before = len(letters(staff.served, STAFF, OF_CODE))
    staff.visit("/staff")
    staff.fill("contact", STAFF)
    staff.press("Send me a code")
    typed_at = staff.page.url
    letter(staff.served, STAFF, OF_CODE, before=before)
    staff.follow("See the example's post")
    staff.fill("to", STAFF)
    staff.press("Show these")
    newest = staff.page.locator("article").first.inner_text()
    assert OF_CODE in newest
    staff.open(typed_at)
    staff.fill("code", code_in(newest.partition("\n")[2]))
    staff.press("Continue")
    staff.fill("second_step", second_step(STAFF, example_secret(staff.served)))
    staff.press("Sign in")


def _answer(staff: Walk, reference: str) -> None:
    staff.sees("Waiting for an answer")
    staff.follow("Everyone who offered to join")
    for _page in range(5):
        found = staff.page.get_by_role("row").filter(has_text=reference)
        if found.count():
            break
        staff.follow("Next page")
    assert staff.said("Has needs") in found.inner_text()
    press_in(staff, found, "link")
    page = staff.page.locator("main").inner_text()
    assert BETTER in page and HOURS in page
    staff.page.locator("[name='owner']").select_option(label="Priya Participation")
    staff.press("Give it to them")
    staff.sees("Given to a colleague")
    staff.choose("to", "contacted")
    staff.press("Save this step")
    assert staff.page.locator(".nhsuk-tag").first.inner_text() == staff.said("Contacted")
