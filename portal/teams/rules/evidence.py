"""When Big I is evidenced: somebody who is a member took part lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

LASTS = timedelta(days=60)  # after someone took part


def since(today: date) -> date:
    """The first day on which taking part still counts: sixty days ago, that day included."""
    return today - LASTS


def is_evidenced(took_part_on: Iterable[date], today: date) -> bool:
    """Whether a member took part in the last sixty days."""
    return any(since(today) <= day <= today for day in took_part_on)


def lapses_on(last: date) -> date:
    """The first day on which it is not evidenced any more, if nobody takes part after `last`."""
    return last + LASTS + timedelta(days=1)


def may_be_noted(day: date, started_on: date, ended_on: date | None, today: date) -> bool:
    """Whether a member may have taken part on a day: not before they joined, not after they left, and not in the future."""
    return started_on <= day <= min(today, ended_on or today)
