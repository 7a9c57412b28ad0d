"""Reads about waiting: who waits for an answer, and how long people wait."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from portal.database import rows
from portal.kit import clock, typed
from portal.people.models import Person
from portal.people.queries import named
from portal.projects.models import Project
from portal.signin.rules import Scope
from portal.teams import rules
from portal.teams.models import ExpressionOfInterest as E
from portal.trust.models import Directorate

Owner = aliased(Person)


def waiting() -> ColumnElement[bool]:
    """Something is owed to the person."""
    return and_(E.step.in_(rules.OPEN), E.promised != "")


def overdue(today: date) -> ColumnElement[bool]:
    """The promised day has passed without what was promised."""
    return and_(waiting(), E.answer_by < today)


def within(scope: Scope, person_id: int) -> ColumnElement[bool]:
    """What a member of staff may see: all, their directorates, and whatever concerns a project that they lead.

    Nobody answers their own offer, or reads what colleagues note about it.
    """
    if scope.is_everywhere:
        return E.person_id != person_id
    return and_(
        E.person_id != person_id, or_(E.directorate_id.in_(scope.directorate_ids), Project.lead_id == person_id)
    )


@dataclass(frozen=True)
class WaitingRow:
    """Someone who waits for an answer; initials only, so that showing it is no look at a person."""

    id: int
    reference: str
    initials: str
    project_title: str | None
    asked_at: datetime
    answer_by: date
    is_overdue: bool
    owner_name: str


@dataclass(frozen=True)
class Waiting:
    """Those who wait longest past their promise first, and how many there are in all."""

    first: list[WaitingRow]
    waiting: int
    overdue: int


def waiting_for_staff(scope: Scope, person_id: int, today: date, limit: int) -> Waiting:
    """Who waits for an answer that this member of staff may give. One query."""
    late = overdue(today)
    found = rows(
        select(
            E.id,
            E.reference,
            Person.name,
            Project.title,
            E.asked_at,
            E.answer_by,
            late,
            func.coalesce(named(Owner), ""),
            func.count().over(),
            func.sum(case((late, 1), else_=0)).over(),
        )
        .join(Person, Person.id == E.person_id)
        .outerjoin(Project, Project.id == E.project_id)
        .outerjoin(Owner, Owner.id == E.owner_id)
        .where(waiting(), within(scope, person_id))
        .order_by(E.answer_by, E.id)
        .limit(limit)
    )
    first = [WaitingRow(r[0], r[1], typed.initials(r[2]), *r[3:8]) for r in found]
    return Waiting(first, int(found[0][8]), int(found[0][9])) if found else Waiting([], 0, 0)


@dataclass(frozen=True)
class PromiseFigures:
    """How long people waited for their first answer, in days; `longest` counts those who still wait."""

    directorate_name: str | None
    answered: int
    waiting: int
    median: float | None
    longest: int


def promise_figures(since: datetime, now: datetime) -> list[PromiseFigures]:
    """The waits of everyone who asked since then, by directorate; those who took it back unanswered left out. One query."""
    counts = or_(E.answered_at.is_not(None), E.step.in_(rules.OPEN))
    found = rows(
        select(Directorate.name, E.asked_at, E.answered_at)
        .outerjoin(Directorate, Directorate.id == E.directorate_id)
        .where(E.asked_at >= since, counts)
        .order_by(Directorate.name)
    )
    waits: dict[str | None, list[tuple[bool, int]]] = {}
    for name, asked_at, answered_at in found:
        days = (clock.local(answered_at or now).date() - clock.local(asked_at).date()).days
        waits.setdefault(name, []).append((answered_at is not None, days))
    return [_figures(name, all_of) for name, all_of in waits.items()]


def _figures(name: str | None, waits: list[tuple[bool, int]]) -> PromiseFigures:
    answered = [days for is_answered, days in waits if is_answered]
    median = statistics.median(answered) if answered else None
    return PromiseFigures(
        name, len(answered), len(waits) - len(answered), median, max(days for _answered, days in waits)
    )
