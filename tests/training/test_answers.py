"""Answering for a booking: one tap each, a change of mind both ways, and what happened, told honestly."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import add, session, writing
from portal.people.models import Person
from portal.training import links, services
from portal.training.models import Booking, BookingStep, QISession, SessionDate
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession
from tests.personal.trust import ATrust
from tests.staffing import sign_in
from tests.training.steps import book, details_of, fresh, messages

SURE, UNSURE, CANNOT = "I am coming", "I am not sure", "I cannot come"


def link_of(booking_id: int) -> str:
    return f"/m/{links.token_of(session.get_one(Booking, booking_id))}"


def a_request_of(person: Person, qi_session: QISession, **given: str) -> services.Request:
    """Someone who is signed in asks for a place."""
    return services.Request(
        qi_session.id, name=person.name, channel="email", value="p1@example.com", person_id=person.id, **given
    )


def the(booking_id: int) -> Booking:
    return session.get_one(Booking, booking_id, populate_existing=True)


def buttons(words: str) -> list[str]:
    return [answer for answer in (SURE, UNSURE, CANNOT, "One place is enough") if answer in words]


def test_someone_who_is_not_sure_gets_a_human_number_and_keeps_their_place(browser: Browser) -> None:
    booked = book(ASession(host_name="Hana"), 1)
    page = browser.visit(link_of(booked.id))
    assert all(page.all(f"button[value='{what}']") for what in ("coming", "not_sure", "cancel"))
    page = page.press(UNSURE)
    assert page.heading == "You keep your place" and "020 7946 0000" in page.words_in("main")
    assert "Your host is Hana." in page.words and "Please tell us when you know." in page.words
    assert (the(booked.id).status, the(booked.id).said) == ("confirmed", "not_sure")


def test_someone_changes_their_mind_both_ways_and_a_second_press_is_harmless(browser: Browser) -> None:
    booked = book(ASession(), 1)
    page = browser.visit(link_of(booked.id))
    first = page.press(UNSURE)
    page.press(UNSURE)  # from the page that still stands open in another tab
    page = first.press(SURE)
    assert page.heading == "Thank you. See you there" and the(booked.id).said == "coming"
    page = page.press(UNSURE)
    assert page.heading == "You keep your place" and the(booked.id).said == "not_sure"
    page = page.press(CANNOT)
    assert page.heading == "Your booking is cancelled" and the(booked.id).status == "cancelled"
    steps = session.scalars(select(BookingStep.why).where(BookingStep.booking_id == booked.id).order_by(BookingStep.id))
    assert list(steps)[1:4] == ["not sure", "coming", "not sure"]


def test_looking_at_the_link_as_a_mail_scanner_does_answers_nothing(browser: Browser) -> None:
    booked = book(ASession(), 1)
    for query in ("", "?do=not_sure", "?done=not_sure", "?do=one_is_enough"):
        for method in ("GET", "HEAD", "OPTIONS"):
            assert browser.client.open(link_of(booked.id) + query, method=method).status_code == 200
    assert the(booked.id).said == ""
    assert session.scalar(select(func.count()).select_from(BookingStep)) == 1


def test_the_page_of_ones_own_asks_the_same_when_signed_in_and_of_nobody_else(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada", email="p1@example.com")
    booked = services.book(a_request_of(ada, ASession()), draft_key="key", now=clock.now)
    sign_in(browser, ada)
    page = browser.visit(f"/you/bookings/{booked.id}").press(UNSURE)
    assert page.heading == "You keep your place"
    page = browser.visit("/you")
    assert "You said that you are not sure." in page.words
    sign_in(browser, APerson("Eve"))
    browser.visit(f"/you/bookings/{booked.id}", expect=404)


def test_a_place_that_is_given_up_is_offered_on_at_once_and_says_why(browser: Browser) -> None:
    qi_session = ASession(capacity=1)
    one, two = book(qi_session, 1), book(qi_session, 2)
    browser.visit(link_of(one.id)).press(CANNOT)
    page = browser.visit(link_of(two.id))
    assert page.heading == "A place is kept for you"
    assert "Someone gave up their place, and you are next in the line." in page.words
    assert "You joined the waiting list as number 1." in page.words and "Monday 2 March 2026, 10am" in page.words
    page = page.press("Yes, I take the place")
    assert page.heading == "You have a place" and "You took the place." in page.words


def test_an_offer_that_is_passed_on_or_left_says_so(browser: Browser, clock: Clock) -> None:
    qi_session = ASession(capacity=1)
    one, two, three = (book(qi_session, n) for n in (1, 2, 3))
    services.cancel(one.id, by=None, now=clock.now)
    page = browser.visit(link_of(two.id)).press("No, give it to someone else")
    assert page.heading == "Your booking is cancelled" and "You let the place go to someone else." in page.words
    services.lapse_offers(clock.advance(hours=49))
    page = browser.visit(link_of(three.id))
    assert page.heading == "This place is no longer kept for you"
    assert "We did not hear from you in time, so the place went to someone else." in page.words


def test_the_line_is_told_honestly_on_each_page(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada", email="p1@example.com")
    qi_session = ASession(capacity=1)
    for n in (5, 6, 7):
        book(qi_session, n)
    booked = services.book(a_request_of(ada, qi_session), draft_key="key", now=clock.now)
    assert "You are number 3 in the line." in browser.visit(link_of(booked.id)).words
    sign_in(browser, ada)
    assert "You are number 3 in the line." in browser.visit("/you").words


def test_how_those_as_far_back_fared_is_told_only_when_enough_were_there(browser: Browser, clock: Clock) -> None:
    course, said = ACourse(), "as far back got a place the last times"
    past = ASession(course, starts_at=clock.now - timedelta(days=9))
    for n in range(10):
        booking = ABooking(past, status="lapsed")
        with writing():
            add(BookingStep(booking_id=booking.id, status="waiting", at=clock.now - timedelta(days=20), place=1))
            if n < 5:
                add(BookingStep(booking_id=booking.id, status="offered", at=clock.now - timedelta(days=19)))
    for wanted, is_told in ((course, True), (ACourse(), False)):
        qi_session = ASession(wanted, capacity=1)
        ABooking(qi_session)
        page = browser.visit(f"/training/{qi_session.slug}/book").press("Continue", for_whom="self", name="Ada")
        page = page.press("Continue", channel="email", email="ada@example.com").press("Continue")
        page = page.press("Join the waiting list")
        assert "You are number 1 in the line." in page.words and (said in page.words) is is_told
        mine = session.scalars(
            select(Booking.id).where(Booking.qi_session_id == qi_session.id, Booking.status == "waiting")
        ).one()
        assert (f"About half of the people {said}" in browser.visit(link_of(mine)).words) is is_told


def test_each_way_to_take_part_has_its_own_line(browser: Browser) -> None:
    qi_session = ASession(mode="both", capacity=1, online_capacity=1)
    for n, mode in enumerate(("in_person", "online", "in_person", "in_person"), 1):
        book(qi_session, n, mode=mode)
    booked = book(qi_session, 9, mode="online")
    page = browser.visit(link_of(booked.id))
    assert "You are number 1 in the line." in page.words and "Online" in page.words_in("main")


KEPT = "The places that are left are kept for service users and carers."


def test_whoever_waits_since_places_are_kept_is_told_that_they_are(browser: Browser) -> None:
    qi_session = ASession(capacity=3, kept=2)
    book(qi_session, 1, who="staff")
    assert KEPT in browser.visit(link_of(book(qi_session, 2, who="staff").id)).words


def test_nobody_is_told_so_who_waits_behind_two_people_for_one_place(browser: Browser) -> None:
    qi_session = ASession(capacity=3, kept=2)
    for n, who in enumerate(("staff", "carer"), 1):
        book(qi_session, n, who=who)
    book(qi_session, 3, who="carer", companion="Sam")
    booked = book(qi_session, 4, who="carer")
    words = browser.visit(link_of(booked.id)).words
    assert "You are number 2 in the line." in words and KEPT not in words


def test_two_people_say_that_one_place_is_enough(browser: Browser) -> None:
    qi_session = ASession(capacity=3)
    pair = book(qi_session, 1, companion="Sam")
    page = browser.visit(link_of(pair.id))
    assert "Two places." in page.words and "Sam" not in page.text, "whoever else holds the link reads no name"
    page = page.press("One place is enough")
    assert "Your booking is for one person now." in page.words
    assert buttons(page.words_in("main")) == [SURE, UNSURE, CANNOT]
    assert (the(pair.id).places, fresh(qi_session).taken) == (1, 1)


def test_who_comes_too_is_named_on_ones_own_pages(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada", email="p1@example.com")
    booked = services.book(a_request_of(ada, ASession(), companion="Sam"), draft_key="key", now=clock.now)
    sign_in(browser, ada)
    for path in ("/you", f"/you/bookings/{booked.id}"):
        assert "Two places: you, and Sam." in browser.visit(path).words


def test_two_people_who_wait_can_take_the_one_place_that_is_free(browser: Browser, clock: Clock) -> None:
    qi_session = ASession(capacity=2)
    one, _two = book(qi_session, 1), book(qi_session, 2)
    pair = book(qi_session, 3, companion="Sam")
    services.cancel(one.id, by=None, now=clock.now)
    page = browser.visit(link_of(pair.id))
    assert "You wait for two places together." in page.words and "One place came free. You wait for two." in page.words
    page = page.press("One place is enough")
    assert page.heading == "A place is kept for you"


def test_when_the_training_moves_someone_who_had_answered_is_asked_again(browser: Browser, clock: Clock) -> None:
    qi_session, staff = ASession(), APerson("Sam").id
    booked = book(qi_session, 1)
    browser.visit(link_of(booked.id)).press(SURE)
    held = fresh(qi_session)
    later = details_of(held, starts_at=held.starts_at + timedelta(days=1), ends_at=held.ends_at + timedelta(days=1))
    services.change_session(held.id, later, by=staff, now=clock.now, version=held.version)
    page = browser.visit(link_of(booked.id))
    assert page.heading == "You have a place" and "Tuesday 17 March 2026" in page.words
    assert "The time or the place of this training changed. Are you still coming?" in page.words
    page = page.press(SURE)
    assert "Are you still coming?" not in page.words


def test_a_series_shows_each_date_and_can_be_answered_between_them(browser: Browser, clock: Clock) -> None:
    qi_session = ASession(mode="online")
    week = timedelta(days=7)
    with writing() as open_session:
        for number, gone in ((2, clock.now), (3, None)):
            starts_at = qi_session.starts_at + (number - 1) * week
            add(
                SessionDate(
                    qi_session_id=qi_session.id,
                    number=number,
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(hours=2),
                    cancelled_at=gone,
                )
            )
        open_session.get_one(QISession, qi_session.id).last_ends_at = qi_session.ends_at + 2 * week
    booked = book(qi_session, 1)
    page = browser.visit(link_of(booked.id))
    assert "Monday 16 March 2026, 10am to midday, UK time" in page.words and "Monday 30 March 2026" in page.words
    assert "Monday 23 March 2026" not in page.words
    clock.now = qi_session.starts_at + timedelta(days=10)
    page = browser.visit(link_of(booked.id))
    assert "Are you coming on Monday 30 March 2026?" in page.words and CANNOT not in page.words
    assert "If you cannot come that day, please ring us." in page.words
    page = page.press(UNSURE)
    assert page.heading == "You keep your place" and the(booked.id).said == "not_sure"


def test_a_helper_says_not_sure_and_that_one_place_is_enough(browser: Browser, clock: Clock) -> None:
    amina, ben = APerson("Amina Khan", email="p1@example.com"), APerson("Ben", email="ben@example.com")
    trust_id = ATrust(amina, ben, "may_answer").id
    booked = services.book(a_request_of(amina, ASession(), companion="Sam"), draft_key="key", now=clock.now)
    sign_in(browser, ben)
    page = browser.visit(f"/you/helping/{trust_id}")
    assert "They asked for two places together." in page.words
    page = page.press(f"They are not sure: {booked.reference}")
    assert "We were told that they are not sure. They keep their place." in page.words
    page.press(f"One place is enough: {booked.reference}")
    assert (the(booked.id).said, the(booked.id).places) == ("not_sure", 1)
    page = Browser(browser.app).visit(f"/m/{links.token_of_helper(trust_id, the(booked.id))}")
    page = page.press(f"They are coming: {booked.reference}")
    assert the(booked.id).said == "coming"
    told = browser.visit(f"/you/helping/{trust_id}")
    assert "We were told that they are coming." in told.words
    hers = Browser(browser.app).visit(link_of(booked.id))
    assert "You said that you are coming. Someone did this for you." in hers.words


def test_what_is_no_answer_changes_nothing(browser: Browser) -> None:
    booked = book(ASession(), 1)
    page = browser.visit(link_of(booked.id))
    token = page.one("main form input[name='csrf_token']").get("value")
    browser.send(page.path, {"csrf_token": token, "do": "dance"})
    assert (the(booked.id).status, the(booked.id).said) == ("confirmed", "")


@pytest.mark.parametrize("steps", [0, 9])
def test_the_answer_page_costs_two_queries_however_much_happened(
    app: Flask, at_most: AtMost, clock: Clock, steps: int
) -> None:
    booked = book(ASession(), 1)
    for n in range(steps):
        (services.say_coming if n % 2 else services.say_not_sure)(booked.id, by=None, now=clock.now)
    link = link_of(booked.id)
    with at_most(queries=2):
        Browser(app).visit(link)


def test_the_reminder_leads_to_the_page_where_each_answer_is_one_tap(browser: Browser, clock: Clock) -> None:
    qi_session = ASession(starts_at=clock.now + timedelta(days=3))
    book(qi_session, 1)
    services.remind(clock.advance(days=1))
    link = re.findall(r"http://localhost(/m/\S+)", messages("booking reminder")[0].body)[0]
    assert buttons(browser.visit(link).words_in("main")) == [SURE, UNSURE, CANNOT]
