"""The disk is full: reading works, writing says so and keeps the words on the page; afterwards everything is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, text

from portal import database
from portal.database import Base
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import APerson, AProject, ASession, AStory
from tests.failures import JOIN, LONG, message_count, press_in_vain
from tests.staffing import sign_in, sign_in_staff

Fill = Callable[[], AbstractContextManager[None]]
MUCH = f"{LONG} " * 250  # more than any page of the database that happens to be free


@pytest.fixture
def full(app: Flask) -> Fill:
    """`with full():` no page can be added to SQLite's file; PostgreSQL answers as it does on a full disk."""
    engine: Engine = app.extensions["engine"]
    return lambda: _on_sqlite(engine) if engine.dialect.name == "sqlite" else _on_postgresql(engine)


@contextmanager
def _on_sqlite(engine: Engine) -> Iterator[None]:
    def narrow(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite makes of it as many as there are

    database.session.remove()
    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database))) as connection:
        connection.execute("VACUUM")
    event.listen(engine, "connect", narrow)
    try:
        yield
    finally:
        event.remove(engine, "connect", narrow)
        database.session.remove()
        engine.dispose()


@contextmanager
def _on_postgresql(engine: Engine) -> Iterator[None]:
    database.session.remove()
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                " 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
            )
        )
        for table in Base.metadata.sorted_tables:
            connection.execute(
                text(f'CREATE TRIGGER disk_full BEFORE INSERT OR UPDATE ON "{table.name}" EXECUTE FUNCTION disk_full()')
            )
    try:
        yield
    finally:
        database.session.remove()
        with engine.begin() as connection:
            connection.execute(text("DROP FUNCTION disk_full CASCADE"))


def is_whole(app: Flask) -> bool:
    """Whether SQLite finds its file sound (PostgreSQL has no such question)."""
    database.session.remove()
    return not database.is_sqlite() or database.session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_everyone_can_still_read(browser: Browser, full: Fill) -> None:
    story, qi_session, project = AStory("Calmer mornings").slug, ASession().slug, AProject().slug
    pages = ["/", "/stories", f"/stories/{story}", "/training", f"/training/{qi_session}", f"/projects/{project}"]
    with full():
        for page in [*pages, "/stories/share", "/join", "/sign-in"]:
            browser.visit(page)


def test_whoever_is_signed_in_can_still_read(browser: Browser, full: Fill, clock: Clock) -> None:
    person = APerson()
    story = AStory("Calmer mornings", person_id=person.id).id
    sign_in(browser, person)
    with full():
        clock.advance(minutes=5)  # long enough for "last seen" to be written
        assert "Calmer mornings" in browser.visit("/you").words
        browser.visit(f"/you/stories/{story}")


def test_what_was_written_is_shown_again_and_can_be_sent_afterwards(browser: Browser, app: Flask, full: Fill) -> None:
    page = browser.visit("/stories/share")
    with full():
        busy = press_in_vain(page, "Continue", body=MUCH, title="Mornings")
        assert busy.heading == "The portal is busy just now" and "Nothing was sent" in busy.words
        assert " ".join(MUCH.split()) in busy.words
    assert is_whole(app)
    assert page.press("Continue", body=MUCH, title="Mornings").path.endswith("/name")


def test_what_was_sent_in_vain_is_sent_whole_or_not_at_all(browser: Browser, app: Flask, full: Fill) -> None:
    page = browser.visit("/join").press("Continue", for_whom="self", name="Ada")
    page = page.press("Continue", channel="email", email="ada@example.com").press("Continue", needs="A lift")
    check = page.press("Continue", wants=LONG[:60])
    token = check.one("input[name=csrf_token]").get("value")
    with full():
        # on SQLite a few words may still fit into a page that has room
        page = browser.send(check.path, {"csrf_token": token}, expect=None if database.is_sqlite() else 503)
    assert JOIN.count() == message_count() == (1 if page.path.endswith("/done") else 0)
    assert is_whole(app)
    assert check.press(JOIN.button).path.endswith("/done")
    assert (JOIN.count(), message_count()) == (1, 1)


def test_what_staff_wrote_is_shown_again(browser: Browser, full: Fill) -> None:
    project = AProject().id
    sign_in_staff(browser)
    page = browser.visit(f"/staff/projects/{project}/openings/new")
    written = {"what_you_would_do": MUCH[:1900], "access": MUCH[:490], "paid": MUCH[:490], "support": MUCH[:490]}
    written |= {"meets": MUCH[:290], "where": MUCH[:290]}
    with full():
        busy = press_in_vain(page, "Open this place", title=MUCH[:190], modes=["in_person"], places="2", **written)
        assert MUCH[:1900].strip() in busy.words
