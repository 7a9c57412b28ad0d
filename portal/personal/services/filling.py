"""Filling in a form with someone, and what the person says of it afterwards; each is one transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import locked, session, writes
from portal.kit import audit, drafts
from portal.kit.drafts import Draft
from portal.kit.errors import NotFound
from portal.people.models import FilledIn


@writes
def begin(kind: str, subject: str, *, by: int, how: str, locale: str, now: datetime) -> Draft:
    """A new form that a member of staff fills in with someone."""
    draft, _token = drafts.start(kind, subject, locale, now=now, by_id=by, how=how)
    return draft


@writes
def open_draft(draft_id: int, *, by: int, how: str, now: datetime) -> Draft:
    """Let a member of staff go on with what someone began or wrote on paper; that they saw it is on record."""
    draft = session.scalar(locked(select(Draft).where(Draft.id == draft_id)))
    if draft is None or draft.is_sent:
        raise NotFound
    draft.by_id, draft.how, draft.saved_at = by, how, now
    audit.record("form opened", now=now, by=by, about=draft.owner_id, thing=f"form {draft.reference}")
    return draft


@writes
def say(filled_id: int, *, is_right: bool, person_id: int, now: datetime) -> None:
    """Keep what a person says of what was filled in with or for them; they may change their mind."""
    held = session.scalar(locked(select(FilledIn).where(FilledIn.id == filled_id, FilledIn.person_id == person_id)))
    if held is None:
        raise NotFound
    if held.is_right == is_right:
        return
    held.is_right, held.answered_at = is_right, now
    if is_right:
        audit.record("filled in confirmed", now=now, by=person_id, about=person_id, thing=held.thing)
    else:
        audit.record("filled in wrong", now=now, by=person_id, about=person_id, thing=held.thing)


@writes
def put_right(filled_id: int, *, by: int, now: datetime) -> None:
    """Note that staff put right what was not: the person is asked again. A second press changes nothing."""
    held = session.scalar(locked(select(FilledIn).where(FilledIn.id == filled_id)))
    if held is None:
        raise NotFound
    if held.is_right is not False:
        return
    held.is_right, held.answered_at = None, None
    audit.record("filled in put right", now=now, by=by, about=held.person_id, thing=held.thing)
