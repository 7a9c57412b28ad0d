"""The questions are offered to each person once."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import select

from portal.database import rows, session
from portal.kit.audit import AuditEvent
from portal.people import queries as people
from portal.people.models import Person
from tests.browser import Browser, Page
from tests.conftest import AtMost
from tests.factories import APerson
from tests.reaching import counted
from tests.staffing import sign_in


def press(browser: Browser, answer: str) -> Page:
    token = browser.visit("/about-you").one("input[name=csrf_token]").get("value")
    return browser.send("/you/about-you", {"csrf_token": token, "answer": answer})


def test_someone_who_says_no_thank_you_is_not_asked_again(browser: Browser) -> None:
    ada = APerson("Ada")
    sign_in(browser, ada)
    assert not people.is_asked_equality(ada.id)
    assert press(browser, "no").heading == "Your page"
    assert people.is_asked_equality(ada.id)
    assert counted() == {}


def test_someone_who_says_yes_comes_to_the_questions_and_is_not_asked_again(browser: Browser) -> None:
    ada = APerson("Ada")
    sign_in(browser, ada)
    assert press(browser, "yes").heading == "Questions about you"
    assert people.is_asked_equality(ada.id)


def test_a_second_press_is_harmless_and_nobody_else_is_touched(browser: Browser) -> None:
    ada, eve = APerson("Ada"), APerson("Eve")
    sign_in(browser, ada)
    assert press(browser, "no").heading == press(browser, "no").heading == "Your page"
    assert not people.is_asked_equality(eve.id)


def test_no_record_says_who_may_have_answered_or_when(browser: Browser) -> None:
    sign_in(browser, APerson("Ada"))
    before = rows(select(AuditEvent.id))
    press(browser, "yes")
    session.remove()
    assert rows(select(AuditEvent.id)) == before


def test_the_press_costs_little(browser: Browser, at_most: AtMost) -> None:
    sign_in(browser, APerson("Ada"))
    token = browser.visit("/about-you").one("input[name=csrf_token]").get("value")
    with at_most(queries=3):  # who asks, that they were asked, and nothing for the questions
        browser.send("/you/about-you", {"csrf_token": token, "answer": "yes"})


def test_the_offer_says_that_nobody_has_to_and_both_answers_are_buttons(browser: Browser) -> None:
    with browser.app.test_request_context("/you"):
        offer = render_template("reaching/_offer.html")
    assert "You do not have to." in offer and "We ask you only once." in offer
    assert "See the questions" in offer and "No thank you" in offer
    assert session.scalars(select(Person.id)).all() == []
