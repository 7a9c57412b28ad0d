"""Someone whom a person trusts gets copies and answers for them: what they may, for as long as they may, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import session, writing
from portal.kit.audit import AuditEvent
from portal.kit.errors import Refused
from portal.outbox.models import Message
from portal.people.models import Person, TrustedPerson
from portal.personal.queries.trusted import deeds_of
from portal.personal.services import trusted
from portal.training import links, services
from portal.training.models import Booking, BookingStep, QISession
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession
from tests.personal.trust import ATrust, link_in
from tests.staffing import sign_in

AMINA, BEN = "amina@example.com", "ben@example.com"


@pytest.fixture
def amina(app: Flask) -> Person:
    """Amina, who trusts someone."""
    person: Person = APerson("Amina Khan", email=AMINA)
    return person


@pytest.fixture
def ben(app: Flask) -> Person:
    """Ben, who helps."""
    person: Person = APerson("Ben Bell", email=BEN)
    return person


def booked(person: Person, clock: Clock, **given: object) -> int:
    """A place in two days and an hour, and the number of the booking."""
    qi_session = ASession(ACourse("Introduction to QI"), starts_at=clock.now + timedelta(days=2, hours=1))
    booking = ABooking(qi_session, person, asked_at=clock.now - timedelta(days=9), **given)
    clock.advance(hours=2)
    return int(booking.id)


def status_of(booking_id: int) -> str:
    return session.get_one(Booking, booking_id, populate_existing=True).status


def to(address: str) -> list[Message]:
    """Every message to an address, oldest first."""
    return list(session.scalars(select(Message).where(Message.address == address).order_by(Message.id)))


ANSWERED: dict[str, dict[str, object]] = {
    "coming": {},
    "not_sure": {},
    "cancel": {},
    "one_is_enough": {},
    "accept": {"status": "offered"},
    "decline": {"status": "offered"},
}


@pytest.mark.parametrize("said", sorted(services.ANSWERS))
def test_the_person_sees_every_answer_that_a_helper_gave_for_them(
    amina: Person, ben: Person, clock: Clock, said: str
) -> None:
    ATrust(amina, ben, "may_answer")
    ends = {"offer_ends_at": clock.now + timedelta(days=1)} if ANSWERED[said].get("status") == "offered" else {}
    booking_id = booked(amina, clock, **{**ANSWERED[said], **ends})
    if said == "one_is_enough":
        with writing() as open_session:
            held = open_session.get_one(Booking, booking_id)
            held.places, held.companion = 2, "Bo"
            open_session.get_one(QISession, held.qi_session_id).taken += 1
            open_session.get_one(QISession, held.qi_session_id).taken_by_others += 1
    before = len(deeds_of(ben.id, amina.id))
    services.answer_for(booking_id, said, by=ben.id, now=clock.now)
    assert len(deeds_of(ben.id, amina.id)) == before + 1


def remind(clock: Clock) -> None:
    services.remind(clock.now)


# Copies


def test_a_helper_gets_a_copy_of_a_reminder_with_a_link_of_their_own(amina: Person, ben: Person, clock: Clock) -> None:
    ATrust(amina, ben, "may_get_reminders", "may_answer")
    booked(amina, clock)
    remind(clock)
    hers, his = to(AMINA)[0], to(BEN)[0]
    assert his.body.startswith("You get a copy because you help someone. Their name begins with A.")
    assert "Introduction to QI" in his.body and "Amina" not in his.subject + his.body + his.attachment
    assert link_in(hers, "/m/") != link_in(his, "/m/")
    assert (his.person_id, hers.person_id) == (ben.id, amina.id)
    remind(clock)
    assert (len(to(AMINA)), len(to(BEN))) == (1, 1)


def test_a_helper_who_may_not_answer_gets_no_link_at_all(amina: Person, ben: Person, clock: Clock) -> None:
    ATrust(amina, ben, "may_get_reminders")
    booked(amina, clock)
    remind(clock)
    assert "http" not in to(BEN)[0].body and "Tell us here" not in to(BEN)[0].body
    assert "/m/" not in to(BEN)[0].attachment


def test_a_helper_who_was_not_given_reminders_gets_none(amina: Person, ben: Person, clock: Clock) -> None:
    ATrust(amina, ben, "may_book", "may_answer", "may_fill_in")
    booked(amina, clock)
    remind(clock)
    assert len(to(AMINA)) == 1 and to(BEN) == []


def test_two_helpers_get_a_copy_each_in_their_own_language(amina: Person, ben: Person, clock: Clock) -> None:
    noor = APerson("Noor", email="noor@example.com", locale="ur")
    ATrust(amina, ben, "may_get_reminders")
    ATrust(amina, noor, "may_get_reminders", "may_answer")
    booked(amina, clock)
    remind(clock)
    assert len(to(BEN)) == 1 and len(to("noor@example.com")) == 1
    theirs = to("noor@example.com")[0]
    assert theirs.locale == "ur" and link_in(theirs, "/m/").startswith("/ur/m/")


def test_no_copy_goes_out_once_it_is_over(amina: Person, ben: Person, clock: Clock) -> None:
    noor = APerson("Noor", email="noor@example.com")
    ATrust(amina, ben, until_on=clock.now.date() - timedelta(days=1))
    ended = ATrust(amina, noor)
    trusted.end(ended.id, by=amina.id, now=clock.now)
    booked(amina, clock)
    remind(clock)
    assert to(BEN) == [] and [message.kind for message in to("noor@example.com")] == ["trust ended"]


def test_what_changes_is_told_to_helpers_too(amina: Person, ben: Person, clock: Clock) -> None:
    ATrust(amina, ben, "may_get_reminders")
    booking = session.get_one(Booking, booked(amina, clock))
    services.cancel_session(booking.qi_session_id, by=APerson("Sam").id, now=clock.now)
    assert [message.kind for message in to(BEN)] == ["session cancelled"]


# Answering


def answer(browser: Browser, trust_id: int, booking_id: int, said: str, *, expect: int | None = None) -> Page:
    token = browser.visit("/you").one("input[name=csrf_token]").get("value")
    path = f"/you/helping/{trust_id}/bookings/{booking_id}"
    return browser.send(path, {"csrf_token": token, "do": said}, expect=expect)


def test_a_helper_says_from_their_own_page_that_the_person_is_coming(
    browser: Browser, amina: Person, ben: Person, clock: Clock
) -> None:
    trust_id, booking_id = ATrust(amina, ben, "may_answer").id, booked(amina, clock)
    reference = session.get_one(Booking, booking_id).reference
    sign_in(browser, ben)
    ids = (ben.id, amina.id)
    page = browser.visit(f"/you/helping/{trust_id}").press(f"They are coming: {reference}")
    assert "That is done. We tell them too." in page.words
    step = session.scalars(select(BookingStep).where(BookingStep.why == "coming")).one()
    assert (step.booking_id, step.by_person_id) == (booking_id, ids[0])
    event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "booking answered")).one()
    assert (event.by_person_id, event.about_person_id) == ids
    told = to(AMINA)[0]
    assert "Someone whom you trust did this for you." in told.body and "Ben" not in told.body
    assert "We were told that they are coming." in page.words
    answer(browser, trust_id, booking_id, "coming")  # a second press is harmless
    assert len(to(AMINA)) == 1


def test_a_helper_gives_a_place_up_and_both_are_told(
    browser: Browser, amina: Person, ben: Person, clock: Clock
) -> None:
    trust_id, booking_id = ATrust(amina, ben, "may_answer").id, booked(amina, clock)
    sign_in(browser, ben)
    answer(browser, trust_id, booking_id, "cancel")
    assert status_of(booking_id) == "cancelled"
    hers = to(AMINA)[0].body
    assert hers.startswith("Your booking is cancelled.") and "Someone whom you trust did this for you." in hers
    assert to(BEN)[0].kind == "booking cancelled"
    event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "booking cancelled")).one()
    assert (event.by_person_id, event.about_person_id) == (ben.id, amina.id)


@pytest.mark.parametrize(("said", "status"), [("accept", "confirmed"), ("decline", "cancelled")])
def test_a_helper_takes_a_place_or_passes_it_on(
    browser: Browser, amina: Person, ben: Person, clock: Clock, said: str, status: str
) -> None:
    offer = {"status": "offered", "offer_ends_at": clock.now + timedelta(hours=20)}
    trust_id, booking_id = ATrust(amina, ben, "may_answer").id, booked(amina, clock, **offer)
    sign_in(browser, ben)
    answer(browser, trust_id, booking_id, said)
    assert status_of(booking_id) == status


def test_a_helper_answers_by_their_own_link_without_signing_in(
    app: Flask, amina: Person, ben: Person, clock: Clock
) -> None:
    ATrust(amina, ben, "may_get_reminders", "may_answer")
    booking_id = booked(amina, clock)
    reference = session.get_one(Booking, booking_id).reference
    remind(clock)
    link, ben_id = link_in(to(BEN)[0], "/m/"), ben.id
    browser = Browser(app)
    page = browser.visit(link)
    assert page.heading == "Answer for someone whom you help" and status_of(booking_id) == "confirmed"
    page.press(f"They cannot come: {reference}")
    assert status_of(booking_id) == "cancelled"
    line = session.scalars(select(BookingStep).where(BookingStep.status == "cancelled")).one()
    assert line.by_person_id == ben_id


@pytest.mark.parametrize("what", ["ended", "over", "scope taken away"])
def test_a_link_of_before_opens_nothing_when_it_is_over(
    app: Flask, amina: Person, ben: Person, clock: Clock, what: str
) -> None:
    trust_id = ATrust(amina, ben, "may_get_reminders", "may_answer").id
    booking_id = booked(amina, clock)
    remind(clock)
    link = link_in(to(BEN)[0], "/m/")
    browser = Browser(app)
    token = browser.visit(link).one("input[name=csrf_token]").get("value")
    with writing() as open_session:
        held = open_session.get_one(TrustedPerson, trust_id)
        held.ended_at = clock.now if what == "ended" else None
        held.until_on = clock.now.date() - timedelta(days=1) if what == "over" else held.until_on
        held.may_answer = what != "scope taken away"
    page = browser.visit(link, expect=404)
    assert "Amina" not in page.text and "Introduction" not in page.text
    browser.send(link, {"csrf_token": token, "do": "cancel"}, expect=404)
    assert status_of(booking_id) == "confirmed"


def test_a_link_opens_only_the_booking_and_the_trust_that_it_was_made_for(
    app: Flask, amina: Person, ben: Person, clock: Clock
) -> None:
    noor = APerson("Noor")
    mine, other = ATrust(amina, ben), ATrust(amina, noor)
    first, second = booked(amina, clock), ABooking(person=amina).id
    token = links.token_of_helper(mine.id, session.get_one(Booking, first))
    secret = token.rpartition("-")[2]
    browser = Browser(app)
    for forged in (f"h{mine.id}-{second}-{secret}", f"h{other.id}-{first}-{secret}", f"h{mine.id}-{first}-{'0' * 32}"):
        browser.visit(f"/m/{forged}", expect=404)
    assert browser.visit(f"/m/{token}").status == 200


def test_a_link_made_for_a_trust_of_someone_else_opens_nothing(app: Flask, amina: Person, ben: Person) -> None:
    """The right secret with the wrong person: a trust of another person's says nothing about this booking."""
    trust, booking = ATrust(APerson("Cora"), ben), ABooking(person=amina)
    token = links.token_of_helper(trust.id, booking)
    Browser(app).visit(f"/m/{token}", expect=404)


def test_a_helper_without_the_scope_answers_nothing(browser: Browser, amina: Person, ben: Person, clock: Clock) -> None:
    trust_id, booking_id = ATrust(amina, ben, "may_book", "may_get_reminders").id, booked(amina, clock)
    sign_in(browser, ben)
    assert "They cannot come" not in browser.visit(f"/you/helping/{trust_id}").words
    answer(browser, trust_id, booking_id, "cancel", expect=404)
    assert status_of(booking_id) == "confirmed"


def test_a_helper_answers_for_nobody_else(browser: Browser, amina: Person, ben: Person, clock: Clock) -> None:
    trust_id = ATrust(amina, ben).id
    others = booked(APerson("Cora"), clock)
    sign_in(browser, ben)
    answer(browser, trust_id, others, "cancel", expect=404)
    assert status_of(others) == "confirmed"


def test_someone_who_helps_nobody_answers_for_nobody(
    browser: Browser, amina: Person, ben: Person, clock: Clock
) -> None:
    trust_id, booking_id = ATrust(amina, ben).id, booked(amina, clock)
    sign_in(browser, APerson("Eve"))
    answer(browser, trust_id, booking_id, "cancel", expect=404)
    assert status_of(booking_id) == "confirmed"


def test_a_helper_whose_right_ends_while_they_press_is_refused_inside_the_deed(
    amina: Person, ben: Person, clock: Clock
) -> None:
    trust, booking_id = ATrust(amina, ben), booked(amina, clock)
    trusted.end(trust.id, by=amina.id, now=clock.now)
    with pytest.raises(Refused):
        services.answer_for(booking_id, "cancel", by=ben.id, now=clock.now)
    assert status_of(booking_id) == "confirmed"


def test_what_is_no_answer_changes_nothing(browser: Browser, amina: Person, ben: Person, clock: Clock) -> None:
    trust_id, booking_id = ATrust(amina, ben).id, booked(amina, clock)
    sign_in(browser, ben)
    answer(browser, trust_id, booking_id, "dance")
    assert status_of(booking_id) == "confirmed"


@pytest.mark.parametrize("many", [0, 12])
def test_the_page_of_a_helpers_link_costs_the_same_however_many_help(
    app: Flask, amina: Person, ben: Person, clock: Clock, at_most: AtMost, many: int
) -> None:
    trust = ATrust(amina, ben)
    booking = session.get_one(Booking, booked(amina, clock))
    token = links.token_of_helper(trust.id, booking)
    for n in range(many):
        ATrust(amina, APerson(f"Helper {n}"))
    with at_most(queries=3):
        Browser(app).visit(f"/m/{token}")


def test_a_session_with_many_helpers_still_counts_its_places_true(amina: Person, ben: Person, clock: Clock) -> None:
    ATrust(amina, ben)
    booking = session.get_one(Booking, booked(amina, clock))
    services.answer_for(booking.id, "cancel", by=ben.id, now=clock.now)
    held = session.get_one(QISession, booking.qi_session_id, populate_existing=True)
    assert (held.taken, held.waiting) == (0, 0)
    assert session.scalar(select(func.count()).select_from(Message)) == 2
