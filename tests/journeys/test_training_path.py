"""One person's whole way through training, from a full session to the next course, with every message read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser

from portal.training import services
from tests.conftest import Clock
from tests.factories import ACourse, ASession
from tests.journeys.conftest import Walk, Way
from tests.journeys.moving import Moving, served_still
from tests.journeys.ways_in import link_in
from tests.training.steps import book

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
AMINA = "amina@example.com"
STARTS = datetime(2026, 3, 16, 10, tzinfo=UTC)


@pytest.fixture
def still(app: Flask, clock: Clock) -> Iterator[Moving]:
    """A portal whose clock stands at ten on Monday 2 March 2026."""
    with served_still(app, clock) as moving:
        yield moving


def test_from_a_full_session_to_the_next_course(still: Moving, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(15_000)
    walk = Walk(context.new_page(), still, Way("phone"), "training path")
    following = ACourse("Improvement fundamentals")
    course = ACourse("Introduction to QI", leads_to=following.slug)
    full, later = ASession(course, capacity=1, starts_at=STARTS), ASession(following, starts_at=STARTS + timedelta(30))
    first = book(full, 1)
    walk.visit(f"/training/{full.slug}")
    walk.follow("Join the waiting list")
    walk.choose("for_whom", "self")
    walk.fill("name", "Amina")
    walk.press("Continue")
    walk.choose("channel", "email")
    walk.fill("email", AMINA)
    walk.press("Continue")
    walk.press("Continue")
    walk.press("Join the waiting list")
    walk.sees("You are number 1 in the line.")
    told = still.letters(AMINA)
    assert len(told) == 1 and "You are number 1 on the waiting list" in told[-1]
    services.cancel(first.id, by=None, now=still.clock.advance(hours=1))
    told = still.letters(AMINA)
    assert len(told) == 2 and "A place came free" in told[-1]
    walk.open(still.address(link_in(told[-1])))
    walk.press("Yes, I take the place")
    assert walk.heading.inner_text() == "You have a place"
    context.close()
