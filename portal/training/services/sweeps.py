"""What time alone makes due: offers that end, and what is asked afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.database import rows, session, writes
from portal.kit import audit
from portal.kit.freshness import public_change
from portal.outbox import services as outbox
from portal.training import messages
from portal.training.models import Booking, QISession
from portal.training.rules import Status, Why
from portal.training.services import line, places
from portal.training.services.places import Move


def lapse_offers(now: datetime) -> int:
    """End the offers that nobody answered in time, session by session; how many there were."""
    due = select(Booking.qi_session_id).where(_is_late(now)).distinct().order_by(Booking.qi_session_id)
    return sum(_lapse_in(row[0], now) for row in rows(due))


def _is_late(now: datetime) -> ColumnElement[bool]:
    return (Booking.status == Status.OFFERED) & (Booking.offer_ends_at <= now)


@writes
def _lapse_in(session_id: int, now: datetime) -> int:
    held = places.hold(session_id)
    late = select(Booking).where(Booking.qi_session_id == held.id, _is_late(now)).order_by(Booking.asked_at, Booking.id)
    found = list(session.scalars(late))
    for booking in found:
        written = places.move(held, booking, Move(Status.LAPSED, now, why=Why.NOT_ANSWERED))
        audit.record("booking lapsed", now=now, about=booking.person_id, thing=places.thing(booking))
        for told in places.told(held, booking, now):
            outbox.put(messages.lapsed(told, written), now=now)
    line.give_on(held, now, Why.OFFER_LAPSED)
    if found:
        public_change()
    return len(found)


def open_kept(now: datetime) -> int:
    """Let everyone take the places that were kept for service users and carers until now; in how many sessions."""
    is_due = (QISession.kept_until <= now) & (QISession.kept + QISession.online_kept > 0)
    due = select(QISession.id).where(is_due, QISession.state == "published", QISession.starts_at > now)
    return sum(_open_kept_in(id, now) for id in list(session.scalars(due.order_by(QISession.id))))


@writes
def _open_kept_in(session_id: int, now: datetime) -> int:
    held = places.hold(session_id)
    if held.kept_until is None or held.kept_until > now or not held.kept + held.online_kept:
        return 0  # it changed since we looked
    audit.record("session kept places opened", now=now, thing=f"session {held.id}", kept=held.kept + held.online_kept)
    held.kept = held.online_kept = 0
    session.flush()
    line.give_on(held, now, Why.KEPT_OPENED)
    public_change()
    return 1
