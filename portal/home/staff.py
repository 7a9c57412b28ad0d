"""Today: what waits for staff, how long it has waited, and what is overdue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template

from portal.kit import clock
from portal.outbox import queries as outbox
from portal.people import queries as people
from portal.rewards.queries import claims
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.stories import queries as stories
from portal.teams import queries as teams
from portal.teams.queries import today as attention
from portal.training import queries as training

SHOWN = 10


def today() -> Any:
    """What waits, the longest first; each part only for those who may deal with it."""
    visitor, now = access.get_visitor(), clock.now()
    may = {permission: visitor.may(permission, anywhere=True) for permission in May}
    return render_template(
        "home/staff/today.html",
        name=visitor.name,
        day=clock.today(),
        now_at=now,
        interests=teams.waiting_for_staff(visitor.scope(May.ANSWER_INTERESTS), visitor.person_id, clock.today(), SHOWN)
        if may[May.ANSWER_INTERESTS]
        else None,
        sessions=training.coming_for_staff(visitor.scope(May.RUN_TRAINING), now, SHOWN)
        if may[May.RUN_TRAINING]
        else None,
        teams=_teams(visitor, now) if may[May.WRITE_PROJECTS] else None,
        may_see_check_ins=may[May.SEE_CHECK_INS],
        stories=stories.waiting_for_staff(now, SHOWN, visitor.scope(May.MODERATE_STORIES))
        if may[May.MODERATE_STORIES]
        else None,
        messages=outbox.for_staff(now) if may[May.SEE_MESSAGES] else None,
        claims=claims.count_waiting(visitor.scope(May.APPROVE_CLAIMS), visitor.person_id, clock.today())
        if may[May.APPROVE_CLAIMS]
        else None,
        not_right=people.not_right_count() if may[May.FILL_IN] else None,
    )


def _teams(visitor: access.Visitor, now: datetime) -> attention.Attention:
    works_on, sees = visitor.scope(May.WRITE_PROJECTS), visitor.scope(May.SEE_CHECK_INS)
    return attention.attention(works_on, sees, visitor.person_id, now)
