"""Two days and two hours before each date: each reminder comes once, when it is of use, and says what is needed then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import add, session, writing
from portal.kit.clock import HERE
from portal.outbox.models import Message
from portal.training import services
from portal.training.models import Booking, QISession, SessionDate
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession
from tests.training.steps import book, messages

LINK, ROOM, DIAL_IN = "https://meet.example/1", "Example House, Room 2", "020 7946 0001"
HALF_AN_HOUR = timedelta(minutes=30)


def reminders() -> list[Message]:
    return messages("booking reminder")


def at(said: str) -> datetime:
    """A moment in England."""
    return datetime.fromisoformat(said).replace(tzinfo=HERE).astimezone(UTC)


def a_date(qi_session: QISession, number: int, starts_at: datetime, **given: object) -> SessionDate:
    """A further date of a session, as long as the first."""
    ends_at = starts_at + (qi_session.ends_at - qi_session.starts_at)
    with writing():
        return add(
            SessionDate(qi_session_id=qi_session.id, number=number, starts_at=starts_at, ends_at=ends_at, **given)
        )


def booked_long_ago(qi_session: QISession, **given: object) -> Booking:
    return ABooking(qi_session, asked_at=qi_session.starts_at - timedelta(days=30), **given)


def pass_time(clock: Clock, until: datetime, step: timedelta = HALF_AN_HOUR) -> list[tuple[datetime, str]]:
    """The worker at work until then: when each reminder went, and how it begins."""
    went, count = [], len(reminders())
    while clock.now < until:
        services.remind(clock.now)
        services.remind(clock.now)  # a second worker
        found = reminders()
        went += [(clock.now, message.body.split("\n")[0]) for message in found[count:]]
        count = len(found)
        clock.now += step
    return went


@pytest.mark.parametrize(
    ("starts_at", "expected"),
    [
        # The night to 25 October 2026: half past one comes twice, first in summer time, then in winter time.
        ("2026-10-25 03:30", ["2026-10-23 08:00", "2026-10-25 01:30"]),
        ("2026-10-25 10:00", ["2026-10-23 11:00", "2026-10-25 08:00"]),
        ("2026-10-27 01:30", ["2026-10-25 08:00", "2026-10-26 23:30"]),
        # The night to 29 March 2026: after one minute to one it is two.
        ("2026-03-29 03:30", ["2026-03-27 08:00", "2026-03-29 00:30"]),
        ("2026-03-29 10:00", ["2026-03-27 09:00", "2026-03-29 08:00"]),
        ("2026-03-31 02:30", ["2026-03-29 08:00", "2026-03-31 00:30"]),
    ],
)
def test_when_the_clocks_change_each_reminder_goes_once_and_none_is_lost(
    app: Flask, clock: Clock, starts_at: str, expected: list[str]
) -> None:
    begins = at(starts_at)
    booked_long_ago(ASession(starts_at=begins))
    clock.now = begins - timedelta(days=3)
    went = [moment.astimezone(HERE).strftime("%Y-%m-%d %H:%M") for moment, _said in pass_time(clock, begins)]
    assert went == expected


def test_in_the_doubled_hour_the_reminder_goes_in_its_second_half_past_one(app: Flask, clock: Clock) -> None:
    begins = at("2026-10-25 03:30")
    booked_long_ago(ASession(starts_at=begins))
    clock.now = datetime(2026, 10, 24, 22, tzinfo=UTC)
    ((moment, _said),) = pass_time(clock, begins)
    assert moment == datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "not an hour earlier, at the first half past one"


@pytest.mark.parametrize("day", ["2026-10-25", "2026-03-29"])
def test_ten_o_clock_is_said_as_ten_o_clock_on_the_day_of_the_change(app: Flask, clock: Clock, day: str) -> None:
    begins = at(f"{day} 10:00")
    booked_long_ago(ASession(starts_at=begins))
    clock.now = begins - timedelta(days=2)
    pass_time(clock, begins)
    days, hours = reminders()
    assert "10am to midday" in days.body and "begins today at 10am." in hours.body


def test_a_worker_that_was_down_sends_only_what_still_makes_sense_and_once(app: Flask, clock: Clock) -> None:
    qi_session = ASession(starts_at=clock.now + timedelta(days=4))
    book(qi_session, 1)
    clock.now = qi_session.starts_at - timedelta(minutes=50)
    assert services.remind(clock.now) == 1 and services.remind(clock.now) == 0
    (message,) = reminders()
    assert message.body.startswith("Your training begins today at 10am.")
    clock.now = qi_session.starts_at + timedelta(minutes=1)
    assert services.remind(clock.now) == 0


def test_a_series_is_reminded_of_before_each_date_that_takes_place(app: Flask, clock: Clock) -> None:
    qi_session = ASession(starts_at=clock.now + timedelta(days=7))
    week = timedelta(days=7)
    a_date(qi_session, 2, qi_session.starts_at + week)
    a_date(qi_session, 3, qi_session.starts_at + 2 * week, cancelled_at=clock.now)
    a_date(qi_session, 4, qi_session.starts_at + 3 * week)
    book(qi_session, 1)
    went = pass_time(clock, qi_session.starts_at + 4 * week, timedelta(hours=1))
    assert [(moment - qi_session.starts_at) for moment, _said in went] == [
        when - before for when in (0 * week, week, 3 * week) for before in (timedelta(days=2), timedelta(hours=2))
    ]
    days = [message.body for message in reminders()[::2]]
    assert "Monday 9 March 2026" in days[0] and "Monday 16 March 2026" in days[1]
    assert "Monday 30 March 2026" in days[2]


def test_before_the_next_date_someone_is_asked_afresh(app: Flask, clock: Clock) -> None:
    qi_session = ASession(starts_at=clock.now + timedelta(days=7))
    a_date(qi_session, 2, qi_session.starts_at + timedelta(days=7))
    booked = book(qi_session, 1)
    services.say_coming(booked.id, by=None, now=clock.now)
    pass_time(clock, qi_session.starts_at + timedelta(days=6), timedelta(hours=1))
    first, _hours, second = reminders()
    assert "You told us that you are coming." in first.body and "Are you coming?" in second.body
    assert session.get_one(Booking, booked.id, populate_existing=True).said == ""


def test_whoever_was_not_sure_is_asked_once_more_with_the_number_of_someone_to_talk_to(
    app: Flask, clock: Clock
) -> None:
    qi_session = ASession(starts_at=clock.now + timedelta(days=3))
    sure, unsure = book(qi_session, 1), book(qi_session, 2)
    services.say_coming(sure.id, by=None, now=clock.now)
    services.say_not_sure(unsure.id, by=None, now=clock.now)
    clock.now = qi_session.starts_at - timedelta(hours=2)
    services.remind(clock.now)
    for message, is_asked in zip(reminders(), (False, True), strict=True):
        assert ("You said that you are not sure. Your place is still yours." in message.body) is is_asked
        assert "020 7946 0000" in message.body and "/m/" in message.body


def test_who_joins_online_gets_the_link_and_the_number_and_who_comes_the_room(app: Flask, clock: Clock) -> None:
    qi_session = ASession(
        mode="both", online_capacity=3, online_link=LINK, dial_in=DIAL_IN, starts_at=clock.now + timedelta(days=3)
    )
    book(qi_session, 1, mode="in_person")
    book(qi_session, 2, mode="online")
    clock.now = qi_session.starts_at - timedelta(hours=2)
    services.remind(clock.now)
    comes, joins = (message.body for message in reminders())
    assert ROOM in comes and LINK not in comes and DIAL_IN not in comes and "UK time" not in comes
    assert ROOM not in joins and LINK in joins and DIAL_IN in joins and "begins today at 10am, UK time." in joins


def test_a_text_is_short_and_says_nothing_of_what_it_is_about(app: Flask, clock: Clock) -> None:
    qi_session = ASession(
        ACourse("Mental health for carers"), mode="online", online_link=LINK, starts_at=clock.now + timedelta(days=3)
    )
    book(qi_session, 1, channel="sms", value="+447700900123")
    clock.now = qi_session.starts_at - timedelta(days=2)
    services.remind(clock.now)
    (message,) = reminders()
    assert message.channel == "sms" and len(message.body) < 260
    assert "Mental health" not in message.body + message.subject and LINK not in message.body


def test_a_call_and_a_letter_wait_for_staff_as_all_that_goes_by_hand(app: Flask, clock: Clock) -> None:
    qi_session = ASession(starts_at=clock.now + timedelta(days=3))
    book(qi_session, 1, channel="phone", value="+442079460958")
    clock.now = qi_session.starts_at - timedelta(days=2)
    services.remind(clock.now)
    assert [message.state for message in reminders()] == ["by_hand"]


def test_nobody_is_reminded_of_what_they_gave_up_or_what_was_called_off(app: Flask, clock: Clock) -> None:
    staff = APerson("Sam")
    qi_session, called_off = (ASession(starts_at=clock.now + timedelta(days=3)) for _n in range(2))
    gave_up = book(qi_session, 1)
    ABooking(called_off, asked_at=clock.now - timedelta(days=9))
    services.cancel(gave_up.id, by=None, now=clock.now)
    services.cancel_session(called_off.id, by=staff.id, now=clock.now)
    clock.now = qi_session.starts_at - timedelta(hours=2)
    assert services.remind(clock.now) == 0


def test_reminders_are_looked_for_in_two_queries_however_many_booked(app: Flask, clock: Clock, at_most: AtMost) -> None:
    qi_session = ASession(starts_at=clock.now + timedelta(days=1), capacity=30)
    for _n in range(20):
        ABooking(qi_session)  # they booked just now, so that none is due
    with at_most(queries=2):
        assert services.remind(clock.now) == 0
    assert session.scalar(select(Message.id)) is None
