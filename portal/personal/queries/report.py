"""How well people's needs were met: counts only, never whose."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true

from portal.database import rows
from portal.people.models import NeedFlag
from portal.signin.rules import Scope


@dataclass(frozen=True)
class Counts:
    """How many needs were flagged, got ready, and met, as people and as staff said."""

    flagged: int = 0
    ready: int = 0
    met_for_people: int = 0
    not_met_for_people: int = 0
    not_said_by_people: int = 0
    met_for_staff: int = 0
    not_met_for_staff: int = 0
    not_said_by_staff: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Counts)))


def counts_by_directorate(scope: Scope, start: datetime, end: datetime) -> dict[int | None, Counts]:
    """What was flagged in that time for things that take place, by directorate; None is the whole Trust. One query."""
    within = true() if scope.is_everywhere else NeedFlag.directorate_id.in_(scope.directorate_ids)
    person, staff = NeedFlag.is_met_for_person, NeedFlag.is_met_for_staff
    found = rows(
        select(
            NeedFlag.directorate_id,
            func.count(),
            _count(NeedFlag.ready_at.is_not(None)),
            _count(person.is_(True)),
            _count(person.is_(False)),
            _count(person.is_(None)),
            _count(staff.is_(True)),
            _count(staff.is_(False)),
            _count(staff.is_(None)),
        )
        .where(NeedFlag.flagged_at >= start, NeedFlag.flagged_at < end, NeedFlag.ended_at.is_(None), within)
        .group_by(NeedFlag.directorate_id)
    )
    return {directorate_id: Counts(*counts) for directorate_id, *counts in found}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
