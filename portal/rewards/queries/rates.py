"""Reads about what an hour is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.database import rows
from portal.rewards import rules
from portal.rewards.models import PayRate


@dataclass(frozen=True)
class Rate:
    """What an hour is worth from a day on."""

    pence_an_hour: int
    from_on: date
    words: str


def every() -> list[Rate]:
    """Each rate that was set, the newest first. One query."""
    asked = select(PayRate.pence_an_hour, PayRate.from_on, PayRate.words)
    return [Rate(*row) for row in rows(asked.order_by(PayRate.from_on.desc(), PayRate.id.desc()))]


def on(day: date) -> int | None:
    """The pence for an hour on a day; None where no rate was set; of two for one day, the one set last. One query."""
    return rules.rate_on(day, {rate.from_on: rate.pence_an_hour for rate in reversed(every())})
