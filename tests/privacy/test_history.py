"""What happened so far, and what we wrote, as the person reads it."""

from __future__ import annotations

from portal.database import session
from portal.kit import audit
from portal.kit import clock as portal_clock
from portal.outbox import services as outbox
from portal.outbox.models import Message
from portal.people.models import Person
from portal.privacy.queries import words
from portal.signin import services as accounts
from portal.signin.services import Asker
from portal.stories import services as stories
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import APerson
from tests.outbox import the_message, write
from tests.privacy import a_whole_life
from tests.staffing import AStaffMember, sign_in


def test_someone_reads_what_they_did_and_chose_and_who_looked(browser: Browser, clock: Clock) -> None:
    life = a_whole_life()
    stories.withdraw_use(life.story_id, "newsletter", person_id=life.id, now=clock.advance(minutes=5))
    sign_in(browser, session.get_one(Person, life.id))
    page = browser.visit("/you/history")
    newest = " ".join(page.one("li.app-list__item").text_content().split())
    assert newest.startswith("You took back your yes to a use of your story")
    assert "It may be printed in our newsletter" in newest and "Monday 2 March 2026, 10.05am. By: You" in newest
    assert "Your booking was looked at Monday 2 March 2026, 10am. By: People Participation lead" in page.words
    older = page.follow("Older")
    for said in ("You booked training", "You offered to join", "You told us a story", "You asked someone to help you"):
        assert said in page.words + older.words
    assert "Sam Staff" not in page.words + older.words


def test_a_long_history_is_read_page_by_page_in_one_query_each(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    ada, staff = APerson("Ada"), AStaffMember()
    for n in range(45):
        audit.look_at("looked at bookings", [(ada.id, f"booking {n}")], by=staff.id, now=clock.advance(minutes=1))
    audit.look_at("looked at story", [(APerson("Bea").id, "story 1")], by=staff.id, now=clock.now)
    sign_in(browser, ada)
    with at_most(queries=2):  # who they are, and one page
        first = browser.visit("/you/history")
    second = first.follow("Older")
    third = second.follow("Older")
    assert [len(page.all("li.app-list__item")) for page in (first, second, third)] == [20, 20, 5]
    assert third.follow("Newer").words_in("main") == second.words_in("main")
    assert "Your story was read" not in first.words


def test_whoever_did_nothing_yet_is_told_so(browser: Browser) -> None:
    sign_in(browser, APerson("Ada"))
    assert "Nothing has happened yet" in browser.visit("/you/history").words
    assert "We have not sent you a message yet" in browser.visit("/you/messages").words


def test_someone_reads_what_we_wrote_and_how_it_fared(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    ada = APerson("Ada", email="ada@example.com")
    failed = write(clock, "failed", person_id=ada.id, body="Your training is soon.")
    outbox.not_sent(failed, "The mail server refused it (550)", now=clock.now, is_final=True)
    sent = write(clock, "sent", person_id=ada.id, subject="Your reference KRT 462 W")
    outbox.sent(sent, now=clock.now)
    write(clock, "other", person_id=APerson("Bea").id, body="For Bea only")
    sign_in(browser, ada)
    with at_most(queries=2):
        page = browser.visit("/you/messages")
    assert "Your training is soon." in page.words and "We could not send it" in page.words
    assert "Your reference KRT 462 W" in page.words and "a***@example.com" in page.words
    assert "ada@example.com" not in page.words_in("main") and "For Bea only" not in page.words


def test_no_code_to_sign_in_stands_among_the_messages(browser: Browser) -> None:
    ada = APerson("Ada", email="ada@example.com")
    accounts.ask_code("ada@example.com", "email", Asker("b", "d", "en"), is_staff=False, now=portal_clock.now())
    sign_in(browser, ada)
    assert "Your code" not in browser.visit("/you/messages").words


def test_many_messages_are_read_page_by_page(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada")
    for n in range(25):
        clock.advance(minutes=1)
        write(clock, f"number {n}", person_id=ada.id, subject=f"Number {n}")
    sign_in(browser, ada)
    first = browser.visit("/you/messages")
    assert "Number 24" in first.words and "Number 4" not in first.words.replace("Number 24", "")
    assert "Number 4" in first.follow("Older").words


def test_every_state_of_a_message_has_words() -> None:
    check = next(c for c in Message.__table__.constraints if "state" in str(getattr(c, "sqltext", "")))
    assert all(f"'{state}'" in str(check.sqltext) for state in words.STATES)
    assert str(check.sqltext).count("'") == 2 * len(words.STATES)


def test_a_message_in_the_reader_s_own_language_says_which_it_is(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada")
    write(clock, "urdu", person_id=ada.id, locale="ur", subject="آپ کا حوالہ")
    sign_in(browser, ada)
    assert browser.visit("/you/messages").one("h2.nhsuk-heading-s").get("lang") == "ur"
    assert the_message("urdu").state == "waiting"
