"""Someone is forgotten at the very moment at which they, or somebody who types their name, does something else."""

from __future__ import annotations

import time
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import rows, session
from portal.kit import clock as portal_clock
from portal.kit.errors import NotFound
from portal.people import services as people
from portal.people.models import ContactWay, Person
from portal.privacy import services
from portal.stories import services as stories
from portal.stories.models import Story
from portal.stories.services import Sharing
from portal.teams import services as teams
from portal.teams.models import ExpressionOfInterest
from portal.training import services as training
from portal.training.models import Booking, QISession
from portal.training.services import Request
from tests.conftest import Clock
from tests.factories import ABooking, APerson, ASession
from tests.training.steps import hold_true
from tests.training.test_at_once import at_once

EMAIL, NEEDS = "ada@example.com", "a marmalade ramp"
TOLD = {"name": "Ada", "channel": "email", "value": EMAIL, "needs": NEEDS}


def words_kept_of(person_id: int) -> list[str]:
    """Every word of theirs that stands with their number."""
    found = rows(select(Booking.needs).where(Booking.person_id == person_id))
    found += rows(select(ExpressionOfInterest.needs).where(ExpressionOfInterest.person_id == person_id))
    found += rows(select(Story.body).where(Story.person_id == person_id))
    found += rows(select(ContactWay.value).where(ContactWay.person_id == person_id, ContactWay.ended_at.is_(None)))
    return [word for (word,) in found if word]


def test_whoever_books_while_someone_is_being_forgotten_is_someone_new(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, qi_session = APerson("Ada", email=EMAIL), ASession()
    ada_id, session_id, now = ada.id, qi_session.id, clock.now
    is_held, hold = Event(), people.held

    def hold_and_wait(person_id: int) -> Person:
        """The one who forgets has the person, and the one who books begins."""
        person = hold(person_id)
        is_held.set()
        time.sleep(0.3)
        return person

    monkeypatch.setattr(people, "held", hold_and_wait)

    def act(n: int) -> object:
        if n == 0:
            return services.forget(ada_id, now=now)
        is_held.wait(5)
        return training.book(Request(qi_session_id=session_id, **TOLD), draft_key="late", now=now)

    at_once(app, 2, act)
    session.remove()
    assert words_kept_of(ada_id) == []
    booked = session.scalars(select(Booking)).one()
    assert booked.person_id != ada_id and (booked.status, booked.needs) == ("confirmed", NEEDS)


def test_forgotten_amid_everything_nothing_stays_and_nobody_waits_in_a_circle(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada", email=EMAIL)
    sessions = [ASession(capacity=1) for _ in range(3)]
    for one in sessions[:2]:
        ABooking(one, ada)
    ada_id, ids, now = ada.id, [one.id for one in sessions], portal_clock.now()

    def act(n: int) -> object:
        try:
            return _deed(n, ada_id, ids, now)
        except NotFound as gone:
            return gone

    at_once(app, 9, act)
    session.remove()
    assert words_kept_of(ada_id) == []
    standing = select(Booking).where(
        Booking.person_id == ada_id, Booking.status.in_(("confirmed", "waiting", "offered"))
    )
    assert session.scalars(standing).all() == []
    for one in ids:
        hold_true(session.get_one(QISession, one), now)


def _deed(n: int, ada_id: int, sessions: list[int], now: Any) -> object:
    if n < 2:
        return services.forget(ada_id, now=now)
    if n < 5:
        request = Request(qi_session_id=sessions[n - 2], **TOLD)
        return training.book(request, draft_key=f"key {n}", now=now)
    if n == 5:
        return training.cancel_session(sessions[0], by=ada_id, now=now)
    if n == 6:
        return teams.express(teams.Offer(**TOLD), draft_key="join", now=now)
    if n == 7:
        known = teams.Offer(**{**TOLD, "person_id": ada_id})
        return teams.express(known, draft_key="join signed in", now=now)
    told = {"title": "", "teller_name": "Ada", "name_shown": "none", "uses": (), "locale": "en"}
    sharing = Sharing(body="My canoe", channel="email", value=EMAIL, **told)
    return stories.share(sharing, draft_key="told", now=now)
