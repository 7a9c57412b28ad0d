"""A person's ways to be reached: one more, another one used, one taken out; and what whoever had the old one can stop."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.database import session, writing
from portal.outbox.models import Message
from portal.people import queries
from portal.people import services as people
from portal.people.models import ContactWay, Person
from portal.people.queries.ways import ways_of
from portal.people.services import Told
from portal.people.services.ways import NotYet
from portal.personal.queries.known import known
from portal.personal.services import reach as services
from portal.signin import services as signin
from portal.signin.services import Asker, Tried
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import APerson, way_of
from tests.staffing import sign_in

pytestmark = pytest.mark.usefixtures("app")
OLD, NEW, SHARED = "ada@example.com", "ada.new@example.com", "family@example.com"
HERE = Asker("this browser", "a device", "en")


def messages(kind: str) -> list[Message]:
    found = select(Message).where(Message.kind == kind).order_by(Message.id)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def code() -> str:
    """The digits of the newest code."""
    found = re.search(r"[0-9]{3} ?[0-9]{3}", messages("sign-in code")[-1].body)
    assert found
    return found.group()


def ada(**given: object) -> Person:
    return APerson("Ada Byron", email=OLD, **given)


def way_to(person_id: int, value: str) -> int:
    return session.scalars(
        select(ContactWay.id).where(ContactWay.person_id == person_id, ContactWay.value == value)
    ).one()


def reached_at(way_id: int) -> str:
    session.rollback()
    return queries.get_reachable(way_id).value


def proven(person_id: int, value: str, clock: Clock) -> int:
    """A new address of someone, its code typed."""
    way_id = services.add(person_id, "email", value, HERE, now=clock.now)
    assert services.prove(person_id, way_id, code(), HERE.browser, now=clock.now) == Tried.RIGHT
    return way_id


def item(page: Page, value: str) -> str:
    """What the page says of one way."""
    return next(
        words for each in page.all("li.app-list__item") if value in (words := " ".join(each.text_content().split()))
    )


@pytest.fixture
def at_home(browser: Browser, clock: Clock) -> Page:
    """Ada, signed in, looking at how we reach her."""
    sign_in(browser, ada())
    return browser.visit("/you").follow("How we reach you, and what is safe")


def test_someone_adds_an_address_and_proves_it_with_a_code(at_home: Page) -> None:
    assert "We use it now." in item(at_home, OLD)
    page = at_home.follow("Add another way").press("Continue", channel="email", email=NEW)
    assert page.heading == "Type the code" and NEW in page.words
    wrong = page.press("Continue", code="000 000")
    assert wrong.errors == ["This code is not right. Look at the newest message, and type its 6 digits"]
    done = wrong.press("Continue", code=code())
    assert "It is added." in done.words and "We do not use it now." in item(done, NEW)
    assert [message.address for message in messages("way added")] == [OLD]


def test_a_new_code_can_be_asked_for_and_an_unproven_way_is_written_nothing(at_home: Page, clock: Clock) -> None:
    page = at_home.follow("Add another way").press("Continue", channel="email", email=NEW)
    first = code()
    clock.advance(minutes=16)
    page = page.press("Send a new code")
    assert code() != first
    assert page.press("Continue", code=first).errors
    waiting = at_home.browser.visit("/you/reach")
    assert "It waits for its code." in item(waiting, NEW)
    assert "Use it for everything" not in item(waiting, NEW)
    way_id = session.scalars(select(ContactWay.id).where(ContactWay.value == NEW)).one()
    token = waiting.one("input[name='csrf_token']").get("value")
    page = at_home.browser.send(f"/you/reach/{way_id}/use", {"csrf_token": token})
    assert "Please type its code first." in page.words
    assert messages("way added") == []


def test_a_phone_and_a_postal_address_need_no_code(at_home: Page) -> None:
    page = at_home.follow("Add another way").press("Continue", channel="phone", phone="020 7946 0000")
    assert "It is added." in page.words and "Phone call: +442079460000" in item(page, "+4420")
    page = page.follow("Add another way").press("Continue", channel="post", postal_address="1 High Street\nE1 4AA")
    assert "Letter: 1 High Street E1 4AA" in item(page, "High Street")
    assert [message.address for message in messages("way added")] == [OLD, OLD]
    assert messages("sign-in code") == []


def test_a_slip_in_a_new_address_is_asked_about(at_home: Page) -> None:
    page = at_home.follow("Add another way").press("Continue", channel="email", email="ada@gmial.com")
    assert "Did you mean ada@gmail.com?" in page.errors[0]
    assert page.press("Continue").heading == "Type the code"


def test_another_way_is_used_a_day_later_and_the_old_one_hears_of_it_at_once(at_home: Page, clock: Clock) -> None:
    person_id = session.scalars(select(Person.id)).one()
    old = way_to(person_id, OLD)
    proven(person_id, NEW, clock)
    page = at_home.browser.visit("/you/reach").press(f"Use it for everything: {NEW}")
    assert "Until then you can undo that below." in page.words
    assert "We use it until Tuesday 3 March 2026, 10am." in item(page, OLD)
    assert "We use it from Tuesday 3 March 2026, 10am on." in item(page, NEW)
    told = messages("way changed")
    assert [message.address for message in told] == [OLD]
    assert "/you/reach" in told[0].body and NEW not in told[0].body and "Ada" not in told[0].body
    assert reached_at(old) == OLD
    clock.advance(hours=24)
    assert reached_at(old) == NEW
    assert queries.find_reachable(person_id).value == NEW
    assert known(person_id)["reach"]["email"] == NEW  # and it is what a form offers them again


def test_whoever_had_the_old_way_stops_the_change_within_the_day(at_home: Page, clock: Clock) -> None:
    person_id = session.scalars(select(Person.id)).one()
    old = way_to(person_id, OLD)
    new = proven(person_id, NEW, clock)
    services.use(person_id, new, now=clock.now)
    page = at_home.browser.visit("/you/reach").press(f"Go on using it: {OLD}")
    assert "Nothing changes." in page.words and "We use it now." in item(page, OLD)
    clock.advance(hours=25)
    assert reached_at(old) == OLD


def test_going_back_and_forth_always_ends_where_it_was_asked_for(clock: Clock) -> None:
    person_id = ada().id
    old = way_to(person_id, OLD)
    clock.advance(hours=1)
    new, third = proven(person_id, NEW, clock), proven(person_id, "third@example.com", clock)
    for chosen, value in ((new, NEW), (third, "third@example.com"), (old, OLD), (new, NEW), (old, OLD)):
        before = {reached_at(way) for way in (old, new, third)}
        services.use(person_id, chosen, now=clock.advance(hours=1))
        clock.advance(hours=23)
        assert {reached_at(way) for way in (old, new, third)} == before  # a day has not gone by
        clock.advance(hours=1)
        assert {reached_at(way) for way in (old, new, third)} == {value}


def test_choosing_what_is_used_already_tells_nobody(clock: Clock) -> None:
    person_id = ada().id
    services.use(person_id, way_to(person_id, OLD), now=clock.now)
    assert messages("way changed") == []


def test_a_new_address_signs_in_only_after_a_day(clock: Clock) -> None:
    person_id = ada().id
    proven(person_id, NEW, clock)
    assert queries.people_at(NEW) == []
    clock.advance(hours=24)
    assert [person.id for person in queries.people_at(NEW)] == [person_id]
    signin.start_session(person_id, value=NEW, now=clock.now)
    assert [person.id for person in queries.people_at(NEW)] == [person_id]


def test_a_code_for_a_way_signs_nobody_in_and_a_sign_in_code_proves_no_way(clock: Clock) -> None:
    person_id = ada().id
    way_id = services.add(person_id, "email", NEW, HERE, now=clock.now)
    for_way = code()
    assert signin.try_code(for_way, HERE.browser, is_staff=False, now=clock.now)[0] == Tried.ENDED
    signin.ask_code(OLD, "email", HERE, is_staff=False, now=clock.now)
    assert services.prove(person_id, way_id, code(), HERE.browser, now=clock.now) == Tried.WRONG
    other = services.add(person_id, "email", "third@example.com", HERE, now=clock.now)
    assert services.prove(person_id, way_id, code(), HERE.browser, now=clock.now) == Tried.WRONG
    assert other != way_id and services.prove(person_id, way_id, for_way, HERE.browser, now=clock.now) == Tried.RIGHT


def test_a_way_that_became_unsafe_ends_at_once_and_hears_nothing_of_it(at_home: Page, clock: Clock) -> None:
    person_id = session.scalars(select(Person.id)).one()
    old = way_to(person_id, OLD)
    proven(person_id, NEW, clock)
    clock.advance(days=1)
    sign_in(at_home.browser, session.get_one(Person, person_id))
    asked = at_home.browser.visit("/you/reach").follow(f"Take it out: {OLD}")
    assert "Nobody can sign in with it." in asked.words
    page = asked.press("Take it out")
    assert "We do not use it any more." in page.words and OLD not in page.words
    assert queries.people_at(OLD) == []
    assert reached_at(old) == NEW
    assert [message.address for message in messages("way ended")] == [NEW]
    assert {message.address for message in messages("way added")} == {NEW}  # what waited goes the new way


def test_the_last_way_stays_and_a_stranger_in_the_session_shuts_nobody_out(at_home: Page, clock: Clock) -> None:
    person_id = session.scalars(select(Person.id)).one()
    old = way_to(person_id, OLD)
    assert "Take it out" not in at_home.words
    services.add(person_id, "phone", "+442079460000", HERE, now=clock.now)
    new = proven(person_id, NEW, clock)
    services.use(person_id, new, now=clock.now)
    page = at_home.browser.visit(f"/you/reach/{old}/end").press("Take it out")
    assert "This cannot be taken out yet." in page.words and OLD in page.words
    assert [person.id for person in queries.people_at(OLD)] == [person_id]


def test_taking_out_the_way_that_others_lead_to_leads_them_on(clock: Clock) -> None:
    person_id = ada().id
    old = way_to(person_id, OLD)
    new = proven(person_id, NEW, clock)
    services.use(person_id, new, now=clock.now)
    clock.advance(days=2)
    assert reached_at(old) == NEW
    services.end(person_id, new, now=clock.now)
    assert reached_at(old) == OLD == reached_at(new)
    with pytest.raises(NotYet):
        services.end(person_id, old, now=clock.now)


def test_a_way_that_ended_can_be_added_again_and_must_be_proven_again(clock: Clock) -> None:
    person_id = ada().id
    old, new = way_to(person_id, OLD), proven(person_id, NEW, clock)
    clock.advance(days=1)
    services.end(person_id, old, now=clock.now)
    assert services.add(person_id, "email", OLD, HERE, now=clock.now) == old
    assert not next(way for way in ways_of(person_id) if way.id == old).is_proven
    assert queries.people_at(OLD) == [] and reached_at(old) == NEW
    assert new


def test_a_number_that_was_rung_is_sent_texts_only_after_its_code(clock: Clock) -> None:
    person_id = ada().id
    rung = services.add(person_id, "phone", "+447700900123", HERE, now=clock.now)
    assert services.add(person_id, "sms", "+447700900123", HERE, now=clock.now) == rung
    way = next(way for way in ways_of(person_id) if way.id == rung)
    assert (way.channel, way.is_proven) == ("sms", False)
    assert queries.people_at("+447700900123") == []


def test_what_someone_chooses_in_a_form_counts_for_that_form(clock: Clock) -> None:
    person_id = ada().id
    old, new = way_to(person_id, OLD), proven(person_id, NEW, clock)
    services.use(person_id, new, now=clock.now)
    clock.advance(days=2)
    told = Told(name="Ada Byron", channel="email", value=OLD, person_id=person_id)
    assert people.meet_told(told, now=clock.now)[1].id == old
    assert reached_at(old) == OLD and reached_at(new) == NEW


def test_two_people_share_an_address_and_neither_sees_the_other_s(browser: Browser, clock: Clock) -> None:
    mother, son = APerson("Ada Byron", email=SHARED), APerson("Ralph Byron", email=SHARED)
    theirs = way_of(son).id
    new = proven(son.id, "ralph@example.com", clock)
    clock.advance(days=1)
    services.end(son.id, theirs, now=clock.now)
    assert [person.id for person in queries.people_at(SHARED)] == [mother.id]
    sign_in(browser, mother)
    page = browser.visit("/you/reach")
    assert "ralph" not in page.words and len(page.all("li.app-list__item")) == 1
    token = page.one("input[name='csrf_token']").get("value")
    for path in (f"/you/reach/{new}/use", f"/you/reach/{new}/end", f"/you/reach/{new}/code/new"):
        browser.send(path, {"csrf_token": token}, expect=404)
    for path in (f"/you/reach/{new}/end", f"/you/reach/{new}/code", "/you/reach/2147483647/end"):
        browser.visit(path, expect=404)


def test_a_flood_of_new_ways_is_stopped_kindly(at_home: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_ADDED", 1)
    at_home.follow("Add another way").press("Continue", channel="phone", phone="020 7946 0000")
    page = at_home.follow("Add another way").press("Continue", channel="phone", phone="020 7946 0001")
    assert page.errors == ["You have added many ways today. Please add the next one tomorrow."]
    assert page.one("#phone").get("value") == "+442079460001"


def test_someone_says_what_is_safe_and_staff_see_it(at_home: Page) -> None:
    said = {"safe_hours": "Mornings", "may_leave_message": "no", "say_about": "A parcel", "check_word": "Marmalade"}
    page = at_home.press("Save", **said)
    assert "Saved. Whoever gets in touch with you sees it first." in page.words
    person = session.scalars(select(Person)).one()
    assert (person.safe_hours, person.may_leave_message) == ("Mornings", False)
    assert (person.say_about, person.check_word) == ("A parcel", "Marmalade")
    assert page.one("#check_word").get("value") == "Marmalade"
    page = page.press("Save", check_word="m" * 61)
    assert "1 letter too long" in page.errors[0] and page.one("#say_about").get("value") == "A parcel"


def test_the_page_costs_few_queries(at_home: Page, at_most: AtMost) -> None:
    with at_most(queries=3):  # who it is, their ways, what is safe
        at_home.browser.visit("/you/reach")


def test_it_holds_in_urdu(at_home: Page, clock: Clock) -> None:
    new = proven(session.scalars(select(Person.id)).one(), NEW, clock)
    for path in ("", "/add", f"/{new}/end"):
        assert at_home.browser.visit(f"/ur/you/reach{path}").one("html").get("dir") == "rtl"


def test_messages_about_ways_come_in_the_person_s_language_by_each_way(clock: Clock) -> None:
    person_id = APerson("Ada Byron", mobile="+447700900123", locale="ur").id
    proven(person_id, NEW, clock)
    said = messages("way added")[0]
    assert (said.channel, said.locale) == ("sms", "ur")
    assert "\n" not in said.body and "http://localhost/ur/you/reach" in said.body


def test_an_expired_wait_is_a_day_and_no_longer(clock: Clock) -> None:
    person_id = ada().id
    old, new = way_to(person_id, OLD), proven(person_id, NEW, clock)
    services.use(person_id, new, now=clock.now)
    clock.now += timedelta(hours=24) - timedelta(seconds=1)
    assert reached_at(old) == OLD
    clock.now += timedelta(seconds=1)
    assert reached_at(old) == NEW
    with writing():
        assert people.ways.stay(person_id, now=clock.now) is False
