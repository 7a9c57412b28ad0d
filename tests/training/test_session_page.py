"""The page of a session says all that someone needs to decide, and those who booked hear of each change once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from flask import Flask

from portal.training import services
from portal.training.services.dates import LaterDate
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ACourse, APerson, ASession
from tests.training.steps import book, details_of, fresh, messages

WEEK = timedelta(days=7)


def test_everything_that_one_needs_to_know_stands_on_the_page(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    held = ASession(
        ACourse("A first look"),
        mode="both",
        online_capacity=6,
        online_link="https://meet.example.com/secret",
        dial_in="0300 123 secret",
        kept=4,
        kept_until=clock.now + timedelta(days=3),
        needs_by=date(2026, 3, 9),
        host_name="Femi",
        is_step_free=True,
        has_quiet_room=False,
        parking="Two bays in front",
        food="Tea and fruit",
        materials_before="Easy Read leaflet https://example.org/leaflet",
    )
    with at_most(queries=1):
        page = browser.visit(f"/training/{held.slug}")
    for said in (
        "UK time",
        "10 places left in person, 6 online",
        "4 places are kept for service users and carers until Thursday 5 March 2026. Then anyone can have them.",
        "please book by Monday 9 March 2026",
        "Femi",
        "You can get in without steps.",
        "There is no quiet room.",
        "Two bays in front",
        "Tea and fruit",
        "You can also join by phone.",
        "Easy Read leaflet",
        "two places together, or neither",
    ):
        assert said in page.words, said
    assert "secret" not in page.text and "https://example.org/leaflet" not in page.text


def test_what_nobody_said_is_not_on_the_page(browser: Browser) -> None:
    words = browser.visit(f"/training/{ASession().slug}").words
    for said in ("UK time", "Quiet room", "Steps", "Parking", "Interpreters", "kept for", "To read before"):
        assert said not in words


def test_a_training_of_three_days_shows_them_all_and_the_list_says_how_many(browser: Browser, clock: Clock) -> None:
    held, staff = ASession(), APerson("Sam").id
    later = tuple(LaterDate(held.starts_at + WEEK * n, held.ends_at + WEEK * n) for n in (1, 2))
    services.change_session(held.id, replace(details_of(held), later=later), by=staff, now=clock.now, version=1)
    page = browser.visit(f"/training/{held.slug}")
    assert "23 March 2026" in page.words and "30 March 2026" in page.words
    assert "A place is for all these days." in page.words
    assert "the first of 3 days" in browser.visit("/training").words


def test_a_template_and_a_draft_have_no_page(browser: Browser) -> None:
    for held in (ASession(state="draft"), ASession(state="draft", template_name="Half a day")):
        assert browser.visit(f"/training/{held.slug}", expect=404).status == 404


def test_a_place_is_confirmed_with_all_that_one_needs_and_a_text_with_little(app: Flask, clock: Clock) -> None:
    held = ASession(host_name="Femi", materials_before="Easy Read leaflet https://example.org/leaflet")
    book(held, 1)
    book(held, 2, channel="sms", value="+447700900123")
    by_email, by_text = (message.body for message in messages("booking confirmed"))
    assert "Femi will welcome you." in by_email and "Easy Read leaflet: https://example.org/leaflet" in by_email
    assert "Femi" not in by_text and "leaflet" not in by_text


def test_whoever_booked_reads_what_it_was_and_what_it_is_now_and_is_asked_again(app: Flask, clock: Clock) -> None:
    held, staff = ASession(venue="The old hall"), APerson("Sam").id
    one = book(held, 1)
    book(held, 2, channel="sms", value="+447700900123")
    services.say_coming(one.id, by=None, now=clock.now)
    moved = details_of(held, starts_at=held.starts_at + WEEK, ends_at=held.ends_at + WEEK, venue="The new hall")
    services.change_session(held.id, moved, by=staff, now=clock.now, version=1)
    by_email, by_text = messages("session changed")
    assert "It was: Monday 16 March 2026" in by_email.body and "It was here: The old hall" in by_email.body
    assert by_email.body.index("It is now:") < by_email.body.index("Monday 23 March 2026")
    assert "Are you still coming?" in by_email.body and "The new hall" in by_email.body
    assert "It was" not in by_text.body and "Are you still coming?" in by_text.body
    assert "SEQUENCE:1" in by_email.attachment
    assert fresh(held).sequence == 1


def test_whoever_booked_reads_what_staff_say_of_a_cancelled_training_but_not_the_reason_on_record(
    app: Flask, clock: Clock
) -> None:
    held, staff = ASession(), APerson("Sam").id
    book(held, 1)
    book(held, 2, channel="sms", value="+447700900123")
    services.cancel_session(held.id, why="Nobody to run it", said="A new date in May.", by=staff, now=clock.now)
    by_email, by_text = (message.body for message in messages("session cancelled"))
    assert "A new date in May." in by_email and "Nobody to run it" not in by_email
    assert "A new date" not in by_text
