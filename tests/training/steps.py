"""What tests of training do and look at, in few words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from portal.database import session
from portal.kit import clock as portal_clock
from portal.outbox.models import Message
from portal.training import rules, services
from portal.training.models import Booking, QISession
from portal.training.rules import Status
from portal.training.services import Booked, Request, SessionDetails


def a_request(qi_session: QISession, n: int = 0, **given: str) -> Request:
    return Request(qi_session.id, **{"name": f"Person {n}", "channel": "email", "value": f"p{n}@example.com", **given})


def book(qi_session: QISession, n: int = 0, now: datetime | None = None, **given: str) -> Booked:
    return services.book(a_request(qi_session, n, **given), draft_key=f"key {n}", now=now or portal_clock.now())


def fresh(qi_session: QISession) -> QISession:
    return session.get_one(QISession, qi_session.id, populate_existing=True)


def status_of(booked: Booked) -> str:
    return session.get_one(Booking, booked.id, populate_existing=True).status


def messages(kind: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def details_of(held: QISession, **changed: object) -> SessionDetails:
    kept = {name: getattr(held, name) for name in SessionDetails.__dataclass_fields__ if name != "later"}
    return SessionDetails(**{**kept, **changed})


def line_of(qi_session: QISession) -> list[int]:
    waiting = select(Booking.id).where(Booking.qi_session_id == qi_session.id, Booking.status == Status.WAITING)
    return list(session.scalars(waiting.order_by(Booking.asked_at, Booking.id)))


def hold_true(qi_session: QISession, now: datetime) -> None:
    held = fresh(qi_session)
    counted = dict(
        session.execute(
            select(Booking.status, func.count()).where(Booking.qi_session_id == held.id).group_by(Booking.status)
        ).all()
    )
    assert held.taken == counted.get("confirmed", 0) + counted.get("offered", 0) <= held.capacity
    assert held.waiting == counted.get("waiting", 0)
    has_room = rules.offer_ends(now, held.starts_at, portal_clock.HERE) is not None
    assert not (has_room and held.waiting and held.taken < held.capacity), "a place is free while someone waits"
