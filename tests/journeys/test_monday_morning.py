"""A Monday morning with sixty people waiting, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from sqlalchemy import select

from portal.database import add, session, writing
from portal.teams.models import ExpressionOfInterest, SkillsSurvey
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import AnExpression, AnOpening, APerson, AProject
from tests.journeys.conftest import Way
from tests.journeys.moving import Moving, served_still
from tests.journeys.test_by_keyboard import Keys
from tests.staffing import sign_in_staff

pytestmark = pytest.mark.browser
WAITING = 60
WAY = Way("keyboard", has_script=False)


@pytest.fixture
def still(app: Flask, clock: Clock) -> Iterator[Moving]:
    """A portal whose clock stands at ten on Monday 2 March 2026."""
    with served_still(app, clock) as moving:
        yield moving


@pytest.fixture
def desk(still: Moving, chromium: Chromium) -> Iterator[Keys]:
    """A People Participation lead at a keyboard, signed in."""
    context = chromium.new_context(viewport={"width": WAY.width, "height": 740}, java_script_enabled=False)
    context.set_default_timeout(15_000)
    staff = Browser(still.app)
    sign_in_staff(staff)
    name = still.app.config["SESSION_COOKIE_NAME"]
    cookie = staff.client.get_cookie(name)
    assert cookie is not None
    context.add_cookies([{"name": name, "value": cookie.value, "url": still.url}])
    yield Keys(context.new_page(), still, WAY, "monday morning")
    context.close()


def sixty_people(clock: Clock) -> list[str]:
    """Their addresses, those who wait longest first."""
    addresses = [f"waiting{number:02}@example.com" for number in range(WAITING)]
    for number, address in enumerate(addresses):
        person = APerson(f"Waiting {number:02}", email=address)
        AnExpression(person, asked_at=clock.now - timedelta(days=6, minutes=WAITING - number))
    return addresses


def test_a_lead_answers_many_gives_one_a_place_and_leaves_nobody_waiting_unseen(
    still: Moving, desk: Keys, clock: Clock
) -> None:
    addresses = sixty_people(clock)
    AnOpening(AProject("Calmer mornings"), title="A seat at the table", meets_at="tue_evening")
    first = session.scalars(select(ExpressionOfInterest).order_by(ExpressionOfInterest.asked_at)).first()
    assert first is not None
    reference = first.reference
    with writing():
        add(SkillsSurvey(person_id=first.person_id, times="tue_evening", changed_at=clock.now))
    session.remove()
    desk.visit("/staff")
    desk.sees("60 people wait for an answer.")
    desk.follow("Everyone who offered to join")
    chosen = desk.page.locator("input[name='id']")
    for place in range(3):
        desk.reach(chosen.nth(place))
        desk.page.keyboard.press("Space")
    desk.press("Deal with those that are ticked")
    desk.choose("to", "contacted")
    desk.press("Show what each will be told")
    desk.sees("is looking after what you asked us about.")
    assert not any(still.letters(address) for address in addresses[:3])  # only looked at so far
    desk.press("Do this for all of them")
    assert desk.heading.inner_text() == "Done for 3 people"
    for address in addresses[:3]:
        (letter,) = still.letters(address)
        assert "We will have a welcome talk with you by Monday 16 March 2026." in letter
    assert still.letters(addresses[3]) == []
    _gives_the_best_place(still, desk, addresses[0], reference)


def _gives_the_best_place(still: Moving, desk: Keys, address: str, reference: str) -> None:
    desk.visit("/staff/interests")
    desk.follow("The best for all who wait")
    desk.sees("The times fit: Tuesday: after 5pm")
    desk.enter(desk.page.get_by_role("button").filter(has_text=reference))
    desk.sees("Saved. A message about the place is on its way.")
    assert "another place that could suit you" in still.letters(address)[-1]
    desk.sees("Their offer is for this place already.")
