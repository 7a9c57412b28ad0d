"""What is due when a promised day has passed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit, clock, workdays
from portal.outbox import services as outbox
from portal.people import queries as people_queries
from portal.people import rules as people_rules
from portal.teams import rules
from portal.teams.messages import interests as messages
from portal.teams.models import ExpressionOfInterest, ExpressionStep
from portal.teams.queries import waits
from portal.teams.rules import What

AT_ONCE = 100  # in one sweep; the next minute does the rest


def tell_late(now: datetime) -> int:
    """Tell everyone whose promise was missed, once, at a kind hour; how many were told."""
    if not people_rules.is_kind_hour(clock.local(now)):
        return 0
    late = select(ExpressionOfInterest.id).where(
        waits.overdue(clock.local(now).date()), ExpressionOfInterest.told_late_at.is_(None)
    )
    found = list(session.scalars(late.order_by(ExpressionOfInterest.answer_by, ExpressionOfInterest.id).limit(AT_ONCE)))
    return sum(_tell(expression_id, now=now) for expression_id in found)


@writes
def _tell(expression_id: int, *, now: datetime) -> bool:
    expression = session.scalar(locked(select(ExpressionOfInterest).where(ExpressionOfInterest.id == expression_id)))
    today = clock.local(now).date()
    if expression is None or expression.told_late_at is not None:
        return False
    if not rules.is_overdue(expression.step, expression.answered_at, expression.answer_by, today):
        return False
    # answer_by stays what it was: the promise that we missed is not to be forgotten by us either.
    expression.told_late_at = now
    expression.late_answer_by = workdays.after(today, rules.SORRY_DAYS)
    add(ExpressionStep(expression_id=expression.id, step=expression.step, what=What.TOLD_LATE, at=now))
    audit.record("interest told late", now=now, about=expression.person_id, thing=f"interest {expression.id}")
    to = people_queries.get_reachable(expression.contact_way_id)
    outbox.put(messages.late(to, expression.reference, expression.answer_by, expression.late_answer_by), now=now)
    return True
