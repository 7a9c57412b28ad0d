"""From offering to being a member for three months, paused and returned: one person's whole way, every message read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from sqlalchemy import select

from portal.database import session
from portal.people.models import ContactWay, Person
from portal.teams.models import CheckIn, ExpressionOfInterest, Membership
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import AnOpening, AProject
from tests.journeys.moving import Moving, served_still
from tests.journeys.reading import Reader, on_a_phone
from tests.staffing import sign_in_staff

pytestmark = pytest.mark.browser
MINA = "mina@example.com"


@pytest.fixture
def still(app: Flask, clock: Clock) -> Iterator[Moving]:
    """A portal whose clock stands at ten on Monday 2 March 2026."""
    with served_still(app, clock) as moving:
        yield moving


@pytest.fixture
def mina(still: Moving, chromium: Chromium) -> Iterator[Reader]:
    """Someone new, on a phone."""
    with on_a_phone(still, chromium, MINA) as reader:
        yield reader


def at(month: int, day: int, hour: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_from_an_offer_to_three_months_on_a_team_with_a_pause(still: Moving, mina: Reader) -> None:
    project = AProject("Calmer mornings", involvement="big_i")
    AnOpening(project, title="A seat at the table")
    slug = project.slug
    _offer(mina, slug)
    mina.one_new_letter("will answer you by Monday 9 March 2026")
    _answered_step_by_step(still, mina)
    _joins(still, mina)
    member_id = session.scalars(select(Membership.id)).one()
    _first_month(still, mina, member_id)
    _a_pause_and_back(still, mina, member_id)
    _third_month(still, mina, slug)


def _offer(mina: Reader, slug: str) -> None:
    walk = mina.walk
    walk.visit(f"/projects/{slug}")
    walk.follow("Offer to join this project")
    walk.choose("for_whom", "self")
    walk.fill("name", "Mina")
    walk.press("Continue")
    walk.choose("channel", "email")
    walk.fill("email", MINA)
    walk.press("Continue")
    walk.press("Continue")
    walk.fill("wants", "I would like to help.")
    walk.press("Continue")
    walk.press("Send my offer")
    assert walk.heading.inner_text() == "Thank you. We have your offer"


def _staff(still: Moving) -> Browser:
    staff = Browser(still.app)
    sign_in_staff(staff)
    return staff


def _moved(still: Moving, when: datetime, step: str) -> None:
    still.clock.now = when
    offer = session.scalars(select(ExpressionOfInterest.id)).one()
    _staff(still).visit(f"/staff/interests/{offer}").press("Save this step", to=step)


def _answered_step_by_step(still: Moving, mina: Reader) -> None:
    for when, step, said, promised in [
        (
            at(3, 4),
            "contacted",
            "is looking after what you asked us about",
            "a welcome talk with you by Wednesday 18 March",
        ),
        (at(3, 6), "met", "Thank you for talking with us", "tell a team about you by Friday 20 March"),
        (at(3, 9), "introduced", "We have told a team about you", "about a first meeting by Wednesday 8 April"),
        (at(3, 12), "trying", "You can now try it out", "ask you by Tuesday 12 May 2026 how it went"),
    ]:
        _moved(still, when, step)
        mina.one_new_letter(said, promised)


def _joins(still: Moving, mina: Reader) -> None:
    still.clock.now = at(3, 23)
    offer = session.scalars(select(ExpressionOfInterest.id)).one()
    agreed = {
        "pay": "less",
        "pay_agreed": "£6 for each meeting",
        "expenses_agreed": "Bus fares",
        "said_yes": "in_person",
    }
    page = _staff(still).visit(f"/staff/interests/{offer}/agree")
    page.press("They said yes: they join the team", paid_when="Each month", greeter="Jo", **agreed)
    mina.new_letters(("Welcome! You are now on the team.",), ("We wrote down what we agreed with you.",))
    _signs_in(mina)
    walk = mina.walk
    walk.visit("/you")
    walk.follow("Your place on this team")
    walk.sees("£6 for each meeting")
    walk.press("Yes, this is what we agreed")
    walk.sees("Thank you. We noted that it is right.")


def _signs_in(mina: Reader) -> None:
    way = session.scalars(select(ContactWay).where(ContactWay.value == MINA)).one()
    mina.is_signed_in(session.get_one(Person, way.person_id))


def _first_month(still: Moving, mina: Reader, member_id: int) -> None:
    still.move_to(at(4, 1))  # on the team for nine days: nobody asks yet
    mina.no_new_letter()
    still.move_to(at(5, 1))
    letter = mina.one_new_letter("Two short questions")
    mina.open_link(letter, "/k/")
    mina.walk.choose("going", "4")
    mina.walk.choose("heard", "5")
    mina.walk.press("Send my answer")
    mina.walk.sees("Thank you. We have an answer")
    _signs_in(mina)
    mina.walk.visit(f"/you/teams/{member_id}")
    mina.walk.press("I came to a meeting today")
    mina.walk.sees("It is noted that you took part today.")


def _a_pause_and_back(still: Moving, mina: Reader, member_id: int) -> None:
    walk = mina.walk
    walk.visit(f"/you/teams/{member_id}")
    walk.follow("Take a pause")
    walk.choose("how_long", "month")
    walk.press("Begin my pause")
    walk.sees("You hear nothing from the team until Sunday 31 May 2026")
    still.move_to(at(5, 30))
    mina.no_new_letter()
    still.move_to(at(5, 31))
    mina.one_new_letter("Welcome back!")


def _third_month(still: Moving, mina: Reader, slug: str) -> None:
    still.move_to(at(6, 1))
    letter = mina.one_new_letter("Two short questions")
    mina.open_link(letter, "/k/")
    mina.walk.choose("going", "5")
    mina.walk.choose("heard", "4")
    mina.walk.press("Send my answer")
    still.move_to(at(6, 29))
    mina.no_new_letter()
    assert session.scalars(select(CheckIn.going).order_by(CheckIn.id)).all() == [4, 5]
    mina.walk.visit(f"/projects/{slug}")
    mina.walk.sees("A member took part in the last 60 days.")
