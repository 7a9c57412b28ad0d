"""Wherever staff see how to reach someone, they read first what to mind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from portal.database import writing
from portal.people.models import Person
from portal.people.services import ways
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import ABooking, AnExpression, APerson, ASession, AStory, way_of
from tests.staffing import sign_in_staff


def _session(person: Person) -> str:
    qi_session = ASession()
    where = f"/staff/training/{qi_session.id}"
    ABooking(qi_session, person)
    return where


def _interest(person: Person) -> str:
    return f"/staff/interests/{AnExpression(person).id}"


def _story(person: Person) -> str:
    return f"/staff/stories/{AStory(person_id=person.id, contact_way_id=way_of(person).id).id}"


PAGES = pytest.mark.parametrize("page_of", [_session, _interest, _story])


@PAGES
def test_what_to_mind_stands_before_the_number(browser: Browser, page_of: Callable[[Person], str]) -> None:
    rule = {"safe_hours": "After 6pm", "may_leave_message": False, "say_about": "A parcel", "check_word": "Marmalade"}
    where = page_of(APerson(mobile="+447700900123", back_on=date(2026, 3, 16), **rule))
    sign_in_staff(browser, "admin")
    said = browser.visit(where).words_in("main")
    wanted = ("Paused until 16 Mar 2026", "After 6pm", "No, leave none", "A parcel", "Marmalade", "+447700900123")
    places = [said.index(words) for words in wanted]
    assert places == sorted(places) and said.count("+447700900123") == 1


@PAGES
def test_staff_see_the_way_that_is_used_now(browser: Browser, clock: Clock, page_of: Callable[[Person], str]) -> None:
    ada = APerson(email="old@example.com")
    ada_id, where = ada.id, page_of(ada)
    with writing():
        ways.use(ada_id, ways.add(ada_id, "phone", "+442079460000", now=clock.now).id, now=clock.now)
    sign_in_staff(browser, "admin")
    assert "old@example.com" in browser.visit(where).words
    clock.advance(hours=24)
    sign_in_staff(browser, "admin")
    page = browser.visit(where)
    assert "Phone call: +442079460000" in page.words and "old@example.com" not in page.text
