"""What of teams needs somebody today, in numbers: each leads to the page on which it is dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, Subquery, and_, cast, exists, func, literal, or_, select, true, union_all

from portal.database import rows
from portal.kit import clock
from portal.people import queries as people
from portal.people.models import NeedFlag, Person
from portal.projects.models import Project
from portal.signin.rules import Scope
from portal.teams import rules
from portal.teams.models import CheckIn, Membership, Opening, TakingPart
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.queries.check_ins import alerts
from portal.teams.rules.evidence import LASTS

QUIET_AFTER = LASTS  # without taking part and without an answer to a check-in
SOON = timedelta(days=3)


@dataclass(frozen=True)
class Attention:
    """How many places rest or soon will, members went quiet, needs are not ready, and check-ins need somebody."""

    resting: int = 0
    quiet: int = 0
    not_ready: int = 0
    check_ins: int = 0


def attention(works_on: Scope, sees: Scope, person_id: int, now: datetime) -> Attention:
    """What needs somebody, where this member of staff works (`works_on`) and may see check-ins (`sees`). One query."""
    mine = true() if works_on.is_everywhere else _mine(works_on, person_id)
    found = rows(
        union_all(
            select(literal("resting").label("what"), func.count().label("many")).select_from(_resting(mine, now)),
            select(literal("quiet"), func.count()).select_from(_quiet(mine, now)),
            select(literal("not_ready"), func.count()).select_from(_not_ready(mine)),
            select(literal("check_ins"), func.count()).select_from(alerts(sees, person_id)),
        )
    )
    return Attention(**{what: many for what, many in found})


def _mine(scope: Scope, person_id: int) -> ColumnElement[bool]:
    return or_(Project.directorate_id.in_(scope.directorate_ids), Project.lead_id == person_id)


def _resting(mine: ColumnElement[bool], now: datetime) -> Subquery:
    return (
        select(Opening.id)
        .join(Project, Project.id == Opening.project_id)
        .where(Opening.state == "open", Opening.confirmed_at <= rules.stale_before(now + SOON))
        .where(Project.state == "published", mine)
        .subquery()
    )


def _quiet(mine: ColumnElement[bool], now: datetime) -> Subquery:
    """Members who are not on a pause, and of whom nobody heard for sixty days."""
    before = clock.local(now).date() - QUIET_AFTER
    took_part = exists().where(
        TakingPart.membership_id == Membership.id, TakingPart.undone_at.is_(None), TakingPart.took_part_on > before
    )
    answered = exists().where(CheckIn.membership_id == Membership.id, CheckIn.answered_at > now - QUIET_AFTER)
    is_there = and_(
        Membership.part == "big_i",
        Membership.ended_on.is_(None),
        Membership.paused_until_on.is_(None),
        Membership.started_on <= before,
    )
    return (
        select(Membership.id)
        .join(Project, Project.id == Membership.project_id)
        .where(is_there, mine, Project.state == "published", ~took_part, ~answered)
        .subquery()
    )


def _not_ready(mine: ColumnElement[bool]) -> Subquery:
    """Needs of people who offered to join or joined, that nobody has got ready yet."""
    open_ones = select(literal("interest ") + cast(E.id, String)).outerjoin(Project, Project.id == E.project_id)
    members = select(literal("membership ") + cast(Membership.id, String)).join(
        Project, Project.id == Membership.project_id
    )
    things = union_all(
        open_ones.where(E.step.in_(rules.OPEN), mine), members.where(Membership.ended_on.is_(None), mine)
    )
    is_open = and_(NeedFlag.ended_at.is_(None), NeedFlag.ready_at.is_(None))
    return select(NeedFlag.id).where(is_open, NeedFlag.thing.in_(things)).subquery()


@dataclass(frozen=True)
class Row:
    """One thing that needs somebody: what it is called, and where it is dealt with."""

    id: int
    project_id: int | None
    project_title: str | None
    words: str
    person_id: int | None = None
    thing: str = ""


SHOWN = 100


def resting(works_on: Scope, person_id: int, now: datetime) -> list[Row]:
    """The places that rest or soon will, the longest first. One query."""
    mine = true() if works_on.is_everywhere else _mine(works_on, person_id)
    those = select(_resting(mine, now).c.id)
    found = rows(
        select(Opening.id, Project.id, Project.title, Opening.title)
        .join(Project, Project.id == Opening.project_id)
        .where(Opening.id.in_(those))
        .order_by(Opening.confirmed_at, Opening.id)
        .limit(SHOWN)
    )
    return [Row(*row) for row in found]


def quiet(works_on: Scope, person_id: int, now: datetime) -> list[Row]:
    """The members who went quiet, those who joined first. One query."""
    mine = true() if works_on.is_everywhere else _mine(works_on, person_id)
    those = select(_quiet(mine, now).c.id)
    found = rows(
        select(Membership.id, Project.id, Project.title, people.named(), Membership.person_id)
        .join(Project, Project.id == Membership.project_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(those))
        .order_by(Membership.started_on, Membership.id)
        .limit(SHOWN)
    )
    return [Row(id, project, title, name, whose, f"membership {id}") for id, project, title, name, whose in found]


def not_ready(works_on: Scope, person_id: int) -> list[Row]:
    """The needs that nobody has got ready, the oldest first. One query."""
    mine = true() if works_on.is_everywhere else _mine(works_on, person_id)
    those = select(_not_ready(mine).c.id)
    found = rows(
        select(NeedFlag.id, NeedFlag.kind, NeedFlag.details, people.named(), NeedFlag.person_id, NeedFlag.thing)
        .join(Person, Person.id == NeedFlag.person_id)
        .where(NeedFlag.id.in_(those))
        .order_by(NeedFlag.flagged_at, NeedFlag.id)
        .limit(SHOWN)
    )
    return [
        Row(id, None, people.need_words(kind, details), name, person_id=whose, thing=thing)
        for id, kind, details, name, whose, thing in found
    ]
