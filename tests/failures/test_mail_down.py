"""The mail server is away for a day: nobody is refused, everything goes once it is back; after three days staff know."""

from __future__ import annotations

import email
import socket
from collections import Counter
from collections.abc import Iterator
from email import policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from portal.outbox import channels, worker
from tests.browser import Browser
from tests.conftest import Clock, settings_for
from tests.failures import SENDINGS, message_count
from tests.staffing import AStaffMember, sign_in

EACH = 10  # minutes between looks of the worker: shorter would only be more of the same


class MailServer:
    """A mail server that may be away; who was sent what, and whom it refuses for ever."""

    def __init__(self) -> None:
        self.took: Counter[tuple[str, str]] = Counter()
        self.refused = ""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.controller: Controller | None = None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address == self.refused:
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        said = email.message_from_bytes(envelope.content, policy=policy.default)
        self.took[envelope.rcpt_tos[0], str(said["Message-ID"])] += 1
        return "250 OK"

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def to(self, address: str) -> int:
        return sum(times for (to, _id), times in self.took.items() if to == address)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that is away."""
    server = MailServer()
    yield server
    server.stop()


def work(mail: MailServer, folder: Path, clock: Clock, *, hours: float = 0) -> None:
    """Let the worker look for messages for so long, or just once, until nothing is due."""
    settings = settings_for(
        "sqlite", folder, EXAMPLE="no", SENDER="us@example.com", SMTP_URL=f"smtp://127.0.0.1:{mail.port}"
    )
    ways = channels.channels_of(settings)
    ends = clock.now.timestamp() + hours * 3600
    while True:
        while worker.hand_over(ways, "one", now=lambda: clock.now):
            pass
        if clock.now.timestamp() >= ends:
            return
        clock.advance(minutes=EACH)


def test_for_a_day_nobody_is_refused_and_then_everything_goes_once(
    app: Flask, mail: MailServer, clock: Clock, tmp_path: Path
) -> None:
    for sending in SENDINGS:
        assert sending.walk(Browser(app)).press(sending.button).path.endswith("/done")
        work(mail, tmp_path, clock, hours=4)
    late = Browser(app).visit("/sign-in").press("Send me a code", contact="ada@example.com")
    assert late.path.endswith("/code")  # even who signs in is told what to do, not that it cannot be
    work(mail, tmp_path, clock, hours=12)
    assert mail.took == {} and message_count() == len(SENDINGS) + 1
    mail.start()
    work(mail, tmp_path, clock, hours=4)
    assert mail.to("ada@example.com") == len(SENDINGS)  # the code of yesterday opens nothing, and is not sent
    assert set(mail.took.values()) == {1}


def test_after_three_days_staff_are_told_and_try_again(
    app: Flask, browser: Browser, mail: MailServer, clock: Clock, tmp_path: Path
) -> None:
    join = SENDINGS[1]
    join.walk(Browser(app)).press(join.button)
    work(mail, tmp_path, clock, hours=68)
    me = AStaffMember("admin")
    sign_in(browser, me, is_staff=True)
    assert "could not be sent" not in browser.visit("/staff").words_in("main")
    work(mail, tmp_path, clock, hours=4)
    sign_in(browser, me, is_staff=True)
    assert "1 message could not be sent" in browser.visit("/staff").words_in("main")
    mail.start()
    browser.visit("/staff/messages").press("Try again: A L a***@example.com")
    work(mail, tmp_path, clock)
    assert mail.to("ada@example.com") == 1
    assert "could not be sent" not in browser.visit("/staff").words_in("main")


def test_a_message_that_nobody_takes_is_parked_and_the_others_flow(
    app: Flask, browser: Browser, mail: MailServer, clock: Clock, tmp_path: Path
) -> None:
    mail.refused = "ada@example.com"
    mail.start()
    for sending in SENDINGS:
        sending.walk(Browser(app)).press(sending.button)
    page = Browser(app).visit("/join").press("Continue", for_whom="self", name="Grace")
    page = page.press("Continue", channel="email", email="grace@example.com").press("Continue")
    page.press("Continue").press("Send my offer")
    work(mail, tmp_path, clock)
    assert mail.took.total() == mail.to("grace@example.com") == 1
    sign_in(browser, AStaffMember("admin"), is_staff=True)
    assert "3 messages could not be sent" in browser.visit("/staff").words_in("main")
