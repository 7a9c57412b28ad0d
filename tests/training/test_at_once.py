"""Many people press at the same moment, each on a connection of their own, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask

from portal import database
from portal.kit import clock as portal_clock
from portal.kit.errors import Refused
from portal.training import services
from portal.training.services import Booked, Request
from tests.conftest import Clock
from tests.factories import ASession
from tests.training.steps import book, fresh, hold_true, line_of, messages, status_of


def at_once(app: Flask, crowd: int, act: Callable[[int], object]) -> list[object]:
    """Let everyone of a crowd act at the same moment, each in a thread with a connection of its own."""
    database.session.remove()
    ready = Barrier(crowd)

    def one(n: int) -> object:
        with app.app_context():
            ready.wait()
            try:
                return act(n)
            except Refused as refusal:
                return refusal
            finally:
                database.session.remove()

    with ThreadPoolExecutor(crowd) as threads:
        return list(threads.map(one, range(crowd)))


def test_thirty_at_once_for_five_places(app: Flask) -> None:
    qi_session = ASession(capacity=5)
    session_id, now = qi_session.id, portal_clock.now()

    def ask(n: int) -> Booked:
        request = Request(session_id, name=f"Person {n}", channel="email", value=f"p{n}@example.com")
        # the clocks of servers differ a little: whoever was first at the database is first in the line
        return services.book(request, draft_key=f"key {n}", now=now - timedelta(milliseconds=n))

    booked = at_once(app, 30, ask)
    assert sorted(b.status for b in booked) == ["confirmed"] * 5 + ["waiting"] * 25
    assert sorted(b.place_in_line for b in booked if b.status == "waiting") == list(range(1, 26))
    told = {b.id: b.place_in_line for b in booked if b.status == "waiting"}
    assert [told[id] for id in line_of(qi_session)] == list(range(1, 26))
    assert (fresh(qi_session).taken, fresh(qi_session).waiting) == (5, 25)
    assert len(messages("booking confirmed")) == 5 and len(messages("booking waiting")) == 25


def test_one_person_on_ten_phones_has_one_place(app: Flask) -> None:
    qi_session = ASession(capacity=5)
    session_id, now = qi_session.id, portal_clock.now()

    def ask(n: int) -> Booked:
        request = Request(session_id, name="Ada", channel="email", value="ada@example.com")
        return services.book(request, draft_key=f"key {n}", now=now)

    assert len({b.id for b in at_once(app, 10, ask)}) == 1
    assert fresh(qi_session).taken == 1


def test_places_given_up_and_asked_for_at_once_stay_true(app: Flask) -> None:
    now = portal_clock.now()
    qi_session = ASession(capacity=5)
    booked = [book(qi_session, n).id for n in range(10)]
    session_id = qi_session.id

    def act(n: int) -> object:
        if n < 5:
            return services.cancel(booked[n], by=None, now=now)
        if n < 10:
            return services.accept(booked[n], by=None, now=now)
        request = Request(session_id, name=f"Late {n}", channel="email", value=f"late{n}@example.com")
        return services.book(request, draft_key=f"late {n}", now=now)

    at_once(app, 20, act)
    hold_true(qi_session, now)
    assert fresh(qi_session).taken == 5


def test_an_offer_taken_and_lapsed_at_once_ends_in_one_of_them(app: Flask, clock: Clock) -> None:
    qi_session = ASession(capacity=1)
    booked = [book(qi_session, n) for n in range(4)]
    services.cancel(booked[0].id, by=None, now=clock.now)
    second, end = booked[1].id, clock.advance(hours=48)

    def act(n: int) -> object:
        if n % 2:
            return services.lapse_offers(end)
        return services.accept(second, by=None, now=end - timedelta(minutes=1))

    at_once(app, 8, act)
    hold_true(qi_session, end)
    assert status_of(booked[1]) in {"confirmed", "lapsed"}
