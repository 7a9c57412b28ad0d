"""Passing someone's offer on to another place: one reference and one wait, whatever the place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import locked, session, writes
from portal.kit import audit, clock
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import queries as people_queries
from portal.people.services import needs
from portal.projects.models import Project
from portal.teams import rules
from portal.teams.messages import interests as messages
from portal.teams.models import ExpressionOfInterest, Opening
from portal.teams.rules import Promise, Step, What
from portal.teams.services.history import note_step


@writes
def pass_on(expression_id: int, opening_id: int, *, by: int, now: datetime, version: int, note: str = "") -> None:
    """Let someone's offer go to another place, and tell them; the same place again changes nothing.

    What was promised stays promised: a new place is no reason to wait longer.
    """
    expression = session.scalar(locked(select(ExpressionOfInterest).where(ExpressionOfInterest.id == expression_id)))
    opening = session.get(Opening, opening_id)
    if expression is None or opening is None or expression.person_id == by:
        raise NotFound
    if expression.opening_id == opening_id:
        return
    if expression.version != version:
        raise ChangedMeanwhile
    if not rules.is_open(expression.step):
        raise rules.MayNotMove
    if opening.state != "open":
        raise Refused(_("This place was closed meanwhile"), "opening")
    project = session.get_one(Project, opening.project_id)
    thing = f"interest {expression.id}"
    if expression.directorate_id != project.directorate_id:
        needs.move_to(thing, directorate_id=project.directorate_id)
        expression.owner_id = by  # whoever looked after it may have nothing to do with the new place
    expression.opening_id, expression.project_id = opening_id, project.id
    expression.directorate_id = project.directorate_id
    promise = Promise(Step(expression.promised), expression.answer_by) if expression.promised else None
    if promise is not None and promise.due_on < clock.local(now).date():
        promise = None  # it was missed, and the sorry for it named another day
    line = note_step(expression, What.PASSED, by=by, now=now, note=note)
    audit.record("interest passed on", now=now, by=by, about=expression.person_id, thing=thing, to=opening_id)
    to = people_queries.get_reachable(expression.contact_way_id)
    outbox.put(messages.passed_on(to, expression.reference, promise, line.id), now=now)
