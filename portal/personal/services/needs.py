"""Asking people, once a year, whether what they told us they need still holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from portal.database import locked_gently, session, writes
from portal.kit import clock
from portal.outbox import services as outbox
from portal.people import queries as people
from portal.people import rules
from portal.people.models import AccessNeed, Person
from portal.personal.messages import needs as messages

AT_ONCE = 100  # in one sweep; the next minute does the rest


def ask_if_they_hold(now: datetime) -> int:
    """Ask those who told or looked at it a year ago or longer, at a kind hour; how many were asked."""
    if not rules.is_kind_hour(clock.local(now)):
        return 0
    due = select(Person.id).where(_is_due(now)).order_by(Person.id).limit(AT_ONCE)
    return sum(_ask(person_id, now) for person_id in list(session.scalars(due)))


def _is_due(now: datetime) -> ColumnElement[bool]:
    before = rules.review_due_before(now)
    told = exists().where(AccessNeed.person_id == Person.id, AccessNeed.ended_at.is_(None))
    is_old = func.coalesce(Person.needs_reviewed_at, Person.created_at, type_=Person.created_at.type) <= before
    is_asked = Person.needs_asked_at > before
    listens = Person.quiet_at.is_(None) & Person.forgotten_at.is_(None)
    return or_(told, Person.needs != "") & is_old & or_(Person.needs_asked_at.is_(None), ~is_asked) & listens


@writes
def _ask(person_id: int, now: datetime) -> int:
    person = session.scalar(locked_gently(select(Person).where(Person.id == person_id, _is_due(now))))
    if person is None:
        return 0  # they looked at it since we did
    person.needs_asked_at = now
    to = people.find_reachable(person_id)
    if to is None:
        return 0
    outbox.put(messages.do_they_hold(to, now), now=now)
    return 1
