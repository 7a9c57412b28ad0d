"""Training, as staff plan it and look after those who booked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.database import session
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.signin.rules import Scope
from portal.training import queries
from portal.training.models import Booking, Course, QISession
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, ADirectorate, APerson, ASession
from tests.staffing import sign_in_staff

A_SESSION = {
    "day__day": "27",
    "day__month": "March",
    "day__year": "2026",
    "begins": "2pm",
    "ends": "4.30pm",
    "capacity": "12",
    "mode": "in_person",
    "venue": "Example House",
}


def plan(browser: Browser, what: Course, **changed: str) -> Page:
    return browser.visit("/staff/training/new").press("Save", **{**A_SESSION, "course": str(what.id), **changed})


def fresh(qi_session: QISession) -> QISession:
    return session.get_one(QISession, qi_session.id, populate_existing=True)


def test_staff_describe_a_course_plan_a_session_and_publish_it(browser: Browser) -> None:
    sign_in_staff(browser)
    page = browser.visit("/staff/training").follow("Courses").follow("Describe a new course")
    page = page.press("Save", title="First step", summary="A first look.", who_for="everyone")
    assert "Saved." in page.words and "First step" in page.words
    page = plan(browser, session.scalars(select(Course)).one())
    assert "Nobody but staff sees it until you publish it" in page.words
    assert "Friday 27 March 2026, 2pm to 4.30pm" in page.words
    page = page.press("Publish: First step")
    assert "People can book it now" in page.words
    assert "12 places left" in page.follow("See its public page").words


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"begins": "soon"}, "Type a time, such as 2pm, 2.30pm or 14:00"),
        ({"ends": "13:00"}, "It must end after it begins"),
        ({"venue": ""}, "Type where it is held"),
        ({"day__day": "32"}, "Type a real date, such as 27 3 2026"),
        ({"capacity": "none"}, "Type a number, such as 12"),
        ({"course": ""}, "Choose the course"),
        ({"mode": "online", "online_link": "meet"}, "Type the whole link, beginning with https://"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(browser: Browser, changed: dict[str, str], says: str) -> None:
    sign_in_staff(browser)
    page = plan(browser, ACourse(), **changed)
    assert page.errors == [says] and page.one("#venue").get("value", "") == changed.get("venue", "Example House")


def test_places_cannot_be_fewer_than_are_taken(browser: Browser) -> None:
    sign_in_staff(browser)
    qi_session = ASession()
    ABooking(qi_session)
    ABooking(qi_session)
    page = browser.visit(f"/staff/training/{qi_session.id}/edit").press("Save", capacity="1")
    assert page.errors == ["2 places are taken. There cannot be fewer places than that"]
    assert page.one("#capacity").get("value") == "1"


def test_the_second_of_two_who_change_it_at_once_keeps_their_words(browser: Browser) -> None:
    sign_in_staff(browser)
    qi_session = ASession()
    one = browser.visit(f"/staff/training/{qi_session.id}/edit")
    other = browser.visit(f"/staff/training/{qi_session.id}/edit")
    one.press("Save", venue="Room A")
    page = other.press("Save", venue="Room B")
    assert "Someone else changed this" in page.errors[0] and page.one("#venue").get("value") == "Room B"
    page.press("Save")
    assert fresh(qi_session).venue == "Room B"


def test_a_course_changed_by_two_at_once_is_not_overwritten_unseen(browser: Browser) -> None:
    sign_in_staff(browser)
    course = ACourse("Old name")
    one = browser.visit(f"/staff/training/courses/{course.id}")
    other = browser.visit(f"/staff/training/courses/{course.id}")
    one.press("Save", title="New name")
    page = other.press("Save", title="Other name")
    assert "Someone else changed this" in page.errors[0] and page.one("#title").get("value") == "Other name"


def test_staff_see_who_booked_and_each_look_is_on_record(browser: Browser) -> None:
    qi_session = ASession()
    ada = APerson("Ada")
    ABooking(qi_session, ada, needs="A lift, please", safe_hours="After 6pm")
    ABooking(qi_session, APerson("Grace"), status="waiting")
    me = sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{qi_session.id}")
    assert "A lift, please" in page.words and "Has needs" in page.words and "After 6pm" in page.words
    looks = session.scalars(select(AuditEvent).where(AuditEvent.kind == "looked at bookings")).all()
    assert len(looks) == 2 and {look.by_person_id for look in looks} == {me.id}
    assert ada.id in {look.about_person_id for look in looks}


def test_the_page_of_a_session_costs_the_same_however_many_booked(browser: Browser, at_most: AtMost) -> None:
    sign_in_staff(browser)
    qi_session = ASession(capacity=60)
    for _n in range(40):
        ABooking(qi_session)
    number = qi_session.id
    with at_most(queries=9):
        browser.visit(f"/staff/training/{number}")
    with at_most(queries=3):
        browser.visit("/staff/training")


def test_staff_cancel_a_booking_for_someone_who_rang(browser: Browser) -> None:
    me = sign_in_staff(browser)
    qi_session = ASession(capacity=1)
    ABooking(qi_session, APerson("Ada"))
    waiting = ABooking(qi_session, APerson("Grace"), status="waiting")
    page = browser.visit(f"/staff/training/{qi_session.id}").follow("Cancel the booking: Ada")
    assert session.get_one(Booking, waiting.id, populate_existing=True).status == "waiting"
    page = page.press("Yes, cancel the booking")
    assert "its place goes to the next in line" in page.words
    assert session.get_one(Booking, waiting.id, populate_existing=True).status == "offered"
    event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "booking cancelled")).one()
    assert event.by_person_id == me.id


def test_staff_cancel_a_session_after_being_asked(browser: Browser) -> None:
    sign_in_staff(browser)
    qi_session = ASession()
    ABooking(qi_session)
    page = browser.visit(f"/staff/training/{qi_session.id}").follow("Cancel this session")
    assert fresh(qi_session).state == "published"
    page = page.press("Yes, cancel it and tell everyone", why="The trainer is ill")
    assert "on their way" in page.words and fresh(qi_session).state == "cancelled"
    assert session.scalar(select(func.count()).where(Message.kind == "session cancelled")) == 1
    browser.visit(f"/staff/training/{qi_session.id}/edit").press("Save")
    assert fresh(qi_session).state == "cancelled"


def test_past_sessions_are_a_list_of_their_own(browser: Browser, clock: Clock) -> None:
    sign_in_staff(browser)
    ASession(ACourse("Begun"), starts_at=clock.now - timedelta(days=1))
    for n in range(27):
        ASession(ACourse(f"Coming {n}"), starts_at=clock.now + timedelta(days=n + 1))
    page = browser.visit("/staff/training")
    assert "Begun" not in page.words and "Coming 24" in page.words and "Coming 25" not in page.words
    page = page.follow("Next page")
    assert "Coming 26" in page.words
    assert "Coming 0" in page.follow("Previous page").words
    assert "Begun" in page.follow("Past training").words


def test_staff_of_one_directorate_meet_only_its_training(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    mine = ASession(ACourse("Ours"), directorate_id=east.id)
    theirs = ASession(ACourse("Theirs"), directorate_id=west.id)
    nobodys = ASession(ACourse("For all"))
    booking = ABooking(theirs)
    sign_in_staff(browser, "improvement_advisor", east)
    page = browser.visit("/staff/training")
    assert "Ours" in page.words and "Theirs" not in page.words and "For all" not in page.words
    page = browser.visit(f"/staff/training/{mine.id}/edit")
    assert [o.get("value") for o in page.all("#directorate option")] == [str(east.id)]
    for other in (theirs, nobodys):
        for end in ("", "/edit", "/cancel"):
            browser.visit(f"/staff/training/{other.id}{end}", expect=404)
    token = page.one("form input[name='csrf_token']").get("value")
    for path in (
        f"/staff/training/{theirs.id}/publish",
        f"/staff/training/{theirs.id}/cancel",
        f"/staff/bookings/{booking.id}/came",
        f"/staff/bookings/{booking.id}/cancel",
    ):
        browser.send(path, {"csrf_token": token}, expect=404)
    assert session.get_one(Booking, booking.id, populate_existing=True).status == "confirmed"


def test_who_may_not_run_training_stays_outside(browser: Browser) -> None:
    sign_in_staff(browser, "moderator")
    browser.visit("/staff/training", expect=403)


def test_today_hears_of_sessions_soon(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    east = ADirectorate()
    qi_session = ASession(directorate_id=east.id, capacity=3)
    ABooking(qi_session, needs="A lift")
    ABooking(qi_session, status="offered", offer_ends_at=clock.now)
    ABooking(qi_session, status="waiting", needs="Not yet asked for")
    ASession()
    with at_most(queries=1):
        (row,) = queries.coming_for_staff(Scope(False, frozenset({east.id})), clock.now, 10).first
    assert (row.booked, row.waiting, row.offers_open, row.with_needs, row.capacity) == (1, 1, 1, 1, 3)
    assert len(queries.coming_for_staff(Scope(True), clock.now, 10).first) == 2


def test_a_person_finds_their_bookings(browser: Browser, at_most: AtMost) -> None:
    ada = APerson("Ada")
    one = ABooking(ASession(ACourse("First step")), ada)
    person_id, reference = ada.id, one.reference
    with at_most(queries=1):
        (row,) = queries.bookings_of_person(person_id)
    assert (row.title, row.reference, row.status_words, row.can_cancel) == (
        "First step",
        reference,
        "You have a place",
        True,
    )
