"""When a message is tried again, when we give up, and how much of an address staff see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.outbox import rules
from tests.conftest import MONDAY


def test_pauses_grow_from_seconds_to_three_hours() -> None:
    pauses = [rules.pause_after(tries) for tries in range(1, 60)]
    assert pauses[0] <= timedelta(seconds=30)
    assert pauses == sorted(pauses)
    assert pauses[-1] == pauses[10] == timedelta(hours=3)


@pytest.mark.parametrize("tries", [0, -1])
def test_a_count_that_cannot_be_waits_longest(tries: int) -> None:
    assert rules.pause_after(tries) == timedelta(hours=3)


def test_a_server_that_is_away_for_a_whole_day_loses_nothing_and_is_asked_a_bearable_number_of_times() -> None:
    ends, tries, now = MONDAY + rules.LIVES, 0, MONDAY
    moments = []
    while (due := rules.next_try(tries := tries + 1, now, ends)) is not None:
        now = due
        moments.append(due)
    assert [m for m in moments if MONDAY + timedelta(hours=24) < m < MONDAY + timedelta(hours=28)]
    assert MONDAY + timedelta(hours=69) <= moments[-1] < ends
    assert len(moments) < 40


def test_nothing_is_tried_when_it_would_come_too_late() -> None:
    soon = MONDAY + timedelta(seconds=15)
    assert rules.next_try(1, MONDAY, soon) is None
    assert rules.next_try(1, MONDAY, soon + timedelta(seconds=1)) == soon


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ada@example.com", "a***@example.com"),
        ("a@example.com", "a***@example.com"),
        ("+447700900123", "***123"),
        ("", "***"),
    ],
)
def test_staff_see_enough_of_an_address_to_know_it_and_no_more(address: str, shown: str) -> None:
    assert rules.masked(address) == shown
