"""Times keep their zone, writes join, and a lock is waited for."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from portal import database
from portal.database import session, writing
from portal.kit import limits
from portal.kit.freshness import ContentVersion
from portal.kit.limits import Attempt
from tests.conftest import MONDAY


def _attempts() -> int:
    session.remove()
    return session.scalar(select(func.count()).select_from(Attempt)) or 0


def test_a_time_comes_back_as_the_same_moment(app: Flask) -> None:
    summer = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London"))
    with writing():
        session.add(Attempt(kind="x", who="y", at=summer))
    session.remove()
    kept = session.scalars(select(Attempt.at)).one()
    assert kept == summer
    assert kept.utcoffset() == timedelta(0)


def test_a_time_without_its_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError), writing():
        session.add(Attempt(kind="x", who="y", at=datetime(2026, 7, 1, 9, 30)))  # noqa: DTZ001
        session.flush()


def test_a_write_inside_a_write_stands_or_falls_with_it(app: Flask) -> None:
    with pytest.raises(RuntimeError), writing():
        with writing():
            session.add(Attempt(kind="x", who="y", at=MONDAY))
        raise RuntimeError
    assert _attempts() == 0


def test_a_locked_database_is_waited_for(app: Flask) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with writing():
            session.add(Attempt(kind="first", who="y", at=MONDAY))
            session.flush()
            held.set()
            done.wait(0.3)
        session.remove()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    with writing():
        session.add(Attempt(kind="second", who="y", at=MONDAY))
    holder.join()
    assert _attempts() == 2


def test_a_database_locked_for_too_long_is_told_as_busy(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.2)
    held, done = threading.Event(), threading.Event()
    row = select(ContentVersion).with_for_update()

    def hold() -> None:
        with writing():
            session.execute(row)
            held.set()
            done.wait(10)
        session.remove()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    try:
        with pytest.raises(database.Busy), writing():
            if not database.is_sqlite():
                session.execute(text("SET LOCAL lock_timeout = '200ms'"))
            session.execute(row)
    finally:
        done.set()
        holder.join()


def test_the_sixth_try_in_a_quarter_of_an_hour_is_one_too_many(app: Flask) -> None:
    for minute in range(6):
        with writing():
            may = limits.try_once(
                "code", "ada", most=5, within=timedelta(minutes=15), now=MONDAY + timedelta(minutes=minute)
            )
        assert may is (minute < 5)
    with writing():
        assert limits.try_once("code", "ada", most=5, within=timedelta(minutes=15), now=MONDAY + timedelta(minutes=17))
        assert limits.forget_old(datetime(2026, 3, 9, tzinfo=UTC)) == 7


def test_what_someone_told_us_does_not_stand_in_the_error_when_it_could_not_be_kept(app: Flask) -> None:
    with pytest.raises(DBAPIError) as problem, writing():
        session.execute(text("UPDATE person SET no_such = :said"), {"said": "a secret"})
    assert "a secret" not in str(problem.value)
