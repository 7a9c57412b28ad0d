"""Someone's own secret calendar address: made, replaced, ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import add, hold, session, writes
from portal.kit import audit, references
from portal.training import links
from portal.training.models import CalendarLink


@writes
def make_address(person_id: int, *, now: datetime) -> None:
    """Give someone a calendar address of their own; who has one keeps it, so that a second press is harmless."""
    if _held(person_id) is None:
        nonce = references.new_token()
        digest = links.new_calendar_digest(person_id, nonce)
        add(CalendarLink(person_id=person_id, nonce=nonce, token_digest=digest, made_at=now))
        audit.record("calendar address made", now=now, by=person_id, about=person_id)


@writes
def renew_address(person_id: int, *, now: datetime) -> None:
    """Give someone another address; from now on nobody reads anything at the old one."""
    link = _held(person_id)
    if link is None:
        return
    link.nonce, link.made_at = references.new_token(), now
    link.token_digest = links.new_calendar_digest(person_id, link.nonce)
    audit.record("calendar address renewed", now=now, by=person_id, about=person_id)


@writes
def end_address(person_id: int, *, now: datetime) -> None:
    """Switch someone's calendar address off; a second press changes nothing."""
    link = _held(person_id)
    if link is not None:
        session.delete(link)
        audit.record("calendar address ended", now=now, by=person_id, about=person_id)


def _held(person_id: int) -> CalendarLink | None:
    """Their address, kept to this transaction even where there is none yet."""
    hold(f"calendar of {person_id}")
    return session.scalar(select(CalendarLink).where(CalendarLink.person_id == person_id))
