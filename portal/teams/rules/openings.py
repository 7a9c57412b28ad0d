"""When an opening takes interest."""

from __future__ import annotations

from datetime import datetime, timedelta

CONFIRMED_FOR = timedelta(days=14)  # staff must say again that an opening is still open


def takes_interest(state: str, confirmed_at: datetime, now: datetime) -> bool:
    """Whether an opening is open and staff have said so lately enough to be believed."""
    return state == "open" and confirmed_at > stale_before(now)


def stale_before(now: datetime) -> datetime:
    """An opening confirmed no later than this has gone stale."""
    return now - CONFIRMED_FOR
