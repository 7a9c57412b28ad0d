"""Sessions made from other ones: again and again, or from a pattern that staff keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from portal.database import rows, session, writes
from portal.kit import audit, clock, references
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.training import rules
from portal.training.models import QISession, SessionDate
from portal.training.rules import Rhythm
from portal.training.services import places, sessions
from portal.training.services.dates import LaterDate
from portal.training.services.sessions import SessionDetails

MOST_COPIES = 12


@writes
def repeat(session_id: int, rhythm: Rhythm, times: int, *, key: str, by: int, now: datetime) -> int:
    """Plan so many more sessions like this one, each at the same hour of the clock; nobody but staff sees them yet.

    `key` is of the form that was filled in: a second press makes no more. How many there are.
    """
    held = places.hold(session_id)
    mark = references.digest(key, key="repeat")[:16]
    if session.scalar(select(audit.AuditEvent.id).where(_was_done(held.id, mark))):
        return times
    for turn in range(1, times + 1):
        sessions.add_session(_details(held, rules.DAYS_APART[rhythm] * turn), by=by, now=now)
    audit.record("session repeated", now=now, by=by, thing=f"session {held.id}", reason=mark, times=times)
    return times


def _was_done(session_id: int, mark: str) -> ColumnElement[bool]:
    event = audit.AuditEvent
    return (event.thing == f"session {session_id}") & (event.kind == "session repeated") & (event.reason == mark)


def _details(held: QISession, days: int) -> SessionDetails:
    """What a session says, so many days later."""

    def then(moment: datetime) -> datetime:
        return rules.days_on(moment, days, clock.HERE)

    further = select(SessionDate.starts_at, SessionDate.ends_at).where(
        SessionDate.qi_session_id == held.id, SessionDate.cancelled_at.is_(None)
    )
    kept = {name: getattr(held, name) for name in SessionDetails.__dataclass_fields__ if name != "later"}
    return replace(
        SessionDetails(**kept),
        starts_at=then(held.starts_at),
        ends_at=then(held.ends_at),
        kept_until=then(held.kept_until) if held.kept_until else None,
        needs_by=held.needs_by + timedelta(days=days) if held.needs_by else None,
        later=tuple(LaterDate(then(starts_at), then(ends_at)) for starts_at, ends_at in rows(further)),
    )


@writes
def keep_as_template(session_id: int, name: str, *, by: int, now: datetime) -> int:
    """Keep what a session says as a pattern for others; its number. One of the same name is replaced."""
    held = places.hold(session_id)
    before = select(QISession).where(
        QISession.template_name == name, QISession.directorate_id.is_not_distinct_from(held.directorate_id)
    )
    for pattern in list(session.scalars(before)):
        let_go(pattern.id, by=by, now=now)
    details = replace(_details(held, 0), template_name=name)
    made = sessions.add_session(details, by=by, now=now)
    audit.record("session template kept", now=now, by=by, thing=f"session {made}")
    return made


@writes
def let_go(session_id: int, *, by: int, now: datetime) -> None:
    """Let go of a session that was never public, or of a template; nobody can have booked it."""
    held = places.hold(session_id)
    if held.state != "draft":
        raise Refused(_("This session is public, so it can only be cancelled."))
    session.execute(delete(SessionDate).where(SessionDate.qi_session_id == held.id))
    session.delete(held)
    audit.record("session let go", now=now, by=by, thing=f"session {session_id}")
