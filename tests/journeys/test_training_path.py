"""One person's whole way through training, from a full session to the next course, with every message read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium

from portal.training import services
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import ACourse, ASession
from tests.journeys.conftest import Walk
from tests.journeys.moving import Moving, served_still
from tests.journeys.reading import Reader, on_a_phone
from tests.staffing import sign_in_staff
from tests.training.steps import book

pytestmark = pytest.mark.browser
AMINA = "amina@example.com"
STARTS = datetime(2026, 3, 16, 10, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=3)


@pytest.fixture
def still(app: Flask, clock: Clock) -> Iterator[Moving]:
    """A portal whose clock stands at ten on Monday 2 March 2026."""
    with served_still(app, clock) as moving:
        yield moving


@pytest.fixture
def amina(still: Moving, chromium: Chromium) -> Iterator[Reader]:
    """Someone new, on a phone."""
    with on_a_phone(still, chromium, AMINA) as reader:
        yield reader


def test_from_a_full_session_to_the_next_course(still: Moving, amina: Reader) -> None:
    following = ACourse("Improvement fundamentals")
    course = ACourse("Introduction to QI", leads_to=following.slug)
    full = ASession(course, capacity=1, starts_at=STARTS, ends_at=ENDS, host_name="Femi", materials_after=NOTES)
    later = ASession(following, starts_at=STARTS + timedelta(days=30))
    first, full_id, later_slug = book(full, 1), full.id, later.slug
    walk = amina.walk

    _wait(amina, full.slug)
    amina.one_new_letter("This training is full. You are number 1 on the waiting list.")
    amina.no_new_letter()

    services.cancel(first.id, by=None, now=still.clock.advance(hours=1))
    offer = amina.one_new_letter(
        "Someone gave up their place, and you are next in the line.", "we keep it for you until"
    )
    amina.open_link(offer)
    walk.sees("A place is kept for you")
    walk.press("Yes, I take the place")
    assert walk.heading.inner_text() == "You have a place"
    amina.one_new_letter("You have a place.", "Femi will welcome you.")

    still.move_to(STARTS - timedelta(days=2))
    reminder = amina.one_new_letter("Your training is soon. Are you coming?")
    amina.open_link(reminder)
    walk.press("I am not sure")
    assert walk.heading.inner_text() == "You keep your place"
    walk.sees("Your host is Femi.")
    amina.no_new_letter()

    still.move_to(STARTS - timedelta(hours=2))
    reminder = amina.one_new_letter("Your training begins today at 10am", "Your place is still yours. Are you coming?")
    amina.open_link(reminder)
    walk.press("I am coming")
    assert walk.heading.inner_text() == "Thank you. See you there"

    _note_that_she_came(still, full_id)
    still.move_to(ENDS + timedelta(days=1))
    thanks = amina.one_new_letter(
        "Thank you for coming.", "Easy Read notes: https://example.org/notes", "What you could do next"
    )
    _say_how_it_was(amina, thanks)
    _take_the_certificate(amina, thanks)

    amina.open_link(thanks, "/training/courses/")
    assert walk.heading.inner_text() == "Improvement fundamentals"
    walk.page.locator(f"a[href='/training/{later_slug}']").first.click()
    walk.page.wait_for_load_state()
    walk.follow("Book a place")
    _say_who(walk)
    walk.press("Book my place")
    assert walk.heading.inner_text() == "Your place is booked"
    amina.one_new_letter("You have a place.", "Improvement fundamentals")


NOTES = "Easy Read notes https://example.org/notes"


def _wait(amina: Reader, slug: str) -> None:
    amina.walk.visit(f"/training/{slug}")
    amina.walk.follow("Join the waiting list")
    _say_who(amina.walk)
    amina.walk.press("Join the waiting list")
    amina.walk.sees("You are number 1 in the line.")


def _say_who(walk: Walk) -> None:
    walk.choose("for_whom", "self")
    walk.fill("name", "Amina")
    walk.press("Continue")
    walk.choose("channel", "email")
    walk.fill("email", AMINA)
    walk.press("Continue")
    walk.press("Continue")


def _note_that_she_came(still: Moving, session_id: int) -> None:
    """As staff do it on their phone while people arrive."""
    still.clock.now = STARTS
    staff = Browser(still.app)
    sign_in_staff(staff)
    staff.visit(f"/staff/training/{session_id}/day").press("Came: Amina")


def _say_how_it_was(amina: Reader, thanks: str) -> None:
    amina.open_link(thanks, "/after")
    for question in ("was_good", "was_clear", "was_welcome"):
        amina.walk.choose(question, "5")
    amina.walk.fill("words", "I was heard.")
    amina.walk.press("Send")
    amina.walk.sees("Thank you")


def _take_the_certificate(amina: Reader, thanks: str) -> None:
    walk = amina.walk
    amina.open_link(thanks, "/certificate")
    walk.choose("is_shared", "yes")
    walk.press("Make the certificate")
    link = walk.page.get_by_role("link", name=re.compile("PDF")).first.get_attribute("href")
    file = walk.page.request.get(f"{amina.still.url}{link}")
    assert file.ok and file.headers["content-type"] == "application/pdf" and file.body().startswith(b"%PDF")
    found = re.search(r"/c/\w[\w-]+", walk.page.locator("main").inner_text())
    assert found
    walk.visit(found.group())
    walk.sees("Amina")
    walk.sees("Introduction to QI")
