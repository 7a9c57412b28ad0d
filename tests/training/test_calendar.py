"""Calendar files, as two programs that know nothing of each other understand them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.database import add, session, writing
from portal.kit import clock as portal_clock
from portal.training import calendar, services
from portal.training.calendar import Day, Entry
from portal.training.models import QISession, SessionDate
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession
from tests.training.calendar_programs import READERS, Program, Reader
from tests.training.steps import a_request, book, details_of, fresh, messages

NASTY = "تربیت، چائے؛ প্রশিক্ষণ, দ্বিতীয় দিন; 👩🏽‍🦽 C:\\new, room 2; a\\nb, \\; end: "


@pytest.fixture(params=READERS, ids=["icalendar", "vobject"])
def read(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.param
    return found


def a_further(qi_session: QISession, number: int, starts_at: datetime, **given: object) -> SessionDate:
    """One more date of a session, of two hours."""
    ends_at = starts_at + timedelta(hours=2)
    with writing():
        held = session.get_one(QISession, qi_session.id)
        held.last_ends_at = max(held.last_ends_at, ends_at)
        return add(SessionDate(qi_session_id=held.id, number=number, starts_at=starts_at, ends_at=ends_at, **given))


def sent(kind: str) -> str:
    """The calendar file of the newest message of this kind."""
    return messages(kind)[-1].attachment


def an_entry(*days: Day, **given: object) -> Entry:
    now = portal_clock.now()
    days = days or (Day(1, now, now + timedelta(hours=1)),)
    return Entry(
        **{
            "session_id": 7,
            "sequence": 0,
            "title": "QI",
            "where": "",
            "says": "",
            "changed_at": now,
            "days": days,
            **given,
        }
    )


def a_file(*days: Day, **given: object) -> str:
    return calendar.entry_file(an_entry(*days, **given), now=portal_clock.now())


# A session that changes, in someone's calendar


def test_a_booked_session_is_in_the_calendar(app: Flask, read: Reader) -> None:
    qi_session = ASession(ACourse("First step"))
    book(qi_session)
    file = read(sent("booking confirmed"))
    (event,) = file.events.values()
    assert file.method == "PUBLISH" and event.status == "CONFIRMED"
    assert (event.title, event.where) == ("First step", "Example House, Room 2")
    assert (event.starts_at, event.ends_at) == (qi_session.starts_at, qi_session.ends_at)


def test_a_session_that_moves_moves_in_the_calendar(app: Flask, clock: Clock, read: Reader) -> None:
    qi_session = ASession()
    book(qi_session)
    moved_to = qi_session.starts_at + timedelta(days=1)
    clock.advance(hours=1)
    moved = details_of(fresh(qi_session), starts_at=moved_to, ends_at=moved_to + timedelta(hours=2), venue="Room 9")
    services.change_session(qi_session.id, moved, by=APerson().id, now=clock.now, version=1)
    program = Program(read).take(sent("booking confirmed"))
    (before,) = program.shows.values()
    (after,) = program.take(sent("session changed")).shows.values()
    assert (before.sequence, after.sequence) == (0, 1)
    assert program.begins == [moved_to] and after.where == "Room 9"


def test_an_older_file_that_comes_late_does_not_win(app: Flask, clock: Clock, read: Reader) -> None:
    qi_session = ASession()
    book(qi_session)
    clock.advance(hours=1)
    moved_to = qi_session.starts_at + timedelta(days=1)
    moved = details_of(fresh(qi_session), starts_at=moved_to, ends_at=moved_to + timedelta(hours=2))
    services.change_session(qi_session.id, moved, by=APerson().id, now=clock.now, version=1)
    first, second = sent("booking confirmed"), sent("session changed")
    assert Program(read).take(second, first).begins == [moved_to]
    clock.advance(hours=1)
    services.cancel_session(qi_session.id, by=APerson().id, now=clock.now)
    last = sent("session cancelled")
    for order in ([first, second, last], [last, second, first], [second, last, first], [last, last, second]):
        assert Program(read).take(*order).shows == {}


def test_a_cancelled_session_leaves_the_calendar_with_all_its_dates(app: Flask, clock: Clock, read: Reader) -> None:
    qi_session = ASession()
    for number in (2, 3):
        a_further(qi_session, number, qi_session.starts_at + timedelta(weeks=number - 1))
    book(qi_session)
    program = Program(read).take(sent("booking confirmed"))
    assert program.begins == [qi_session.starts_at + timedelta(weeks=n) for n in range(3)]
    clock.advance(hours=1)
    services.cancel_session(qi_session.id, by=APerson().id, now=clock.now)
    file = sent("session cancelled")
    assert read(file).method == "CANCEL" and program.take(file).shows == {}


def test_who_cancels_and_books_again_has_it_in_the_calendar_again(app: Flask, clock: Clock, read: Reader) -> None:
    qi_session = ASession()
    booked = book(qi_session)
    program = Program(read).take(sent("booking confirmed"))
    services.cancel(booked.id, by=None, now=clock.advance(hours=1))
    given_up = sent("booking cancelled")
    assert program.take(given_up).shows == {}
    clock.advance(hours=1)
    services.book(a_request(qi_session), draft_key="again", now=clock.now)
    assert program.take(sent("booking confirmed")).begins == [qi_session.starts_at]
    assert program.take(given_up).begins == [qi_session.starts_at]  # of two with one SEQUENCE the later made one holds


def test_one_date_that_does_not_take_place_goes_alone(app: Flask, clock: Clock, read: Reader) -> None:
    qi_session = ASession()
    second = qi_session.starts_at + timedelta(weeks=1)
    third = qi_session.starts_at + timedelta(weeks=2)
    a_further(qi_session, 2, second, cancelled_at=clock.now)
    a_further(qi_session, 3, third)
    book(qi_session)
    file = read(sent("booking confirmed"))
    assert file.method == "PUBLISH" and len(file.events) == 3
    gone = next(event for event in file.events.values() if event.status == "CANCELLED")
    assert gone.starts_at == second and gone.title.startswith("Cancelled: ")
    assert Program(read).take(sent("booking confirmed")).begins == [qi_session.starts_at, third]


def test_each_date_keeps_its_own_name_when_another_is_added_before_it(app: Flask, read: Reader) -> None:
    qi_session = ASession()
    a_further(qi_session, 2, qi_session.starts_at + timedelta(weeks=2))
    book(qi_session)
    before = read(sent("booking confirmed")).events
    a_further(qi_session, 3, qi_session.starts_at + timedelta(weeks=1))
    book(qi_session, 1)
    after = read(sent("booking confirmed")).events
    assert {uid: after[uid].starts_at for uid in before} == {uid: event.starts_at for uid, event in before.items()}
    host = {uid.partition("@")[2] for uid in after}
    ends = {uid.partition("@")[0] for uid in after}
    assert host == {"localhost"} and ends == {f"session-{qi_session.id}{end}" for end in ("", "-2", "-3")}


# Words of every kind


def test_long_foreign_and_comma_ridden_words_come_through_whole(app: Flask, read: Reader) -> None:
    says = "\n".join([NASTY * 6, "", "x" * 300, "https://example.com/?a=1,2;b"])
    (event,) = read(a_file(title=NASTY * 3, where=NASTY, says=says)).events.values()
    assert event.title == " ".join((NASTY * 3).split())
    assert event.where == " ".join(NASTY.split()) and event.says == says


def test_no_line_is_longer_than_75_octets_and_none_ends_inside_a_letter(app: Flask) -> None:
    file = a_file(title=NASTY * 9, where=NASTY * 4, says=NASTY * 20)
    assert file.endswith("\r\n") and "\n" not in file.replace("\r\n", "")
    lines = file.encode("utf-8").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), max_size=120)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(title=WORDS, says=st.lists(WORDS, max_size=4).map("\n".join))
def test_whatever_staff_write_both_programs_read_the_same(app: Flask, title: str, says: str) -> None:
    file = a_file(title=title, says=says)
    assert max(map(len, file.encode("utf-8").split(b"\r\n"))) <= 75
    one, other = (list(read(file).events.values()) for read in READERS)
    assert one == other and one[0].title == " ".join(title.split()) and one[0].says == "\n".join(says.splitlines())


@pytest.mark.parametrize("break_", ["\r", "\n", "\r\n", "\u2028", "\x0b", "\x85"])
def test_no_line_of_words_becomes_a_line_of_the_file(app: Flask, read: Reader, break_: str) -> None:
    sneaky = f"Tea{break_}ATTENDEE:mailto:eve@example.com{break_}END:VEVENT"
    file = a_file(title=sneaky, where=sneaky, says=sneaky)
    assert len(read(file).events) == 1
    assert not [line for line in file.splitlines() if line.startswith(("ATTENDEE", "END:VEVENT\\"))]


# The clocks change


@pytest.mark.parametrize("first_on", [date(2026, 3, 16), date(2026, 10, 12)])
def test_a_weekly_series_is_at_ten_on_both_sides_of_the_change(app: Flask, read: Reader, first_on: date) -> None:
    dates = [first_on + timedelta(weeks=n) for n in range(4)]
    begins = [datetime.combine(on, time(10), portal_clock.HERE).astimezone(UTC) for on in dates]
    days = [Day(number, start, start + timedelta(hours=2)) for number, start in enumerate(begins, 1)]
    shown = Program(read).take(a_file(*days)).begins
    assert len({start.hour for start in shown}) == 2  # in UTC it is not the same hour
    assert [portal_clock.local(start).strftime("%H:%M") for start in shown] == ["10:00"] * 4


@pytest.mark.parametrize(
    ("starts_at", "minutes", "said"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 60, ("00:30", "02:30")),  # over the hour that there is not
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), 2, ("00:59", "02:01")),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), 30, ("02:00", "02:30")),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60, ("01:30", "01:30")),  # over the hour that there is twice
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), 2, ("01:59", "01:01")),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), 30, ("01:00", "01:30")),
    ],
)
def test_around_the_change_it_begins_and_ends_as_planned(
    app: Flask, read: Reader, starts_at: datetime, minutes: int, said: tuple[str, str]
) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    (event,) = read(a_file(Day(1, starts_at, ends_at))).events.values()
    assert (event.starts_at, event.ends_at) == (starts_at, ends_at)
    assert tuple(portal_clock.local(at).strftime("%H:%M") for at in (event.starts_at, event.ends_at)) == said


# The calendar of all training


def test_the_calendar_of_all_training_has_what_is_to_come_and_takes_out_what_is_cancelled(
    browser: Browser, clock: Clock, read: Reader
) -> None:
    coming, called_off = ASession(ACourse("To come")), ASession(ACourse("Called off"))
    ASession(ACourse("Hidden"), state="draft")
    long_gone = clock.now - timedelta(days=40)
    ASession(ACourse("Over"), starts_at=long_gone)
    ASession(ACourse("Cancelled long ago"), starts_at=long_gone, state="cancelled")
    file = browser.visit("/training.ics").text
    program = Program(read).take(file)
    assert "Cancelled long ago" not in file
    assert {event.title for event in program.shows.values()} == {"To come", "Called off"}
    services.cancel_session(called_off.id, by=APerson().id, now=clock.advance(hours=1))
    program.take(browser.visit("/training.ics").text)
    assert program.begins == [coming.starts_at]


def test_the_calendar_of_all_training_says_nothing_of_anybody(browser: Browser) -> None:
    qi_session = ASession(
        mode="online", online_link="https://meet.example/secret", dial_in="0161 496 0000", host_name="Sam Host"
    )
    ABooking(qi_session, APerson("Amina Khan"))
    page = browser.visit("/training.ics")
    for secret in ("meet.example", "0161", "Amina", "Sam Host", "METHOD", "ATTENDEE"):
        assert secret not in page.text
    assert page.response.mimetype == "text/calendar" and "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in page.text


def test_it_stays_the_same_to_the_byte_until_staff_change_something(browser: Browser, clock: Clock) -> None:
    qi_session = ASession()
    first = browser.visit("/training.ics").text
    clock.advance(hours=5)
    ABooking(qi_session)
    assert browser.visit("/training.ics").text == first
    services.change_session(
        qi_session.id, details_of(fresh(qi_session), venue="Room 9"), by=APerson().id, now=clock.now, version=1
    )
    assert browser.visit("/training.ics").text != first


@pytest.mark.parametrize("count", [1, 20])
def test_it_costs_one_query_however_many_there_are(browser: Browser, at_most: AtMost, count: int) -> None:
    for _n in range(count):
        a_further(ASession(), 2, portal_clock.now() + timedelta(days=20))
    for path in ("/training.ics", "/training.atom", "/open/training.json"):
        with at_most(queries=1):
            browser.visit(path)
