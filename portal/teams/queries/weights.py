"""Reads about how much each reason counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.database import rows
from portal.people import queries as people
from portal.people.models import Person
from portal.teams.models import MatchWeight
from portal.teams.rules.matching import DEFAULT_WEIGHTS, Factor, Weights


def weights_now() -> Weights:
    """How much each reason counts: the newest that was set, else as everywhere. One query."""
    newest = select(func.max(MatchWeight.id)).group_by(MatchWeight.factor)
    found = rows(select(MatchWeight.factor, MatchWeight.weight).where(MatchWeight.id.in_(newest)))
    return {**DEFAULT_WEIGHTS, **{Factor(factor): weight for factor, weight in found if factor in set(Factor)}}


@dataclass(frozen=True)
class WeightRow:
    """Someone set what a reason counts, and why."""

    factor: Factor
    weight: int
    why: str
    set_at: datetime
    by_name: str | None


def weights_set(most: int) -> list[WeightRow]:
    """What was set, the newest first. One query."""
    found = rows(
        select(MatchWeight.factor, MatchWeight.weight, MatchWeight.why, MatchWeight.set_at, people.named())
        .outerjoin(Person, Person.id == MatchWeight.set_by_id)
        .order_by(MatchWeight.id.desc())
        .limit(most)
    )
    return [WeightRow(Factor(row[0]), *row[1:]) for row in found]
