"""What staff see of messages that could not be sent, and how they send them again."""

from __future__ import annotations

import pytest

from portal.database import writing
from portal.outbox import services
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import APerson
from tests.outbox import a_draft, the_message, write
from tests.staffing import sign_in_staff

REFUSED = "The mail server refused it (550)"


def failed(clock: Clock, key: str = "one", **given: object) -> int:
    number = write(clock, key, **given)
    services.not_sent(number, REFUSED, now=clock.now, is_final=True)
    return number


def test_staff_see_what_could_not_be_sent_why_and_what_to_do(browser: Browser, clock: Clock) -> None:
    amina = APerson("Amina Khan", email="amina@example.com").id
    failed(clock, person_id=amina, address="amina@example.com", body="A private word")
    sign_in_staff(browser)
    page = browser.visit("/staff/messages")
    row = page.words_in("tbody tr")
    assert "To A K a***@example.com What interest received" in row and REFUSED in row and "Tried 1 time" in row
    assert "Reach the person in another way" in page.words
    for secret in ("Amina", "Khan", "amina@example.com", "A private word", "K7M2"):
        assert secret not in page.text


def test_a_number_is_shown_by_its_last_digits_only(browser: Browser, clock: Clock) -> None:
    failed(clock, channel="sms", address="+447700900123")
    sign_in_staff(browser)
    page = browser.visit("/staff/messages")
    assert "***123" in page.words and "900123" not in page.text


def test_staff_send_it_again_and_a_second_press_does_no_harm(browser: Browser, clock: Clock) -> None:
    failed(clock)
    sign_in_staff(browser)
    page = browser.visit("/staff/messages")
    button = " ".join(page.one("tbody button").text_content().split())
    for _ in range(2):  # the second from the page as it was
        after = page.press(button)
        assert "We try again now, and for three days." in after.words and "Every message went." in after.words
        assert "1 message waits to be sent." in after.words
    assert (the_message().state, the_message().tries) == ("waiting", 0)
    services.sent(services.claim("a", now=clock.now)[0].id, now=clock.now)
    page.press(button)
    assert the_message().state == "sent"


def test_each_button_says_for_screen_readers_which_message_it_sends(browser: Browser, clock: Clock) -> None:
    failed(clock, "one")
    failed(clock, "two", address="bob@example.com")
    sign_in_staff(browser)
    buttons = {" ".join(b.text_content().split()) for b in browser.visit("/staff/messages").all("tbody button")}
    assert len(buttons) == 2 and any("b***@example.com" in words for words in buttons)


def test_staff_see_how_long_the_oldest_message_waits(browser: Browser, clock: Clock) -> None:
    write(clock, "one")
    clock.advance(days=2)
    services.sent(write(clock, "two"), now=clock.now)
    sign_in_staff(browser)
    page = browser.visit("/staff/messages")
    assert "1 message waits to be sent. The oldest waits: 2 days" in page.words
    assert "1 message was sent in the last 24 hours." in page.words and "Every message went." in page.words


def test_a_long_list_costs_the_same(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    with writing():
        for number in range(40):
            services.put(a_draft(str(number)), now=clock.now)
    for message in services.claim("a", now=clock.now, most=40):
        services.not_sent(message.id, REFUSED, now=clock.now, is_final=True)
    sign_in_staff(browser)
    browser.visit("/staff/messages")
    with at_most(queries=5):  # who asks, what they may, the failed ones, and two for the flow
        page = browser.visit("/staff/messages")
    assert len(page.all("tbody tr")) == 25


def test_every_message_that_failed_can_be_reached_on_and_back(browser: Browser, clock: Clock) -> None:
    for number in range(30):
        failed(clock, str(number), address=f"{number:02}@example.com")
        clock.advance(minutes=1)
    sign_in_staff(browser)
    first = browser.visit("/staff/messages")
    assert len(first.all("tbody tr")) == 25
    second = first.follow("Next page")
    assert len(second.all("tbody tr")) == 5 and "Next page" not in second.links
    assert second.follow("Previous page").words_in("tbody") == first.words_in("tbody")


def test_a_message_that_is_not_there_is_not_found(browser: Browser) -> None:
    sign_in_staff(browser)
    token = browser.visit("/staff/messages").one("input[name='csrf_token']").get("value")
    browser.send("/staff/messages/2147483647/again", {"csrf_token": token}, expect=404)


def test_nothing_is_sent_again_by_a_link_or_without_the_form_s_token(browser: Browser, clock: Clock) -> None:
    number = failed(clock)
    sign_in_staff(browser)
    browser.visit(f"/staff/messages/{number}/again", expect=405)
    browser.send(f"/staff/messages/{number}/again", {}, expect=400)
    assert the_message().state == "failed"


@pytest.mark.parametrize("role", ["moderator", "project_lead", "improvement_advisor"])
def test_who_may_not_see_messages_sends_none_either(browser: Browser, clock: Clock, role: str) -> None:
    number = failed(clock)
    sign_in_staff(browser, role)
    browser.visit("/staff/messages", expect=403)
    token = browser.visit("/staff").one("input[name='csrf_token']").get("value")
    browser.send(f"/staff/messages/{number}/again", {"csrf_token": token}, expect=403)
    assert the_message().state == "failed"


def test_messages_hold_in_urdu(browser: Browser, clock: Clock) -> None:
    failed(clock)
    sign_in_staff(browser)
    page = browser.visit("/ur/staff/messages")
    assert page.one("html").get("dir") == "rtl" and REFUSED in page.words
