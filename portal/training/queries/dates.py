"""The dates of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.training.queries.times import held_on


@dataclass(frozen=True)
class Date:
    """One date of a session: 1 is the first."""

    number: int
    starts_at: datetime
    ends_at: datetime


def dates_of(session_id: int) -> list[Date]:
    """Every date of a session that takes place, in their order. One query."""
    held = held_on()
    found = select(held.c.number, held.c.starts_at, held.c.ends_at).where(held.c.qi_session_id == session_id)
    return [Date(*row) for row in rows(found.order_by(held.c.starts_at, held.c.number))]
