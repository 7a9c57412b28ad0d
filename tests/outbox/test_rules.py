"""When a message is tried again, when we give up, and how much of an address is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.outbox import rules

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def test_the_first_pause_is_seconds_and_each_is_at_least_as_long_as_the_one_before() -> None:
    pauses = [rules.pause_after(tries) for tries in range(1, 40)]
    assert pauses[0] == timedelta(seconds=15) and pauses == sorted(pauses)
    assert len(set(pauses[:6])) == 6
    assert pauses[-1] == timedelta(hours=3)


def test_a_message_that_was_never_tried_is_not_hurried() -> None:
    assert rules.pause_after(0) == rules.pause_after(-1) == rules.LONGEST_PAUSE


def test_a_server_that_is_away_for_three_days_is_tried_to_the_last_hours_and_then_given_up() -> None:
    now, tries = NOW, 0
    lives_until = NOW + rules.LIVES
    while (due := rules.next_try(tries := tries + 1, now, lives_until)) is not None:
        assert now < due < lives_until
        now = due
    assert lives_until - now <= rules.LONGEST_PAUSE
    assert timedelta(hours=72) == rules.LIVES and tries < 40


def test_a_message_is_not_tried_in_the_moment_when_it_comes_too_late() -> None:
    assert rules.next_try(1, NOW, NOW + timedelta(seconds=15)) is None
    assert rules.next_try(1, NOW, NOW + timedelta(seconds=16)) == NOW + timedelta(seconds=15)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("amina.khan@example.com", "a***@example.com"),
        ("a@b@example.com", "a***@example.com"),
        ("+447700900123", "***123"),
        ("@example.com", "***@example.com"),
        ("", "***"),
    ],
)
def test_an_address_is_shown_just_enough_to_know_it_by(address: str, shown: str) -> None:
    assert rules.masked(address) == shown


@pytest.mark.parametrize(
    ("channel", "body"),
    [("sms", "One. Two."), ("email", "One.\n\nTwo."), ("phone", "One.\n\nTwo."), ("post", "One.\n\nTwo.")],
)
def test_only_a_text_message_runs_its_sentences_together(channel: str, body: str) -> None:
    assert rules.body_of(["One.", "Two."], channel) == body
