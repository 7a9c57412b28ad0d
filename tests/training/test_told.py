"""Staff write to those who booked: they see what will go and what it costs, and it goes once, to whom it should."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import session, writing
from portal.kit.audit import AuditEvent
from portal.kit.errors import Refused
from portal.outbox.models import Message
from portal.people.models import ContactWay, Person
from portal.training.models import Booking, QISession, SessionMessage
from portal.training.services import told as services
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, ADirectorate, AFlag, APerson, ASession
from tests.personal.trust import ATrust
from tests.staffing import sign_in_staff
from tests.training.steps import messages
from tests.training.test_at_once import at_once

SAID = "Please bring a pen."
KEY = "k" * 43


@pytest.fixture
def qi_session(app: Flask) -> QISession:
    """A session in two weeks."""
    made: QISession = ASession(ACourse("Hearing voices"))
    return made


def look(browser: Browser, qi_session: QISession, to_whom: str = "place", **words: str) -> Page:
    page = browser.visit(f"/staff/training/{qi_session.id}").follow("Write to those who booked")
    return page.press("See how it will look", to_whom=to_whom, **{"words_en": SAID, **words})


def written() -> list[Message]:
    return messages("session message")


def kept() -> int:
    return session.scalar(select(func.count()).select_from(SessionMessage)) or 0


def tell(qi_session: QISession, clock: Clock, to_whom: str = "place", key: str = KEY) -> SessionMessage:
    by = APerson("Sam", kind="staff").id
    return services.tell(qi_session.id, to_whom, {"en": SAID}, key=key, by=by, now=clock.now)


def test_staff_see_what_goes_and_then_send_it(browser: Browser, qi_session: QISession) -> None:
    ABooking(qi_session, APerson("Ada", email="ada@example.com"))
    ABooking(qi_session, APerson("Grace", mobile="+447700900123"))
    ABooking(qi_session, status="waiting")
    me = sign_in_staff(browser)
    page = look(browser, qi_session)
    assert "Nothing has been sent or kept yet" in page.words and not written() and not kept()
    assert "Your reference (each has their own)" in page.words and "Ada" not in page.words_in("main")
    page = page.press("Send to 2 people")
    assert "on its way to 2 people" in page.words and SAID in page.words and "Sam Staff" in page.words
    assert {message.channel for message in written()} == {"email", "sms"} and all(SAID in m.body for m in written())
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.kind == "session message sent"))
    assert (event.by_person_id, event.thing) == (me.id, f"session {qi_session.id}")
    assert event.details == {"people": 2, "texts": 1}


def test_what_is_shown_is_what_arrives(browser: Browser, qi_session: QISession) -> None:
    booking = ABooking(qi_session, APerson("Ada", email="ada@example.com"))
    sign_in_staff(browser)
    page = look(browser, qi_session)
    (shown,) = [p.text_content() for p in page.all(".nhsuk-card .app-written")]
    page.press("Send to 1 person")
    (message,) = written()
    assert shown.replace("(each has their own)", booking.reference) == message.body
    assert "Hearing voices" in message.body and message.subject == f"Your reference {booking.reference}"


def test_a_text_names_neither_the_course_nor_what_anyone_needs(browser: Browser, qi_session: QISession) -> None:
    AFlag(ABooking(qi_session, APerson("Grace", mobile="+447700900123")), "sign_language", "")
    sign_in_staff(browser)
    look(browser, qi_session, "need sign_language").press("Send to 1 person")
    (message,) = written()
    assert "Hearing voices" not in message.body and "Sign" not in message.subject + message.body
    events = session.scalars(select(AuditEvent).where(AuditEvent.kind == "session message sent"))
    assert all("sign" not in f"{event.reason} {event.details}" for event in events)


@pytest.mark.parametrize(
    ("to_whom", "names"),
    [
        ("place", ["Ada", "Grace", "Nour"]),
        ("waiting", ["Wendy"]),
        ("needs", ["Ada", "Grace"]),
        ("need sign_language", ["Ada"]),
        ("need other", ["Grace"]),
        ("not_sure", ["Nour"]),
        ("in_person", ["Ada", "Grace"]),
        ("online", ["Nour"]),
    ],
)
def test_it_goes_to_those_who_were_chosen_and_to_nobody_else(
    app: Flask, clock: Clock, to_whom: str, names: list[str]
) -> None:
    both = ASession(mode="both", online_capacity=5)
    AFlag(ABooking(both, APerson("Ada")), "sign_language", "")
    AFlag(ABooking(both, APerson("Grace")))
    ABooking(both, APerson("Nour"), mode="online", said="not_sure")
    AFlag(ABooking(both, APerson("Wendy"), status="waiting"), "sign_language", "", ended_at=clock.now)
    ABooking(both, APerson("Olga"), status="offered", offer_ends_at=clock.now)
    ABooking(both, APerson("Carl"), status="cancelled", said="not_sure", mode="online")
    ABooking(ASession(), APerson("Elsewhere"))
    tell(both, clock, to_whom)
    found = session.scalars(select(Person.name).join(Message, Message.person_id == Person.id).order_by(Person.name))
    assert list(found) == names


def test_only_groups_that_somebody_is_in_are_offered(browser: Browser, qi_session: QISession) -> None:
    AFlag(ABooking(qi_session), "sign_language", "")
    ABooking(qi_session)
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{qi_session.id}/tell")
    assert [field.get("value") for field in page.all("input[name='to_whom']")] == [
        "place",
        "needs",
        "need sign_language",
    ]
    assert "Everyone with a place (2 people)" in page.words
    assert "need: A British Sign Language interpreter (1 person)" in page.words


def test_where_nobody_booked_there_is_nobody_to_write_to(browser: Browser, qi_session: QISession) -> None:
    sign_in_staff(browser)
    page = browser.visit(f"/staff/training/{qi_session.id}/tell")
    assert "there is nobody to write to" in page.words and not page.all("textarea")


def test_each_reads_their_own_language_or_english_with_a_line_that_says_so(
    browser: Browser, qi_session: QISession
) -> None:
    ABooking(qi_session, APerson("Ada", email="ada@example.com"))
    ABooking(qi_session, APerson("Uzma", email="uzma@example.com", locale="ur"))
    ABooking(qi_session, APerson("Bina", email="bina@example.com", locale="bn"))
    sign_in_staff(browser)
    page = look(browser, qi_session, words_ur="قلم لائیں۔")
    assert page.words.count("You wrote nothing in this language") == 1
    page.press("Send to 3 people")
    bodies = {message.address: message.body for message in written()}
    assert SAID in bodies["ada@example.com"] and "This message is in English" not in bodies["ada@example.com"]
    assert "قلم لائیں۔" in bodies["uzma@example.com"] and SAID not in bodies["uzma@example.com"]
    assert SAID in bodies["bina@example.com"]


def test_what_texts_cost_is_known_before_they_go(app: Flask, browser: Browser, qi_session: QISession) -> None:
    for n in range(3):
        ABooking(qi_session, APerson(mobile=f"+44770090012{n}"))
    sign_in_staff(browser)
    page = look(browser, qi_session)
    assert "Parts of text messages 3" in page.words and "We do not know what a text message costs here" in page.words
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, sms_pence=Decimal("2.4"))
    try:
        page = look(browser, qi_session, words_en="Please bring a pen ✍ and your own cup for tea")
    finally:
        app.extensions["settings"] = settings
    assert "Example House" not in page.words_in(".nhsuk-card"), "where it is, they know"
    parts = int(re.findall(r"Parts of text messages (\d+)", page.words)[0])
    assert parts == 9, "one letter beyond the alphabet of phones, and each has three parts"
    assert "£0.22" in page.words  # 21.6 pence


def test_who_goes_by_hand_is_counted_apart(browser: Browser, qi_session: QISession) -> None:
    booking = ABooking(qi_session, APerson("Ada", mobile="+447700900123"))
    with writing():
        session.get_one(ContactWay, booking.contact_way_id).channel = "phone"
    sign_in_staff(browser)
    page = look(browser, qi_session)
    assert "By phone: staff ring them 1" in page.words and "Parts of text messages" not in page.words
    page.press("Send to 1 person")
    assert [message.state for message in written()] == ["by_hand"]


def test_nothing_typed_is_lost_on_the_way_back_or_when_something_is_missing(
    browser: Browser, qi_session: QISession
) -> None:
    ABooking(qi_session)
    sign_in_staff(browser)
    said = 'First line.\n\nSecond "line" & more.'
    page = look(browser, qi_session, words_en=said, words_bn="কলম")
    page = page.press("Change it")
    assert page.one("#words_en").text.strip() == said and page.one("#words_bn").text.strip() == "কলম"
    page = page.press("See how it will look", words_en="")
    assert page.errors == ["Type the message in English"] and page.one("#words_bn").text.strip() == "কলম"
    page = page.press("See how it will look", words_en="x" * 1001)
    assert "1 letter too long" in page.errors[0] and page.one("#words_en").text.strip() == "x" * 1001


def test_pressing_twice_sends_once(browser: Browser, qi_session: QISession) -> None:
    ABooking(qi_session)
    sign_in_staff(browser)
    page = look(browser, qi_session)
    page.press("Send to 1 person")
    again = page.press("Send to 1 person")
    assert "on its way to 1 person" in again.words and len(written()) == kept() == 1
    look(browser, qi_session).press("Send to 1 person")
    assert len(written()) == kept() == 2, "the same words in another form are another message"


def test_ten_presses_at_the_same_moment_send_once(app: Flask, qi_session: QISession, clock: Clock) -> None:
    ABooking(qi_session)
    ABooking(qi_session)
    session_id, by, now = qi_session.id, APerson("Sam", kind="staff").id, clock.now

    def press(_n: int) -> int:
        return services.tell(session_id, "place", {"en": SAID}, key=KEY, by=by, now=now).people

    assert at_once(app, 10, press) == [2] * 10
    assert kept() == 1 and len(written()) == 2


def test_whoever_is_there_at_sending_gets_it(browser: Browser, qi_session: QISession) -> None:
    leaves = ABooking(qi_session, APerson("Leaves"))
    ABooking(qi_session, APerson("Stays"))
    sign_in_staff(browser)
    page = look(browser, qi_session)
    assert "Send to 2 people" in page.words
    with writing():
        session.get_one(Booking, leaves.id).status = "cancelled"
    for n in range(2):
        ABooking(qi_session, APerson(f"Joins {n}"))
    assert "on its way to 3 people" in page.press("Send to 2 people").words and len(written()) == 3


def test_when_everyone_left_meanwhile_it_says_so_and_keeps_the_words(browser: Browser, qi_session: QISession) -> None:
    booking = ABooking(qi_session)
    ABooking(qi_session, status="waiting")
    sign_in_staff(browser)
    page = look(browser, qi_session)
    with writing():
        session.get_one(Booking, booking.id).status = "cancelled"
    page = page.press("Send to 1 person")
    assert page.errors == ["Nobody is in this group any more. Choose another one."]
    assert page.one("#words_en").text.strip() == SAID and not written() and not kept()


def test_a_helper_who_gets_reminders_gets_a_copy_that_is_shown_and_paid_for(
    browser: Browser, qi_session: QISession
) -> None:
    ada = APerson("Ada", email="ada@example.com")
    ABooking(qi_session, ada)
    ATrust(ada, APerson("Ben", mobile="+447700900123"), "may_get_reminders")
    sign_in_staff(browser)
    page = look(browser, qi_session)
    assert "a copy for those who help someone" in page.words
    page.press("Send to 1 person")
    (row,) = session.scalars(select(SessionMessage))
    assert (len(written()), row.people) == (2, 1) and row.texts >= 1


def test_nothing_is_written_to_someone_who_was_forgotten(app: Flask, clock: Clock, qi_session: QISession) -> None:
    gone = ABooking(qi_session, APerson("Gone"))
    with writing():
        session.get_one(Person, gone.person_id).forgotten_at = clock.now
    with pytest.raises(Refused):
        tell(qi_session, clock)
    ABooking(qi_session)
    assert tell(qi_session, clock).people == len(written()) == 1


def test_staff_of_another_part_of_the_trust_write_to_nobody_here(browser: Browser) -> None:
    east, west = ADirectorate(), ADirectorate()
    theirs, mine = ASession(directorate_id=west.id), ASession(directorate_id=east.id)
    ABooking(theirs)
    ABooking(mine)
    sign_in_staff(browser, "improvement_advisor", east)
    token = look(browser, mine).one("input[name='csrf_token']").get("value")
    browser.visit(f"/staff/training/{theirs.id}/tell", expect=404)
    browser.visit(f"/staff/training/{theirs.id}/told", expect=404)
    sent = {"csrf_token": token, "step": "send", "to_whom": "place", "words_en": SAID, "key": KEY}
    browser.send(f"/staff/training/{theirs.id}/tell", sent, expect=404)
    assert not written()


def test_a_made_up_group_is_refused_kindly(browser: Browser, qi_session: QISession) -> None:
    ABooking(qi_session)
    sign_in_staff(browser)
    page = look(browser, qi_session, "need gossip")
    assert page.errors == ["Choose one of the answers"] and page.one("#words_en").text.strip() == SAID


def test_the_list_of_what_was_written_costs_the_same_however_long_it_is(
    browser: Browser, qi_session: QISession, clock: Clock, at_most: AtMost
) -> None:
    ABooking(qi_session)
    for n in range(5):
        tell(qi_session, clock, key=f"{KEY}{n}")
    sign_in_staff(browser)
    number = qi_session.id
    with at_most(queries=4):
        page = browser.visit(f"/staff/training/{number}/told")
    assert len(page.all("h2.nhsuk-heading-m")) == 5
    with at_most(queries=5):
        browser.visit(f"/staff/training/{number}/tell")


def test_looking_and_sending_cost_the_same_however_many_booked(app: Flask, browser: Browser, at_most: AtMost) -> None:
    many = ASession(capacity=40)
    for n in range(30):
        ABooking(many, APerson(email=f"p{n}@example.com") if n % 2 else APerson(mobile=f"+4477009001{n:02}"))
    sign_in_staff(browser)
    page = look(browser, many).press("Change it")
    with at_most(queries=11):
        page = page.press("See how it will look")
    with at_most(queries=20 + 30):  # SQLite writes each message by itself
        page.press("Send to 30 people")
    assert len(written()) == 30
