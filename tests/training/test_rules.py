"""When an offer ends, and when someone is reminded: for any hour of any day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.clock import HERE
from portal.training import rules
from portal.training.rules import Reminder, Status

H, D = timedelta(hours=1), timedelta(days=1)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda m: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
SOON = st.timedeltas(timedelta(0), timedelta(days=12))


def at(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=HERE).astimezone(UTC)


@pytest.mark.parametrize(
    ("freed", "starts", "ends"),
    [
        ("2026-03-02 10:00", "2026-03-20 14:00", "2026-03-04 10:00"),  # two days
        ("2026-03-02 10:00", "2026-03-03 14:00", "2026-03-03 12:00"),  # two hours before the start
        ("2026-03-02 23:00", "2026-03-03 11:00", "2026-03-03 10:00"),  # not while everyone sleeps
        ("2026-03-02 19:00", "2026-03-03 10:00", "2026-03-03 09:00"),  # an hour tonight and an hour tomorrow
        ("2026-03-02 11:30", "2026-03-02 14:00", "2026-03-02 13:30"),  # longer than two hours before, but not beyond
        ("2026-03-02 12:00", "2026-03-02 14:00", "2026-03-02 14:00"),
        ("2026-03-02 12:01", "2026-03-02 14:00", None),
        ("2026-03-02 22:00", "2026-03-03 09:00", None),
        ("2026-03-02 15:00", "2026-03-02 14:00", None),  # it has begun
        ("2026-03-28 21:00", "2026-03-29 10:30", "2026-03-29 10:00"),  # the night in which the clocks go forward
        ("2026-10-24 21:00", "2026-10-25 10:30", "2026-10-25 10:00"),  # and back
    ],
)
def test_until_when_a_freed_place_is_kept(freed: str, starts: str, ends: str | None) -> None:
    assert rules.offer_ends(at(freed), at(starts), HERE) == (at(ends) if ends else None)


@given(MOMENTS, SOON)
def test_an_offer_always_leaves_two_hours_of_the_day_and_never_outlasts_the_start(
    now: datetime, ahead: timedelta
) -> None:
    starts_at = now + ahead
    ends = rules.offer_ends(now, starts_at, HERE)
    if ends is None:
        assert rules.awake(now, starts_at, HERE) < 2 * H
    else:
        assert now < ends <= min(starts_at, now + 48 * H)
        assert rules.awake(now, ends, HERE) >= 2 * H
        assert ends <= starts_at - 2 * H or rules.awake(now, ends, HERE) == 2 * H


@given(MOMENTS, SOON, SOON)
def test_once_there_is_no_room_for_an_offer_there_never_is_again(
    now: datetime, ahead: timedelta, on: timedelta
) -> None:
    if rules.offer_ends(now, now + ahead, HERE) is None:
        assert rules.offer_ends(now + on, now + ahead, HERE) is None


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(hours=40)))
def test_hours_of_the_day_are_counted_once(start: datetime, length: timedelta) -> None:
    assert rules.awake(start, rules.awake_until(start, length, HERE), HERE) == length


START = at("2026-03-12 14:00")


@pytest.mark.parametrize(
    ("booked", "now", "due"),
    [
        (START - 9 * D, START - 2 * D - H, None),
        (START - 9 * D, START - 2 * D, Reminder.DAYS),
        (START - 9 * D, START - 3 * H, Reminder.DAYS),
        (START - 9 * D, START - 2 * H, Reminder.HOURS),
        (START - 9 * D, START, None),
        (START - 1 * D, START - 20 * H, None),  # they booked yesterday: they know
        (START - 1 * D, START - 1 * H, Reminder.HOURS),
        (START - 1 * H, START - timedelta(minutes=30), None),
    ],
)
def test_which_reminder_is_due(booked: datetime, now: datetime, due: Reminder | None) -> None:
    assert rules.reminder_due(START, booked, now) == due


def test_a_session_takes_bookings_until_it_begins() -> None:
    assert rules.takes_bookings("published", START, START - H)
    assert not rules.takes_bookings("published", START, START)
    assert not rules.takes_bookings("draft", START, START - H)
    assert not rules.takes_bookings("cancelled", START, START - H)


def test_what_can_be_given_up_or_taken() -> None:
    assert rules.can_cancel(Status.WAITING, START, START - H)
    assert not rules.can_cancel(Status.CONFIRMED, START, START)
    assert not rules.can_cancel(Status.LAPSED, START, START - H)
    assert rules.can_answer(Status.OFFERED, START, START - H)
    assert not rules.can_answer(Status.OFFERED, START, START)
    assert not rules.can_answer(Status.CONFIRMED, None, START - H)


def test_a_phone_rings_by_day() -> None:
    assert rules.is_by_day(at("2026-07-01 08:00"), HERE) and not rules.is_by_day(at("2026-07-01 07:59"), HERE)
    assert not rules.is_by_day(at("2026-07-01 20:00"), HERE)
