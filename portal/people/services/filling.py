"""Keeping who filled something in with or for a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from portal.database import add, session, writes
from portal.kit import audit
from portal.people.models import FilledIn


@writes
def note_filled_in(thing: str, person_id: int, by_id: int | None, how: str, *, now: datetime) -> None:
    """Note who filled a thing in, and how; what a person now asked for again by themselves is their own from then on."""
    if by_id is None or not how:
        session.execute(delete(FilledIn).where(FilledIn.thing == thing))
        return
    held = session.scalar(select(FilledIn).where(FilledIn.thing == thing))
    if held is None:
        held = add(FilledIn(thing=thing, person_id=person_id, by_person_id=by_id, how=how, at=now))
    held.by_person_id, held.how, held.at, held.is_right, held.answered_at = by_id, how, now, None, None
    audit.record("filled in", now=now, by=by_id, about=person_id, thing=thing, how=how)
