"""Hearing nothing for a while: what is held, what comes all the same, and hearing from us again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.database import session
from portal.outbox import queries as outbox_queries
from portal.outbox import rules, services
from portal.people.models import Person
from portal.personal.services import quiet
from portal.teams import services as teams
from portal.teams.services import Offer
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import AnExpression, APerson
from tests.outbox import a_draft, the_message, write
from tests.staffing import sign_in, sign_in_staff

pytestmark = pytest.mark.usefixtures("app")
BACK = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)  # 14 days after the Monday on which tests begin


def due(key: str = "one") -> datetime:
    return the_message(key).due_at


def test_one_press_on_one_s_own_page_is_quiet_for_14_days(browser: Browser, clock: Clock) -> None:
    amina = APerson()
    sign_in(browser, amina)
    page = browser.visit("/you").press("Pause messages for 14 days")
    assert "Messages are paused now." in page.words and "Messages are paused until Monday 16 March 2026." in page.words
    assert "Messages are paused until Monday 16 March 2026." in browser.visit("/you").words
    kept = session.scalars(select(Person).execution_options(populate_existing=True)).one()
    assert (kept.quiet_at, kept.back_on) == (clock.now, date(2026, 3, 16))


def test_messages_wait_and_come_on_the_morning_of_that_day(browser: Browser, clock: Clock) -> None:
    amina = APerson().id
    write(clock, "before", person_id=amina)
    quiet.pause(amina, date(2026, 3, 16), now=clock.now)
    write(clock, "after", person_id=amina, kind="story published")
    write(clock, "other", person_id=APerson("Bilal Khan").id)
    assert (due("before"), due("after"), due("other")) == (BACK, BACK, clock.now)
    assert the_message("after").lives_until == BACK + rules.LIVES
    assert [message.key for message in services.claim("a", now=clock.now)] == ["other"]
    clock.now = BACK
    assert {message.key for message in services.claim("a", now=clock.now)} >= {"before", "after"}
    write(clock, "later", person_id=amina)
    assert due("later") == clock.now


@pytest.mark.parametrize(
    "kind",
    ["sign-in code", "booking confirmed", "booking reminder", "session changed", "trust ended", "way changed"],
)
def test_what_cannot_wait_comes_all_the_same(clock: Clock, kind: str) -> None:
    amina = APerson().id
    write(clock, "before", person_id=amina, kind=kind)
    quiet.pause(amina, date(2026, 3, 16), now=clock.now)
    write(clock, "after", person_id=amina, kind=kind)
    assert due("before") == due("after") == clock.now


def test_someone_who_wants_to_hear_again_gets_what_waited_at_once(browser: Browser, clock: Clock) -> None:
    amina = APerson()
    sign_in(browser, amina)
    browser.visit("/you").press("Pause messages for 14 days")
    write(clock, person_id=amina.id)
    write(clock, "call", person_id=amina.id, channel="phone", address="+442079460000")
    clock.advance(minutes=10)
    page = browser.visit("/you/reach").press("Hear from us again now")
    assert due() == due("call") == clock.now
    assert "Pause messages for 14 days" in page.words
    quiet.hear_again(amina.id, now=clock.advance(minutes=1))
    assert due() < clock.now  # a second press changes nothing


def test_another_day_can_be_chosen_from_tomorrow_to_a_year(browser: Browser, clock: Clock) -> None:
    sign_in(browser, APerson())
    page = browser.visit("/you").follow("What still comes, or another day")
    for day, month, year in (("2", "3", "2026"), ("3", "3", "2027"), ("1", "1", "2020")):
        page = page.press("Pause", until__day=day, until__month=month, until__year=year)
        assert page.errors == ["Type a day after today, and not after Tuesday 2 March 2027"]
        assert page.one("#until-year").get("value") == year
    assert page.press("Pause", until__day="31", until__month="2").errors == ["Type a real date, such as 27 3 2026"]
    page = browser.visit("/you/quiet").press("Pause", until__day="1", until__month="4", until__year="2026")
    assert "Messages are paused until Wednesday 1 April 2026." in page.words


def test_summer_time_moves_no_morning(clock: Clock) -> None:
    amina = APerson().id
    quiet.pause(amina, date(2026, 4, 1), now=clock.now)
    write(clock, person_id=amina)
    assert due() == datetime(2026, 4, 1, 8, 0, tzinfo=UTC)  # nine in England


def test_the_page_says_what_still_comes(browser: Browser, clock: Clock) -> None:
    sign_in(browser, APerson())
    page = browser.visit("/you/quiet")
    for words in ("codes that you ask for", "what you booked", "that someone helps you"):
        assert words in page.words
    assert browser.visit("/ur/you/quiet").one("html").get("dir") == "rtl"


def test_staff_see_that_someone_wants_quiet_before_they_ring(browser: Browser, clock: Clock) -> None:
    amina = APerson()
    offer = AnExpression(amina).id
    write(clock, person_id=amina.id, channel="phone", address="+442079460000")
    quiet.pause(amina.id, date(2026, 3, 16), now=clock.now)
    sign_in_staff(browser)
    for path in (f"/staff/interests/{offer}", "/staff/messages/by-hand"):
        assert "Paused until 16 Mar 2026" in browser.visit(path).words
    assert outbox_queries.for_staff(clock.now).by_hand == 0
    clock.now = BACK
    sign_in_staff(browser)
    assert "Paused" not in browser.visit(f"/staff/interests/{offer}").words


def test_what_waits_for_quiet_is_no_stuck_message(clock: Clock) -> None:
    amina = APerson().id
    quiet.pause(amina, date(2026, 3, 16), now=clock.now)
    write(clock, person_id=amina)
    assert outbox_queries.flow(clock.now, clock.now).waiting == 0


def test_an_offer_made_in_quiet_is_kept_and_answered_later(clock: Clock) -> None:
    amina = APerson("Amina Khan", email="amina@example.com").id
    quiet.pause(amina, date(2026, 3, 16), now=clock.now)
    offer = Offer(name="Amina Khan", channel="email", value="amina@example.com", locale="en")
    made = teams.express(offer, draft_key="one", now=clock.now)
    assert due(f"interest received {made.reference}") == BACK


def test_asking_who_is_quiet_costs_one_query(clock: Clock, at_most: AtMost) -> None:
    amina = APerson().id
    with at_most(queries=3):  # is it there, is she quiet, and the row
        services.put(a_draft(person_id=amina), now=clock.now)
