"""A portal whose clock a test moves: served to a real browser, with a worker that works when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from portal import database, work
from portal.database import session
from portal.outbox import worker
from portal.outbox.models import Message
from tests.conftest import Clock
from tests.outbox import Way, ways

MESSAGES_BASE = "http://localhost/"  # where links in messages lead, as the settings of tests say


class Moving:
    """A portal that stands still until its clock is moved."""

    def __init__(self, app: Flask, url: str, clock: Clock) -> None:
        self.app, self.url, self.clock, self.out = app, url, clock, Way()

    def move_to(self, moment: datetime) -> None:
        """Let it be this moment, and the worker do what is due by then."""
        self.clock.now = moment
        self.work()

    def work(self) -> None:
        """Do what is due, and hand over every message."""
        worker.sweep(work.sweeps(), self.clock.now)
        while worker.hand_over(ways(self.out), "a worker", now=lambda: self.clock.now):
            pass
        database.session.remove()

    def letters(self, to: str) -> list[str]:
        """What was handed over to this address, the first one first."""
        self.work()
        found = select(Message).where(Message.address == to, Message.key.in_(self.out.took)).order_by(Message.id)
        return [message.body for message in session.scalars(found)]

    def address(self, in_message: str) -> str:
        """An address of a message, as it leads to this portal."""
        return in_message.replace(MESSAGES_BASE, f"{self.url}/")


@contextmanager
def served_still(app: Flask, clock: Clock) -> Iterator[Moving]:
    """Serve the portal of a test on loopback, for as long as the test lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Moving(app, f"http://localhost:{server.server_port}", clock)
    finally:
        server.shutdown()
        thread.join()
