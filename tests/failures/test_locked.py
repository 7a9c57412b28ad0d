"""Another process holds the database: people wait, and are told in time, with what they wrote."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, text

from portal import database
from tests.browser import Browser
from tests.failures import LONG, SENDINGS, SHARE, Sending, message_count

TABLES = "booking, expression_of_interest, story, draft, message, audit_event"


@contextmanager
def locked(app: Flask, seconds: float = 60) -> Iterator[None]:
    """Another process that holds the tables (or the whole SQLite file) until the end, or for so many seconds."""
    engine: Engine = app.extensions["engine"]
    database.session.remove()
    other = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("BEGIN EXCLUSIVE"))
        else:
            connection.execute(text("BEGIN"))
            connection.execute(text(f"LOCK TABLE {TABLES} IN EXCLUSIVE MODE"))
        let_go = threading.Timer(seconds, lambda: connection.execute(text("COMMIT")))
        let_go.start()
        try:
            yield
        finally:
            if let_go.is_alive():
                let_go.cancel()
                connection.execute(text("ROLLBACK"))
            let_go.join()
    other.dispose()


@pytest.fixture
def _hasty(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A portal that waits a third of a second where it would wait 20."""
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.3)
    engine: Engine = app.extensions["engine"]

    def shorten(connection: object, *_rest: object) -> None:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = '300ms'")  # type: ignore[attr-defined]

    event.listen(engine, "begin", shorten)
    yield
    event.remove(engine, "begin", shorten)


@pytest.mark.parametrize("sending", SENDINGS, ids=lambda sending: sending.name)
def test_a_lock_that_is_let_go_is_waited_for(app: Flask, browser: Browser, sending: Sending) -> None:
    last = sending.walk(browser)
    with locked(app, seconds=0.5):
        began = time.monotonic()
        done = last.press(sending.button)
        assert time.monotonic() - began > 0.3
    assert done.path.endswith("/done") and sending.count() == 1 and message_count() == 1


@pytest.mark.usefixtures("_hasty")
@pytest.mark.parametrize("sending", SENDINGS, ids=lambda sending: sending.name)
def test_a_lock_that_lasts_is_told_and_nothing_is_half_done(app: Flask, browser: Browser, sending: Sending) -> None:
    last = sending.walk(browser)
    with locked(app):
        began = time.monotonic()
        page = browser.send(last.path, {e.get("name"): e.get("value") for e in last.all("main form input")}, expect=503)
        assert time.monotonic() - began < 5
    assert "busy" in page.heading and page.response.headers["Retry-After"] == "60"
    assert sending.count() == 0 and message_count() == 0
    assert browser.visit(last.path).press(sending.button).path.endswith("/done")  # what they wrote is still there
    assert sending.count() == 1 and message_count() == 1


@pytest.mark.usefixtures("_hasty")
def test_a_long_text_comes_back_when_it_could_not_be_kept(app: Flask, browser: Browser) -> None:
    page = browser.visit("/stories/share")
    said = {e.get("name"): e.get("value", "") for e in page.all("main form input")} | {"body": LONG, "title": "Calmer"}
    with locked(app):
        told = browser.send(page.path, said, expect=503)
    assert LONG in told.words and "Calmer" in told.words
    assert said["csrf_token"] not in told.text
    assert SHARE.count() == 0


def test_a_portal_that_is_not_told_otherwise_gives_up_after_twenty_seconds(app: Flask) -> None:
    assert database.LONGEST_WAIT == 20
    if app.extensions["engine"].dialect.name == "postgresql":
        assert database.session.execute(text("SHOW lock_timeout")).scalar() == "20s"
