"""Telling us about oneself, as someone meets it."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from portal.database import rows, session
from portal.kit.audit import AuditEvent
from portal.kit.limits import Attempt
from portal.outbox.models import Message
from portal.people.models import Person
from portal.reaching import services
from portal.reaching.queries import QUESTIONS
from tests.browser import Browser, Page
from tests.conftest import MONDAY, AtMost, Clock
from tests.factories import APerson, ASession
from tests.reaching import WINTER, counted
from tests.staffing import sign_in

ALL = {name: next(iter(question.answers)) for name, question in QUESTIONS.items()}


def answer(browser: Browser, **answers: str) -> Page:
    return browser.visit("/about-you").press("Send my answers", **answers)


def test_someone_answers_what_they_like_and_only_that_is_counted(browser: Browser) -> None:
    page = answer(browser, age="18_to_24", carer="not_said")
    assert page.heading == "Thank you. Your answers are counted"
    assert counted() == {(WINTER, "age", "18_to_24"): 1, (WINTER, "carer", "not_said"): 1}


def test_the_next_one_who_gives_the_same_answer_is_added_to_it(app: object) -> None:
    for _person in range(3):
        answer(Browser(app), sex="female")
    answer(Browser(app), sex="male")
    assert counted() == {(WINTER, "sex", "female"): 3, (WINTER, "sex", "male"): 1}


def test_each_question_can_be_left_out_says_why_it_is_asked_and_takes_no_answer_for_an_answer(
    browser: Browser,
) -> None:
    page = browser.visit("/about-you")
    groups = page.all("fieldset")
    assert len(groups) == len(QUESTIONS) == 9
    for group, question in zip(groups, QUESTIONS.values(), strict=True):
        words = " ".join(group.text_content().split())
        assert question.asked in words and question.why in words and "Prefer not to say" in words
        assert not group.xpath(".//input[@checked]")
    assert page.press("Send my answers").heading == "Thank you. Your answers are counted"
    assert counted() == {}


def test_before_it_asks_the_page_says_that_answers_cannot_be_taken_back(browser: Browser) -> None:
    words = browser.visit("/about-you").words
    assert words.index("cannot change them, or take them back") < words.index("How old are you?")


def test_pressed_twice_it_is_counted_once(browser: Browser) -> None:
    page = browser.visit("/about-you")
    first, second = (page.press("Send my answers", **ALL) for _press in range(2))
    assert first.words == second.words
    assert set(counted().values()) == {1}


def test_the_form_of_yesterday_evening_is_still_counted_once_the_next_morning(browser: Browser, clock: Clock) -> None:
    page = browser.visit("/about-you")
    page.press("Send my answers", **ALL)
    clock.advance(hours=23)
    page.press("Send my answers", **ALL)
    assert set(counted().values()) == {1}


def test_two_forms_in_one_browser_are_two_people(browser: Browser) -> None:
    answer(browser, sex="female")
    answer(browser, sex="female")
    assert counted() == {(WINTER, "sex", "female"): 2}


def test_nothing_is_kept_but_counts(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    ada = APerson("Ada")
    sign_in(browser, ada)
    before = (rows(select(AuditEvent.id)), rows(select(Person.__table__)), rows(select(Message.id)))
    with caplog.at_level(logging.DEBUG):
        answer(browser, **ALL)
    session.remove()
    assert (rows(select(AuditEvent.id)), rows(select(Person.__table__)), rows(select(Message.id))) == before
    logged = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("sqlalchemy"))
    assert not any(said in logged for said in ALL.values() if len(said) > 4)
    assert {key[0] for key in counted()} == {WINTER}


def test_the_key_that_keeps_a_form_from_counting_twice_knows_the_day_and_nothing_else(browser: Browser) -> None:
    key = browser.visit("/about-you").one("input[name=key]").get("value")
    answer(browser, **ALL)
    for kind, who, at in rows(select(Attempt.kind, Attempt.who, Attempt.at)):
        assert kind == "about you" and key not in who
        assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
        assert at.date() == MONDAY.date()


def test_a_new_quarter_counts_anew(browser: Browser, clock: Clock) -> None:
    answer(browser, sex="female")
    clock.advance(days=30)  # 1 April
    answer(browser, sex="female")
    assert sorted(key[0].month for key in counted()) == [1, 4]


def test_after_midnight_in_england_it_is_the_next_quarter(browser: Browser, clock: Clock) -> None:
    clock.now = MONDAY.replace(month=6, day=30, hour=23, minute=30)  # half past midnight on 1 July, by English clocks
    answer(browser, sex="female")
    assert [key[0].month for key in counted()] == [7]


def test_what_was_not_on_the_form_is_refused_and_the_rest_stays_chosen(browser: Browser) -> None:
    page = answer(browser, age="18_to_24", sex="a secret")
    assert page.errors == ["Choose one of the answers"] and page.title.startswith("Error: ")
    assert [field.get("value") for field in page.all("input[checked]")] == ["18_to_24"]
    assert counted() == {}
    page.press("Send my answers", sex="female")
    assert len(counted()) == 2


def test_only_what_is_asked_can_be_counted(app: object) -> None:
    services.count({"sex": "a secret", "name": "Ada"}, key="one", now=MONDAY)
    assert counted() == {}


def test_a_machine_that_fills_every_box_is_refused(browser: Browser) -> None:
    page = browser.visit("/about-you")
    token = page.one("input[name=csrf_token]").get("value")
    browser.send("/about-you", {"csrf_token": token, "fax": "020 7946 0000", "sex": "male"}, expect=400)
    assert counted() == {}


def test_a_flood_is_not_counted_and_ends_with_the_day(
    browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_A_DAY", 2)
    answer(browser, sex="male")
    answer(browser, sex="male")
    page = browser.visit("/about-you")
    token, key = (page.one(f"input[name={name}]").get("value") for name in ("csrf_token", "key"))
    browser.send("/about-you", {"csrf_token": token, "key": key, "sex": "male"}, expect=429)
    assert counted() == {(WINTER, "sex", "male"): 2}
    clock.advance(days=1)
    answer(browser, sex="male")
    assert counted() == {(WINTER, "sex", "male"): 3}


def test_the_page_offers_to_leave_at_once_and_asks_the_database_for_nothing(browser: Browser, at_most: AtMost) -> None:
    with at_most(queries=0):
        page = browser.visit("/about-you")
    assert page.all("a[data-exit]")


def test_sending_costs_the_same_however_much_was_answered(browser: Browser, at_most: AtMost) -> None:
    page = browser.visit("/about-you")
    with at_most(queries=7):  # hold the key, look for it and keep it, the day's number and one more, the counts
        page.press("Send my answers", **ALL)
    assert len(counted()) == 9


def test_whoever_has_booked_is_offered_the_questions(browser: Browser) -> None:
    page = browser.visit(f"/training/{ASession().slug}/book").press("Continue", for_whom="self", name="Ada")
    page = page.press("Continue", channel="email", email="ada@example.com").press("Continue").press("Book my place")
    assert page.follow("Questions about you").heading == "Questions about you"


def tell(browser: Browser, body: str) -> Page:
    page = browser.visit("/stories/share").press("Continue", body=body).press("Continue", name_shown="none")
    return page.press("Continue").press("Continue", is_reachable="no").press("Send my story")


def test_whoever_told_a_story_is_offered_the_questions_but_not_someone_who_may_be_in_danger(app: object) -> None:
    calm = tell(Browser(app), "The team listened to me.")
    assert "Questions about you" in calm.links
    worrying = tell(Browser(app), "I want to end my life.")
    assert "Get help now" in worrying.links and "Questions about you" not in worrying.links
