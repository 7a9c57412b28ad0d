"""A session as large as any Trust will hold: offers to hundreds, and news to thousands, in little time."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import ColumnElement, func, select

from portal.database import session
from portal.kit import clock as portal_clock
from portal.outbox.models import Message
from portal.training import services
from portal.training.models import Booking, BookingStep
from portal.training.rules import Why
from tests.conftest import Clock
from tests.factories import APerson
from tests.training.many import a_full_session
from tests.training.steps import details_of, fresh, hold_true, line_of

OFFERS_WITHIN, NEWS_WITHIN = 2.0, 12.0  # seconds


def seconds(act: Callable[[], object]) -> float:
    session.remove()
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def count(condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(condition)) or 0


def test_two_hundred_new_places_are_offered_at_once_in_the_lines_order(app: Flask, clock: Clock) -> None:
    qi_session, staff = a_full_session(confirmed=2000, waiting=500), APerson("Sam").id
    held, waited = fresh(qi_session), line_of(qi_session)
    more, version, id = details_of(held, capacity=2200), held.version, held.id
    took = seconds(lambda: services.change_session(id, more, by=staff, now=clock.now, version=version))
    offered = select(Booking.id).where(Booking.qi_session_id == id, Booking.status == "offered")
    assert list(session.scalars(offered.order_by(Booking.asked_at, Booking.id))) == waited[:200]
    assert line_of(qi_session) == waited[200:]
    assert count(Message.kind == "booking offered") == 200 == count(BookingStep.why == Why.MORE_PLACES)
    hold_true(qi_session, clock.now)
    assert took < OFFERS_WITHIN, f"{took:.1f} s"


def test_two_and_a_half_thousand_people_hear_that_it_is_cancelled(app: Flask, clock: Clock) -> None:
    qi_session, staff = a_full_session(confirmed=2000, waiting=500), APerson("Sam").id
    id = qi_session.id
    took = seconds(lambda: services.cancel_session(id, by=staff, now=portal_clock.now()))
    assert count(Message.kind == "session cancelled") == 2500
    assert (fresh(qi_session).taken, fresh(qi_session).waiting) == (0, 0)
    assert took < NEWS_WITHIN, f"{took:.1f} s"
