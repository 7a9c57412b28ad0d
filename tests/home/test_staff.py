"""Today, as staff see it."""

from __future__ import annotations

from datetime import timedelta

from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ADirectorate, AnExpression, APerson, AProject, ASession, AStory
from tests.staffing import sign_in_staff


def test_today_says_who_waits_how_long_and_what_is_overdue(browser: Browser, clock: Clock) -> None:
    sign_in_staff(browser)
    asked = clock.now - timedelta(days=12)
    late = AnExpression(
        APerson("Amina Khan"), AProject("Calmer mornings"), asked_at=asked, answer_by=(asked + timedelta(days=7)).date()
    )
    late_one = late.reference
    AnExpression(APerson("Ben Okri"), AProject("Better meals"))
    answered = AnExpression(APerson("Cai Li"), AProject(), step="contacted", answered_at=clock.now).reference
    page = browser.visit("/staff")
    assert "2 people wait for an answer." in page.words
    assert "1 overdue" in page.words and "12 days" in page.words
    assert page.words.index(late_one) < page.words.index("Better meals")
    assert answered not in page.words


def test_today_shows_initials_not_names(browser: Browser) -> None:
    sign_in_staff(browser)
    AnExpression(APerson("Amina Khan"), AProject())
    page = browser.visit("/staff")
    assert "Amina" not in page.words and "A K" in page.words


def test_today_shows_stories_to_read_and_sessions_with_needs(browser: Browser) -> None:
    sign_in_staff(browser)
    story = AStory("Secret title", state="waiting", is_flagged=True)
    ABooking(ASession(), APerson("Ben Okri"), needs="A room without steps")
    page = browser.visit("/staff")
    assert story.reference in page.words and "Please read soon" in page.words
    assert "Secret title" not in page.words
    assert "1 of 10" in page.words
    assert "without steps" not in page.words


def test_staff_of_a_directorate_see_only_its_people(browser: Browser) -> None:
    newham, luton = ADirectorate(name="Newham"), ADirectorate(name="Luton")
    sign_in_staff(browser, "improvement_advisor", newham)
    mine = AnExpression(APerson(), AProject(directorate_id=newham.id)).reference
    theirs = AnExpression(APerson(), AProject(directorate_id=luton.id)).reference
    page = browser.visit("/staff")
    assert mine in page.words and theirs not in page.words
    assert "Stories to read" not in page.words


def test_a_reader_of_stories_sees_stories_only(browser: Browser) -> None:
    sign_in_staff(browser, "moderator")
    page = browser.visit("/staff")
    assert "Stories to read" in page.words
    assert "Waiting for an answer" not in page.words


def test_today_costs_eight_queries_however_much_waits(browser: Browser, at_most: AtMost) -> None:
    sign_in_staff(browser, "admin")
    for _n in range(15):
        AnExpression(APerson(), AProject())
        ABooking(ASession(), needs="Large print")
        AStory(state="waiting")
    with at_most(queries=8):
        browser.visit("/staff")
