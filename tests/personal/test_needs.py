"""What someone needs: told once on their page, offered again, looked at each year, and counted without names."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from sqlalchemy import select

from portal import work
from portal.database import session, writing
from portal.kit import quarters
from portal.kit.quarters import quarter_of
from portal.outbox.models import Message
from portal.people import queries as people
from portal.people.models import AccessNeed, ContactWay, Person
from portal.people.services import needs
from portal.personal.queries import known
from portal.personal.services import needs as reviews
from portal.stories.models import Story
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ADirectorate, AFlag, AnExpression, APerson, AProject, ASession
from tests.staffing import AStaffMember, sign_in, sign_in_staff


def told(person_id: int) -> list[str]:
    session.expire_all()
    found = people.needs_of(person_id)
    return people.said_by(found.kinds, found.words)


def tell(person: Person, *kinds: str, words: str = "", now: object) -> None:
    pairs = [(kind, "") for kind in kinds]
    needs.tell(person.id, pairs, words, by=person.id, now=now)


def letters() -> list[Message]:
    return list(session.scalars(select(Message).where(Message.kind == "needs hold")))


def test_someone_tells_what_they_need_changes_it_and_sees_it_kept(browser: Browser, at_most: AtMost) -> None:
    ada = APerson("Ada")
    ada_id = ada.id
    sign_in(browser, ada)
    with at_most(queries=2):
        page = browser.visit("/you/needs")
    page = page.press("Save", need_kinds=["breaks", "interpreter"], language="Somali", needs="A chair")
    assert "Saved." in page.words and page.one("#language").get("value") == "Somali"
    assert told(ada_id) == ["An interpreter: Somali", "Breaks", "A chair"]
    page.press("Save", need_kinds=["breaks"], language="", needs="")
    assert told(ada_id) == ["Breaks"]


def test_what_is_too_long_is_said_beside_it_and_nothing_is_lost(browser: Browser) -> None:
    ada = APerson("Ada")
    ada_id = ada.id
    sign_in(browser, ada)
    page = browser.visit("/you/needs").press("Save", need_kinds=["breaks"], needs="n" * 2001)
    assert "1 letter too long" in page.errors[0]
    assert page.one("#needs").text.strip() == "n" * 2001
    assert [box.get("value") for box in page.all("input[name=need_kinds]") if box.get("checked") is not None] == [
        "breaks"
    ]
    assert told(ada_id) == []


def test_someone_says_with_one_press_that_it_still_holds(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada")
    ada_id = ada.id
    tell(ada, "breaks", now=clock.now)
    clock.advance(days=400)
    sign_in(browser, ada)
    page = browser.visit("/you/needs").press("It is all still right")
    assert "We ask again in a year" in page.words
    session.expire_all()
    assert people.needs_of(ada_id).reviewed_at == clock.now and told(ada_id) == ["Breaks"]


def test_nobody_is_asked_whether_nothing_still_holds(browser: Browser) -> None:
    sign_in(browser, APerson("Ada"))
    assert "It is all still right" not in browser.visit("/you/needs").words


def test_after_a_year_one_neutral_message_asks_once(app: object, clock: Clock) -> None:
    ada = APerson("Ada")
    tell(ada, "sign_language", words="A quiet corner", now=clock.now)
    APerson("Bo")
    assert reviews.ask_if_they_hold in work.sweeps()
    assert reviews.ask_if_they_hold(clock.advance(days=364)) == 0
    assert reviews.ask_if_they_hold(clock.advance(days=2)) == 1
    assert reviews.ask_if_they_hold(clock.advance(hours=1)) == 0
    (letter,) = letters()
    said = letter.subject + letter.body
    assert "/you/needs" in said and "Sign" not in said and "quiet" not in said and "Ada" not in said
    assert reviews.ask_if_they_hold(clock.advance(days=366)) == 1


def test_who_looked_at_it_wants_quiet_or_sleeps_is_not_asked(app: object, clock: Clock) -> None:
    ada, bo = APerson("Ada"), APerson("Bo")
    for person in (ada, bo):
        tell(person, "breaks", now=clock.now)
    clock.advance(days=366)
    needs.say_they_hold(ada.id, now=clock.now)
    with writing():
        session.get_one(Person, bo.id).quiet_at = clock.now
    assert reviews.ask_if_they_hold(clock.now) == 0
    with writing():
        session.get_one(Person, bo.id).quiet_at = None
    assert reviews.ask_if_they_hold(clock.advance(hours=13)) == 0  # eleven at night
    assert reviews.ask_if_they_hold(clock.advance(hours=11)) == 1


def test_whoever_is_signed_in_says_who_they_are_and_is_asked_nothing_twice(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada Lovelace", email="ada@example.com", safe_hours="After 6pm")
    tell(ada, "hearing_loop", words="A chair", now=clock.now)
    ada_id = ada.id
    qi_session = ASession()
    sign_in(browser, ada)
    page = browser.visit(f"/training/{qi_session.slug}/book")
    assert page.one("#name").get("value") == "Ada Lovelace"
    page = page.press("Continue")
    assert page.heading == "Check your answers"
    for said in ("ada@example.com", "After 6pm", "A hearing loop", "A chair"):
        assert said in page.words
    page.press("Book my place")
    assert session.scalars(select(Person.id).where(Person.name_key == "ada lovelace")).all() == [ada_id]
    assert len(session.scalars(select(ContactWay).where(ContactWay.person_id == ada_id)).all()) == 1


def test_what_a_signed_in_person_adds_to_a_form_is_kept_for_next_time(browser: Browser, clock: Clock) -> None:
    ada = APerson("Ada")
    tell(ada, "breaks", now=clock.now)
    ada_id = ada.id
    sign_in(browser, ada)
    page = browser.visit("/join").press("Continue").press("Continue", wants="Help")
    page = page.follow("Change what you need to take part").press("Continue", need_kinds=["breaks", "parking"])
    page.press("Send my offer")
    assert told(ada_id) == ["Breaks", "Parking close by"]


def test_what_a_carer_needs_is_not_offered_for_whom_they_care_for(browser: Browser, clock: Clock) -> None:
    carer = APerson("Jo", email="jo@example.com")
    tell(carer, "hearing_loop", now=clock.now)
    carer_id = carer.id
    sign_in(browser, carer)
    page = browser.visit("/join").press("Continue", for_whom="for_someone", name="Mum", helper_name="Jo")
    assert page.heading == "What do you need so that you can take part?"
    assert not [box for box in page.all("input[name=need_kinds]") if box.get("checked") is not None]
    page = page.press("Continue", need_kinds=["step_free"]).press("Continue", wants="Sing").press("Send my offer")
    assert told(carer_id) == ["A hearing loop"]
    mum = session.scalars(select(Person.id).where(Person.name == "Mum")).one()
    assert mum != carer_id and told(mum) == ["A way in without steps"]


def test_who_changes_for_whom_it_is_keeps_what_they_typed_themselves(browser: Browser, clock: Clock) -> None:
    carer = APerson("Jo")
    tell(carer, "hearing_loop", now=clock.now)
    sign_in(browser, carer)
    page = browser.visit("/join").press("Continue").press("Continue", wants="Sing")
    page = page.follow("Change what you need to take part").press("Continue", need_kinds=["step_free"])
    page = page.follow("Change who this is for").press("Continue", for_whom="for_someone", name="Mum")
    assert page.heading == "Check your answers" and "A way in without steps" in page.words


def test_a_teller_who_is_signed_in_need_not_type_their_address_but_is_asked_whether_we_may_write(
    browser: Browser,
) -> None:
    ada = APerson("Ada", email="ada@example.com")
    ada_id = ada.id
    sign_in(browser, ada)
    page = browser.visit("/stories/share").press("Continue", body="It helped me.")
    page = page.press("Continue", name_shown="none").press("Continue", uses=[])
    assert page.heading == "May we write to you?"
    assert page.one("#email").get("value") == "ada@example.com"
    page.press("Continue", is_reachable="yes").press("Send my story")
    assert session.scalars(select(Story.person_id)).one() == ada_id


def test_staff_fill_in_nothing_of_their_own(browser: Browser) -> None:
    sign_in_staff(browser)
    page = browser.visit("/join")
    assert page.one("#name").get("value") is None


def test_what_is_known_costs_two_queries_and_is_reached_by_the_way_that_was_proven(
    app: object, clock: Clock, at_most: AtMost
) -> None:
    ada = APerson("Ada", email="old@example.com")
    ada_id = ada.id
    with writing():
        for value, proven in (("+447700900123", clock.now), ("+447700900456", None)):
            session.add(
                ContactWay(person_id=ada_id, channel="sms", value=value, created_at=clock.now, verified_at=proven)
            )
    with at_most(queries=2):
        found = known.known(ada_id)
    assert (found["reach"]["channel"], found["reach"]["mobile"]) == ("sms", "+447700900123")
    assert "needs" not in found and found["who"]["name"] == "Ada"


def test_the_report_counts_what_was_flagged_got_ready_in_time_and_met(
    browser: Browser, clock: Clock, at_most: AtMost
) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="=West")
    soon = ASession(directorate_id=east.id, starts_at=clock.now + timedelta(days=1))
    late, in_time = ABooking(soon), ABooking(soon)
    where = {"directorate_id": east.id}
    AFlag(late, "breaks", ready_at=clock.now + timedelta(days=2), is_met_for_person=False, **where)
    AFlag(in_time, "breaks", ready_at=clock.now, is_met_for_person=True, is_met_for_staff=True, **where)
    AFlag(in_time, "parking", ended_at=clock.now, **where)
    AFlag(in_time, "easy_read", flagged_at=clock.now - timedelta(days=91), **where)
    AFlag(AnExpression(APerson("Ada"), AProject()), "breaks", ready_at=clock.now, directorate_id=west.id)
    sign_in_staff(browser)
    with at_most(queries=5):
        page = browser.visit("/staff/needs")
    assert "Ready in time 2" in page.words_in("table") and "January 2026 to March 2026" in page.words_in("caption")
    page = page.follow("Take these figures as a file (CSV)")
    lines = list(csv.reader(io.StringIO(page.text.removeprefix("\ufeff"))))
    assert lines[1:] == [
        ["'=West", "1", "1", "0", "0", "1", "0", "0", "1"],
        ["East", "2", "1", "1", "1", "0", "1", "0", "1"],
        ["Total", "3", "2", "1", "1", "1", "1", "0", "2"],
    ]
    assert "Ada" not in page.text


def test_an_earlier_quarter_can_be_looked_at_and_an_unknown_one_is_this_one(browser: Browser, clock: Clock) -> None:
    AFlag(ABooking(), "breaks", flagged_at=clock.now - timedelta(days=91))
    sign_in_staff(browser)
    assert "No needs were flagged in this quarter" in browser.visit("/staff/needs?quarter=soon").words
    page = browser.visit("/staff/needs?quarter=2025-10-01")
    assert "October 2025 to December 2025" in page.words_in("caption") and "The whole Trust" in page.words


def test_staff_of_one_directorate_count_only_its_needs(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    AFlag(ABooking(ASession(directorate_id=west.id)), "breaks", directorate_id=west.id)
    sign_in_staff(browser, "improvement_advisor", east)
    assert "West" not in browser.visit("/staff/needs").words


def test_who_may_see_no_reports_stays_outside(browser: Browser) -> None:
    sign_in(browser, AStaffMember("moderator"), is_staff=True)
    browser.visit("/staff/needs", expect=403)
    browser.visit("/staff/needs.csv", expect=403)


def test_the_year_of_reports_begins_in_april() -> None:
    for day, number, first_on in (
        (date(2026, 4, 1), 1, date(2026, 4, 1)),
        (date(2026, 3, 31), 4, date(2026, 1, 1)),
        (date(2026, 12, 31), 3, date(2026, 10, 1)),
    ):
        quarter = quarter_of(day)
        assert (quarter.number, quarter.first_on) == (number, first_on)
        assert quarter.first_on <= day <= quarter.last_on
    newest, before, *_rest = quarters.latest(date(2026, 3, 2))
    assert (newest.first_on, before.first_on) == (date(2026, 1, 1), date(2025, 10, 1))
    assert len(quarters.latest(date(2026, 3, 2))) == quarters.QUARTERS_SHOWN


def test_what_someone_needs_belongs_to_them_alone(browser: Browser, clock: Clock) -> None:
    tell(APerson("Ada"), "breaks", words="A footstool", now=clock.now)
    sign_in(browser, APerson("Eve"))
    page = browser.visit("/you/needs")
    assert "footstool" not in page.text and "checked" not in page.text
    page.press("Save", need_kinds=["parking"])
    assert len(session.scalars(select(AccessNeed)).all()) == 2
