"""When the clocks change, on a leap day and at new year: nobody is signed out, nothing is sent twice, dates are right."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.kit import clock as portal_clock
from portal.kit import words
from portal.outbox.models import Message
from portal.teams import services as teams
from portal.training import services as training
from portal.training.models import Booking
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import ABooking, ADirectorate, AnExpression, APerson, AProject, ASession
from tests.failures import SHARE, message_count
from tests.staffing import AStaffMember, sign_in

# Each moment is in the middle of something: clocks go on and back at 1am UTC, days and years end at midnight.
TURNS = {
    "clocks go forward": datetime(2026, 3, 29, 1, tzinfo=UTC),
    "clocks go back": datetime(2026, 10, 25, 1, tzinfo=UTC),
    "a leap day begins": datetime(2028, 2, 29, tzinfo=UTC),
    "a leap day ends": datetime(2028, 3, 1, tzinfo=UTC),
    "a year begins": datetime(2027, 1, 1, tzinfo=UTC),
}
turns = pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)


@turns
def test_nobody_is_signed_out_and_whoever_left_is(browser: Browser, clock: Clock, turn: datetime) -> None:
    clock.now = turn - timedelta(minutes=70)
    sign_in(browser, AStaffMember("admin"), is_staff=True)
    for _quarter in range(8):
        clock.advance(minutes=20)
        assert browser.visit("/staff").path == "/staff", clock.now
    clock.advance(minutes=31)
    assert browser.visit("/staff").path.startswith("/staff/sign-in")


@turns
def test_everything_can_be_sent_and_read_around_it(app: Flask, clock: Clock, turn: datetime) -> None:
    for minutes in (-1, 0, 61):
        clock.now = turn + timedelta(minutes=minutes)
        page = SHARE.walk(Browser(app))
        clock.advance(minutes=2)
        assert page.press(SHARE.button).path.endswith("/done")
    for path in ("/", "/training", "/stories", "/projects", "/ur/training"):
        Browser(app).visit(path)
    assert (SHARE.count(), message_count()) == (3, 3)


@turns
def test_everybody_is_reminded_once_of_each_moment(app: Flask, clock: Clock, turn: datetime) -> None:
    clock.now = turn - timedelta(days=9)
    starts = [turn + timedelta(hours=hours) for hours in (-1, 0, 9, 33)]
    booked = [ABooking(ASession(starts_at=start), APerson(f"Person {n}")).id for n, start in enumerate(starts)]
    clock.now = turn - timedelta(days=3, hours=8)
    while clock.now < turn + timedelta(hours=34):
        training.remind(clock.advance(hours=1))
        training.remind(clock.now)  # another worker does the same
    reminded = session.scalars(select(Message).where(Message.kind == "booking reminder")).all()
    assert Counter(message.person_id for message in reminded) == Counter(
        {session.get_one(Booking, id).person_id: 2 for id in booked}
    )
    for message in reminded:
        assert message.made_at < message.lives_until


@turns
def test_no_reminder_rings_at_night(app: Flask, clock: Clock, turn: datetime) -> None:
    clock.now = turn - timedelta(days=9)
    ABooking(ASession(starts_at=turn + timedelta(hours=50)))
    clock.now = turn - timedelta(hours=6)
    while clock.now < turn + timedelta(hours=30):
        training.remind(clock.advance(hours=1))
    (message,) = session.scalars(select(Message).where(Message.kind == "booking reminder"))
    assert 8 <= portal_clock.local(message.made_at).hour < 20


def test_moments_are_said_as_clocks_in_england_show_them() -> None:
    said = {
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC): "Sunday 29 March 2026, 12.59am",
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC): "Sunday 29 March 2026, 2am",
        datetime(2026, 10, 25, 0, 59, tzinfo=UTC): "Sunday 25 October 2026, 1.59am",
        datetime(2026, 10, 25, 1, 0, tzinfo=UTC): "Sunday 25 October 2026, 1am",
        datetime(2026, 7, 1, 23, 30, tzinfo=UTC): "Thursday 2 July 2026, 12.30am",
        datetime(2028, 2, 29, 12, 0, tzinfo=UTC): "Tuesday 29 February 2028, midday",
        datetime(2026, 12, 31, 23, 59, tzinfo=UTC): "Thursday 31 December 2026, 11.59pm",
        datetime(2027, 1, 1, 0, 0, tzinfo=UTC): "Friday 1 January 2027, midnight",
    }
    assert {moment: words.moment(moment) for moment in said} == said


def test_a_session_is_planned_and_shown_at_the_same_hour_on_either_side(browser: Browser, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 20, 10, tzinfo=UTC)
    winter = ASession(starts_at=datetime(2026, 3, 27, 10, tzinfo=UTC)).slug
    summer = ASession(starts_at=datetime(2026, 3, 30, 9, tzinfo=UTC)).slug
    assert "Friday 27 March 2026, 10am to midday" in browser.visit(f"/training/{winter}").words
    assert "Monday 30 March 2026, 10am to midday" in browser.visit(f"/training/{summer}").words


def test_staff_plan_ten_o_clock_in_summer_and_it_is_ten_o_clock(browser: Browser, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 20, 10, tzinfo=UTC)
    qi_session = ASession(starts_at=datetime(2026, 3, 27, 10, tzinfo=UTC))
    sign_in(browser, AStaffMember("admin"), is_staff=True)
    page = browser.visit(f"/staff/training/{qi_session.id}/edit")
    page.press("Save", day__day="30")
    assert "Monday 30 March 2026, 10am to midday" in browser.visit(f"/training/{qi_session.slug}").words


def test_an_answer_promised_over_new_year_keeps_to_working_days(app: Flask, clock: Clock) -> None:
    clock.now = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    east = ADirectorate(promise_days=3, answered_by="People Participation lead, East")
    page = Browser(app).visit(f"/projects/{AProject(directorate_id=east.id).slug}/join")
    page = page.press("Continue", for_whom="self", name="Ada")
    page = page.press("Continue", channel="email", email="ada@example.com").press("Continue").press("Continue")
    # 1 January is a bank holiday, then a weekend
    assert "by Wednesday 6 January 2027" in page.press("Send my offer").words


def test_a_day_of_waiting_is_a_day_whatever_the_clocks_do() -> None:
    days = [datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)]
    for since, now in pairwise([*days, datetime(2026, 3, 30, 0, 30, tzinfo=UTC)]):
        assert words.waited(since, now) == "1 day"
    assert words.waited(datetime(2028, 2, 28, 12, tzinfo=UTC), datetime(2028, 3, 1, 12, tzinfo=UTC)) == "2 days"


@turns
def test_a_missed_promise_is_said_once(app: Flask, clock: Clock, turn: datetime) -> None:
    clock.now = turn - timedelta(days=4)
    AnExpression(answer_by=(turn - timedelta(days=1)).date())
    clock.now = turn - timedelta(hours=6)
    while clock.now < turn + timedelta(hours=20):
        teams.tell_late(clock.advance(hours=1))
        teams.tell_late(clock.now)
    assert message_count() == 1
