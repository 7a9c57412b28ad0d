"""The history of an offer: each line is written once, and never changed."""

from __future__ import annotations

from datetime import datetime

from portal.database import add
from portal.teams.models import ExpressionOfInterest, ExpressionStep
from portal.teams.rules import Promise, What


def note_step(
    expression: ExpressionOfInterest,
    what: What,
    *,
    by: int | None,
    now: datetime,
    note: str = "",
    promise: Promise | None = None,
) -> ExpressionStep:
    """Note what happened with an offer, and what was promised then, in the present transaction."""
    return add(
        ExpressionStep(
            expression_id=expression.id,
            step=expression.step,
            what=what,
            at=now,
            by_person_id=by,
            note=note,
            promised=promise.step if promise else "",
            due_on=promise.due_on if promise else None,
        )
    )
