"""Places are given once, in order, to whoever asked first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.freshness import ContentVersion
from portal.training import links, services
from portal.training.models import Booking, BookingStep, QISession
from portal.training.rules import Why
from portal.training.services import SessionDetails
from tests.conftest import Clock
from tests.factories import ABooking, ACourse, APerson, ASession, way_of
from tests.training.steps import a_request, book, details_of, fresh, messages, status_of


@pytest.fixture
def staff(app: Flask) -> int:
    return APerson("Sam Staff").id


def test_someone_gets_a_place_and_a_message_with_a_calendar_file(app: Flask) -> None:
    qi_session = ASession(capacity=2, online_link="https://meet.example/1", mode="both")  # one count of places for both
    booked = book(qi_session, needs="A lift, please")
    assert (booked.status, booked.place_in_line, fresh(qi_session).taken) == ("confirmed", 0, 1)
    (message,) = messages("booking confirmed")
    assert message.subject == f"Your reference {booked.reference}"
    assert "https://meet.example/1" in message.body and "Example House, Room 2" in message.body
    assert "lift" not in message.body + message.attachment
    assert "METHOD:PUBLISH" in message.attachment and "DTSTART:20260316T100000Z" in message.attachment


def test_a_full_session_keeps_a_line_and_says_who_is_where(app: Flask) -> None:
    qi_session = ASession(capacity=1, online_link="https://meet.example/1", mode="online")
    book(qi_session, 1)
    assert [book(qi_session, n).place_in_line for n in (2, 3, 4)] == [1, 2, 3]
    assert (fresh(qi_session).taken, fresh(qi_session).waiting) == (1, 3)
    first = messages("booking waiting")[0]
    assert "number 1 on the waiting list" in first.body and "meet.example" not in first.body and not first.attachment


def test_nobody_is_put_on_a_waiting_list_unasked(app: Flask) -> None:
    qi_session = ASession(capacity=1)
    book(qi_session, 1)
    with pytest.raises(Refused, match="waiting list"):
        services.book(a_request(qi_session, 2), draft_key="key 2", now=portal_clock.now(), may_wait=False)
    assert fresh(qi_session).waiting == 0


def test_pressed_twice_it_is_one_booking(app: Flask) -> None:
    qi_session = ASession()
    assert book(qi_session, 1) == book(qi_session, 1)
    assert fresh(qi_session).taken == 1 and len(messages("booking confirmed")) == 1


def test_who_books_again_sees_the_first_page_and_only_their_message_says_so(app: Flask) -> None:
    qi_session = ASession()
    first = book(qi_session, 1, needs="A lift")
    again = services.book(a_request(qi_session, 1, needs="Breaks"), draft_key="another", now=portal_clock.now())
    assert again == first and fresh(qi_session).taken == 1
    assert "asked for this before" in messages("booking again")[0].body
    assert session.get_one(Booking, first.id, populate_existing=True).needs == "Breaks\n\nA lift"


def test_two_of_a_family_on_one_address_have_a_place_each(app: Flask) -> None:
    qi_session = ASession()
    one = book(qi_session, 1, value="home@example.com")
    other = book(qi_session, 2, value="home@example.com")
    assert one.id != other.id and fresh(qi_session).taken == 2


def test_what_was_cancelled_can_be_booked_anew(app: Flask) -> None:
    qi_session = ASession(capacity=1)
    first = book(qi_session, 1)
    services.cancel(first.id, by=None, now=portal_clock.now())
    book(qi_session, 2)
    again = services.book(a_request(qi_session, 1), draft_key="later", now=portal_clock.now())
    assert (again.id, again.reference, again.status, again.place_in_line) == (first.id, first.reference, "waiting", 1)


@pytest.mark.parametrize("given", [{"state": "draft"}, {"state": "cancelled"}, {"begun": True}])
def test_what_is_not_public_or_has_begun_takes_nobody(app: Flask, given: dict[str, object]) -> None:
    if given.pop("begun", False):
        given["starts_at"] = portal_clock.now()
    qi_session = ASession(**given)
    with pytest.raises(Refused):
        book(qi_session, 1)


def test_a_freed_place_goes_to_the_first_in_line_who_takes_it(app: Flask, clock: Clock) -> None:
    qi_session = ASession(capacity=1)
    one, two, three = (book(qi_session, n) for n in (1, 2, 3))
    services.cancel(one.id, by=None, now=clock.now)
    assert [status_of(b) for b in (one, two, three)] == ["cancelled", "offered", "waiting"]
    assert (fresh(qi_session).taken, fresh(qi_session).waiting) == (1, 1)
    (offer,) = messages("booking offered")
    assert "until Wednesday 4 March 2026, 10am" in offer.body
    assert "METHOD:CANCEL" in messages("booking cancelled")[0].attachment
    services.accept(two.id, by=None, now=clock.advance(hours=47))
    services.accept(two.id, by=None, now=clock.now)
    assert status_of(two) == "confirmed" and len(messages("booking confirmed")) == 2
    assert book(qi_session, 4).place_in_line == 2


def test_a_place_that_someone_declines_goes_on(app: Flask, clock: Clock) -> None:
    qi_session = ASession(capacity=1)
    one, two, three = (book(qi_session, n) for n in (1, 2, 3))
    services.cancel(one.id, by=None, now=clock.now)
    services.decline(two.id, by=None, now=clock.now)
    assert [status_of(b) for b in (one, two, three)] == ["cancelled", "cancelled", "offered"]


def test_an_offer_that_nobody_answers_goes_on_and_is_told(app: Flask, clock: Clock) -> None:
    qi_session = ASession(capacity=1)
    one, two, three = (book(qi_session, n) for n in (1, 2, 3))
    services.cancel(one.id, by=None, now=clock.now)
    assert services.lapse_offers(clock.advance(hours=47)) == 0
    with pytest.raises(Refused):
        services.accept(two.id, by=None, now=clock.advance(hours=1))
    assert services.lapse_offers(clock.now) == 1
    assert services.lapse_offers(clock.now) == 0
    assert [status_of(b) for b in (two, three)] == ["lapsed", "offered"]
    assert len(messages("booking lapsed")) == 1 and fresh(qi_session).taken == 1


def test_shortly_before_the_start_a_freed_place_is_for_whoever_comes(app: Flask, clock: Clock) -> None:
    qi_session = ASession(capacity=1, starts_at=clock.now + timedelta(hours=1, minutes=30))
    one, two = book(qi_session, 1), book(qi_session, 2)
    services.cancel(one.id, by=None, now=clock.now)
    assert status_of(two) == "waiting" and fresh(qi_session).taken == 0
    assert book(qi_session, 3).status == "confirmed"


def test_nobody_cancels_what_has_begun(app: Flask, clock: Clock) -> None:
    booked = book(ASession(), 1)
    with pytest.raises(Refused):
        services.cancel(booked.id, by=None, now=clock.advance(days=15))


def test_reminders_come_once_each_and_not_to_latecomers(app: Flask, clock: Clock) -> None:
    qi_session = ASession(starts_at=clock.now + timedelta(days=5), online_link="https://meet.example/1", mode="online")
    book(qi_session, 1)
    assert services.remind(clock.now) == 0
    assert services.remind(clock.advance(days=3)) == 1
    assert services.remind(clock.advance(hours=1)) == 0
    late = book(qi_session, 2)
    assert services.remind(clock.advance(hours=44)) == 0
    assert services.remind(clock.advance(hours=1)) == 2
    days, *hours = messages("booking reminder")
    assert "Are you coming?" in days.body and "/m/" in days.body
    assert all("begins today at 10am, UK time." in m.body and "meet.example" in m.body for m in hours)
    assert late.id


def test_who_took_an_offer_is_not_asked_at_once_whether_they_come(app: Flask, clock: Clock) -> None:
    qi_session = ASession(capacity=1, starts_at=clock.now + timedelta(days=3))
    one, two = book(qi_session, 1), book(qi_session, 2)
    services.cancel(one.id, by=None, now=clock.now)
    services.accept(two.id, by=None, now=clock.advance(hours=30))
    assert services.remind(clock.now) == 0


def test_no_phone_is_asked_at_night(app: Flask, clock: Clock) -> None:
    book(ASession(starts_at=clock.now + timedelta(days=5)), 1)
    assert services.remind(clock.advance(days=3, hours=11)) == 0
    assert services.remind(clock.advance(hours=11)) == 1


def test_a_session_that_moved_is_told_and_reminded_of_again(app: Flask, clock: Clock, staff: int) -> None:
    qi_session = ASession(capacity=1, starts_at=clock.now + timedelta(days=2))
    book(qi_session, 1, now=clock.now - timedelta(days=1))
    book(qi_session, 2)
    assert services.remind(clock.now) == 1
    held = fresh(qi_session)
    moved = details_of(held, starts_at=held.starts_at + timedelta(days=7), ends_at=held.ends_at + timedelta(days=7))
    services.change_session(held.id, moved, by=staff, now=clock.now, version=1)
    one, two = messages("session changed")
    assert "Wednesday 11 March 2026" in one.body and "SEQUENCE:1" in one.attachment and not two.attachment
    assert services.remind(clock.advance(days=7)) == 1


def test_words_that_change_ring_no_phone(app: Flask, clock: Clock, staff: int) -> None:
    qi_session = ASession()
    book(qi_session, 1)
    services.change_session(
        qi_session.id, details_of(fresh(qi_session), access="A ramp"), by=staff, now=clock.now, version=1
    )
    assert not messages("session changed") and fresh(qi_session).sequence == 0


def test_more_places_go_to_those_who_wait_and_never_fewer_than_are_taken(app: Flask, clock: Clock, staff: int) -> None:
    qi_session = ASession(capacity=2)
    booked = [book(qi_session, n) for n in range(5)]
    with pytest.raises(Refused, match="2 places are taken") as refusal:
        services.change_session(
            qi_session.id, details_of(fresh(qi_session), capacity=1), by=staff, now=clock.now, version=1
        )
    assert refusal.value.field == "capacity"
    services.change_session(
        qi_session.id, details_of(fresh(qi_session), capacity=4), by=staff, now=clock.now, version=1
    )
    assert [status_of(b) for b in booked] == ["confirmed", "confirmed", "offered", "offered", "waiting"]
    with pytest.raises(ChangedMeanwhile):
        services.change_session(
            qi_session.id, details_of(fresh(qi_session), capacity=9), by=staff, now=clock.now, version=1
        )


def test_an_offer_never_outlasts_a_start_that_moved_nearer(app: Flask, clock: Clock, staff: int) -> None:
    qi_session = ASession(capacity=1)
    one, two = book(qi_session, 1), book(qi_session, 2)
    services.cancel(one.id, by=None, now=clock.now)
    sooner = clock.now + timedelta(hours=20)
    details = details_of(fresh(qi_session), starts_at=sooner, ends_at=sooner + timedelta(hours=1))
    services.change_session(qi_session.id, details, by=staff, now=clock.now, version=1)
    assert session.get_one(Booking, two.id, populate_existing=True).offer_ends_at == sooner


def test_a_cancelled_session_is_told_to_everyone_and_leaves_their_calendars(
    app: Flask, clock: Clock, staff: int
) -> None:
    qi_session = ASession(capacity=1)
    booked = [book(qi_session, n) for n in range(3)]
    services.cancel_session(qi_session.id, why="The trainer is ill", by=staff, now=clock.now)
    services.cancel_session(qi_session.id, by=staff, now=clock.now)
    assert {status_of(b) for b in booked} == {"cancelled"}
    told = messages("session cancelled")
    assert len(told) == 3 and "METHOD:CANCEL" in told[0].attachment and "SEQUENCE:1" in told[0].attachment
    assert not any("ill" in m.body.replace("will", "") for m in told)
    assert (fresh(qi_session).taken, fresh(qi_session).waiting) == (0, 0)


def test_a_planned_session_is_public_once_published(app: Flask, clock: Clock, staff: int) -> None:
    course = ACourse("First steps")
    details = SessionDetails(
        course.id, clock.now + timedelta(days=9), clock.now + timedelta(days=9, hours=1), "online", 5
    )
    one = services.add_session(details, by=staff, now=clock.now)
    two = services.add_session(details, by=staff, now=clock.now)
    slugs = [session.get_one(QISession, id).slug for id in (one, two)]
    assert slugs == [f"{course.slug}-2026-03-11", f"{course.slug}-2026-03-11-2"]
    before = session.scalar(select(ContentVersion.version))
    services.publish(one, by=staff, now=clock.now)
    assert session.get_one(QISession, one, populate_existing=True).state == "published"
    session.rollback()
    assert session.scalar(select(ContentVersion.version)) == (before or 0) + 1
    with pytest.raises(Refused):
        services.publish(two, by=staff, now=clock.advance(days=10))


def test_who_came_is_noted_once_it_began(app: Flask, clock: Clock, staff: int) -> None:
    booked = book(ASession(), 1)
    with pytest.raises(Refused):
        services.mark_came(booked.id, came=True, by=staff, now=clock.now)
    services.mark_came(booked.id, came=True, by=staff, now=clock.advance(days=14))
    assert session.get_one(Booking, booked.id, populate_existing=True).came is True


def test_each_step_is_on_record(app: Flask, clock: Clock, staff: int) -> None:
    qi_session = ASession(capacity=1)
    one, two = book(qi_session, 1), book(qi_session, 2)
    services.cancel(one.id, why=Why.BY_STAFF, by=staff, now=clock.now)
    services.accept(two.id, by=None, now=clock.now)
    steps = session.scalars(select(BookingStep.status).where(BookingStep.booking_id == two.id).order_by(BookingStep.id))
    assert list(steps) == ["waiting", "offered", "confirmed"]
    kinds = session.scalars(select(AuditEvent.kind).order_by(AuditEvent.id))
    assert list(kinds) == ["booking made", "booking made", "booking cancelled", "booking accepted"]


def test_the_database_itself_refuses_a_place_too_many(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    qi_session = ASession(capacity=1, taken=1)
    with pytest.raises(IntegrityError):
        ABooking(qi_session)


def test_a_mobile_gets_few_words_and_no_file(app: Flask) -> None:
    booked = book(
        ASession(online_link="https://meet.example/1", mode="online"), 1, channel="sms", value="+447700900123"
    )
    (message,) = messages("booking confirmed")
    assert message.channel == "sms" and not message.attachment
    assert "https://meet.example/1" in message.body and booked.id
    assert len(message.body) < 320


def test_messages_speak_the_language_of_the_person(app: Flask, clock: Clock) -> None:
    qi_session = ASession(capacity=1)
    book(qi_session, 1, locale="ur")
    assert "/ur/m/" in messages("booking confirmed")[0].body
    person = APerson("Zara", locale="ur")
    assert way_of(person).value


def test_a_link_still_works_after_the_secret_key_changed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    booked = book(ASession(), 1)
    (before,) = messages("booking confirmed")
    link = before.body.partition("/m/")[2].split()[0]
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.config["SECRET_KEY"]])
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key for tests, 0123456789 abcdefgh")
    assert links.token_of(session.get_one(Booking, booked.id)) == link


def test_whoever_waits_takes_what_is_free_once_it_is_too_late_to_offer_it_in_turn(app: Flask, clock: Clock) -> None:
    qi_session = ASession(capacity=1, starts_at=clock.now + timedelta(hours=20))
    first, second = book(qi_session, 1), book(qi_session, 2)
    late = clock.advance(hours=19)
    services.cancel(first.id, by=None, now=late)
    assert status_of(second) == "waiting"
    again = services.book(a_request(qi_session, 2), draft_key="again", now=late)
    assert (again.id, again.status) == (second.id, "confirmed")
    assert (fresh(qi_session).taken, fresh(qi_session).waiting) == (1, 0)
