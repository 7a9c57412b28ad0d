"""Phone and post as full equals: whom staff ring or write to, what to mind first, and what came of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.database import session, writing
from portal.kit.audit import AuditEvent
from portal.outbox import queries, services
from portal.people.models import Person
from portal.people.services import meet
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ASession
from tests.outbox import a_draft, the_message, write
from tests.staffing import sign_in_staff

pytestmark = pytest.mark.usefixtures("app")
NUMBER = "+442079460000"
LIST = "/staff/messages/by-hand"


def someone(clock: Clock, **rule: object) -> int:
    """Ada, who is rung, and what she says is safe."""
    ada = meet("Ada Byron", "phone", NUMBER, locale=str(rule.pop("locale", "en")), now=clock.now)[0].id
    with writing():
        for name, value in rule.items():
            setattr(session.get_one(Person, ada), name, value)
    return ada


def waits(clock: Clock, key: str = "one", **given: object) -> int:
    """A message that waits for a phone call to Ada."""
    return write(clock, key, **{"channel": "phone", "address": NUMBER, **given})


def opened(browser: Browser) -> Page:
    return browser.visit(LIST).follow("A B")


def kinds() -> list[str]:
    return list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.id)))


def test_staff_mind_what_is_safe_before_they_see_the_words_and_the_number_last(browser: Browser, clock: Clock) -> None:
    rule = {"safe_hours": "After 6pm", "may_leave_message": False, "say_about": "A parcel", "check_word": "Marmalade"}
    waits(clock, person_id=someone(clock, **rule))
    sign_in_staff(browser)
    listed = browser.visit(LIST)
    assert "A B" in listed.words and "Ada" not in listed.words and NUMBER not in listed.text
    page = listed.follow("A B")
    said = page.words_in("main")
    places = [said.index(words) for words in ("After 6pm", "No, leave none", "A parcel", "Marmalade", "Thank you for")]
    assert places == sorted(places)
    assert NUMBER not in page.text
    shown = page.follow("Show the number").words_in("main")
    places = [shown.index(words) for words in ("After 6pm", "No, leave none", "A parcel", "Marmalade", NUMBER)]
    assert places == sorted(places)


def test_someone_who_said_nothing_is_left_no_message_and_told_of_to_nobody(browser: Browser, clock: Clock) -> None:
    waits(clock, person_id=someone(clock))
    sign_in_staff(browser)
    said = opened(browser).words_in("main")
    assert "Not told, so leave none" in said and "Say only that you will ring again" in said


def test_each_look_at_a_number_is_on_record_and_so_is_what_came_of_it(browser: Browser, clock: Clock) -> None:
    ada = someone(clock)
    number = waits(clock, person_id=ada)
    staff = sign_in_staff(browser)
    opened(browser).follow("Show the number").press("Done: they were told")
    seen = list(
        session.scalars(select(AuditEvent).where(AuditEvent.thing == f"message {number}").order_by(AuditEvent.id))
    )
    assert [event.kind for event in seen] == ["looked at message", "looked at how to reach", "message told"]
    assert {(event.by_person_id, event.about_person_id) for event in seen} == {(staff.id, ada)}


def test_whoever_was_told_leaves_the_list_and_a_second_press_does_no_harm(browser: Browser, clock: Clock) -> None:
    waits(clock, person_id=someone(clock))
    staff = sign_in_staff(browser)
    page = opened(browser).follow("Show the number")
    for _press in range(2):
        after = page.press("Done: they were told")
        assert "Noted: they know." in after.words and "Everyone has been told." in after.words
    message = the_message()
    assert (message.state, message.by_person_id, message.ended_at) == ("sent", staff.id, clock.now)
    assert kinds().count("message told") == 1


def test_whoever_could_not_be_reached_stays_with_a_note_of_the_try(browser: Browser, clock: Clock) -> None:
    waits(clock, person_id=someone(clock))
    sign_in_staff(browser)
    page = opened(browser).follow("Show the number").press("Could not reach them", note="The line was busy")
    assert "Tried 1 time: The line was busy" in page.words
    assert (the_message().state, the_message().tries) == ("by_hand", 1)
    page = opened(browser).follow("Show the number").press("Could not reach them", note="n" * 201)
    assert "1 letter too long" in page.errors[0] and page.one("#note").get("value") == "n" * 201
    page = page.press("Could not reach them", note="")
    assert "Tried 2 times: Nobody answered" in page.words


def test_the_longest_waiting_come_first_and_each_can_be_reached(
    browser: Browser, clock: Clock, at_most: AtMost
) -> None:
    ada = someone(clock)
    for number in range(30):
        waits(clock, str(number), person_id=ada, kind=f"kind {number:02}")
        clock.advance(hours=1)
    sign_in_staff(browser)
    browser.visit(LIST)
    with at_most(queries=3):  # who asks, what they may, and the list
        first = browser.visit(LIST)
    assert "kind 00" in first.words_in("tbody tr") and "2 days" not in first.words_in("tbody tr")
    assert "1 day" in first.words_in("tbody tr") and len(first.all("tbody tr")) == 25
    second = first.follow("Next page")
    assert len(second.all("tbody tr")) == 5 and "kind 29" in second.words
    assert second.follow("Previous page").words_in("tbody") == first.words_in("tbody")


def test_one_message_costs_few_queries(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    number = waits(clock, person_id=someone(clock), kind="booking reminder")
    sign_in_staff(browser)
    browser.visit(f"{LIST}/{number}")
    for path in (f"{LIST}/{number}", f"{LIST}/{number}/number"):
        with at_most(queries=5):  # who asks, what they may, the message, the look on record, their sessions
            browser.visit(path)


def test_on_the_phone_staff_answer_for_someone_where_they_booked(browser: Browser, clock: Clock) -> None:
    ada = someone(clock)
    qi_session = ASession()
    here = f"/staff/training/{qi_session.id}"
    ABooking(qi_session, session.get_one(Person, ada))
    waits(clock, person_id=ada, kind="booking reminder")
    sign_in_staff(browser)
    page = opened(browser)
    assert "nobody can press a link" in page.words
    assert page.follow("Introduction to QI").path.startswith(here)


def test_words_in_another_language_say_which(browser: Browser, clock: Clock) -> None:
    waits(clock, person_id=someone(clock, locale="ur"), locale="ur", body="شکریہ")
    sign_in_staff(browser)
    page = opened(browser)
    assert "The words are in their language: اردو" in page.words
    assert page.one("div[lang='ur']").get("dir") == "rtl"


def test_a_letter_shows_its_lines_and_can_be_printed(browser: Browser, clock: Clock) -> None:
    ada = meet("Ada Byron", "post", "1 High Street\nE1 4AA", locale="en", now=clock.now)[0].id
    number = waits(clock, person_id=ada, channel="post", address="1 High Street\nE1 4AA")
    sign_in_staff(browser)
    page = opened(browser)
    assert "What the letter says" in page.words and "High Street" not in page.text
    page = page.follow("Show the address")
    assert "1 High Street" in page.words and page.links["Print the letter"] == f"/staff/messages/{number}/letter"
    assert "Noted: they know." in page.press("Done: it is posted").words


def test_a_reminder_that_comes_too_late_is_taken_off_without_saying_that_it_was_told(
    browser: Browser, clock: Clock
) -> None:
    waits(clock, person_id=someone(clock), kind="booking reminder")
    clock.advance(days=4)
    sign_in_staff(browser)
    assert "Too late now" in browser.visit(LIST).words
    opened(browser).follow("Show the number").press("It is too late for this")
    assert the_message().state == "dropped"


def test_today_counts_those_who_wait_to_be_told(browser: Browser, clock: Clock) -> None:
    ada = someone(clock)
    waits(clock, "one", person_id=ada)
    waits(clock, "two", person_id=ada)
    assert queries.for_staff(clock.now).by_hand == 2
    sign_in_staff(browser)
    assert browser.visit("/staff").follow("See whom to ring").heading == "To tell by phone or by post"
    assert "2 messages to tell by phone or by post" in browser.visit("/staff").words


def test_what_is_not_there_or_not_by_hand_is_not_found(browser: Browser, clock: Clock) -> None:
    number = write(clock)
    sign_in_staff(browser)
    for path in (f"{LIST}/{number}", f"{LIST}/{number}/number", f"{LIST}/2147483647/number"):
        browser.visit(path, expect=404)
    token = browser.visit("/staff/messages").one("input[name='csrf_token']").get("value")
    browser.send(f"{LIST}/2147483647/number", {"csrf_token": token, "outcome": "told", "note": ""}, expect=404)
    browser.send(f"{LIST}/{number}/number", {"csrf_token": token, "outcome": "burnt", "note": ""}, expect=404)


@pytest.mark.parametrize("role", ["moderator", "project_lead", "improvement_advisor"])
def test_who_may_not_see_messages_sees_no_number(browser: Browser, clock: Clock, role: str) -> None:
    number = waits(clock, person_id=someone(clock))
    sign_in_staff(browser, role)
    for path in (LIST, f"{LIST}/{number}", f"{LIST}/{number}/number"):
        browser.visit(path, expect=403)


def test_two_colleagues_who_tell_at_one_moment_tell_once(clock: Clock) -> None:
    number = waits(clock, person_id=someone(clock))
    for staff in (someone(clock), someone(clock)):
        services.tell_by_hand(number, services.Outcome.TOLD, "", by=staff, now=clock.now)
    services.tell_by_hand(number, services.Outcome.NOT_REACHED, "Late", by=staff, now=clock.now)
    assert (the_message().state, the_message().tries) == ("sent", 0)


def test_it_holds_in_urdu(browser: Browser, clock: Clock) -> None:
    number = waits(clock, person_id=someone(clock, safe_hours="After 6pm"))
    sign_in_staff(browser)
    for path in (LIST, f"{LIST}/{number}", f"{LIST}/{number}/number"):
        assert browser.visit(f"/ur{path}").one("html").get("dir") == "rtl"


def test_a_draft_by_email_is_no_matter_for_staff(clock: Clock) -> None:
    services.put(a_draft(), now=clock.now)
    assert queries.by_hand_for_staff(None).rows == []
