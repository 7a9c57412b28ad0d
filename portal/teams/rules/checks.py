"""What a place asks for before someone starts, and how long it holds once staff have seen it."""

from __future__ import annotations

from datetime import date, timedelta

LONGEST_AGO = timedelta(days=3 * 366)  # since it was seen
LONGEST = timedelta(days=5 * 366)  # from today: no check holds for ever


def holds(until_on: date | None, today: date) -> bool:
    """Whether it still counts; its last day counts."""
    return until_on is None or until_on >= today


def may_be_seen_on(day: date, today: date) -> bool:
    """Whether it can have been seen on this day."""
    return today - LONGEST_AGO <= day <= today


def may_hold_until(day: date | None, today: date) -> bool:
    """Whether it can hold until this day."""
    return day is None or today <= day <= today + LONGEST
