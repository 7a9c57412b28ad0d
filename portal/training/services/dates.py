"""The further dates of a session that is held on several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from portal.database import session
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.training.models import QISession, SessionDate


@dataclass(frozen=True)
class LaterDate:
    """A further date as staff write it; `number` is 0 for a new one, and one that does not take place stays on record."""

    starts_at: datetime
    ends_at: datetime
    number: int = 0
    takes_place: bool = True


def put(held: QISession, later: tuple[LaterDate, ...] | None, *, now: datetime) -> bool:
    """Keep the further dates of a session, None to leave them as they are; whether anything is different now.

    A date that is left out, or does not take place, keeps its row, so that calendars can take it out.
    """
    there = {date.number: date for date in session.scalars(_of(held.id))} if held.id else {}
    changed = False if later is None else _write(held, there, later, now)
    going_on = [date.ends_at for date in session.scalars(_of(held.id)) if date.cancelled_at is None]
    held.last_ends_at = max([held.ends_at, *going_on])
    return changed


def _of(session_id: int) -> Select[SessionDate]:
    return select(SessionDate).where(SessionDate.qi_session_id == session_id).order_by(SessionDate.number)


def _write(held: QISession, there: dict[int, SessionDate], later: tuple[LaterDate, ...], now: datetime) -> bool:
    changed, next_number = False, max([1, *there]) + 1
    for written in later:
        if written.starts_at < held.ends_at:
            raise Refused(_("The further dates must come after the first one."), "later")
        date = there.pop(written.number, None)
        if date is None:
            date = SessionDate(qi_session_id=held.id, number=next_number)
            session.add(date)
            next_number += 1
        changed |= _is_new(date, written)
        date.starts_at, date.ends_at = written.starts_at, written.ends_at
        date.cancelled_at = None if written.takes_place else date.cancelled_at or now
    for date in there.values():
        changed |= date.cancelled_at is None
        date.cancelled_at = date.cancelled_at or now
    session.flush()
    return changed


def _is_new(date: SessionDate, written: LaterDate) -> bool:
    is_on = date.id is not None and date.cancelled_at is None
    return (date.starts_at, date.ends_at, is_on) != (written.starts_at, written.ends_at, written.takes_place)
