"""Someone's own path: done, booked, open to them next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.database import add, writing
from portal.people.models import Person
from portal.teams.models import Membership
from portal.training import rules_path
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, AProject, ASession
from tests.staffing import sign_in
from tests.training.test_calendar import a_further
from tests.training.test_courses import the_path

PATH = {"intro": "middle", "middle": "leader", "leader": "coach", "coach": "", "workshop": "", "lost": "gone"}


def part(page: Page, heading: str) -> str:
    """The words under a heading, up to the next one."""
    words = page.words_in("main")
    after = words[words.index(heading) + len(heading) :]
    ends = [after.index(other) for other in ("Booked", "Open to you next", "Done") if other in after]
    return after[: min(ends, default=len(after))]


def signed_in(browser: Browser, kind: str = "service_user") -> Person:
    """Someone of this kind, signed in."""
    person = APerson(kind=kind)
    sign_in(browser, person)
    return person


# The rule


@pytest.mark.parametrize(
    ("done", "next_ones"),
    [
        (set(), ["intro", "workshop", "lost"]),
        ({"intro"}, ["middle", "workshop", "lost"]),
        ({"workshop"}, ["intro", "lost"]),
        ({"middle"}, ["leader", "workshop", "lost"]),
        ({"intro", "middle"}, ["leader", "workshop", "lost"]),
        ({"intro", "middle", "leader", "coach"}, ["workshop", "lost"]),
        ({"no longer there"}, ["intro", "workshop", "lost"]),
    ],
)
def test_what_is_next_follows_from_what_someone_did(done: set[str], next_ones: list[str]) -> None:
    assert rules_path.open_next(PATH, done) == next_ones


def test_each_step_comes_after_all_that_lead_to_it() -> None:
    ranked = rules_path.ranks({"b": "c", "a": "b", "short": "c", "c": "", "ring": "ring", "x": "y", "y": "x"})
    assert (ranked["a"], ranked["b"], ranked["short"], ranked["c"]) == (0, 1, 0, 2)
    assert (ranked["ring"], ranked["x"], ranked["y"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("who_for", "kind", "is_member", "is_open"),
    [
        ("service_users_and_carers", "carer", False, True),
        ("service_users_and_carers", "not_said", False, True),
        ("service_users_and_carers", "staff", True, False),
        ("staff", "service_user", True, False),
        ("staff", "staff", False, True),
        ("staff_and_members", "service_user", False, False),
        ("staff_and_members", "service_user", True, True),
        ("everyone", "staff", False, True),
    ],
)
def test_a_course_is_open_to_those_whom_it_is_for(who_for: str, kind: str, is_member: bool, is_open: bool) -> None:
    assert rules_path.is_open(who_for, kind, is_member=is_member) == is_open


# The page


def test_someone_new_is_shown_the_first_step_and_its_next_date(browser: Browser) -> None:
    first, *_rest = the_path()
    qi_session = ASession(first)
    signed_in(browser)
    page = browser.visit("/you").follow("Your training, and what is open to you next")
    assert "Nothing yet. Everyone begins somewhere." in page.words and "You have booked nothing" in page.words
    assert "Introduction" in part(page, "Open to you next") and "Fundamentals" not in page.words
    assert page.follow("Monday 16 March 2026").path == f"/training/{qi_session.slug}"


def test_after_a_step_the_next_one_is_shown_and_the_step_is_done(browser: Browser, clock: Clock) -> None:
    first, *_rest = the_path()
    me = signed_in(browser)
    ABooking(ASession(first, starts_at=clock.now - timedelta(days=9)), me, came=True)
    page = browser.visit("/you/training")
    assert "Introduction" in part(page, "Done") and "Saturday 21 February 2026" in part(page, "Done")
    assert "Fundamentals" in part(page, "Open to you next") and "Introduction" not in part(page, "Open to you next")
    assert "No date is planned just now" in part(page, "Open to you next")


def test_who_did_not_come_has_not_done_it(browser: Browser, clock: Clock) -> None:
    first, *_rest = the_path()
    me = signed_in(browser)
    ABooking(ASession(first, starts_at=clock.now - timedelta(days=9)), me, came=False)
    page = browser.visit("/you/training")
    assert "Introduction" in part(page, "Open to you next") and "Nothing yet" in part(page, "Done")


def test_what_is_booked_is_shown_with_all_its_dates_and_how_to_answer(browser: Browser, clock: Clock) -> None:
    first, *_rest = the_path()
    qi_session = ASession(first)
    a_further(qi_session, 2, qi_session.starts_at + timedelta(weeks=1))
    a_further(qi_session, 3, qi_session.starts_at + timedelta(weeks=2), cancelled_at=clock.now)
    me = signed_in(browser)
    booking = ABooking(qi_session, me)
    page = browser.visit("/you/training")
    booked = part(page, "Booked")
    assert "Monday 16 March 2026" in booked and "Monday 23 March 2026" in booked and "Monday 30 March" not in booked
    assert "You have a place" in booked and "Introduction" not in part(page, "Open to you next")
    assert page.links[f"Put it in your calendar: {booking.reference}"] == f"/training/{qi_session.slug}/calendar.ics"
    assert page.follow("See it, or answer for it").path == f"/you/bookings/{booking.id}"


def test_who_waits_sees_that_and_is_offered_no_entry_for_a_calendar(browser: Browser) -> None:
    me = signed_in(browser)
    ABooking(ASession(), me, status="waiting")
    page = browser.visit("/you/training")
    assert "You are on the waiting list" in page.words and "Put it in your calendar" not in page.words


def test_what_is_cancelled_or_over_is_not_booked_any_more(browser: Browser, clock: Clock) -> None:
    me = signed_in(browser)
    ABooking(ASession(ACourse("Given up")), me, status="cancelled")
    ABooking(ASession(ACourse("Called off"), state="cancelled"), me)
    ABooking(ASession(ACourse("Over"), starts_at=clock.now - timedelta(days=2)), me)
    assert "You have booked nothing that is still to come" in browser.visit("/you/training").words


def test_a_course_for_teams_is_open_to_who_is_on_one(browser: Browser, clock: Clock) -> None:
    _first, middle, leaders, _coach = the_path()
    me = signed_in(browser)
    ABooking(ASession(middle, starts_at=clock.now - timedelta(days=9)), me, came=True)
    page = browser.visit("/you/training")
    assert "Leaders: this is for people who are on the team of a project. Find a project to join" in page.words
    assert leaders.slug not in str(page.links.values())
    with writing():
        add(Membership(person_id=me.id, project_id=AProject().id, started_on=clock.now.date()))
    page = browser.visit("/you/training")
    assert page.links["Leaders"] == f"/training/courses/{leaders.slug}" and "on the team of" not in page.words


def test_who_has_done_it_all_is_told_so_kindly(browser: Browser, clock: Clock) -> None:
    *_rest, coach = the_path()
    me = signed_in(browser)
    ABooking(ASession(coach, starts_at=clock.now - timedelta(days=9)), me, came=True)
    page = browser.visit("/you/training")
    assert "You have come a long way" in page.words and "Find a project to join" in page.links


def test_nobody_sees_anybody_else_s_path(browser: Browser) -> None:
    ABooking(ASession(ACourse("Somebody's")), APerson("Other"))
    signed_in(browser, "staff")
    page = browser.visit("/you/training")
    assert "Somebody's" not in part(page, "Booked")
    assert browser.client.get("/you/training").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_the_same_however_long_the_path(
    browser: Browser, clock: Clock, at_most: AtMost, count: int
) -> None:
    me = signed_in(browser)
    for n in range(count):
        ABooking(ASession(starts_at=clock.now - timedelta(days=9 + n)), me, came=True)
        a_further(coming := ASession(), 2, coming.starts_at + timedelta(weeks=1))
        ABooking(coming, me)
    with at_most(queries=6):
        browser.visit("/you/training")
