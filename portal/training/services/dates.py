"""The further dates of a session that is held on several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from portal.database import session
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.training.models import QISession, SessionDate


@dataclass(frozen=True)
class LaterDate:
    """A further date as staff write it."""

    starts_at: datetime
    ends_at: datetime


def put(held: QISession, later: tuple[LaterDate, ...] | None, *, now: datetime) -> bool:
    """Keep the further dates of a session, None to leave them as they are; whether anything is different now.

    A date that moves keeps its number, and one that is left out keeps its row, so that calendars move it or take it out.
    """
    there = list(session.scalars(_of(held.id)))
    is_new = later is not None and _write(held, there, later, now)
    going_on = [date.ends_at for date in session.scalars(_of(held.id)) if date.cancelled_at is None]
    held.last_ends_at = max([held.ends_at, *going_on])
    return is_new


def _of(session_id: int) -> Select[SessionDate]:
    return select(SessionDate).where(SessionDate.qi_session_id == session_id).order_by(SessionDate.number)


def _write(held: QISession, there: list[SessionDate], later: tuple[LaterDate, ...], now: datetime) -> bool:
    if any(written.starts_at < held.ends_at for written in later):
        raise Refused(_("The further dates must come after the first one."), "later_dates")
    stays = {date.starts_at: date for date in there if date.cancelled_at is None}
    left = [written for written in later if (written.starts_at, written.ends_at) not in _times(stays.values())]
    moves = [date for date in stays.values() if (date.starts_at, date.ends_at) not in _times(later)]
    for date, written in zip(moves, left, strict=False):
        date.starts_at, date.ends_at = written.starts_at, written.ends_at
    for date in moves[len(left) :]:
        date.cancelled_at = now
    next_number = max([1, *(date.number for date in there)]) + 1
    session.add_all(
        SessionDate(qi_session_id=held.id, number=number, starts_at=written.starts_at, ends_at=written.ends_at)
        for number, written in enumerate(left[len(moves) :], start=next_number)
    )
    session.flush()
    return bool(left or moves)


def _times(dates: Iterable[SessionDate | LaterDate]) -> set[tuple[datetime, datetime]]:
    return {(date.starts_at, date.ends_at) for date in dates}
