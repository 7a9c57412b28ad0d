"""The page about one's place: met only where a session asks something, and open to everyone all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.database import session, writing
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.training.models import Booking, QISession
from portal.training.queries.to_book import get_to_book
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession
from tests.pdfs import Pdf
from tests.personal.trust import ATrust
from tests.staffing import sign_in, sign_in_staff


def asked(browser: Browser, qi_session: QISession, **who: str) -> Page:
    """The page after the first one."""
    said = {"for_whom": "self", "name": "Ada Lovelace", **who}
    return browser.visit(f"/training/{qi_session.slug}/book").press("Continue", **said)


def to_the_check(page: Page) -> Page:
    """The rest of the pages, when the one about the place was answered."""
    page = page.press("Continue", channel="email", email="ada@example.com")
    return page.press("Continue")


def the_booking() -> Booking:
    return session.scalars(
        select(Booking).order_by(Booking.id.desc()).execution_options(populate_existing=True)
    ).first()


def in_both_ways(**given: object) -> QISession:
    """Three places in person and five online."""
    return ASession(
        **{"mode": "both", "capacity": 3, "online_capacity": 5, "online_link": "https://meet.example/1", **given}
    )


def asking_much(**given: object) -> QISession:
    """A session of a course with two questions, with kept places."""
    course = ACourse(questions="What do you hope for?\n\n  What have you done before?  ")
    return in_both_ways(course=course, kept=2, **given)


def test_where_nothing_is_asked_nobody_meets_the_page_but_the_check_leads_to_it(browser: Browser) -> None:
    page = asked(browser, ASession())
    assert (
        page.heading == "How can we reach you?"
        and "There are 3 short pages" in browser.visit(page.path[:-5] + "who").words
    )
    assert browser.visit(page.path).links["Back"].endswith("/book/who")
    page = to_the_check(browser.visit(page.path))
    assert page.heading == "Check your answers" and "Only me" in page.words
    page = page.follow("Change who comes")
    assert page.heading == "Your place" and "How do you want to take part?" not in page.words
    page = page.press("Continue", companion="Sam")
    assert page.heading == "Check your answers" and "Two people. Sam comes too." in page.words


def test_someone_chooses_how_they_take_part_and_sees_how_many_places_are_left(browser: Browser) -> None:
    qi_session = in_both_ways()
    ABooking(qi_session)
    page = asked(browser, qi_session)
    assert page.heading == "Your place"
    assert "2 places left" in page.words and "5 places left" in page.words
    refused = page.press("Continue")
    assert refused.errors == ["Choose how you want to take part"]
    page = to_the_check(refused.press("Continue", mode="online", companion="Sam"))
    for said in ("How you take part Online", "Two people. Sam comes too.", "In person: 2 places left", "UK time"):
        assert said in page.words
    assert page.press("Book my place").heading == "Your place is booked"


def test_who_they_are_must_be_said_only_while_places_are_kept_or_the_course_is_joint(browser: Browser) -> None:
    for qi_session, why in (
        (ASession(kept=2), "Some places are kept for service users and carers."),
        (ASession(ACourse(who_for="everyone")), "Service users, carers and staff come to this training together."),
    ):
        page = asked(browser, qi_session)
        assert why in page.words and page.press("Continue").errors == ["Choose who you are"]
    page = browser.visit(f"/training/{in_both_ways().slug}/book").press("Continue", for_whom="self", name="Ada")
    assert page.press("Continue", mode="online").heading == "How can we reach you?"


def test_the_questions_of_the_course_may_be_left_open_and_stand_on_the_check(browser: Browser) -> None:
    page = asked(browser, asking_much())
    assert "There are 4 short pages" in browser.visit(page.path[:-5] + "who").words
    page = browser.visit(page.path)
    assert "What do you hope for?" in page.words and "What have you done before?" in page.words
    assert [field.get("name") for field in page.all("textarea")] == ["question_1", "question_2"]
    page = to_the_check(page.press("Continue", mode="in_person", who="carer", question_1="To meet people"))
    assert "What do you hope for? To meet people" in page.words and "What have you done before? Not given" in page.words
    assert "A carer" in page.words


def test_an_answer_that_is_too_long_is_kept_and_cannot_be_gone_round(browser: Browser) -> None:
    qi_session = ASession()
    asked(browser, qi_session)
    page = browser.visit(f"/training/{qi_session.slug}/book/place").press("Continue", companion="n" * 201)
    assert "1 letter too long" in page.errors[0] and page.one("#companion").get("value") == "n" * 201
    assert browser.visit(f"/training/{qi_session.slug}/book/check").heading == "Your place"


def test_whoever_comes_to_the_only_kept_places_is_told_that_they_would_wait(browser: Browser) -> None:
    qi_session = ASession(capacity=3, kept=2)
    ABooking(qi_session, who="staff")
    page = asked(browser, qi_session)
    assert "2 places left, for service users and carers" in browser.visit(page.path[:-5] + "who").words
    page = to_the_check(browser.visit(page.path).press("Continue", who="staff"))
    assert "There is no such place just now" in page.words and page.all("input[name=told]")
    page = page.follow("Change who you are").press("Continue", who="carer")
    assert "There is no such place just now" not in page.words
    assert page.press("Book my place").heading == "Your place is booked"


def test_two_people_for_one_place_hear_that_they_would_wait(browser: Browser) -> None:
    qi_session = ASession(capacity=1)
    page = to_the_check(asked(browser, qi_session)).follow("Change who comes").press("Continue", companion="Sam")
    assert "There is no such place just now" in page.words


def test_who_someone_said_they_are_stands_in_the_field_the_next_time(browser: Browser) -> None:
    ada = APerson("Ada", email="ada@example.com")
    ABooking(person=ada, who="carer")
    sign_in(browser, ada)
    page = asked(browser, ASession(kept=1), name="Ada")
    assert page.heading == "Your place"
    assert [box.get("value") for box in page.all("input[name=who]") if box.get("checked") is not None] == ["carer"]


def test_what_a_helper_is_does_not_stand_in_the_form_of_someone_whom_they_help(browser: Browser) -> None:
    ben, amina = APerson("Ben", email="ben@example.com"), APerson("Amina Khan")
    ABooking(person=ben, who="staff")
    ATrust(amina, ben, "may_book")
    sign_in(browser, ben)
    page = browser.visit(f"/training/{ASession(kept=1).slug}/book")
    value = next(e.get("value") for e in page.all("input[name=for_whom]") if e.get("value").startswith("helped-"))
    page = page.press("Continue", for_whom=value)
    assert page.heading == "Your place"
    assert [box for box in page.all("input[name=who]") if box.get("checked") is not None] == []
    page = page.press("Continue", who="service_user")
    assert page.heading == "Check your answers" and page.press("Book my place").heading == "Your place is booked"


def test_staff_who_fill_it_in_with_someone_meet_it_only_where_it_is_asked(browser: Browser) -> None:
    sign_in_staff(browser)
    for qi_session, heading in ((ASession(), "How can we reach you?"), (in_both_ways(), "Your place")):
        page = browser.visit("/staff/filling").press("Go on", how="on_phone", what="book", session=qi_session.slug)
        assert page.press("Continue", for_whom="self", name="Wanda").heading == heading


@pytest.mark.parametrize("locale", ["en", "ur", "bn"])
def test_the_paper_asks_what_the_session_asks(browser: Browser, locale: str) -> None:
    prefix = "" if locale == "en" else f"/{locale}"
    for qi_session, is_asked in ((asking_much(), True), (ASession(), False)):
        path = f"{prefix}/training/{qi_session.slug}/book/paper"
        token = browser.visit(path).one("input[name=csrf_token]").get("value")
        text = Pdf(browser.client.post(path, data={"csrf_token": token, "empty": "yes"}).data).text
        assert ("What do you hope for?" in text) is is_asked and ("What have you done before?" in text) is is_asked
        assert "Question 1" not in text and "Question 3" not in text


def test_a_clash_is_told_kindly_to_whoever_is_signed_in(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada", email="ada@example.com")
    one, other = ASession(ACourse("Another course")), ASession()
    ABooking(one, ada)
    ABooking(ASession(ACourse("Given up")), ada, status="cancelled")
    ABooking(ASession(ACourse("Later"), starts_at=one.ends_at), ada)
    sign_in(browser, ada)
    page = asked(browser, other, name="Ada").press("Continue")
    while page.heading != "Check your answers":
        page = page.press("Continue")
    assert "You also have this at that time: Another course, Monday 16 March 2026, 10am to midday" in page.words
    assert "You can still book." in page.words and "Given up" not in page.words and "Later" not in page.words
    assert page.press("Book my place").heading == "Your place is booked"


def test_a_clash_on_a_further_date_of_a_series_counts_and_a_date_that_was_cancelled_does_not(
    browser: Browser, clock: Clock
) -> None:
    from portal.database import add
    from portal.training.models import SessionDate
    from portal.training.queries.clash import clashes

    ada = APerson("Ada")
    series, other = ASession(ACourse("A series")), ASession(starts_at=clock.now + timedelta(days=21))
    ABooking(series, ada)
    with writing():
        further = add(SessionDate(qi_session_id=series.id, number=2, starts_at=other.starts_at, ends_at=other.ends_at))
    assert [clash.title for clash in clashes(ada.id, other.id)] == ["A series"]
    with writing() as open_session:
        open_session.merge(further).cancelled_at = clock.now
    assert clashes(ada.id, other.id) == []


def test_a_clash_is_never_shown_to_someone_who_only_types_a_name(browser: Browser) -> None:
    ada = APerson("Ada Lovelace", email="ada@example.com")
    ABooking(ASession(ACourse("Another course")), ada)
    page = to_the_check(asked(browser, ASession()))
    assert "Another course" not in page.words and "at that time" not in page.words
    page = page.press("Book my place")
    assert "Another course" not in page.words and "at that time" not in page.words
    said = session.scalars(select(Message).where(Message.kind == "booking confirmed")).one()
    assert "You also have other training at that time" in said.body and "Another course" not in said.body


def test_a_clash_of_someone_whom_one_helps_is_shown_to_the_helper_and_the_look_is_on_record(browser: Browser) -> None:
    ben, amina = APerson("Ben", email="ben@example.com"), APerson("Amina Khan")
    ABooking(ASession(ACourse("Another course")), amina)
    ATrust(amina, ben, "may_book")
    sign_in(browser, ben)
    page = browser.visit(f"/training/{ASession().slug}/book")
    value = next(e.get("value") for e in page.all("input[name=for_whom]") if e.get("value").startswith("helped-"))
    page = page.press("Continue", for_whom=value)
    assert "They also have this at that time: Another course" in page.words
    looks = session.scalars(select(AuditEvent.about_person_id).where(AuditEvent.kind == "helper looked")).all()
    assert amina.id in looks


def test_each_page_of_the_booking_costs_few_queries(browser: Browser, at_most: AtMost) -> None:
    qi_session = asking_much()
    path = f"/training/{qi_session.slug}/book"
    with at_most(queries=1):
        browser.visit(path)
    to_the_check(asked(browser, qi_session).press("Continue", mode="online", who="carer"))
    with at_most(queries=4):  # the session and the draft, and each once more for the form
        browser.visit(f"{path}/place")
    with at_most(queries=4):
        browser.visit(f"{path}/check")
    with at_most(queries=1):
        get_to_book(qi_session.slug)
