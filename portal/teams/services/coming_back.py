"""Asking someone again on the day that we said, after "not now"."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import locked, session, writes
from portal.kit import audit, clock, workdays
from portal.outbox import services as outbox
from portal.people import queries as people_queries
from portal.people import rules as people_rules
from portal.people.services import needs
from portal.teams.messages import interests as messages
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.queries.days import days_of
from portal.teams.rules import Promise, Step, What
from portal.teams.services import promises
from portal.teams.services.history import note_step

AT_ONCE = 100  # in one sweep; the next minute does the rest


def ask_back(now: datetime) -> int:
    """Take up again every offer whose day has come, once, at a kind hour, and not while someone wants quiet; how many."""
    if not people_rules.is_kind_hour(clock.local(now)):
        return 0
    today = clock.local(now).date()
    due = select(E.id, E.person_id).where(E.step == Step.NOT_NOW, E.back_on <= today).order_by(E.back_on, E.id)
    found = list(session.execute(due.limit(AT_ONCE)))
    quiet = people_queries.quiet_until_of({person_id for _id, person_id in found}, now)
    return sum(_ask_back(id, now=now) for id, person_id in found if person_id not in quiet)


@writes
def _ask_back(expression_id: int, *, now: datetime) -> bool:
    expression = session.scalar(locked(select(E).where(E.id == expression_id)))
    if expression is None or expression.step != Step.NOT_NOW or expression.back_on is None:
        return False
    needs.follow([f"interest {expression.id}"], takes_place=True, now=now)
    expression.step, expression.step_at, expression.back_on = Step.NEW, now, None
    most = days_of(Step.CONTACTED, expression.directorate_id).most
    promise = Promise(Step.CONTACTED, workdays.after(clock.local(now).date(), most))
    promises.owe(expression, promise)
    line = note_step(expression, What.ASKED_BACK, by=None, now=now, promise=promise)
    audit.record("interest asked back", now=now, about=expression.person_id, thing=f"interest {expression.id}")
    to = people_queries.get_reachable(expression.contact_way_id)
    outbox.put(messages.asked_back(to, expression.reference, promise, line.id), now=now)
    return True
