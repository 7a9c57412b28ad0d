"""What people need at a training: seen by those who run it, got ready, and gone when the place is."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.database import add, session, writing
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.people import queries as people
from portal.people.models import NeedFlag
from portal.signin.rules import Scope
from portal.training import links, queries, services
from portal.training.models import Booking, QISession, SessionDate
from portal.training.queries import mine
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ADirectorate, AFlag, APerson, ASession
from tests.staffing import sign_in_staff
from tests.training.steps import a_request, book, messages

LOOP = (("hearing_loop", ""),)


def words_of(booking_id: int) -> list[tuple[str, bool]]:
    session.expire_all()
    thing = f"booking {booking_id}"
    return [(flag.words, flag.is_open) for flag in people.flags_of([thing]).get(thing, [])]


def to_the_needs(browser: Browser, qi_session: QISession) -> Page:
    page = browser.visit(f"/training/{qi_session.slug}/book").press("Continue", for_whom="self", name="Ada")
    return page.press("Continue", channel="email", email="ada@example.com")


def test_someone_ticks_what_they_need_and_sees_it_again_before_it_is_sent(browser: Browser) -> None:
    page = to_the_needs(browser, ASession(directorate_id=ADirectorate().id))
    assert page.heading == "What do you need so that you can take part?"
    page = page.press("Continue", need_kinds=["interpreter", "captions"], language="Bengali", needs="A lift, please")
    for said in ("An interpreter: Bengali", "Captions, or someone who writes what is said", "A lift, please"):
        assert said in page.words
    page = page.follow("Change what you need to take part")
    ticked = [box.get("value") for box in page.all("input[name=need_kinds]") if box.get("checked") is not None]
    assert sorted(ticked) == ["captions", "interpreter"]
    assert len(page.all("details[open]")) == 1
    page.press("Continue").press("Book my place")
    flags = session.scalars(select(NeedFlag).order_by(NeedFlag.id)).all()
    assert [flag.kind for flag in flags] == ["captions", "interpreter", "other"]
    assert {flag.directorate_id for flag in flags} == {session.scalars(select(QISession.directorate_id)).one()}


def test_nobody_must_tick_anything(browser: Browser) -> None:
    page = to_the_needs(browser, ASession()).press("Continue")
    assert page.heading == "Check your answers"
    page.press("Book my place")
    assert session.scalars(select(NeedFlag)).all() == []


def test_the_page_stays_light(browser: Browser) -> None:
    page = to_the_needs(browser, ASession())
    assert len(page.all("input[type=checkbox]")) == 26
    assert all(picture.get("aria-hidden") == "true" for picture in page.all("svg"))
    assert len(page.text.encode()) < 40_000


def test_what_is_asked_again_is_added(app: object) -> None:
    booked = book(ASession(), 1, needs="A lift")
    qi_session = session.scalars(select(QISession)).one()
    services.book(a_request(qi_session, 1, need_kinds=LOOP), draft_key="again", now=portal_clock.now())
    assert words_of(booked.id) == [("A lift", True), ("A hearing loop", True)]


def test_a_need_ends_with_the_booking_and_is_there_again_when_it_is_booked_again(app: object) -> None:
    qi_session = ASession()
    booked = book(qi_session, 1, need_kinds=LOOP)
    services.cancel(booked.id, by=None, now=portal_clock.now())
    assert words_of(booked.id) == [("A hearing loop", False)]
    services.book(a_request(qi_session, 1), draft_key="again", now=portal_clock.now())
    assert words_of(booked.id) == [("A hearing loop", True)]


def test_what_someone_in_the_line_needs_is_got_ready_once_they_have_a_place(app: object, clock: Clock) -> None:
    qi_session = ASession(capacity=1)
    first, second = book(qi_session, 1), book(qi_session, 2, need_kinds=LOOP)
    assert words_of(second.id) == [("A hearing loop", False)]
    services.cancel(first.id, by=None, now=clock.now)
    assert words_of(second.id) == [("A hearing loop", True)]
    services.lapse_offers(clock.advance(hours=48))
    assert words_of(second.id) == [("A hearing loop", False)]


def test_a_session_that_is_cancelled_needs_nothing(app: object) -> None:
    qi_session = ASession()
    booked = book(qi_session, 1, need_kinds=LOOP)
    services.cancel_session(qi_session.id, by=APerson("Sam").id, now=portal_clock.now())
    assert words_of(booked.id) == [("A hearing loop", False)]


def test_staff_see_what_is_not_ready_and_say_when_it_is(browser: Browser) -> None:
    me = sign_in_staff(browser)
    qi_session = ASession()
    booking = ABooking(qi_session, APerson("Ada"))
    AFlag(booking, "hearing_loop", "")
    page = browser.visit(f"/staff/training/{qi_session.id}")
    row = page.words_in(f"#booking-{booking.id}")
    assert "A hearing loop" in row and "Not ready yet" in row
    row = page.press("Ready: A hearing loop, Ada").words_in(f"#booking-{booking.id}")
    assert "Not ready yet" not in row and "Ready 2 Mar 2026, Sam Staff" in row
    flag = session.scalars(select(NeedFlag)).one()
    assert flag.ready_by_id == me.id
    assert "need marked" in session.scalars(select(AuditEvent.kind)).all()
    page = browser.visit(f"/staff/training/{qi_session.id}").press("Not ready after all: A hearing loop, Ada")
    assert "Not ready yet" in page.words_in(f"#booking-{booking.id}")


def test_staff_say_whether_it_was_there_only_once_it_began(browser: Browser, clock: Clock) -> None:
    sign_in_staff(browser)
    qi_session = ASession(starts_at=clock.now + timedelta(minutes=5))
    booking = ABooking(qi_session, APerson("Ada"))
    AFlag(booking, "hearing_loop", "")
    page = browser.visit(f"/staff/training/{qi_session.id}")
    assert "It was there" not in page.words
    token = page.one("input[name=csrf_token]").get("value")
    said = {"csrf_token": token, "kind": "hearing_loop", "mark": "met"}
    assert "could not be done" in browser.send(f"/staff/bookings/{booking.id}/needs", said).words
    clock.advance(minutes=6)
    page = browser.visit(f"/staff/training/{qi_session.id}").press("It was not there: A hearing loop, Ada")
    assert "Staff said: it was not there" in page.words
    assert session.scalars(select(NeedFlag.is_met_for_staff)).one() is False


def test_staff_of_another_directorate_and_unknown_buttons_change_nothing(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    booking = ABooking(ASession(directorate_id=west.id))
    AFlag(booking, "breaks", "")
    sign_in_staff(browser, "improvement_advisor", east)
    token = browser.visit("/staff/training/new").one("form input[name='csrf_token']").get("value")
    said = {"csrf_token": token, "kind": "breaks", "mark": "ready"}
    browser.send(f"/staff/bookings/{booking.id}/needs", said, expect=404)
    sign_in_staff(browser)
    token = browser.visit("/staff/training/new").one("form input[name='csrf_token']").get("value")
    for changed in ({"mark": "gone"}, {"kind": "parking"}):
        browser.send(f"/staff/bookings/{booking.id}/needs", {**said, "csrf_token": token, **changed}, expect=404)
    assert session.scalars(select(NeedFlag.ready_at)).one() is None


def test_today_counts_what_is_not_ready_for_the_next_fortnight(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    for days in (3, 13, 20):
        AFlag(ABooking(ASession(starts_at=clock.now + timedelta(days=days))), "breaks", "")
    AFlag(ABooking(ASession(starts_at=clock.now + timedelta(days=4))), "breaks", "", ready_at=clock.now)
    AFlag(ABooking(ASession(starts_at=clock.now + timedelta(days=4)), status="cancelled"), ended_at=clock.now)
    with at_most(queries=1):
        found = queries.coming_for_staff(Scope(True), clock.now, 1)
    assert (len(found.first), found.not_ready) == (1, 2)
    sign_in_staff(browser)
    assert "2 needs are not ready for training of the next 14 days" in browser.visit("/staff").words


def the_day_after(clock: Clock, **given: object) -> tuple[Booking, str]:
    """A booking with two needs of a session that was yesterday, and its link."""
    qi_session = ASession(starts_at=clock.now - timedelta(days=1), mode="online")
    booked = book_past(qi_session, clock)
    with writing():
        booking = session.get_one(Booking, booked)
        for name, value in given.items():
            setattr(booking, name, value)
    return booking, f"/m/{links.token_of(booking)}/needs"


def book_past(qi_session: QISession, clock: Clock) -> int:
    asked = a_request(qi_session, 1, need_kinds=LOOP, needs="Ada needs a chair")
    return services.book(asked, draft_key="past", now=clock.now - timedelta(days=2)).id


def thanked() -> list[Message]:
    return messages("booking after")


def test_the_day_after_whoever_came_is_asked_in_neutral_words_if_it_was_there(app: object, clock: Clock) -> None:
    _booking, link = the_day_after(clock, came=True)
    assert services.write_afterwards(clock.now) == 1
    assert services.write_afterwards(clock.now) == 0
    assert set(session.scalars(select(NeedFlag.asked_at))) == {clock.now}
    (message,) = thanked()
    assert link in message.body
    assert not any(word in message.subject + message.body for word in ("loop", "chair", "Ada"))


def test_whoever_was_asked_before_is_not_asked_again(app: object, clock: Clock) -> None:
    _booking, link = the_day_after(clock, came=True)
    with writing():
        for flag in session.scalars(select(NeedFlag)):
            flag.asked_at = clock.now
    services.write_afterwards(clock.now)
    assert link not in thanked()[0].body


def test_whoever_needs_nothing_is_asked_of_no_needs(app: object, clock: Clock) -> None:
    ABooking(ASession(starts_at=clock.now - timedelta(days=1)), came=True)
    services.write_afterwards(clock.now)
    assert "/needs" not in thanked()[0].body


def test_someone_says_by_the_link_what_was_there_and_staff_see_it(browser: Browser, clock: Clock) -> None:
    booking, link = the_day_after(clock)
    thing, where = f"booking {booking.id}", f"/staff/training/{booking.qi_session_id}"
    page = browser.visit(link)
    assert page.heading == "Was what you needed there?"
    assert "A hearing loop" in page.words and "chair" not in page.text and "Person 1" not in page.text
    page = page.press("Send", met_hearing_loop="no", said_hearing_loop="It hummed")
    assert page.heading == "Thank you"
    session.expire_all()
    said = {flag.kind: (flag.is_met_for_person, flag.said) for flag in people.flags_of([thing])[thing]}
    assert said == {"hearing_loop": (False, "It hummed"), "other": (None, "")}
    sign_in_staff(browser)
    page = browser.visit(where)
    assert "They said: it was not there" in page.words and "It hummed" in page.words


def test_looking_at_the_link_changes_nothing_and_costs_two_queries(
    browser: Browser, clock: Clock, at_most: AtMost
) -> None:
    _booking, link = the_day_after(clock)
    with at_most(queries=2):
        browser.visit(link)
    browser.client.head(link)
    assert set(session.scalars(select(NeedFlag.is_met_for_person))) == {None}


def test_before_the_training_and_without_needs_there_is_nothing_to_answer(browser: Browser) -> None:
    booked = book(ASession(), 1, need_kinds=LOOP)
    link = f"/m/{links.token_of(session.get_one(Booking, booked.id))}/needs"
    assert browser.visit(link).heading == "There is nothing to answer here"
    browser.visit("/m/nobody/needs", expect=404)


def test_an_answer_too_long_is_refused_kindly_and_kept(browser: Browser, clock: Clock) -> None:
    _booking, link = the_day_after(clock)
    page = browser.visit(link).press("Send", said_hearing_loop="n" * 401)
    assert "1 letter too long" in page.errors[0]
    assert page.one("#said_hearing_loop").get("value") == "n" * 401


def test_nobody_is_asked_between_the_dates_of_a_series_if_what_they_needed_was_there(app: Flask, clock: Clock) -> None:
    held = ASession(starts_at=clock.now + timedelta(hours=1))
    booking = ABooking(held, needs="A lift")
    week = timedelta(days=7)
    with writing():
        add(SessionDate(qi_session_id=held.id, number=2, starts_at=held.starts_at + week, ends_at=held.ends_at + week))
    clock.advance(days=1)
    assert not mine.get_booking_of_person(booking.id, booking.person_id).can_say_met
    clock.advance(days=7)
    assert mine.get_booking_of_person(booking.id, booking.person_id).can_say_met
