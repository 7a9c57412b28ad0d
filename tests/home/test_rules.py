"""What comes next, by date, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from portal.home.rules import Kind, Next, in_order

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_what_has_gone_by_is_left_out_but_a_promise_stays_until_it_is_kept() -> None:
    gone = Next(NOW.date(), NOW - timedelta(minutes=1), Kind.SESSION, "gone")
    missed = Next(date(2026, 2, 1), None, Kind.WE_ANSWER, "missed")
    assert [one.thing for one in in_order([gone, missed], NOW)] == ["missed"]


def test_on_one_day_what_someone_must_do_stands_first() -> None:
    day = date(2026, 3, 5)
    at = datetime(2026, 3, 5, 9, tzinfo=UTC)
    found = [
        Next(day, None, Kind.WE_ANSWER, "promise"),
        Next(day, at, Kind.SESSION, "session"),
        Next(day, at + timedelta(hours=8), Kind.ANSWER_US, "answer"),
        Next(date(2026, 3, 4), at - timedelta(days=1), Kind.SESSION, "day before"),
    ]
    assert [one.thing for one in in_order(found, NOW)] == ["day before", "answer", "session", "promise"]
