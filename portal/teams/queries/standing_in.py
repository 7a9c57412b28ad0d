"""Reads about who keeps whose promises while someone is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import aliased

from portal.database import rows, session
from portal.people import queries as people
from portal.people.models import Person
from portal.signin.models import StaffAccount
from portal.teams.models import StandIn

Away, Instead = aliased(Person), aliased(Person)


def _now(today: date) -> ColumnElement[bool]:
    return and_(StandIn.from_on <= today, StandIn.until_on >= today, StandIn.ended_at.is_(None))


def keeper_of(owner_id: int, today: date) -> int:
    """Who keeps the promises of a member of staff that day: whoever stands in, or themselves. One query."""
    in_use = select(StaffAccount.person_id).where(StaffAccount.is_active)
    found = session.scalar(
        select(StandIn.stand_in_id)
        .where(StandIn.person_id == owner_id, _now(today), StandIn.stand_in_id.in_(in_use))
        .order_by(StandIn.id.desc())
        .limit(1)
    )
    return found or owner_id


def kept_by(person_id: int, today: date) -> Select[int]:
    """The members of staff whose promises someone keeps that day, beside their own: for the reads of this slice."""
    return select(StandIn.person_id).where(StandIn.stand_in_id == person_id, _now(today))


@dataclass(frozen=True)
class StandInRow:
    """Someone is away, or will be, and who stands in."""

    id: int
    person_id: int
    name: str
    stand_in_name: str
    from_on: date
    until_on: date


def standing_in(person_id: int, today: date) -> list[StandInRow]:
    """When someone is away from now on, and for whom they stand in, the next first. One query."""
    theirs = (StandIn.person_id == person_id) | (StandIn.stand_in_id == person_id)
    found = rows(
        select(
            StandIn.id,
            StandIn.person_id,
            people.named(Away),
            people.named(Instead),
            StandIn.from_on,
            StandIn.until_on,
        )
        .join(Away, Away.id == StandIn.person_id)
        .join(Instead, Instead.id == StandIn.stand_in_id)
        .where(theirs, StandIn.until_on >= today, StandIn.ended_at.is_(None))
        .order_by(StandIn.from_on, StandIn.id)
    )
    return [StandInRow(*row) for row in found]
