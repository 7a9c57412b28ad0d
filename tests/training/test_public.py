"""Training, as someone meets it who books, waits, answers and cancels."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from portal.database import session
from portal.outbox.models import Message
from portal.training import services
from portal.training.models import Booking, BookingStep, QISession
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession
from tests.staffing import sign_in


def fill_in(
    browser: Browser, qi_session: QISession, name: str = "Ada Lovelace", email: str = "ada@example.com"
) -> Page:
    """All three pages; it ends at the check."""
    page = browser.visit(f"/training/{qi_session.slug}/book").press("Continue", for_whom="self", name=name)
    page = page.press("Continue", channel="email", email=email)
    return page.press("Continue", needs="A lift, please")


def link_of(kind: str) -> str:
    """The link in the newest message of a kind."""
    body = session.scalars(select(Message.body).where(Message.kind == kind).order_by(Message.id.desc())).first() or ""
    return re.findall(r"http://localhost(\S*/m/\S+)", body)[-1]


def bookings() -> list[Booking]:
    return list(session.scalars(select(Booking).order_by(Booking.id).execution_options(populate_existing=True)))


def test_training_to_come_is_listed_the_next_first(browser: Browser, clock: Clock) -> None:
    ASession(ACourse("Later course"), starts_at=clock.now + timedelta(days=20))
    ASession(ACourse("Sooner course"), capacity=1)
    ASession(ACourse("Hidden course"), state="draft")
    ASession(ACourse("Cancelled course"), state="cancelled")
    ASession(ACourse("Begun course"), starts_at=clock.now - timedelta(minutes=1))
    page = browser.visit("/training")
    headings = [h.text_content().split(",")[0] for h in page.all("main h3")]
    assert headings == ["Sooner course", "Later course"]
    assert "1 place left" in page.words and "10 places left" in page.words
    assert "Monday 16 March 2026, 10am to midday" in page.words


def test_the_list_can_be_narrowed(browser: Browser) -> None:
    ASession(ACourse("In a room"), mode="in_person")
    ASession(ACourse("From home"), mode="online")
    both = ASession(ACourse("Either way"), mode="both")
    page = browser.visit("/training").press("Show these", mode="online")
    assert {h.text_content().split(",")[0] for h in page.all("main h3")} == {"From home", "Either way"}
    slug = both.slug.rpartition("-")[0]
    page = browser.visit(f"/training?course={slug}")
    assert [h.text_content().split(",")[0] for h in page.all("main h3")] == ["Either way"]
    assert "No training fits" in browser.visit("/training?course=nothing").words


def test_without_any_training_the_page_says_so(browser: Browser) -> None:
    assert "No training is planned just now" in browser.visit("/training").words


@pytest.mark.parametrize("rows", [1, 30])
def test_list_and_session_cost_one_query_however_many_there_are(browser: Browser, at_most: AtMost, rows: int) -> None:
    made = [ASession() for _n in range(rows)]
    for _n in range(5):
        ABooking(made[0])
    slug = made[0].slug
    with at_most(queries=1):
        browser.visit("/training")
    with at_most(queries=1):
        browser.visit(f"/training/{slug}")


def test_a_session_says_all_that_one_needs_to_decide(browser: Browser) -> None:
    after = ACourse("Second step")
    course = ACourse("First step", what_you_learn="To see\nTo ask", leads_to=after.slug, length="2 hours")
    qi_session = ASession(
        course,
        how_to_get_there="Bus 25",
        access="A lift",
        expenses="Travel is paid",
        mode="both",
        online_link="https://meet.example/secret",
    )
    page = browser.visit(f"/training/{qi_session.slug}")
    for said in ("Bus 25", "A lift", "Travel is paid", "To see", "To ask", "Second step", "2 hours", "10 places left"):
        assert said in page.words
    assert "Service users and carers" in page.words and "In person or online" in page.words
    assert "meet.example" not in page.text
    assert "Set-Cookie" not in page.response.headers


def test_its_calendar_file_tells_nothing_that_is_only_for_those_who_booked(browser: Browser) -> None:
    qi_session = ASession(online_link="https://meet.example/secret", mode="online")
    page = browser.visit(f"/training/{qi_session.slug}/calendar.ics")
    (event,) = Calendar.from_ical(page.text).walk("VEVENT")
    assert event.decoded("dtstart") == qi_session.starts_at and "meet.example" not in page.text
    assert page.response.mimetype == "text/calendar"


def test_someone_books_a_place(browser: Browser) -> None:
    qi_session = ASession(ACourse("First step"))
    page = fill_in(browser, qi_session)
    assert page.heading == "Check your answers"
    for said in ("First step", "Ada Lovelace", "ada@example.com", "A lift, please", "10 places left"):
        assert said in page.words
    page = page.press("Book my place")
    (booking,) = bookings()
    assert page.heading == "Your place is booked" and booking.reference in page.words
    assert (booking.status, booking.needs) == ("confirmed", "A lift, please")
    assert "9 places left" in browser.visit(f"/training/{qi_session.slug}").words


def test_pressed_twice_it_is_booked_once(browser: Browser) -> None:
    check = fill_in(browser, ASession())
    first, second = check.press("Book my place"), check.press("Book my place")
    assert first.words_in("main") == second.words_in("main") and len(bookings()) == 1


def test_of_a_full_session_people_join_the_waiting_list(browser: Browser) -> None:
    qi_session = ASession(capacity=1)
    ABooking(qi_session)
    page = browser.visit(f"/training/{qi_session.slug}")
    assert "Full. You can join the waiting list" in page.words
    page = page.follow("Join the waiting list")
    assert page.heading == "Join the waiting list"
    page = fill_in(browser, qi_session).press("Join the waiting list")
    assert page.heading == "You are on the waiting list" and "number 1 in the line" in page.words


def test_if_it_fills_while_someone_writes_they_are_asked_before_they_wait(browser: Browser) -> None:
    qi_session = ASession(capacity=1)
    check = fill_in(browser, qi_session)
    ABooking(qi_session)
    page = check.press("Book my place")
    assert page.title.startswith("Error: ") and "The last place went while you were writing" in page.errors[0]
    assert len(bookings()) == 1 and "Ada Lovelace" in page.words
    page = page.press("Join the waiting list")
    assert page.heading == "You are on the waiting list"
    assert bookings()[1].needs == "A lift, please"


@pytest.mark.parametrize("state", ["published", "cancelled"])
def test_what_began_or_was_cancelled_cannot_be_booked(browser: Browser, clock: Clock, state: str) -> None:
    qi_session = ASession(state=state)
    if state == "published":
        clock.advance(days=14)
    page = browser.visit(f"/training/{qi_session.slug}/book", expect=410)
    assert page.heading in {"This training has begun", "This training is cancelled"}
    page = browser.visit(f"/training/{qi_session.slug}")
    assert "See other training" in page.words and "Book a place" not in page.links


def test_who_is_half_way_when_it_begins_is_told(browser: Browser, clock: Clock) -> None:
    check = fill_in(browser, ASession())
    clock.advance(days=14)
    token = check.one("main form input[name='csrf_token']").get("value")
    page = browser.send(check.path, {"csrf_token": token}, expect=410)
    assert page.heading == "This training has begun"


def test_a_draft_is_nowhere_to_be_seen(browser: Browser) -> None:
    qi_session = ASession(state="draft")
    for end in ("", "/book", "/calendar.ics"):
        browser.visit(f"/training/{qi_session.slug}{end}", expect=404)


def test_after_booking_the_done_page_stays_even_once_it_began(browser: Browser, clock: Clock) -> None:
    qi_session = ASession()
    fill_in(browser, qi_session).press("Book my place")
    clock.advance(days=14)
    assert browser.visit(f"/training/{qi_session.slug}/book/done").heading == "Your place is booked"


def test_someone_cancels_by_the_link_in_their_message(browser: Browser) -> None:
    qi_session = ASession()
    fill_in(browser, qi_session).press("Book my place")
    page = Browser(browser.app).visit(link_of("booking confirmed"))
    assert page.heading == "You have a place"
    page = page.press("I cannot come")
    assert page.heading == "Your booking is cancelled" and bookings()[0].status == "cancelled"
    assert "10 places left" in page.follow("See this training").words


def test_someone_says_that_they_are_coming(browser: Browser) -> None:
    fill_in(browser, ASession()).press("Book my place")
    page = browser.visit(link_of("booking confirmed")).press("I am coming")
    assert page.heading == "Thank you. See you there" and bookings()[0].status == "confirmed"
    assert session.scalar(select(func.count()).where(BookingStep.why == "coming")) == 1


def test_the_link_says_when_the_whole_session_was_called_off(browser: Browser, clock: Clock) -> None:
    qi_session = ASession()
    fill_in(browser, qi_session).press("Book my place")
    services.cancel_session(qi_session.id, by=APerson("Sam").id, now=clock.now)
    page = browser.visit(link_of("booking confirmed"))
    assert page.heading == "This training is cancelled" and "It will not take place" in page.words


def test_a_mail_scanner_that_opens_every_link_changes_nothing(browser: Browser) -> None:
    qi_session = ASession()
    fill_in(browser, qi_session).press("Book my place")
    link = link_of("booking confirmed")
    for query in ("", "?do=cancel", "?done=cancel"):
        for method in ("GET", "HEAD", "OPTIONS"):
            assert browser.client.open(link + query, method=method).status_code == 200
    assert bookings()[0].status == "confirmed"
    assert session.scalar(select(func.count()).select_from(BookingStep)) == 1


def test_a_link_that_nobody_was_sent_is_not_there(browser: Browser) -> None:
    ABooking()
    browser.visit("/m/0123456789abcdef0123456789abcdef", expect=404)
    browser.visit("/m/\u0661%00", expect=404)


def test_a_freed_place_is_offered_on_and_taken(browser: Browser) -> None:
    qi_session = ASession(capacity=1)
    first = ABooking(qi_session)
    fill_in(browser, qi_session).press("Join the waiting list")
    services.cancel(first.id, by=None, now=first.asked_at)
    page = browser.visit(link_of("booking offered"))
    assert page.heading == "A place is kept for you" and "Wednesday 4 March 2026, 10am" in page.words
    page = page.press("Yes, I take the place")
    assert page.heading == "You have a place" and bookings()[1].status == "confirmed"


def test_an_offer_left_too_long_says_so_kindly(browser: Browser, clock: Clock) -> None:
    qi_session = ASession(capacity=1)
    first = ABooking(qi_session)
    fill_in(browser, qi_session).press("Join the waiting list")
    services.cancel(first.id, by=None, now=clock.now)
    page = browser.visit(link_of("booking offered"))
    clock.advance(hours=49)
    late = page.press("Yes, I take the place")
    assert late.heading == "This place is no longer kept for you" and "could not be done any more" in late.words
    services.lapse_offers(clock.now)
    assert browser.visit(page.path).heading == "This place is no longer kept for you"


def test_someone_who_is_signed_in_cancels_their_own_and_nobody_elses(browser: Browser) -> None:
    ada, other = APerson("Ada"), APerson("Other")
    booking = ABooking(ASession(), ada)
    sign_in(browser, ada)
    page = browser.visit(f"/you/bookings/{booking.id}/cancel")
    assert page.heading == "Do you want to cancel this booking?" and bookings()[0].status == "confirmed"
    assert page.press("Yes, cancel my booking").heading == "Your booking is cancelled"
    sign_in(browser, other)
    browser.visit(f"/you/bookings/{booking.id}/cancel", expect=404)


def test_pages_of_a_language_read_from_right_to_left_keep_english_words_english(browser: Browser) -> None:
    qi_session = ASession(ACourse("First step"))
    page = browser.visit(f"/ur/training/{qi_session.slug}")
    assert page.one("html").get("dir") == "rtl"
    assert page.one("h1").xpath(".//span[@lang='en']")[0].text == "First step"
    assert browser.visit("/ur/training").one("main h3").get("lang") == "en"
