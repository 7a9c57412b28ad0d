"""Once a training is over: who is written to and what, what they say of it, and what others read of that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import work
from portal.database import session
from portal.kit.audit import AuditEvent
from portal.kit.errors import Refused
from portal.kit.freshness import ContentVersion
from portal.outbox.models import Message
from portal.people.models import Person
from portal.privacy import services as privacy
from portal.training import services
from portal.training.models import Booking, Course, QISession, TrainingFeedback
from portal.training.queries.feedback import mark_of
from portal.training.queries.said import said_about
from portal.training.services import feedback
from portal.training.services.feedback import Said
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, ADirectorate, AFlag, APerson, ASession
from tests.staffing import sign_in, sign_in_staff
from tests.training.afterwards import a_booking_with_link, a_series, a_session_of_yesterday, set_came

SLIDES = "Slides: https://example.org/slides\nEasy Read notes – https://example.org/easy\nNothing here"


def written() -> list[Message]:
    kinds = ("booking after", "booking certificate", "booking missed")
    return list(session.scalars(select(Message).where(Message.kind.in_(kinds)).order_by(Message.id)))


def bodies() -> list[str]:
    return [message.body for message in written()]


def a_path() -> Course:
    """A course that leads to another."""
    following = ACourse("QI Fundamentals")
    return ACourse("Introduction to QI", leads_to=following.slug)


# What is written, to whom and when.


def test_the_day_after_whoever_came_is_thanked_once_and_finds_all_that_there_is(app: Flask, clock: Clock) -> None:
    assert services.write_afterwards in work.sweeps()
    held = a_session_of_yesterday(clock.now, a_path(), materials_after=SLIDES)
    booking, token = a_booking_with_link(held, came=True)
    assert services.write_afterwards(clock.now) == 1
    assert services.write_afterwards(clock.advance(hours=3)) == 0
    assert services.write_afterwards(clock.advance(days=1)) == 0
    (message,) = written()
    assert message.body == "\n\n".join(
        [
            "Thank you for coming.",
            "Introduction to QI",
            "Sunday 1 March 2026",
            "How was it? There are three short questions. You can leave out any of them:",
            f"http://localhost/m/{token}/after",
            "Your certificate is here:",
            f"http://localhost/m/{token}/certificate",
            "From the training, to read again:",
            "Slides: https://example.org/slides\nEasy Read notes: https://example.org/easy",
            "What you could do next: QI Fundamentals. See when it is, and book:",
            f"http://localhost/training/courses/{_next_slug(held)}",
            f"Your reference is {booking.reference}.",
            "To talk to someone, ring 020 7946 0000.",
        ]
    )


def _next_slug(held: QISession) -> str:
    return session.get_one(Course, held.course_id).leads_to


def test_a_text_message_leads_to_one_page_and_names_nothing(app: Flask, clock: Clock) -> None:
    held = a_session_of_yesterday(clock.now, a_path(), materials_after=SLIDES)
    _booking, token = a_booking_with_link(held, mobile="+447700900123", came=True)
    services.write_afterwards(clock.now)
    (body,) = bodies()
    assert body.splitlines()[:3] == [
        "Thank you for coming.",
        "How was it? Please tell us here. Your certificate is there too:",
        f"http://localhost/m/{token}/after",
    ]
    assert "QI" not in body and "example.org" not in body


@pytest.mark.parametrize(
    ("days", "hours", "told"),
    [(0, 8, 0), (0, 21, 0), (1, -3, 0), (1, -2, 1), (1, 9, 1), (1, 10, 0), (21, 0, 1), (22, 0, 0)],
)
def test_it_comes_by_day_from_the_day_after_and_not_for_ever(
    app: Flask, clock: Clock, days: int, hours: int, told: int
) -> None:
    ABooking(ASession(starts_at=clock.now), came=True)
    assert services.write_afterwards(clock.advance(days=days, hours=hours)) == told


def test_where_nobody_noted_who_came_it_comes_a_day_later_and_without_a_certificate(app: Flask, clock: Clock) -> None:
    a_booking_with_link(a_session_of_yesterday(clock.now))
    assert services.write_afterwards(clock.now) == 0
    assert services.write_afterwards(clock.advance(days=1)) == 1
    assert services.write_afterwards(clock.advance(days=1)) == 0
    (body,) = bodies()
    assert body.startswith("We hope that you could come.")
    assert "/after" in body and "/certificate" not in body


def test_noted_at_last_they_hear_of_their_certificate_and_are_asked_nothing_twice(app: Flask, clock: Clock) -> None:
    booking, _token = a_booking_with_link(a_session_of_yesterday(clock.now))
    services.write_afterwards(clock.advance(days=1))
    set_came(booking, came=True)
    assert services.write_afterwards(clock.now) == 1
    assert services.write_afterwards(clock.advance(hours=1)) == 0
    last = bodies()[-1]
    assert last.startswith("It is noted now that you came.")
    assert "/certificate" in last and "/after" not in last


def test_whoever_did_not_come_gets_a_kind_word_and_other_dates(app: Flask, clock: Clock) -> None:
    course = ACourse("Introduction to QI")
    later = [ASession(course, starts_at=clock.now + timedelta(days=7 * n)) for n in range(1, 5)]
    ASession(course, starts_at=clock.now + timedelta(days=2), state="draft")
    ASession(course, starts_at=clock.now + timedelta(days=2), state="cancelled")
    booking, _token = a_booking_with_link(a_session_of_yesterday(clock.now, course), came=False)
    assert services.write_afterwards(clock.now) == 1
    assert services.write_afterwards(clock.advance(hours=1)) == 0
    (message,) = written()
    assert message.kind == "booking missed"
    assert message.body == "\n\n".join(
        [
            "We missed you at this training. That is all right: something can always come up.",
            "Introduction to QI",
            "Sunday 1 March 2026",
            "You can come another time:",
            f"Monday 9 March 2026, 10am to midday\nhttp://localhost/training/{later[0].slug}",
            f"Monday 16 March 2026, 10am to midday\nhttp://localhost/training/{later[1].slug}",
            f"Monday 23 March 2026, 10am to midday\nhttp://localhost/training/{later[2].slug}",
            "If you were there, please tell us, and we put it right.",
            f"Your reference is {booking.reference}.",
            "To talk to someone, ring 020 7946 0000.",
        ]
    )


def test_where_no_other_date_is_planned_there_will_be_more(app: Flask, clock: Clock) -> None:
    a_booking_with_link(a_session_of_yesterday(clock.now), came=False)
    services.write_afterwards(clock.now)
    assert "There will be more of this training. See what is planned:\n\nhttp://localhost/training\n" in bodies()[0]


def test_a_text_message_to_whoever_did_not_come_names_no_course(app: Flask, clock: Clock) -> None:
    course = ACourse("Introduction to QI")
    ASession(course, starts_at=clock.now + timedelta(days=7))
    a_booking_with_link(a_session_of_yesterday(clock.now, course), mobile="+447700900123", came=False)
    services.write_afterwards(clock.now)
    (body,) = bodies()
    assert "Other dates:\nMonday 9 March 2026, 10am to midday\nBook here:\nhttp://localhost/training\n" in body
    assert "qi" not in body.lower()


def test_a_wrong_mark_put_right_sends_the_right_message_and_each_only_once(app: Flask, clock: Clock) -> None:
    booking, _token = a_booking_with_link(a_session_of_yesterday(clock.now), came=False)
    for came in (False, True, False, True, False):
        set_came(booking, came=came)
        services.write_afterwards(clock.advance(minutes=1))
    assert [message.kind for message in written()] == ["booking missed", "booking after"]
    assert "/certificate" in bodies()[1]


def test_after_a_series_they_are_written_to_when_the_last_date_is_over(app: Flask, clock: Clock) -> None:
    held = a_series(clock.now, last_ends_at=clock.now + timedelta(days=6, hours=2))
    a_booking_with_link(held, came=True)
    assert services.write_afterwards(clock.advance(days=6)) == 0
    assert services.write_afterwards(clock.advance(days=1)) == 1


@pytest.mark.parametrize("given", [{"status": "cancelled"}, {"status": "waiting"}, {"status": "lapsed"}])
def test_whoever_had_no_place_is_not_written_to(app: Flask, clock: Clock, given: dict[str, Any]) -> None:
    a_booking_with_link(a_session_of_yesterday(clock.now), **given)
    assert services.write_afterwards(clock.advance(days=2)) == 0


def test_nobody_is_written_to_of_what_was_cancelled(app: Flask, clock: Clock) -> None:
    a_booking_with_link(a_session_of_yesterday(clock.now, state="cancelled"), came=True)
    assert services.write_afterwards(clock.now) == 0


def test_whoever_came_in_the_place_of_someone_has_a_certificate_all_the_same(app: Flask, clock: Clock) -> None:
    given = {"places": 2, "companion": "Charles", "came": False, "has_companion_come": True}
    _booking, token = a_booking_with_link(a_session_of_yesterday(clock.now), **given)
    services.write_afterwards(clock.now)
    assert f"/m/{token}/certificate?for=companion" in bodies()[0]


@pytest.mark.parametrize("changes_on", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_when_the_clocks_change_it_comes_once_and_not_before_eight(
    app: Flask, clock: Clock, changes_on: datetime
) -> None:
    clock.now = changes_on - timedelta(hours=8)
    a_booking_with_link(ASession(starts_at=clock.now - timedelta(hours=3)), came=True)
    told_at = []
    for _half_hour in range(48):
        if services.write_afterwards(clock.advance(minutes=30)):
            told_at.append(clock.now)
    eight = changes_on + timedelta(hours=7 if changes_on.month == 3 else 8)
    assert told_at == [eight]


def test_many_are_written_to_with_as_few_reads_as_one(app: Flask, clock: Clock, at_most: AtMost) -> None:
    held = a_session_of_yesterday(clock.now, capacity=30)
    for n in range(20):
        ABooking(held, APerson(f"Person {n}"), came=n % 2 == 0)
    with at_most(queries=12 + 20):  # each message is a line of its own
        assert services.write_afterwards(clock.now) == 20
    assert len(written()) == 20


# What they say.


def someone_who_came(clock: Clock, **given: Any) -> tuple[Booking, str]:
    """Someone who came yesterday, and the address of the three questions."""
    booking, token = a_booking_with_link(a_session_of_yesterday(clock.now, a_path(), **given), came=True)
    return booking, f"/m/{token}/after"


def said() -> TrainingFeedback:
    session.expire_all()
    return session.scalars(select(TrainingFeedback)).one()


ANSWERS = {"was_good": "5", "was_welcome": "4", "words": "Kind people", "may_show": ["yes"]}


def test_someone_says_how_it_was_leaves_out_what_they_like_and_changes_it_later(browser: Browser, clock: Clock) -> None:
    _booking, address = someone_who_came(clock)
    page = browser.visit(address)
    assert page.heading == "How was it?"
    page = page.press("Send", **ANSWERS)
    assert "We have what you said" in page.words
    found = said()
    assert (found.was_good, found.was_clear, found.was_welcome) == (5, None, 4)
    assert (found.words, found.may_show) == ("Kind people", True)
    assert page.one("#words").text.strip() == "Kind people"
    page.press("Send", was_good="", was_clear="2", may_show=[])
    found = said()
    assert (found.was_good, found.was_clear, found.was_welcome, found.may_show) == (None, 2, 4, False)


def test_looking_changes_nothing_and_costs_little(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    _booking, address = someone_who_came(clock)
    with at_most(queries=2):
        browser.visit(address)
    browser.client.head(address)
    assert session.scalars(select(TrainingFeedback)).all() == []


def test_an_empty_form_is_no_answer(browser: Browser, clock: Clock) -> None:
    _booking, address = someone_who_came(clock)
    browser.visit(address).press("Send")
    assert session.scalars(select(TrainingFeedback)).all() == []


def test_words_that_are_too_long_are_refused_kindly_and_kept(browser: Browser, clock: Clock) -> None:
    _booking, address = someone_who_came(clock)
    page = browser.visit(address).press("Send", words="n" * 2001, was_good="9")
    assert any("1 letter too long" in problem for problem in page.errors)
    assert "Choose one of the answers" in page.errors
    assert "n" * 2001 in page.text


def test_the_page_has_all_that_came_of_it(browser: Browser, clock: Clock) -> None:
    booking, address = someone_who_came(clock, materials_after=SLIDES)
    AFlag(booking, "breaks", "")
    page = browser.visit(address)
    assert page.links["Slides"] == "https://example.org/slides"
    assert page.links["Easy Read notes"] == "https://example.org/easy"
    assert page.follow("Tell us if it was there").heading == "Was what you needed there?"
    assert browser.visit(address).follow("See your certificate").heading == "Your certificate"
    assert browser.visit(address).follow("QI Fundamentals").heading == "QI Fundamentals"


def test_signed_in_someone_finds_it_on_their_page_and_nobody_else_s(browser: Browser, clock: Clock) -> None:
    booking, _address = someone_who_came(clock)
    other, _theirs = someone_who_came(clock)
    sign_in(browser, session.get_one(Person, booking.person_id))
    page = browser.visit("/you/training").follow("Say how it was")
    page.press("Send", was_clear="3")
    assert (said().booking_id, said().was_clear) == (booking.id, 3)
    browser.visit(f"/you/bookings/{other.id}/after", expect=404)


def test_the_page_of_a_booking_that_is_over_leads_to_it(browser: Browser, clock: Clock) -> None:
    booking, address = someone_who_came(clock)
    page = browser.visit(address.removesuffix("/after"))
    assert page.follow("Say how it was").heading == "How was it?"
    sign_in(browser, session.get_one(Person, booking.person_id))
    assert browser.visit(f"/you/bookings/{booking.id}").follow("Say how it was").heading == "How was it?"


def test_before_it_is_over_there_is_nothing_to_say(browser: Browser, clock: Clock) -> None:
    booking, token = a_booking_with_link(ASession())
    assert browser.visit(f"/m/{token}/after").heading == "There is nothing to answer here yet"
    with pytest.raises(Refused):
        feedback.say_how_it_was(booking.id, Said(was_good=5), now=clock.now)
    browser.visit("/m/nobody/after", expect=404)


def test_whoever_is_noted_as_not_come_finds_other_dates_and_how_to_put_it_right(browser: Browser, clock: Clock) -> None:
    course = ACourse()
    ASession(course, starts_at=clock.now + timedelta(days=7))
    booking, token = a_booking_with_link(a_session_of_yesterday(clock.now, course), came=False)
    page = browser.visit(f"/m/{token}/after")
    assert page.heading == "We missed you"
    assert "If you were there, please ring us" in page.words
    assert "Monday 9 March 2026, 10am to midday" in page.links
    with pytest.raises(Refused):
        feedback.say_how_it_was(booking.id, Said(was_good=5), now=clock.now)


# What staff see of it, and what they show.


def staff_page(browser: Browser, booking: Booking) -> Page:
    return browser.visit(f"/staff/training/{booking.qi_session_id}/feedback")


def shown() -> list[str]:
    course_id = session.scalars(select(QISession.course_id)).first()
    return [one.words for one in said_about(course_id or 0, 9)]


def test_staff_see_numbers_and_words_without_a_name(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    booking, _address = someone_who_came(clock)
    second = ABooking(session.get_one(QISession, booking.qi_session_id), APerson("Grace Hopper"), came=True)
    feedback.say_how_it_was(booking.id, Said(5, 4, None, "Kind people"), now=clock.now)
    feedback.say_how_it_was(second.id, Said(4, 4, None), now=clock.now)
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{booking.qi_session_id}").follow("What people said")
    assert "2 people answered." in page.words and "Kind people" in page.words
    cells = [[" ".join(cell.text_content().split()) for cell in row] for row in page.all("tbody tr")]
    assert cells[0][1:] == ["1 0", "2 0", "3 0", "4 1", "5 1", "Average 4.5", "Answers 2"]
    assert cells[2][-2:] == ["Average Not answered", "Answers 0"]
    for name in ("Ada", "Grace", booking.reference):
        assert name not in page.text
    assert not page.all("button[value=show]")  # nobody agreed to that
    with at_most(queries=5):
        staff_page(browser, booking)


def test_staff_show_words_only_where_the_person_lets_them_and_take_them_back(browser: Browser, clock: Clock) -> None:
    booking, address = someone_who_came(clock)
    browser.visit(address).press("Send", **ANSWERS)
    me = sign_in_staff(browser)
    page = staff_page(browser, booking).press("Show on the course’s page: words 1")
    assert shown() == ["Kind people"] and said().by_person_id == me.id
    slug = session.scalars(select(Course.slug).where(Course.title == "Introduction to QI")).one()
    assert "Kind people" in browser.visit(f"/training/courses/{slug}").words
    page.press("Take back: words 1")
    assert shown() == []
    assert "Kind people" not in browser.visit(f"/training/courses/{slug}").words
    found = select(AuditEvent.kind).where(AuditEvent.kind.like("training words%")).order_by(AuditEvent.id)
    kinds = session.scalars(found).all()
    assert kinds == ["training words shown", "training words hidden"]


@pytest.mark.parametrize("given", [{"words": "Kind people"}, {"was_good": 5, "may_show": True}])
def test_not_even_a_press_of_their_own_making_shows_words_without_the_person_s_yes(
    browser: Browser, clock: Clock, given: dict[str, Any]
) -> None:
    booking, _address = someone_who_came(clock)
    feedback.say_how_it_was(booking.id, Said(**given), now=clock.now)
    sign_in_staff(browser)
    token = browser.visit("/staff/training/new").one("form input[name='csrf_token']").get("value")
    press = {"csrf_token": token, "do": "show", "read": mark_of(said().words)}
    sent = browser.send(f"/staff/training/{booking.qi_session_id}/feedback/{said().id}", press)
    assert "changed or taken back" in sent.words
    assert said().shown_at is None and shown() == []


@pytest.mark.parametrize("changed", [{"words": "Kind people, but cold"}, {"may_show": []}])
def test_words_that_change_or_are_taken_back_leave_the_page_at_once(
    browser: Browser, clock: Clock, changed: dict[str, Any]
) -> None:
    booking, address = someone_who_came(clock)
    browser.visit(address).press("Send", **ANSWERS)
    sign_in_staff(browser)
    staff_page(browser, booking).press("Show on the course’s page: words 1")
    browser.visit(address).press("Send", **changed)
    assert shown() == []
    assert said().shown_at is None and said().by_person_id is None


def test_a_mark_alone_leaves_words_where_they_are_shown(browser: Browser, clock: Clock) -> None:
    booking, address = someone_who_came(clock)
    browser.visit(address).press("Send", **ANSWERS)
    sign_in_staff(browser)
    staff_page(browser, booking).press("Show on the course’s page: words 1")
    browser.visit(address).press("Send", was_clear="1")
    assert shown() == ["Kind people"]


def test_staff_never_show_words_that_they_have_not_read(browser: Browser, clock: Clock) -> None:
    booking, address = someone_who_came(clock)
    browser.visit(address).press("Send", **ANSWERS)
    sign_in_staff(browser)
    page = staff_page(browser, booking)
    clock.advance(minutes=1)
    Browser(browser.app).visit(address).press("Send", words="My nurse was Gregor")
    assert "changed or taken back" in page.press("Show on the course’s page: words 1").words
    assert shown() == []


def test_staff_of_elsewhere_see_nothing_and_other_sessions_lend_no_words(browser: Browser, clock: Clock) -> None:
    booking, address = someone_who_came(clock, directorate_id=ADirectorate(name="East").id)
    browser.visit(address).press("Send", **ANSWERS)
    sign_in_staff(browser, "improvement_advisor", west := ADirectorate(name="West"))
    browser.visit(f"/staff/training/{booking.qi_session_id}/feedback", expect=404)
    theirs = ASession(directorate_id=west.id)
    token = browser.visit("/staff/training/new").one("form input[name='csrf_token']").get("value")
    press = {"csrf_token": token, "do": "show", "read": mark_of(said().words)}
    browser.send(f"/staff/training/{theirs.id}/feedback/{said().id}", press, expect=404)
    assert shown() == []


def test_once_someone_is_forgotten_their_words_are_gone_at_once(browser: Browser, clock: Clock) -> None:
    booking, address = someone_who_came(clock)
    browser.visit(address).press("Send", **ANSWERS)
    sign_in_staff(browser)
    staff_page(browser, booking).press("Show on the course’s page: words 1")
    before = _public_changes()
    privacy.forget(booking.person_id, now=clock.now)
    assert shown() == [] and _public_changes() > before
    found = said()
    assert (found.words, found.may_show, found.was_good) == ("", False, 5)
    assert "Kind people" not in staff_page(browser, booking).words


def _public_changes() -> int:
    session.expire_all()
    return session.get_one(ContentVersion, 1).version
