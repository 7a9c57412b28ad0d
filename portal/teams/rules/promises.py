"""When a promise is owed, and when it is late."""

from __future__ import annotations

from datetime import date, datetime

from portal.teams.rules.pipeline import is_open

SORRY_DAYS = 2  # working days, after a promise was missed


def is_waiting(step: str, answered_at: datetime | None) -> bool:
    """Whether the person still has no answer."""
    return is_open(step) and answered_at is None


def is_overdue(step: str, answered_at: datetime | None, answer_by: date, today: date) -> bool:
    """Whether the promised day has passed without an answer; the day itself still counts as kept."""
    return is_waiting(step, answered_at) and answer_by < today


def days_late(answer_by: date, today: date) -> int:
    """How many days a promise is late; 0 when it is not."""
    return max((today - answer_by).days, 0)
