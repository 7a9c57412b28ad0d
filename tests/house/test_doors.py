"""Habits of the doors that a machine can keep."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal import database, site_map
from portal.database import Base
from portal.kit.doors import EVERYONE, MEMBER, STAFF, Door
from portal.signin.rules import Permission
from tests.browser import Browser
from tests.factories import ABooking, AnExpression, AnOpening, APerson, AProject, ASession, AStory, way_of
from tests.staffing import sign_in, sign_in_staff

DOORS = site_map.doors()
SIGNING_IN = re.compile(r"^/(staff/)?sign-in")


def _address(door: Door) -> str:
    return re.sub(r"<int:\w+>", "1", re.sub(r"<(?!int:)\w+>", "x", door.address))


def test_every_address_has_a_declared_door(app: Flask) -> None:
    declared = {door.endpoint for door in DOORS}
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == declared


def test_every_staff_door_says_what_its_visitor_must_be_allowed_to_do() -> None:
    for door in DOORS:
        is_for_staff = door.address.startswith("/staff") and not SIGNING_IN.match(door.address)
        assert (door.who == STAFF) == is_for_staff, door.address
        if door.who == STAFF:
            assert door.permission in set(Permission), door.address


def test_what_is_somebody_s_own_asks_who_they_are() -> None:
    for door in DOORS:
        assert (door.who == MEMBER) == door.address.startswith("/you"), door.address


def test_a_kept_page_is_for_everyone_and_changes_nothing() -> None:
    for door in DOORS:
        if door.is_kept:
            assert (door.who, door.methods) == (EVERYONE, ("GET",)), door.address


@pytest.mark.parametrize("door", [d for d in DOORS if d.who != EVERYONE], ids=lambda d: d.address)
def test_a_closed_door_sends_strangers_to_sign_in(browser: Browser, door: Door) -> None:
    method = door.methods[0]
    answer = browser.client.open(_address(door), method=method)
    if method == "POST":  # without a token it is not even asked who sends it
        assert answer.status_code in {302, 400}
    else:
        assert answer.status_code == 302
        assert re.match(r"^/(staff/)?sign-in\?", answer.headers["Location"]), answer.headers["Location"]


@pytest.mark.parametrize("door", [d for d in DOORS if "GET" in d.methods], ids=lambda d: d.address)
def test_every_answer_carries_the_safe_headers(browser: Browser, door: Door) -> None:
    headers = browser.client.get(_address(door)).headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    if not door.is_kept or door.has_quick_exit:
        assert headers["Cache-Control"] == "no-store"
    if not door.is_listed:
        assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("door", [d for d in DOORS if d.is_kept], ids=lambda d: d.address)
def test_reading_sets_no_cookie(browser: Browser, door: Door) -> None:
    assert "Set-Cookie" not in browser.client.get(_address(door)).headers


@pytest.mark.parametrize("door", [d for d in DOORS if "POST" in d.methods], ids=lambda d: d.address)
def test_nothing_is_taken_without_the_form_s_token(browser: Browser, door: Door) -> None:
    assert browser.client.post(_address(door), data={"x": "y"}).status_code in {302, 400}


@pytest.mark.parametrize("door", [d for d in DOORS if "POST" in d.methods], ids=lambda d: d.address)
def test_looking_without_seeing_is_looking(browser: Browser, door: Door) -> None:
    """HEAD answers what GET answers; a view that takes it for a POST would change something."""
    if "GET" in door.methods:
        head, get = browser.client.head(_address(door)), browser.client.get(_address(door))
        assert head.status_code == get.status_code
    else:
        assert browser.client.head(_address(door)).status_code == 405


def test_looking_without_seeing_changes_nothing(app: Flask) -> None:
    """A mail scanner, or a browser that fetches ahead, asks with HEAD; to a view that tests for GET it would be a POST."""
    person = APerson()
    story = AStory(person_id=person.id, contact_way_id=way_of(person).id)
    things = {"booking": ABooking(ASession(), person), "story": story, "opening": AnOpening()}
    things["interest"] = AnExpression(person, AProject())
    ids = {thing.id for thing in things.values()}
    member, staff = Browser(app), Browser(app)
    sign_in(member, person)
    sign_in_staff(staff, "admin")
    before = _kept(app)
    for door in DOORS:
        if "POST" in door.methods and "GET" in door.methods and not SIGNING_IN.match(door.address):
            for id in ids:
                address = re.sub(r"<int:\w+>", str(id), re.sub(r"<(?!int:)\w+>", "x", door.address))
                (staff if door.who == STAFF else member).client.head(address)
    assert _kept(app) == before


def _kept(app: Flask) -> dict[str, list[object]]:
    """Every row of every table that a deed could change; looks are put on record, as they should be."""
    database.session.remove()
    left_out = {"audit_event", "user_session", "attempt", "sign_in_code"}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in left_out]
    return {table.name: [tuple(row) for row in database.rows(select(table))] for table in tables}
