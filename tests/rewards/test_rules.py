"""Amounts and days of claims, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from portal.rewards import rules


@pytest.mark.parametrize(
    ("said", "pence"),
    [
        ("4.50", 450),
        ("£4.50", 450),
        ("4.5", 450),
        ("4,50", 450),
        (" £ 4 ", 400),
        ("450p", 450),
        ("GBP 1,200", 120_000),
        ("4 pounds", 400),
        ("0.07", 7),
    ],
)
def test_any_sane_spelling_of_an_amount_is_taken(said: str, pence: int) -> None:
    assert rules.read_pence(said) == pence


@pytest.mark.parametrize("said", ["", "four", "-4", "4.505", "4.5.0", "1e3", "£", "=4", "99999999"])
def test_what_is_no_amount_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        rules.read_pence(said)


def test_time_is_worth_its_part_of_an_hour_and_half_a_penny_goes_to_the_person() -> None:
    assert [rules.worth(minutes, 1201) for minutes in (60, 90, 30, 1)] == [1201, 1802, 601, 20]


def test_the_rate_of_a_day_is_the_newest_that_had_begun() -> None:
    rates = {date(2026, 1, 1): 1000, date(2026, 4, 1): 1200}
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [rules.rate_on(day, rates) for day in days] == [None, 1000, 1000, 1200]


def test_only_what_has_happened_and_within_a_year_can_be_claimed() -> None:
    today = date(2026, 3, 2)
    days = [today, date(2025, 3, 2), date(2026, 3, 3), date(2025, 2, 28), rules.NEVER]
    assert [rules.may_be_of(day, today) for day in days] == [True, True, False, False, False]


def test_a_promise_is_missed_on_the_day_after_and_only_while_something_is_owed() -> None:
    day = date(2026, 3, 9)
    states = ["asked", "approved", "sent_back", "paid", "taken_back"]
    assert [rules.is_late(state, day, date(2026, 3, 10)) for state in states] == [True, True, False, False, False]
    assert not rules.is_late("asked", day, day)
    assert rules.decide_by(date(2026, 3, 2)) == day
