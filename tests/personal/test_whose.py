"""Booking and joining for someone who trusts one: as the helper meets it, and what comes of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import session, writing
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.people.models import AccessNeed, FilledIn, Person, TrustedPerson
from portal.people.services import needs, ways
from portal.teams.models import ExpressionOfInterest
from portal.training.models import Booking
from tests.browser import Browser, Page
from tests.conftest import Clock
from tests.factories import ABooking, ACourse, APerson, AProject, ASession, way_of
from tests.pdfs import Pdf
from tests.personal.trust import ATrust
from tests.staffing import sign_in, sign_in_staff

AMINA, BEN = "amina@example.com", "ben@example.com"


@pytest.fixture
def amina(app: Flask) -> Person:
    """Amina, who trusts someone."""
    person: Person = APerson("Amina Khan", email=AMINA)
    return person


@pytest.fixture
def ben(app: Flask, browser: Browser) -> Person:
    """Ben, who helps and is signed in."""
    person: Person = APerson("Ben Bell", email=BEN)
    sign_in(browser, person)
    return person


def for_amina(page: Page) -> Page:
    """Ben says that it is for Amina."""
    value = next(e.get("value") for e in page.all("input[name=for_whom]") if e.get("value").startswith("helped-"))
    return page.press("Continue", for_whom=value)


def sign_out(browser: Browser) -> None:
    """Nobody is signed in in this browser any more, and its forms are still there."""
    with browser.client.session_transaction() as cookie:
        cookie.pop("_user_id")


def messages_to(address: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.address == address).order_by(Message.id)))


def test_a_helper_books_for_someone_without_being_asked_what_we_know(
    browser: Browser, amina: Person, ben: Person
) -> None:
    ids = (amina.id, ben.id)
    trust_id, slug = ATrust(amina, ben, "may_book").id, ASession(ACourse("Introduction to QI")).slug
    page = browser.visit(f"/training/{slug}/book")
    assert "For Amina Khan, whom you help" in page.words
    page = for_amina(page)
    assert page.heading == "Check your answers" and "For Amina Khan, whom you help" in page.words
    for hidden in (AMINA, "How we reach you", "What you need to take part"):
        assert hidden not in page.words
    page = page.press("Book my place")
    assert "We tell them, and send you a copy." in page.words and AMINA not in page.text
    assert page.follow("Back to the person whom you help").path == f"/you/helping/{trust_id}"
    booking = session.scalars(select(Booking)).one()
    assert (booking.person_id, booking.for_whom, booking.helper_name) == (ids[0], "for_someone", "Ben Bell")
    held = session.scalars(select(FilledIn)).one()
    assert (held.thing, held.person_id, held.by_person_id) == (f"booking {booking.id}", *ids)
    assert held.how == "trusted"
    event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "booking made")).one()
    assert (event.about_person_id, event.by_person_id) == ids


def test_both_are_told_of_it(browser: Browser, amina: Person, ben: Person) -> None:
    ATrust(amina, ben, "may_book")
    for_amina(browser.visit(f"/training/{ASession().slug}/book")).press("Book my place")
    hers, his = messages_to(AMINA)[0], messages_to(BEN)[0]
    assert "Someone whom you trust did this for you." in hers.body and "Ben" not in hers.body
    assert his.body.startswith("You get a copy because you help someone. Their name begins with A.")
    assert "/m/" not in his.body and "Amina" not in his.body  # he may book, not answer


def test_a_helper_joins_a_project_for_someone(browser: Browser, amina: Person, ben: Person) -> None:
    ids = (amina.id, ben.id)
    ATrust(amina, ben, "may_book")
    project = AProject("Calmer mornings")
    page = for_amina(browser.visit(f"/projects/{project.slug}/join"))
    assert page.path.endswith("/wants")
    page = page.press("Continue", wants="She would like to say what she thinks")
    assert AMINA not in page.words
    page = page.press("Send my offer")
    assert "We tell them, and send you a message too." in page.words
    offer = session.scalars(select(ExpressionOfInterest)).one()
    assert (offer.person_id, offer.helper_name) == (ids[0], "Ben Bell")
    event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "interest received")).one()
    assert (event.about_person_id, event.by_person_id) == ids
    assert "Someone whom you trust did this for you." in messages_to(AMINA)[0].body
    his = messages_to(BEN)[0]
    assert his.body.startswith("We have what you sent for someone whom you help. Their name begins with A.")
    assert "Amina" not in his.body and "/you" not in his.body


def test_with_leave_to_a_helper_tells_what_the_person_needs_and_sees_what_they_told_before(
    browser: Browser, amina: Person, ben: Person, clock: Clock
) -> None:
    ids = (amina.id, ben.id)
    ATrust(amina, ben, "may_book", "may_fill_in")
    needs.tell(amina.id, (("large_print", ""),), "A seat by the door", by=amina.id, now=clock.now)
    page = for_amina(browser.visit(f"/training/{ASession().slug}/book"))
    assert page.path.endswith("/needs")
    assert "What they told us before" in page.words and "A seat by the door" in page.words
    looked = session.scalars(select(AuditEvent).where(AuditEvent.kind == "helper looked")).one()
    assert (looked.about_person_id, looked.by_person_id) == ids
    page = page.press("Continue", need_kinds=["breaks"])
    assert "Breaks" in page.words
    page.press("Book my place")
    told = {need.kind: need.told_by_id for need in session.scalars(select(AccessNeed))}
    assert told == {"large_print": None, "breaks": ids[1]}


def test_without_leave_a_helper_sees_nothing_of_what_the_person_needs(
    browser: Browser, amina: Person, ben: Person, clock: Clock
) -> None:
    ATrust(amina, ben, "may_book")
    needs.tell(amina.id, (), "A seat by the door", by=amina.id, now=clock.now)
    slug = ASession().slug
    page = for_amina(browser.visit(f"/training/{slug}/book"))
    page = browser.visit(f"/training/{slug}/book/needs")
    assert "A seat by the door" not in page.text
    page = page.press("Continue", need_kinds=["breaks"])  # the page itself is open to everyone, and says nothing
    assert page.press("Book my place").heading == "Your place is booked"
    assert session.scalar(select(func.count()).select_from(AccessNeed)) == 0


def test_whoever_may_not_book_is_not_offered_the_person(browser: Browser, amina: Person, ben: Person) -> None:
    ATrust(amina, ben, "may_answer", "may_get_reminders", "may_fill_in")
    assert "Amina" not in browser.visit(f"/training/{ASession().slug}/book").text


def test_whoever_is_signed_out_is_offered_nobody(app: Flask, amina: Person) -> None:
    ATrust(amina, APerson("Ben"))
    assert "Amina" not in Browser(app).visit(f"/training/{ASession().slug}/book").text


def test_staff_who_help_at_home_are_not_offered_the_person_at_work(browser: Browser, amina: Person) -> None:
    sam = sign_in_staff(browser)
    ATrust(amina, sam)
    assert "Amina" not in browser.visit(f"/training/{ASession().slug}/book").text


def test_two_people_are_told_apart_and_each_gets_their_own(browser: Browser, amina: Person, ben: Person) -> None:
    cora_id = (cora := APerson("Cora Clark")).id
    ATrust(amina, ben)
    trust_id = ATrust(cora, ben, "may_book").id
    page = browser.visit(f"/training/{ASession().slug}/book")
    assert "For Amina Khan, whom you help" in page.words
    page.press("Continue", for_whom=f"helped-{trust_id}").press("Book my place")
    assert session.scalars(select(Booking.person_id)).one() == cora_id


@pytest.mark.parametrize("said", ["helped-999", "helped-", "helped-1-needs-needs", "helped-٣", "helped-x"])
def test_an_answer_that_was_not_offered_is_not_taken(browser: Browser, amina: Person, ben: Person, said: str) -> None:
    page = browser.visit(f"/training/{ASession().slug}/book").press("Continue", for_whom=said, name="Amina")
    assert page.errors == ["Choose one of the answers"]


def test_a_trust_of_two_others_is_not_taken(browser: Browser, amina: Person, ben: Person) -> None:
    theirs = ATrust(amina, APerson("Eve")).id
    page = browser.visit(f"/training/{ASession().slug}/book")
    page = page.press("Continue", for_whom=f"helped-{theirs}-needs", name="Amina Khan")
    assert page.errors == ["Choose one of the answers"] and "Amina" not in page.words_in("fieldset")


@pytest.mark.parametrize("what", ["ended", "over", "scope taken away", "needs taken away"])
def test_a_right_that_went_while_they_wrote_is_looked_at_when_it_is_sent(
    browser: Browser, amina: Person, ben: Person, clock: Clock, what: str
) -> None:
    trust_id = ATrust(amina, ben, "may_book", "may_fill_in").id
    page = for_amina(browser.visit(f"/training/{ASession().slug}/book"))
    check = page.press("Continue", need_kinds=["breaks"])
    with writing() as open_session:
        held = open_session.get_one(TrustedPerson, trust_id)
        held.ended_at = clock.now if what == "ended" else None
        held.until_on = clock.now.date().replace(day=1) if what == "over" else held.until_on
        held.may_book, held.may_fill_in = what != "scope taken away", what != "needs taken away"
    page = check.press("Book my place")
    assert page.errors == ["You can no longer do this for them. They may have changed or ended what you do for them."]
    assert session.scalar(select(func.count()).select_from(Booking)) == 0


def test_someone_else_on_the_same_computer_cannot_send_it(browser: Browser, amina: Person, ben: Person) -> None:
    ATrust(amina, ben, "may_book")
    check = for_amina(browser.visit(f"/training/{ASession().slug}/book"))
    sign_out(browser)  # in another tab; the form is still open
    browser.send(check.path, {"csrf_token": check.one("input[name=csrf_token]").get("value"), "fax": ""})
    assert session.scalar(select(func.count()).select_from(Booking)) == 0


def test_what_came_of_it_is_shown_to_nobody_else_though_it_was_begun_signed_out(
    browser: Browser, amina: Person, ben: Person
) -> None:
    ATrust(amina, ben, "may_book")
    slug = ASession().slug
    sign_out(browser)
    browser.visit(f"/training/{slug}/book").press("Continue", for_whom="self", name="Ben")
    sign_in(browser, ben)
    for_amina(browser.visit(f"/training/{slug}/book/who")).press("Book my place")
    reference = session.scalars(select(Booking.reference)).one()
    sign_out(browser)
    page = browser.visit(f"/training/{slug}/book/done")
    assert page.path.startswith("/sign-in") and reference not in page.text


def test_booked_for_someone_who_has_a_place_it_stays_one(browser: Browser, amina: Person, ben: Person) -> None:
    ATrust(amina, ben, "may_book")
    qi_session = ASession()
    slug = qi_session.slug
    ABooking(qi_session, amina)
    for_amina(browser.visit(f"/training/{slug}/book")).press("Book my place")
    assert session.scalar(select(func.count()).select_from(Booking)) == 1
    assert session.scalar(select(func.count()).select_from(FilledIn)) == 0  # the first booking was her own


def test_someone_whom_we_cannot_reach_is_said_so(browser: Browser, amina: Person, ben: Person, clock: Clock) -> None:
    ATrust(amina, ben, "may_book")
    check = for_amina(browser.visit(f"/training/{ASession().slug}/book"))
    with writing() as open_session:
        open_session.merge(way_of(amina)).ended_at = clock.now
    page = check.press("Book my place")
    assert page.errors == ["We do not know how to reach them. Please ask them to tell us."]


def test_a_printed_form_names_nobody_whom_someone_helps(browser: Browser, amina: Person, ben: Person) -> None:
    ATrust(amina, ben, "may_book")
    slug = ASession().slug
    page = browser.visit(f"/training/{slug}/book/paper")
    token = page.one("input[name=csrf_token]").get("value")
    printed = browser.client.post(f"/training/{slug}/book/paper", data={"csrf_token": token, "empty": "yes"})
    assert printed.mimetype == "application/pdf" and "Amina" not in Pdf(printed.data).text


def test_a_change_of_address_that_the_person_asked_for_goes_on_when_a_helper_books(
    browser: Browser, amina: Person, ben: Person, clock: Clock
) -> None:
    ATrust(amina, ben, "may_book")
    newer = ways.add(amina.id, "email", "newer@example.com", now=clock.now)
    ways.prove(amina.id, newer.id, now=clock.now)
    ways.use(amina.id, newer.id, now=clock.now)
    for_amina(browser.visit(f"/training/{ASession().slug}/book")).press("Book my place")
    assert len(messages_to(AMINA)) == 1
    clock.advance(days=2)
    sign_in(browser, session.scalars(select(Person).where(Person.name == "Ben Bell")).one())
    for_amina(browser.visit(f"/training/{ASession().slug}/book")).press("Book my place")
    assert [message.kind for message in messages_to("newer@example.com")] == ["booking confirmed"]
