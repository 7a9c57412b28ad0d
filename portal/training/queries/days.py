"""All dates of sessions, those too that do not take place any more, read with the sessions in one query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import select

from portal.database import rows
from portal.training.calendar import Day
from portal.training.models import QISession, SessionDate

T = TypeVar("T")
FURTHER = (SessionDate.number, SessionDate.starts_at, SessionDate.ends_at, SessionDate.cancelled_at)
COLUMNS = (QISession.starts_at, QISession.ends_at, *FURTHER)  # the last of a statement that joins SessionDate outside


def with_days(make: Callable[..., T], found: Iterable[Sequence[Any]]) -> list[T]:
    """One thing for each number in the first column, made from its columns and then all its dates."""
    return [_one(make, list(its)) for _key, its in groupby(found, key=lambda row: row[0])]


def _one(make: Callable[..., T], its: list[Sequence[Any]]) -> T:
    own = its[0][: -len(COLUMNS)]
    starts_at, ends_at = its[0][-len(COLUMNS) : -len(FURTHER)]
    further = [_day(*row[-len(FURTHER) :]) for row in its if row[-len(FURTHER)] is not None]
    days = sorted([Day(1, starts_at, ends_at), *further], key=lambda day: day.starts_at)
    return make(*own, tuple(days))


def _day(number: int, starts_at: Any, ends_at: Any, cancelled_at: Any) -> Day:
    return Day(number, starts_at, ends_at, cancelled_at is not None)


def days_of(held: QISession) -> tuple[Day, ...]:
    """Every date of a session, the first one first. One query."""
    further = rows(select(*FURTHER).where(SessionDate.qi_session_id == held.id))
    days = [Day(1, held.starts_at, held.ends_at), *(_day(*row) for row in further)]
    return tuple(sorted(days, key=lambda day: day.starts_at))
