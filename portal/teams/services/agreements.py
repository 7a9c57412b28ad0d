"""What is agreed before someone joins a team, and how they begin there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.database import session, writes
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import queries as people
from portal.teams.messages import members as messages
from portal.teams.models import ExpressionOfInterest, Membership
from portal.teams.queries import members as queries
from portal.teams.rules import Step
from portal.teams.rules.members import Happened
from portal.teams.services import interests
from portal.teams.services.memberships import held_open, note


@dataclass(frozen=True)
class Plan:
    """What was agreed about money; which benefit someone gets has no place in it."""

    pay: str
    pay_agreed: str
    expenses_agreed: str
    paid_when: str


@dataclass(frozen=True)
class Start:
    """How someone begins on a team."""

    trial_until_on: date | None = None
    first_meeting_at: datetime | None = None
    first_meeting: str = ""
    greeter: str = ""


@writes
def join(
    expression_id: int,
    plan: Plan,
    start: Start,
    *,
    words: str,
    by: int,
    now: datetime,
    version: int,
    project_id: int | None = None,
) -> int:
    """Let someone join a team, once they said yes to what they get; the number of their membership."""
    interests.move(expression_id, Step.JOINED, note=words, by=by, now=now, version=version, project_id=project_id)
    expression = session.get_one(ExpressionOfInterest, expression_id)
    member = session.scalars(
        select(Membership).where(
            Membership.person_id == expression.person_id,
            Membership.project_id == expression.project_id,
            Membership.ended_on.is_(None),
        )
    ).one()
    _begin(member, start)
    _agree(member, plan, by=by, now=now)
    return member.id


@writes
def agree(membership_id: int, plan: Plan, *, by: int, now: datetime, version: int) -> None:
    """Write down anew what a member said yes to."""
    _agree(_held(membership_id, version), plan, by=by, now=now)


@writes
def plan_start(membership_id: int, start: Start, *, by: int, now: datetime, version: int) -> None:
    """Write down how a member begins."""
    member = _held(membership_id, version)
    _begin(member, start)
    note(member, Happened.START_PLANNED, by=by, now=now)


def _held(membership_id: int, version: int) -> Membership:
    member = held_open(membership_id)
    if member.version != version:
        raise ChangedMeanwhile
    return member


def _begin(member: Membership, start: Start) -> None:
    for name, value in asdict(start).items():
        setattr(member, name, value)


def _agree(member: Membership, plan: Plan, *, by: int, now: datetime) -> None:
    if by == member.person_id:
        raise Refused(_("Nobody agrees their own pay. Please ask a colleague to do this."), "pay")
    for name, value in asdict(plan).items():
        setattr(member, name, value)
    member.pay_agreed_at = now
    line = note(member, Happened.AGREED, by=by, now=now)
    to = people.find_reachable(member.person_id)
    if to is not None:
        outbox.put(messages.agreed(to, member.id, line.id), now=now)


@writes
def confirm(membership_id: int, *, person_id: int, now: datetime) -> None:
    """Note that a member read what was agreed and says that it is right; a second press changes nothing."""
    member = held_open(membership_id, person_id=person_id)
    if not member.pay:
        raise NotFound
    if not queries.is_confirmed(queries.history_of(member.id)):
        note(member, Happened.CONFIRMED, by=person_id, now=now)
