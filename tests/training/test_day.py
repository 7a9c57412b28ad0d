"""The day of a session: staff note who came at the door, from paper, and who came without a booking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import add, session, writing
from portal.kit.audit import AuditEvent
from portal.kit.errors import NotFound, Refused
from portal.outbox.models import Message
from portal.people.models import Person
from portal.training import rules, services
from portal.training.models import Attendance, Booking, BookingStep, QISession, SessionDate
from portal.training.services import Seen, WalkIn
from tests.browser import Browser, Page
from tests.conftest import Clock
from tests.factories import ABooking, ADirectorate, AFlag, APerson, ASession
from tests.staffing import AStaffMember, sign_in_staff
from tests.training.steps import fresh

AT_THE_DOOR = {"name": "Grace Okafor", "who": "carer", "channel": "email", "email": "grace@example.com"}


def a_session_today(clock: Clock, **given: Any) -> QISession:
    """A session that begins in a quarter of an hour."""
    return ASession(starts_at=clock.now + timedelta(minutes=15), **given)


def a_series(clock: Clock, **given: Any) -> QISession:
    """A session that begins in a quarter of an hour, again in a week, and in two weeks not after all."""
    held = a_session_today(clock, **given)
    with writing():
        for number, is_off in ((2, False), (3, True)):
            starts_at = held.starts_at + timedelta(weeks=number - 1)
            ends_at, off = starts_at + timedelta(hours=2), clock.now if is_off else None
            add(
                SessionDate(
                    qi_session_id=held.id, number=number, starts_at=starts_at, ends_at=ends_at, cancelled_at=off
                )
            )
            if not is_off:
                session.get_one(QISession, held.id).last_ends_at = ends_at
    return held


def of(booking: Booking) -> Booking:
    return session.get_one(Booking, booking.id, populate_existing=True)


def lines_of(booking: Booking) -> list[tuple[int, bool, bool | None]]:
    there = select(Attendance).where(Attendance.booking_id == booking.id).order_by(Attendance.number)
    return [(line.number, line.came, line.has_companion_come) for line in session.scalars(there)]


def events(kind: str) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.kind == kind).order_by(AuditEvent.id)))


def day(browser: Browser, held: QISession, more: str = "") -> Page:
    return browser.visit(f"/staff/training/{held.id}/day{more}")


def on_paper(page: Page) -> list[str]:
    return [legend.xpath("./bdi")[0].text_content() for legend in page.all("legend")]


def test_those_who_need_something_come_first_then_everyone_by_name(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock)
    for name in ("Zoe", "Élodie", "Ella", "আমিনা", "Femi"):
        ABooking(held, APerson(name))
    AFlag(ABooking(held, APerson("Tom")), "hearing_loop", "")
    ABooking(held, APerson("Waits"), status="waiting")
    ABooking(held, APerson("Gone"), status="cancelled")
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{held.id}").follow("Note who came")
    names = [link.text_content() for link in page.all("h2 a")]
    assert names == ["Tom", "Ella", "Élodie", "Femi", "Zoe", "আমিনা"]
    assert "A hearing loop Not ready yet" in page.words
    assert len(events("looked at bookings")) == 8 + 6  # everyone on the page of the session, and those on the list


def test_one_press_notes_who_came_and_comes_back_to_the_row(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock)
    booking = ABooking(held, APerson("Ada"))
    me = sign_in_staff(browser)
    page = day(browser, held).press("Came: Ada")
    assert of(booking).came is True and lines_of(booking) == [(1, True, None)]
    assert "Came" in page.words_in(f"#booking-{booking.id}")
    assert "Came: 1. Did not come: 0. Not noted yet: 0." in page.words
    page.press("Did not come: Ada")
    assert of(booking).came is False and lines_of(booking) == [(1, False, None)]
    assert [(e.by_person_id, e.details["came"]) for e in events("booking came")] == [(me.id, True), (me.id, False)]


def test_a_press_leads_back_to_its_own_row_on_the_same_page(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock)
    booking = ABooking(held, APerson("Ada"))
    sign_in_staff(browser)
    form = day(browser, held, "?q=ada").one(".app-list form")
    said = {"csrf_token": form.xpath(".//input")[0].get("value"), "came": "person", "number": "1"}
    answer = browser.client.post(form.get("action"), data=said)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/day?number=1&q=ada&page=1#booking-{booking.id}")


def test_a_second_press_is_harmless(app: Flask, clock: Clock) -> None:
    booking = ABooking(a_session_today(clock))
    for _press in range(2):
        services.mark(booking.id, 1, came=True, by=AStaffMember().id, now=clock.now)
    assert lines_of(booking) == [(1, True, None)] and len(events("booking came")) == 1


def test_two_who_come_together_are_noted_each(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock)
    pair = ABooking(held, APerson("Ada"), places=2, companion="Grace")
    sign_in_staff(browser)
    page = day(browser, held)
    for button, person, companion in (
        ("Both came: Ada", True, True),
        ("Only Ada came", True, False),
        ("Only Grace came", False, True),
        ("Neither came: Ada", False, False),
    ):
        page = page.press(button)
        assert (of(pair).came, of(pair).has_companion_come) == (person, companion)
    assert "Came: 0. Did not come: 2. Not noted yet: 0." in page.words


@pytest.mark.parametrize(
    ("status", "state", "minutes", "may"),
    [
        ("confirmed", "published", 31, False),
        ("confirmed", "published", 30, True),
        ("confirmed", "published", -90, True),
        ("confirmed", "cancelled", -90, False),
        ("waiting", "published", -90, False),
        ("cancelled", "published", -90, False),
    ],
)
def test_who_came_is_noted_from_half_an_hour_before_for_those_with_a_place(
    app: Flask, clock: Clock, status: str, state: str, minutes: int, may: bool
) -> None:
    booking = ABooking(ASession(starts_at=clock.now + timedelta(minutes=minutes), state=state), status=status)
    staff = AStaffMember().id
    if may:
        services.mark(booking.id, 1, came=True, by=staff, now=clock.now)
    else:
        with pytest.raises(Refused):
            services.mark(booking.id, 1, came=True, by=staff, now=clock.now)
    assert of(booking).came is (True if may else None)


def test_a_page_that_was_open_too_early_says_so_and_nothing_is_noted(browser: Browser, clock: Clock) -> None:
    held = ASession()
    booking = ABooking(held, APerson("Ada"))
    sign_in_staff(browser)
    page = day(browser, held)
    assert "from half an hour before it begins" in page.words and not page.all(".app-list form")
    token = browser.visit(f"/staff/training/{held.id}/cancel").one("main input[name='csrf_token']").get("value")
    page = browser.send(f"/staff/bookings/{booking.id}/came", {"csrf_token": token, "came": "person", "number": "1"})
    assert "That could not be done" in page.words and of(booking).came is None


def test_each_date_of_a_series_is_noted_by_itself(browser: Browser, clock: Clock) -> None:
    held = a_series(clock)
    booking = ABooking(held, APerson("Ada"))
    sign_in_staff(browser)
    page = day(browser, held).press("Did not come: Ada")
    assert of(booking).came is False
    assert len(page.all("nav li strong")) == 1 and len(page.all("nav[aria-label='Dates'] li")) == 2
    clock.advance(days=7)
    sign_in_staff(browser)
    page = day(browser, held)  # opens on the date of today
    assert page.words_in("li strong[aria-current]").startswith("Monday 9 March 2026")
    page.press("Came: Ada")
    assert of(booking).came is True and lines_of(booking) == [(1, False, None), (2, True, None)]
    page = browser.visit(f"/staff/bookings/{booking.id}")
    assert "Ada: Did not come" in page.words and "Ada: Came" in page.words
    day(browser, held, "?number=1").press("Came: Ada")
    day(browser, held, "?number=2").press("Did not come: Ada")
    assert of(booking).came is True  # to one of them


def test_a_date_that_does_not_take_place_cannot_be_noted(app: Flask, clock: Clock) -> None:
    booking = ABooking(a_series(clock))
    for number in (3, 4):
        with pytest.raises(NotFound):
            services.mark(booking.id, number, came=True, by=AStaffMember().id, now=clock.advance(weeks=3))


def test_what_was_noted_on_paper_is_typed_in_at_once(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock)
    ada, grace = ABooking(held, APerson("Ada")), ABooking(held, APerson("Grace"))
    left, pair = ABooking(held, APerson("Left")), ABooking(held, APerson("Pia"), places=2, companion="Max")
    sign_in_staff(browser)
    services.mark(left.id, 1, came=False, by=APerson("Sam").id, now=clock.now)
    page = browser.visit(f"/staff/training/{held.id}/paper")
    assert on_paper(page) == ["Ada", "Grace", "Left", "Pia"]
    answers = {f"said-{ada.id}": "person", f"said-{grace.id}": "nobody", f"said-{pair.id}": "companion"}
    page = page.press("Save", **answers)
    assert "Saved." in page.words
    assert [of(one).came for one in (ada, grace, left, pair)] == [True, False, False, False]
    assert of(pair).has_companion_come is True and len(events("booking came")) == 4
    page.press("Save")  # everything is left as it is
    assert len(events("booking came")) == 4


def test_a_hundred_names_are_typed_in_a_page(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock, capacity=103)
    bookings = [ABooking(held, APerson(f"Person {n:03}")) for n in range(103)]
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{held.id}/paper")
    assert len(on_paper(page)) == 100
    page = page.press("Save", **{f"said-{bookings[0].id}": "person"}).follow("Go on with the next page")
    assert on_paper(page) == ["Person 100", "Person 101", "Person 102"]
    page.press("Save", **{f"said-{bookings[102].id}": "person"})
    assert [of(bookings[n]).came for n in (0, 1, 102)] == [True, None, True]
    for odd in ("0", "-1", "999999999999", "x"):
        browser.visit(f"/staff/training/{held.id}/paper?page={odd}&number={odd}")


def test_bookings_of_another_session_are_not_touched(app: Flask, clock: Clock) -> None:
    mine, theirs = a_session_today(clock), ABooking(a_session_today(clock))
    assert services.mark_all(mine.id, 1, {theirs.id: Seen(came=True)}, by=AStaffMember().id, now=clock.now) == 0
    assert of(theirs).came is None


def test_someone_without_a_booking_gets_a_place_and_came(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock)
    sign_in_staff(browser)
    page = day(browser, held).follow("Someone came without a booking").press("Add them", **AT_THE_DOOR)
    assert "it is noted that they came" in page.words and "Grace Okafor" in page.words
    booking = session.scalars(select(Booking)).one()
    assert (booking.status, booking.came, booking.is_walk_in, booking.who) == ("confirmed", True, True, "carer")
    assert lines_of(booking) == [(1, True, None)] and (fresh(held).taken, fresh(held).capacity) == (1, 10)
    assert session.scalars(select(BookingStep.why)).all() == [rules.Why.WALK_IN]
    assert session.scalar(select(func.count()).select_from(Message)) == 0  # nobody is told that they have a place
    assert len(events("walk-in added")) == 1
    page = browser.visit(f"/staff/bookings/{booking.id}")
    assert "Came without a booking" in page.words and "Sam Staff" in page.words


def test_a_place_is_added_where_all_are_taken_or_someone_waits(app: Flask, clock: Clock) -> None:
    full, waited_for = a_session_today(clock, capacity=1), a_session_today(clock, capacity=2)
    ABooking(full)
    ABooking(waited_for, status="waiting")
    for n, held in enumerate((full, waited_for)):
        services.add_walk_in(a_walk_in(held, n), key=f"key {n}", by=AStaffMember().id, now=clock.now)
    assert (fresh(full).taken, fresh(full).capacity) == (2, 2)
    assert (fresh(waited_for).taken, fresh(waited_for).capacity) == (1, 3)
    assert len(events("place added for a walk-in")) == 2


def a_walk_in(held: QISession, n: int = 0, **given: Any) -> WalkIn:
    told = {"name": f"Walker {n}", "channel": "email", "value": f"walker{n}@example.com", **given}
    return WalkIn(qi_session_id=held.id, **told)


def test_places_kept_for_service_users_stay_kept(app: Flask, clock: Clock) -> None:
    held = a_session_today(clock, capacity=3, kept=2)
    ABooking(held, who="staff")
    services.add_walk_in(a_walk_in(held, 1, who="staff"), key="a", by=AStaffMember().id, now=clock.now)
    assert (fresh(held).capacity, fresh(held).taken) == (4, 2)
    services.add_walk_in(a_walk_in(held, 2, who="carer"), key="b", by=AStaffMember().id, now=clock.now)
    assert (fresh(held).capacity, fresh(held).taken) == (4, 3)


def test_the_same_form_sent_twice_adds_one_person(app: Flask, clock: Clock) -> None:
    held, staff = a_session_today(clock), AStaffMember().id
    made = {services.add_walk_in(a_walk_in(held), key="once", by=staff, now=clock.now) for _press in range(2)}
    assert len(made) == 1 and fresh(held).taken == 1 and len(events("walk-in added")) == 1


@pytest.mark.parametrize("status", ["waiting", "cancelled", "lapsed", "offered", "confirmed"])
def test_whoever_booked_before_and_comes_all_the_same_keeps_their_booking(
    app: Flask, clock: Clock, status: str
) -> None:
    held = a_session_today(clock, capacity=2)
    ada = APerson("Walker 0", email="walker0@example.com")
    offer = clock.now + timedelta(minutes=5) if status == "offered" else None
    booking = ABooking(held, ada, status=status, offer_ends_at=offer)
    made = services.add_walk_in(a_walk_in(held), key="once", by=AStaffMember().id, now=clock.now)
    assert made == booking.id and (of(booking).status, of(booking).came) == ("confirmed", True)
    assert of(booking).is_walk_in is (status in {"waiting", "cancelled", "lapsed"})
    assert (fresh(held).taken, fresh(held).waiting) == (1, 0)
    assert session.scalar(select(func.count()).select_from(Person).where(Person.kind != "staff")) == 1


@pytest.mark.parametrize(
    ("before", "may"),
    [
        (timedelta(hours=2, minutes=1), False),
        (timedelta(hours=2), True),
        (-timedelta(days=14, hours=2), True),
        (-timedelta(days=14, hours=2, minutes=1), False),
    ],
)
def test_walk_ins_are_taken_from_two_hours_before_until_two_weeks_after(
    browser: Browser, clock: Clock, before: timedelta, may: bool
) -> None:
    held = ASession(starts_at=clock.now + before)
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{held.id}/walk-in")
    assert bool(page.all("main form")) is may
    if not may:
        with pytest.raises(Refused):
            services.add_walk_in(a_walk_in(held), key="k", by=APerson().id, now=clock.now)
        with pytest.raises(Refused):
            services.count_guest(held.id, more=True, shown=0, by=APerson().id, now=clock.now)


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock)
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{held.id}/walk-in")
    key = page.one("main input[name='key']").get("value")
    page = page.press("Add them", **{**AT_THE_DOOR, "email": "grace"})
    assert page.errors == ["Type an email address in full, such as name@example.com"]
    assert page.one("#name").get("value") == "Grace Okafor" and page.one("main input[name='key']").get("value") == key
    page = page.press("Add them", name="", email="grace@example.com")
    assert page.errors == ["Type a name. A first name is enough"]
    assert session.scalar(select(func.count()).select_from(Booking)) == 0


def test_someone_may_come_to_a_later_date_only(browser: Browser, clock: Clock) -> None:
    held = a_series(clock)
    clock.advance(days=8)
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{held.id}/walk-in")
    assert page.one("#number option[selected]").get("value") == "2"
    page.press("Add them", **AT_THE_DOOR)
    assert lines_of(session.scalars(select(Booking)).one()) == [(2, True, None)]


def test_whoever_gives_no_name_is_only_counted(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock)
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{held.id}/walk-in")
    old = page
    page = page.press("Count one more").press("Count one more")
    assert "Came and gave no name: 2." in page.words
    page = old.press("Count one more")  # a press on a page that was left open counts nobody twice
    assert "The number had changed already. It is now 2." in page.words and fresh(held).guests == 2
    page = page.press("One was counted too many")
    assert fresh(held).guests == 1 and len(events("guests counted")) == 3
    assert "Came and gave no name: 1." in day(browser, held).words


def test_staff_see_the_history_of_a_booking_with_why(browser: Browser, clock: Clock) -> None:
    held = ASession(capacity=1)
    first, second = ABooking(held, APerson("Ada")), ABooking(held, APerson("Grace"), status="waiting")
    me = sign_in_staff(browser)
    services.cancel(first.id, why=rules.Why.BY_STAFF, by=me.id, now=clock.now)
    page = browser.visit(f"/staff/training/{held.id}").follow("See its history: Ada")
    assert "Done by staff" in page.words and "Sam Staff" in page.words
    page = browser.visit(f"/staff/bookings/{second.id}")
    assert "Was offered a place" in page.words and "The portal, by itself" in page.words
    assert [e.about_person_id for e in events("looked at bookings")][-1] == second.person_id


def test_staff_of_another_part_find_nothing_of_the_day(browser: Browser, clock: Clock) -> None:
    held = a_session_today(clock, directorate_id=ADirectorate(name="West").id)
    booking = ABooking(held)
    sign_in_staff(browser, "improvement_advisor", ADirectorate(name="East"))
    for end in ("day", "paper", "sheet.pdf", "walk-in"):
        browser.visit(f"/staff/training/{held.id}/{end}", expect=404)
    browser.visit(f"/staff/bookings/{booking.id}", expect=404)


def test_whoever_stands_at_the_door_is_there_in_person(app: Flask, clock: Clock) -> None:
    held = a_session_today(clock, capacity=1, mode="both", online_capacity=5)
    ABooking(held)
    services.add_walk_in(a_walk_in(held), key="once", by=AStaffMember().id, now=clock.now)
    assert (fresh(held).capacity, fresh(held).taken, fresh(held).online_taken) == (2, 2, 0)
