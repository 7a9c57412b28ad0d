"""The questions are offered to each person once."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import rows, session
from portal.kit.audit import AuditEvent
from portal.people import queries as people
from tests.browser import Browser, Page
from tests.conftest import AtMost
from tests.factories import APerson
from tests.reaching import counted
from tests.staffing import sign_in


def press(browser: Browser, button: str) -> Page:
    return browser.visit("/you").press(button)


def test_someone_who_says_no_thank_you_is_not_asked_again(browser: Browser) -> None:
    ada = APerson("Ada")
    sign_in(browser, ada)
    assert not people.is_asked_equality(ada.id)
    page = press(browser, "No thank you")
    assert page.heading == "Your page" and "No thank you" not in page.words
    assert people.is_asked_equality(ada.id)
    assert counted() == {}


def test_someone_who_says_yes_comes_to_the_questions_and_is_not_asked_again(browser: Browser) -> None:
    ada = APerson("Ada")
    sign_in(browser, ada)
    assert press(browser, "See the questions").heading == "Questions about you"
    assert people.is_asked_equality(ada.id)


def test_a_second_press_is_harmless_and_nobody_else_is_touched(browser: Browser) -> None:
    ada, eve = APerson("Ada"), APerson("Eve")
    sign_in(browser, ada)
    offered = browser.visit("/you")
    assert offered.press("No thank you").heading == offered.press("No thank you").heading == "Your page"
    assert not people.is_asked_equality(eve.id)


def test_no_record_says_who_may_have_answered_or_when(browser: Browser) -> None:
    sign_in(browser, APerson("Ada"))
    before = rows(select(AuditEvent.id))
    press(browser, "See the questions")
    session.remove()
    assert rows(select(AuditEvent.id)) == before


def test_the_press_costs_little(browser: Browser, at_most: AtMost) -> None:
    sign_in(browser, APerson("Ada"))
    page = browser.visit("/you")
    with at_most(queries=2):  # who asks, and that they were asked; the questions need none
        page.press("See the questions")


def test_the_offer_says_that_nobody_has_to(browser: Browser) -> None:
    sign_in(browser, APerson("Ada"))
    words = browser.visit("/you").words
    assert "You do not have to." in words and "We ask you only once." in words
