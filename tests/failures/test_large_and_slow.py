"""Someone sends far too much, someone else so slowly that it never ends: everyone else is served."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import requests

from portal import LARGEST_BODY
from tests.browser import Browser
from tests.failures import SHARE
from tests.journeys.conftest import Served

LONGEST_ANSWER = 2.0  # seconds


def test_far_too_much_is_refused_kindly_in_the_portal_s_own_words(browser: Browser) -> None:
    page = browser.visit("/stories/share")
    token = page.one("input[name=csrf_token]").get("value")
    told = browser.send(page.path, {"csrf_token": token, "body": "a" * LARGEST_BODY}, expect=413)
    assert "too much" in told.heading and "Back" in told.words
    assert SHARE.count() == 0
    browser.send(page.path, {"csrf_token": token, "body": "a" * 19_000})  # and the longest story is taken


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A portal with one web process and nothing in front of it."""
    portal = Served(tmp_path_factory.mktemp("alone"))
    portal.flask("db", "upgrade")
    portal.start()
    yield portal
    portal.stop()


@contextmanager
def dribbling(portal: Served) -> Iterator[None]:
    """A client that sends a form one letter at a time, and never comes to its end."""
    enough = threading.Event()
    line = socket.create_connection(("localhost", portal.port), timeout=10)
    line.sendall(
        b"POST /stories/share HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )

    def dribble() -> None:
        while not enough.wait(0.1):
            try:
                line.sendall(b"a")
            except OSError:
                return

    sender = threading.Thread(target=dribble)
    sender.start()
    try:
        yield
    finally:
        enough.set()
        sender.join()
        line.close()


def test_a_slow_client_keeps_nobody_waiting(alone: Served) -> None:
    with ExitStack() as slow:
        for _client in range(5):
            slow.enter_context(dribbling(alone))
        time.sleep(0.5)
        for path in ("/", "/stories/share", "/training", "/join", "/healthz"):
            began = time.monotonic()
            assert requests.get(alone.url + path, timeout=10).status_code == 200
            assert time.monotonic() - began < LONGEST_ANSWER, path


def test_a_real_server_refuses_far_too_much_and_serves_on(alone: Served) -> None:
    told = requests.post(alone.url + "/stories/share", data=b"a" * (LARGEST_BODY + 1), timeout=10)
    assert told.status_code in {400, 413}
    began = time.monotonic()
    assert alone.get("/stories/share")[0] == 200
    assert time.monotonic() - began < LONGEST_ANSWER
