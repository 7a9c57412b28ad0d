"""Decisions about people that need no database: whom someone trusts, with what, and until when."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from enum import StrEnum

USUAL_MONTHS, MOST_MONTHS = 6, 24  # how long someone is trusted
ANSWER_WITHIN = timedelta(days=30)  # an old message in a mailbox opens nothing


class May(StrEnum):
    """What a trusted person may be allowed to do; each is named as its column is."""

    BOOK = "may_book"
    GET_REMINDERS = "may_get_reminders"
    ANSWER = "may_answer"
    FILL_IN = "may_fill_in"


def is_in_force(accepted_at: datetime | None, ended_at: datetime | None, until_on: date, today: date) -> bool:
    """Whether someone is trusted now: they said yes, nobody ended it, and the last day is not over."""
    return accepted_at is not None and ended_at is None and today <= until_on


def waits_for_answer(
    asked_at: datetime, accepted_at: datetime | None, ended_at: datetime | None, until_on: date, local: datetime
) -> bool:
    """Whether someone who was asked can still say yes or no; `local` is the time where the Trust is."""
    is_open = accepted_at is None and ended_at is None
    return is_open and local < asked_at + ANSWER_WITHIN and local.date() <= until_on


def months_ahead(today: date, months: int) -> date:
    """The same day some months on, or the last of that month where it has no such day."""
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def may_last_until(until_on: date, today: date) -> bool:
    """Whether a last day may be chosen: not over yet, and not more than two years on."""
    return today <= until_on <= months_ahead(today, MOST_MONTHS)
