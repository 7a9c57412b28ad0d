"""Saying how to be reached, as people meet it in a journey: by any way, safely, and without a slip of the finger."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.database import session
from portal.outbox.models import Message
from portal.people.models import ContactWay, Person
from tests.browser import Browser, Page
from tests.conftest import Clock
from tests.factories import ASession


def at_reach(browser: Browser) -> Page:
    return browser.visit("/join").press("Continue", for_whom="self", name="Ada Byron")


def offered(page: Page) -> Page:
    """Go on from how to be reached to the end."""
    return page.press("Continue").press("Continue").press("Send my offer")


def the_person() -> Person:
    return session.scalars(select(Person).where(Person.name == "Ada Byron")).one()


def test_someone_without_email_or_mobile_offers_to_join_and_is_rung(browser: Browser) -> None:
    said = {"safe_hours": "Mornings", "may_leave_message": "no", "say_about": "A course"}
    page = at_reach(browser).press("Continue", channel="phone", phone="020 7946 0000", **said)
    check = page.press("Continue").press("Continue")
    for words in ("Phone call", "+442079460000", "Mornings", "A course"):
        assert words in check.words_in("dl")
    done = check.press("Send my offer")
    assert "Someone rings you" in done.words and "Your page" not in done.words_in("main")
    person = the_person()
    assert (person.safe_hours, person.may_leave_message, person.say_about) == ("Mornings", False, "A course")
    message = session.scalars(select(Message)).one()
    assert (message.state, message.channel, message.address) == ("by_hand", "phone", "+442079460000")


def test_someone_who_has_only_a_home_gets_a_letter(browser: Browser) -> None:
    page = at_reach(browser).press("Continue", channel="post", postal_address="Flat 2\r\n1 High Street\r\nE1 4AA")
    assert "You will get a letter" in offered(page).words
    assert session.scalars(select(ContactWay.value)).one() == "Flat 2\n1 High Street\nE1 4AA"
    assert session.scalars(select(Message.state)).one() == "by_hand"


def test_training_is_booked_and_a_story_told_by_phone_too(browser: Browser) -> None:
    browser.visit(f"/training/{ASession().slug}/book").press("Continue", for_whom="self", name="Ada Byron")
    page = browser.page.press("Continue", channel="phone", phone="020 7946 0000", may_leave_message="yes")
    done = page.press("Continue").press("Book my place")
    assert "Someone rings you" in done.words
    assert the_person().may_leave_message is True
    page = browser.visit("/stories/share").press("Continue", body="It helped me.")
    page = page.press("Continue", name_shown="none").press("Continue")
    page = page.press("Continue", is_reachable="yes", channel="phone", phone="020 7946 0001", say_about="A letter")
    assert "A letter" in page.words_in("dl")
    assert "Someone rings you soon" in page.press("Send my story").words


def test_a_teller_who_wants_no_answer_leaves_nothing_about_reaching_them(browser: Browser) -> None:
    page = browser.visit("/stories/share").press("Continue", body="It helped me.")
    page = page.press("Continue", name_shown="none").press("Continue")
    page = page.press("Continue", is_reachable="no", channel="post", postal_address="1 High Street", say_about="Mail")
    assert "1 High Street" not in page.words and "Mail" not in page.words


def test_someone_is_asked_once_about_a_slip_and_what_they_typed_stays(browser: Browser) -> None:
    page = at_reach(browser).press("Continue", channel="email", email="ada@gmial.com", say_about="A course")
    assert page.errors == ["Did you mean ada@gmail.com? If what you typed is right, press “Continue” again."]
    assert page.one("#email").get("value") == "ada@gmial.com"
    assert page.one("#say_about").get("value") == "A course"
    assert page.press("Continue").heading != page.heading  # they meant it
    offered(browser.page)
    assert session.scalars(select(ContactWay.value)).one() == "ada@gmial.com"


def test_someone_who_mends_a_slip_goes_on_with_the_right_address(browser: Browser) -> None:
    page = at_reach(browser).press("Continue", channel="email", email="ada@gmial.com")
    offered(page.press("Continue", email="ada@gmail.com"))
    assert session.scalars(select(ContactWay.value)).one() == "ada@gmail.com"


def test_whoever_signs_in_is_asked_about_a_slip_too(browser: Browser) -> None:
    page = browser.visit("/sign-in").press("Send me a code", contact="ada@hotmial.com")
    assert page.errors == ["Did you mean ada@hotmail.com? If what you typed is right, press “Send me a code” again."]
    assert page.press("Send me a code").heading == "Type the code"


def test_a_phone_that_is_only_rung_is_sent_no_code(browser: Browser, clock: Clock) -> None:
    offered(at_reach(browser).press("Continue", channel="phone", phone="07700 900123"))
    page = browser.visit("/sign-in")
    assert "No email and no mobile phone?" in page.words and "020 7946 0000" in page.words
    page.press("Send me a code", contact="07700 900123")
    code = session.scalars(select(Message).where(Message.kind == "sign-in code")).one()
    assert (code.state, code.body, code.address) == ("dropped", "", "")


@pytest.mark.parametrize("locale", ["ur", "bn"])
def test_all_ways_hold_in_every_language(browser: Browser, locale: str) -> None:
    at_reach(browser)
    page = browser.visit(f"/{locale}/join/reach")
    assert page.one("html").get("lang") == locale
    assert {field.get("name") for field in page.all("textarea")} == {"postal_address", "safe_hours"}
