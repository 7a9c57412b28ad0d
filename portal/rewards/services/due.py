"""The clock of claims: whoever decides is reminded in time, and the person is told first when a day was missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.database import locked, session, writes
from portal.kit import clock, workdays
from portal.outbox import services as outbox
from portal.people import queries as people
from portal.people import rules as people_rules
from portal.projects.models import Project
from portal.rewards import messages, rules
from portal.rewards.models import Claim
from portal.rewards.queries.claims import PROMISED
from portal.rewards.rules import State, What
from portal.rewards.services.history import note
from portal.signin import queries as colleagues
from portal.signin.rules import Permission
from portal.teams.models import Membership

AT_ONCE = 100  # in one sweep; the next minute does the rest


def nudge(now: datetime) -> int:
    """Remind those who decide two working days before the promised day, once for each promise; how many claims."""
    today = clock.local(now).date()
    soon = Claim.decide_by.between(today, workdays.after(today, rules.NUDGE_DAYS))
    return _each(now, Claim.state == State.ASKED, soon, Claim.nudged_at.is_(None), act=_nudge)


def tell_late(now: datetime) -> int:
    """Tell each person to whom a day was missed, once for each promise; how many were told."""
    missed = clock.local(now).date() > PROMISED
    is_owed = Claim.state.in_(rules.WITH_US)
    return _each(now, is_owed, missed, Claim.told_late_at.is_(None), act=_tell)


def _each(now: datetime, *which: ColumnElement[bool], act: Callable[..., bool]) -> int:
    if not people_rules.is_kind_hour(clock.local(now)):
        return 0
    found = session.scalars(select(Claim.id).where(*which).order_by(Claim.id).limit(AT_ONCE))
    return sum(act(claim_id, now=now) for claim_id in list(found))


@writes
def _nudge(claim_id: int, *, now: datetime) -> bool:
    claim = session.scalar(locked(select(Claim).where(Claim.id == claim_id)))
    if claim is None or claim.state != State.ASKED or claim.nudged_at is not None:
        return False
    claim.nudged_at = now
    line = note(claim, What.NUDGED, by=None, now=now)
    who = colleagues.colleagues_who(Permission.APPROVE_CLAIMS, _directorate_of(claim))
    told = [messages.due_soon(to, claim.id, claim.decide_by, line.id) for to in who if to.person_id != claim.person_id]
    outbox.put_all(told, now=now)
    return True


def _directorate_of(claim: Claim) -> int | None:
    asked = select(Project.directorate_id).join(Membership, Membership.project_id == Project.id)
    return session.scalar(asked.where(Membership.id == claim.membership_id))


@writes
def _tell(claim_id: int, *, now: datetime) -> bool:
    claim = session.scalar(locked(select(Claim).where(Claim.id == claim_id)))
    today = clock.local(now).date()
    if claim is None or claim.told_late_at is not None:
        return False
    promised = claim.decide_by if claim.state == State.ASKED else claim.pay_by
    if promised is None or not rules.is_late(claim.state, promised, today):
        return False
    # What was promised first stays: what we missed is not to be forgotten by us either.
    claim.told_late_at, claim.late_by = now, workdays.after(today, rules.SORRY_DAYS)
    line = note(claim, What.TOLD_LATE, by=None, now=now, due_on=claim.late_by)
    to = people.find_reachable(claim.person_id)
    if to is not None:
        is_pay = claim.state == State.APPROVED
        late = messages.late(to, claim.id, claim.reference, promised, claim.late_by, line.id, is_pay=is_pay)
        outbox.put(late, now=now)
    return True
