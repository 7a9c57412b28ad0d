"""The last place is given once; first it is shown that without the lock two people get it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import IntegrityError

from portal import database
from portal.database import session
from portal.kit import clock as portal_clock
from portal.training import services
from portal.training.models import Booking, QISession
from portal.training.services import Booked, Request, places
from tests.factories import ASession
from tests.training.test_at_once import at_once

CROWD = 2
CHECKS = {"taken": "taken >= 0 AND taken <= capacity", "kept": "kept >= 0 AND taken_by_others <= capacity - kept"}


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everyone has seen how many places are left before anyone takes one; where a lock stands, they cannot meet."""
    ready, hold = Barrier(CROWD), places.hold

    def hold_and_meet(session_id: int) -> QISession:
        held = hold(session_id)
        with suppress(BrokenBarrierError):
            ready.wait(1)
        return held

    monkeypatch.setattr(places, "hold", hold_and_meet)


@pytest.fixture
def unlocked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the row (PostgreSQL) nor the file (SQLite) is locked before it is read."""
    monkeypatch.setattr(places, "locked", lambda statement: statement)
    monkeypatch.setattr(database, "_begin_immediate", lambda _connection: None)


@pytest.fixture
def unchecked(app: Flask) -> Iterator[None]:
    """The database does not count places either."""
    engine: Engine = app.extensions["engine"]
    database.session.remove()
    engine.dispose()
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            for name in CHECKS:
                connection.execute(text(f"ALTER TABLE qi_session DROP CONSTRAINT ck_qi_session_{name}"))
        yield
        database.session.remove()
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM booking_step"))
            connection.execute(text("DELETE FROM booking"))
            connection.execute(text("DELETE FROM qi_session"))
            for name, check in CHECKS.items():
                connection.execute(text(f"ALTER TABLE qi_session ADD CONSTRAINT ck_qi_session_{name} CHECK ({check})"))
        return

    def look_away(connection: object, _record: object) -> None:
        connection.execute("PRAGMA ignore_check_constraints=ON")  # type: ignore[attr-defined]

    event.listen(engine, "connect", look_away)
    yield
    event.remove(engine, "connect", look_away)
    database.session.remove()
    engine.dispose()


def ask_at_once(app: Flask, qi_session: QISession) -> list[object]:
    """Two people ask for the one place; what each is told, or what went wrong."""
    session_id, now = qi_session.id, portal_clock.now()

    def ask(n: int) -> object:
        request = Request(session_id, name=f"Person {n}", channel="email", value=f"p{n}@example.com")
        try:
            return services.book(request, draft_key=f"key {n}", now=now)
        except IntegrityError as problem:
            return problem

    return at_once(app, CROWD, ask)


def confirmed() -> int:
    session.remove()
    return session.scalar(select(func.count()).where(Booking.status == "confirmed")) or 0


def test_without_the_lock_and_the_count_two_people_get_one_place(
    app: Flask, meeting: None, unlocked: None, unchecked: None
) -> None:
    told = ask_at_once(app, ASession(capacity=1))
    assert [one.status for one in told if isinstance(one, Booked)] == ["confirmed"] * CROWD
    assert confirmed() == CROWD


def test_without_the_lock_the_database_itself_still_gives_it_once(app: Flask, meeting: None, unlocked: None) -> None:
    told = ask_at_once(app, ASession(capacity=1))
    assert sorted(type(one).__name__ for one in told) == ["Booked", "IntegrityError"]
    assert confirmed() == 1


def test_with_the_lock_one_gets_it_and_the_other_waits(app: Flask, meeting: None) -> None:
    told = ask_at_once(app, ASession(capacity=1))
    assert sorted(one.status for one in told if isinstance(one, Booked)) == ["confirmed", "waiting"]
    assert confirmed() == 1
