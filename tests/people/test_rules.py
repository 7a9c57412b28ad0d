"""Whom someone trusts, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.people import rules

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_someone_is_trusted_from_their_yes_to_the_end_of_the_last_day() -> None:
    assert rules.is_in_force(NOW, None, TODAY, TODAY)
    assert not rules.is_in_force(None, None, TODAY, TODAY)
    assert not rules.is_in_force(NOW, None, TODAY, TODAY + timedelta(days=1))


def test_what_was_ended_is_over_at_once_whatever_the_last_day() -> None:
    assert not rules.is_in_force(NOW, NOW, TODAY + timedelta(days=300), TODAY)


def test_whoever_was_asked_can_answer_for_a_month_and_only_once() -> None:
    until_on = TODAY + timedelta(days=200)
    assert rules.waits_for_answer(NOW, None, None, until_on, NOW + timedelta(days=29))
    assert not rules.waits_for_answer(NOW, None, None, until_on, NOW + timedelta(days=30))
    assert not rules.waits_for_answer(NOW, NOW, None, until_on, NOW)
    assert not rules.waits_for_answer(NOW, None, NOW, until_on, NOW)
    assert not rules.waits_for_answer(NOW, None, None, TODAY - timedelta(days=1), NOW)


@pytest.mark.parametrize(
    ("today", "months", "then"),
    [
        (date(2026, 3, 2), 6, date(2026, 9, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_ahead_end_on_a_real_day(today: date, months: int, then: date) -> None:
    assert rules.months_ahead(today, months) == then


@pytest.mark.parametrize(
    ("day", "is_right"),
    [
        (TODAY, True),
        (date(2028, 3, 2), True),
        (date(2028, 3, 3), False),
        (TODAY - timedelta(days=1), False),
    ],
)
def test_the_last_day_is_one_to_come_and_at_most_two_years_off(day: date, is_right: bool) -> None:
    assert rules.may_last_until(day, TODAY) == is_right


@pytest.mark.parametrize(("hour", "is_kind"), [(8, False), (9, True), (18, True), (19, False), (3, False)])
def test_no_phone_rings_at_night(hour: int, is_kind: bool) -> None:
    assert rules.is_kind_hour(NOW.replace(hour=hour)) is is_kind
