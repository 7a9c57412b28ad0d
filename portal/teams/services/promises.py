"""Promises: making the next one, reminding whoever keeps it, and saying sorry when its day has passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from portal.database import locked, session, writes
from portal.kit import audit, clock, workdays
from portal.outbox import services as outbox
from portal.people import queries as people_queries
from portal.people import rules as people_rules
from portal.signin import queries as colleagues
from portal.signin.queries import Colleague
from portal.signin.rules import Permission
from portal.teams import rules
from portal.teams.messages import interests as messages
from portal.teams.messages import staff as to_staff
from portal.teams.models import ExpressionOfInterest
from portal.teams.queries import standing_in, waits
from portal.teams.queries.days import promised_next
from portal.teams.rules import Promise, What
from portal.teams.rules.promises import NOTHING, NUDGE_DAYS
from portal.teams.services.history import note_step

AT_ONCE = 100  # in one sweep; the next minute does the rest
E = ExpressionOfInterest


def owe(expression: ExpressionOfInterest, promise: Promise | None) -> None:
    """Let this be what is owed from now on; nobody was reminded of it, and no sorry said."""
    expression.promised = promise.step if promise else NOTHING
    if promise:
        expression.answer_by = promise.due_on
    expression.nudged_at = expression.told_late_at = expression.late_answer_by = None


def owe_next(expression: ExpressionOfInterest, now: datetime) -> Promise | None:
    """Promise what follows the step where an offer stands, by the day that its directorate keeps to."""
    promise = promised_next(expression.step, expression.directorate_id, clock.local(now).date())
    owe(expression, promise)
    return promise


def tell_late(now: datetime) -> int:
    """Tell everyone to whom a promise was missed, once for each promise, at a kind hour; how many were told."""
    return _each(now, waits.overdue(clock.local(now).date()), E.told_late_at.is_(None), act=_tell)


def nudge(now: datetime) -> int:
    """Remind whoever keeps a promise two working days before its day, once for each; how many were reminded."""
    today = clock.local(now).date()
    soon = E.answer_by <= workdays.after(today, NUDGE_DAYS)
    return _each(now, waits.waiting(), E.answer_by >= today, soon, E.nudged_at.is_(None), act=_nudge)


def _each(now: datetime, *which: ColumnElement[bool], act: Callable[..., bool]) -> int:
    if not people_rules.is_kind_hour(clock.local(now)):
        return 0
    found = session.scalars(select(E.id).where(*which).order_by(E.answer_by, E.id).limit(AT_ONCE))
    return sum(act(expression_id, now=now) for expression_id in list(found))


@writes
def _tell(expression_id: int, *, now: datetime) -> bool:
    expression = session.scalar(locked(select(E).where(E.id == expression_id)))
    today = clock.local(now).date()
    if expression is None or expression.told_late_at is not None:
        return False
    if not rules.is_overdue(expression.step, expression.promised, expression.answer_by, today):
        return False
    # answer_by stays what it was: the promise that we missed is not to be forgotten by us either.
    expression.told_late_at = now
    expression.late_answer_by = workdays.after(today, rules.SORRY_DAYS)
    note_step(expression, What.TOLD_LATE, by=None, now=now, promise=_promise(expression, expression.late_answer_by))
    audit.record("interest told late", now=now, about=expression.person_id, thing=f"interest {expression.id}")
    to = people_queries.get_reachable(expression.contact_way_id)
    missed = _promise(expression, expression.answer_by)
    outbox.put(messages.late(to, expression.reference, missed, expression.late_answer_by), now=now)
    return True


def _promise(expression: ExpressionOfInterest, due_on: date) -> Promise:
    return Promise(rules.Step(expression.promised), due_on)


@writes
def _nudge(expression_id: int, *, now: datetime) -> bool:
    expression = session.scalar(locked(select(E).where(E.id == expression_id)))
    if expression is None or expression.nudged_at is not None:
        return False
    if not rules.is_waiting(expression.step, expression.promised):
        return False
    expression.nudged_at = now
    line = note_step(expression, What.NUDGED, by=None, now=now)
    audit.record("interest nudged", now=now, about=expression.person_id, thing=f"interest {expression.id}")
    promise = _promise(expression, expression.answer_by)
    keepers = keepers_of(expression, clock.local(now).date())
    outbox.put_all([to_staff.due_soon(to, expression.id, promise, line.id) for to in keepers], now=now)
    return True


def keepers_of(expression: ExpressionOfInterest, today: date) -> list[Colleague]:
    """Who must keep what was promised: the owner or whoever stands in, else all who may answer for the directorate."""
    if expression.owner_id is not None:
        keeper = colleagues.find_colleague(standing_in.keeper_of(expression.owner_id, today))
        if keeper is not None:
            return [keeper]
    return colleagues.colleagues_who(Permission.ANSWER_INTERESTS, expression.directorate_id)
