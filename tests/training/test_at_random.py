"""Whatever people and staff do in whatever order, places stay true and nobody is passed over."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.database import session
from portal.kit import clock as portal_clock
from portal.kit.errors import Refused
from portal.training import services
from portal.training.models import Booking, QISession
from portal.training.services import Request
from tests.factories import APerson, ASession
from tests.training.steps import details_of, fresh, hold_true, line_of

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["book", "book", "book", "cancel", "accept", "decline", "lapse", "capacity", "wait"]),
        st.integers(0, 11),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS, st.integers(1, 3))
def test_whatever_happens_places_are_kept_true(app: Flask, steps: list[tuple[str, int]], capacity: int) -> None:
    now = portal_clock.now()
    qi_session = ASession(capacity=capacity, starts_at=now + timedelta(days=5))
    staff = APerson("Sam").id
    for step, n in steps:
        before = line_of(qi_session)
        now = _take(step, n, qi_session, staff, now)
        hold_true(qi_session, now)
        after = line_of(qi_session)
        stayed = [id for id in before if id in after]
        assert after[: len(stayed)] == stayed, "someone was put before those who waited"
        if step in {"accept", "lapse", "capacity"}:
            assert stayed == before[len(before) - len(stayed) :], "someone was passed over"


def _take(step: str, n: int, qi_session: QISession, staff: int, now: datetime) -> datetime:
    ids = list(session.scalars(select(Booking.id).where(Booking.qi_session_id == qi_session.id).order_by(Booking.id)))
    act = {"cancel": services.cancel, "accept": services.accept, "decline": services.decline}.get(step)
    try:
        if step == "book":
            name = f"{qi_session.id}x{n}"
            request = Request(qi_session.id, name=name, channel="email", value=f"{name}@example.com")
            services.book(request, draft_key=f"{name} {now} {len(ids)} {n}", now=now)
        elif act is not None and ids:
            act(ids[n % len(ids)], by=None, now=now)
        elif step == "lapse":
            services.lapse_offers(now)
        elif step == "capacity":
            held = fresh(qi_session)
            details = details_of(held, capacity=n // 3 + 1)
            services.change_session(held.id, details, by=staff, now=now, version=held.version)
    except Refused:
        pass
    return now + timedelta(hours=5 * n) if step == "wait" else now + timedelta(minutes=1)
