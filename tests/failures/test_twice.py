"""Pressed twice, Back, a reply that was lost, two presses at the very same time: kept once, and the same words shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from portal import database
from tests.browser import Browser, Page
from tests.failures import SENDINGS, Sending, message_count

AT_ONCE = 4


@pytest.fixture(params=SENDINGS, ids=lambda sending: sending.name)
def sending(request: pytest.FixtureRequest) -> Sending:
    """Each thing that people send, in turn."""
    found: Sending = request.param
    return found


def form_of(page: Page) -> dict[str, str]:
    """What the last button would send."""
    form = page.one("main form[method='post']")
    return {field.get("name"): field.get("value", "") for field in form.xpath(".//input[@name]")}


def test_pressed_twice_it_is_kept_once_and_shown_the_same(browser: Browser, sending: Sending) -> None:
    last = sending.walk(browser)
    first = last.press(sending.button)
    second = last.press(sending.button)  # the same page still stands in another tab
    assert sending.count() == 1 and message_count() == 1
    assert first.path == second.path and first.words == second.words


def test_whoever_goes_back_finds_that_it_was_sent(browser: Browser, sending: Sending) -> None:
    last = sending.walk(browser)
    done = last.press(sending.button)
    for earlier in (last.path, last.path.rpartition("/")[0]):
        again = browser.visit(earlier)
        assert (again.path, again.words) == (done.path, done.words)
    assert sending.count() == 1


def test_whoever_never_saw_the_answer_finds_it_and_sends_nothing_twice(browser: Browser, sending: Sending) -> None:
    last = sending.walk(browser)
    reply = browser.client.post(last.path, data=form_of(last))  # the line breaks: cookies of the reply are lost too
    assert reply.status_code == 302 and not reply.headers.getlist("Set-Cookie")
    again = last.press(sending.button)
    assert again.path.endswith("/done")
    assert sending.count() == 1 and message_count() == 1


def test_presses_at_the_very_same_time_are_kept_once(app: Flask, browser: Browser, sending: Sending) -> None:
    last = sending.walk(browser)
    said = form_of(last)
    cookie = browser.client.get_cookie("portal")
    assert cookie is not None
    database.session.remove()
    ready = Barrier(AT_ONCE)

    def press(_n: int) -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("portal", cookie.value)
        ready.wait(10)
        try:
            reply = client.post(last.path, data=said)
            return reply.status_code, reply.headers.get("Location", "")
        finally:
            database.session.remove()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        replies = list(threads.map(press, range(AT_ONCE)))
    assert len(set(replies)) == 1 and replies[0][1].endswith("/done"), replies
    assert sending.count() == 1 and message_count() == 1
