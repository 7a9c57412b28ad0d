"""Staff plan training: on several days, from a template, again and again; clocks change and hours do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.kit import clock as portal_clock
from portal.kit.errors import Refused
from portal.training import rules, services
from portal.training.forms.sessions import read_dates
from portal.training.models import QISession, SessionDate
from portal.training.rules import Rhythm
from portal.training.services.dates import LaterDate
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import ACourse, APerson, ASession
from tests.staffing import sign_in_staff
from tests.training.steps import book, details_of, fresh, messages

HERE = portal_clock.HERE


def local(moment: datetime) -> str:
    return f"{portal_clock.local(moment):%d %m %H:%M}"


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        (datetime(2026, 3, 20, 10, tzinfo=UTC), ["20 03 10:00", "27 03 10:00", "03 04 10:00", "10 04 10:00"]),
        (datetime(2026, 10, 20, 9, tzinfo=UTC), ["20 10 10:00", "27 10 10:00", "03 11 10:00", "10 11 10:00"]),
    ],
    ids=["clocks go forward", "clocks go back"],
)
def test_a_weekly_series_stays_at_ten(first: datetime, hours: list[str]) -> None:
    assert [local(rules.days_on(first, 7 * turn, HERE)) for turn in range(4)] == hours


def test_an_hour_that_is_left_out_or_comes_twice_is_one_moment() -> None:
    forward, back = date(2026, 3, 29), date(2026, 10, 25)
    assert rules.at(forward, time(1, 30), HERE) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )  # half past two, by the clock
    assert rules.at(back, time(1, 30), HERE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("23 3 2026, 2pm to 4pm", ["23 03 14:00", "23 03 16:00"]),
        ("23/3/2026 14:00-16:30", ["23 03 14:00", "23 03 16:30"]),
        ("6 April 2026, 10am until noon", ["06 04 10:00", "06 04 12:00"]),
    ],
)
def test_dates_are_understood_as_people_write_them(said: str, read: list[str]) -> None:
    assert [local(moment) for moment in read_dates(said)[0]] == read


@pytest.mark.parametrize("said", ["Monday", "31 2 2026, 2pm to 4pm", "23 3 2026, 4pm to 2pm", "23 3 2026"])
def test_a_date_that_is_not_clear_is_named(said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_dates(f"16 3 2026, 2pm to 4pm\n{said}")


def dates_of(qi_session: QISession) -> list[SessionDate]:
    found = select(SessionDate).where(SessionDate.qi_session_id == qi_session.id).order_by(SessionDate.number)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def test_a_date_that_moves_keeps_its_number_and_one_that_falls_out_stays_on_record(app: Flask, clock: Clock) -> None:
    qi_session, staff = ASession(), APerson("Sam").id
    week = timedelta(days=7)
    three = [LaterDate(qi_session.starts_at + week * n, qi_session.ends_at + week * n) for n in (1, 2, 3)]

    def write(*later: LaterDate) -> None:
        held = fresh(qi_session)
        details = replace(details_of(held), later=later)
        services.change_session(held.id, details, by=staff, now=clock.now, version=held.version)

    write(*three)
    assert [date.number for date in dates_of(qi_session)] == [2, 3, 4]
    assert fresh(qi_session).last_ends_at == three[2].ends_at
    moved = LaterDate(three[1].starts_at + timedelta(days=1), three[1].ends_at + timedelta(days=1))
    write(three[0], moved, three[2])
    assert [date.starts_at for date in dates_of(qi_session)] == [
        three[0].starts_at,
        moved.starts_at,
        three[2].starts_at,
    ]
    write(three[0])
    assert [date.cancelled_at for date in dates_of(qi_session)] == [None, clock.now, clock.now]
    assert fresh(qi_session).last_ends_at == three[0].ends_at
    write(three[0], three[2])
    assert [date.number for date in dates_of(qi_session)] == [2, 3, 4, 5]


def test_everyone_is_told_once_when_a_date_falls_out_and_asked_again(app: Flask, clock: Clock) -> None:
    qi_session, staff = ASession(), APerson("Sam").id
    later = LaterDate(qi_session.starts_at + timedelta(days=7), qi_session.ends_at + timedelta(days=7))
    held = fresh(qi_session)
    services.change_session(
        held.id, replace(details_of(held), later=(later,)), by=staff, now=clock.now, version=held.version
    )
    one = book(qi_session)
    services.say_coming(one.id, by=None, now=clock.now)
    held = fresh(qi_session)
    services.change_session(held.id, replace(details_of(held), later=()), by=staff, now=clock.now, version=held.version)
    assert len(messages("session changed")) == 1
    held = fresh(qi_session)
    services.change_session(held.id, details_of(held), by=staff, now=clock.now, version=held.version)
    assert len(messages("session changed")) == 1


def test_a_further_date_before_the_first_is_refused_beside_its_field(app: Flask, clock: Clock) -> None:
    held = ASession()
    early = LaterDate(held.starts_at - timedelta(days=1), held.ends_at - timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        services.change_session(
            held.id, replace(details_of(held), later=(early,)), by=APerson("Sam").id, now=clock.now, version=1
        )
    assert refusal.value.field == "later_dates"


def test_staff_plan_four_mornings_with_places_kept_and_all_that_people_need_to_know(
    browser: Browser, clock: Clock
) -> None:
    ACourse("A first look")
    sign_in_staff(browser)
    page = browser.visit("/staff/training/new")
    course = page.all("option")[1]
    said = {
        "course": course.get("value"),
        "day__day": "20",
        "day__month": "3",
        "day__year": "2026",
        "begins": "10am",
        "ends": "noon",
        "rhythm": "week",
        "times": "4",
        "mode": "both",
        "venue": "Example House",
        "capacity": "10",
        "kept": "4",
        "online_capacity": "6",
        "is_step_free": "yes",
        "has_quiet_room": "no",
        "host_name": "Femi",
        "dial_in": "0300 000 0000",
        "materials_before": "Leaflet https://example.org/leaflet",
    }
    page = page.press("Save", **said)
    assert page.errors == ["Type until which day the places are kept"]
    page = page.press("Save", **{**said, "kept_until__day": "10", "kept_until__month": "3", "kept_until__year": "2026"})
    assert "The session is kept." in page.words and "Femi" in page.words and "27 March 2026" in page.words
    made = session.scalars(select(QISession)).one()
    assert [local(date.starts_at) for date in dates_of(made)] == ["27 03 10:00", "03 04 10:00", "10 04 10:00"]
    assert (made.kept, made.online_capacity, made.is_step_free, made.has_quiet_room) == (4, 6, True, False)
    assert local(made.kept_until or clock.now) == "10 03 23:59"
    page = page.follow("Change it")
    assert "27 3 2026, 10:00 to 12:00" in page.one("textarea[name='later_dates']").text_content()
    page = page.press("Save")
    assert "Saved." in page.words and len(dates_of(made)) == 3 and fresh(made).sequence == 0


def test_planning_it_again_makes_each_once_however_often_it_is_pressed(app: Flask, clock: Clock) -> None:
    held = ASession(starts_at=datetime(2026, 3, 20, 10, tzinfo=UTC), kept=2, kept_until=clock.now)
    for _press in range(2):
        services.repeat(held.id, Rhythm.WEEK, 3, key="k" * 40, by=APerson("Sam").id, now=clock.now)
    others = session.scalars(select(QISession).where(QISession.id != held.id).order_by(QISession.starts_at)).all()
    assert [local(other.starts_at) for other in others] == ["27 03 10:00", "03 04 10:00", "10 04 10:00"]
    assert {(other.state, other.kept, other.taken, other.venue) for other in others} == {("draft", 2, 0, held.venue)}
    assert len({other.slug for other in others}) == 3


def test_a_template_is_planned_from_and_never_seen_by_anyone_else(browser: Browser, clock: Clock) -> None:
    held = ASession(ACourse("A first look"), venue="The small room")
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{held.id}").follow("Keep it as a template")
    page = page.press("Keep it", name="Half a day")
    assert "The template is kept." in page.words and "Half a day" in page.words
    template = session.scalars(select(QISession).where(QISession.template_name == "Half a day")).one()
    services.publish(template.id, by=1, now=clock.now)
    assert fresh(template).state == "draft"
    assert str(template.id) not in [link.rpartition("/")[2] for link in browser.visit("/staff/training").links.values()]
    assert len(browser.visit("/training").all(".app-list__item")) == 1
    page = browser.visit("/staff/training/templates").follow("Plan from this")
    assert page.one("input[name='venue']").get("value") == "The small room"
    page = browser.visit("/staff/training/templates").press("Let go of it: Half a day")
    assert "The template is gone." in page.words and "There is none yet." in page.words


def test_the_record_of_a_session_says_who_did_what(browser: Browser, clock: Clock) -> None:
    held = ASession()
    staff = sign_in_staff(browser)
    browser.visit(f"/staff/training/{held.id}/cancel").press(
        "Yes, cancel it and tell everyone", why="The room is flooded"
    )
    words = browser.visit(f"/staff/training/{held.id}").follow("What happened with this session").words
    assert f"Cancelled ({staff.name})" in words and "The room is flooded" in words


def test_people_who_booked_in_one_way_are_not_left_without_it(app: Flask, clock: Clock) -> None:
    held = ASession(mode="both", online_capacity=2)
    book(held)
    with pytest.raises(Refused) as refusal:
        details = details_of(fresh(held), mode="online")
        services.change_session(held.id, details, by=APerson("Sam").id, now=clock.now, version=1)
    assert refusal.value.field == "mode"


def test_a_session_that_was_never_public_is_let_go_of_and_nothing_tells_of_it(browser: Browser, clock: Clock) -> None:
    held = ASession(ACourse("A first look"), state="draft")
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{held.id}")
    assert "Cancel this session" not in page.words
    with pytest.raises(Refused):
        services.cancel_session(held.id, by=1, now=clock.now)
    page = page.press("Let go of it: A first look")
    assert "The session is gone." in page.words
    assert session.scalars(select(QISession)).all() == []


def test_a_public_session_is_not_let_go_of(browser: Browser) -> None:
    held = ASession()
    sign_in_staff(browser)
    with pytest.raises(Refused):
        services.let_go(held.id, by=1, now=portal_clock.now())
    assert "Let go of it" not in browser.visit(f"/staff/training/{held.id}").words
