"""The dates of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.training.models import SessionDate


@dataclass(frozen=True)
class Date:
    """One date of a session: 1 is the first."""

    number: int
    starts_at: datetime
    ends_at: datetime


def dates_of(session_id: int, starts_at: datetime, ends_at: datetime) -> list[Date]:
    """Every date of a session that takes place; the first one stands on the session. One query."""
    further = rows(
        select(SessionDate.number, SessionDate.starts_at, SessionDate.ends_at)
        .where(SessionDate.qi_session_id == session_id, SessionDate.cancelled_at.is_(None))
        .order_by(SessionDate.starts_at, SessionDate.number)
    )
    return [Date(1, starts_at, ends_at), *(Date(*row) for row in further)]
