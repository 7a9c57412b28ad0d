"""Asking someone one trusts for help, being asked, and ending it: as both meet it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import session, writing
from portal.kit.audit import AuditEvent
from portal.kit.errors import NotFound
from portal.people.models import Person, TrustedPerson
from portal.personal.services import trusted as services
from portal.signin.models import UserSession
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession, way_of
from tests.personal.trust import ATrust, code_in, link_in, messages
from tests.staffing import sign_in

BEN = "ben@example.com"


@pytest.fixture
def amina(browser: Browser) -> Person:
    """Amina, who is signed in."""
    person: Person = APerson("Amina Khan", email="amina@example.com")
    sign_in(browser, person)
    return person


def ask(browser: Browser, name: str = "Ben", contact: str = BEN, **given: object) -> Page:
    page = browser.visit("/you/trusted").follow("Ask someone to help")
    return page.press("Ask them", **{"name": name, "contact": contact, "may": ["may_book", "may_answer"], **given})


def trusts() -> list[TrustedPerson]:
    found = select(TrustedPerson).order_by(TrustedPerson.id).execution_options(populate_existing=True)
    return list(session.scalars(found))


def open_link(app: Flask) -> tuple[Browser, Page]:
    """Someone opens the link of the newest asking, in a browser of their own."""
    browser = Browser(app)
    return browser, browser.visit(link_in(messages("trust asked")[-1], "/trusted/"))


def prove(page: Page) -> Page:
    """They ask for the code and type it."""
    return page.press("Send me a code").press("Continue", code=code_in(messages("sign-in code")[-1]))


def test_someone_asks_a_person_they_trust_and_the_message_tells_nothing(browser: Browser, amina: Person) -> None:
    page = browser.visit("/you/trusted/new")
    assert [page.one(f"#until-{part}").get("value") for part in ("day", "month", "year")] == ["2", "9", "2026"]
    page = ask(browser)
    assert "We have asked them" in page.words and "They have not answered yet" in page.words
    held = trusts()[0]
    assert (held.may_book, held.may_answer, held.may_get_reminders, held.may_fill_in) == (True, True, False, False)
    sent = messages("trust asked")[0]
    assert sent.address == BEN and "begins with A." in sent.body
    for told in ("Amina", "Khan", "amina@example.com", "health", "training", "Ben"):
        assert told not in sent.subject + sent.body


def test_before_the_code_the_link_tells_nothing_of_who_asks(browser: Browser, amina: Person, app: Flask) -> None:
    ask(browser)
    _ben, page = open_link(app)
    assert page.heading == "Someone asks you to help them"
    assert "Amina" not in page.text and "amina" not in page.text and "Khan" not in page.text
    held = trusts()[0]
    assert (held.accepted_at, held.ended_at) == (None, None)


def test_someone_new_proves_the_address_gives_their_own_name_and_says_yes(
    browser: Browser, amina: Person, app: Flask
) -> None:
    ask(browser)
    ben, page = open_link(app)
    page = prove(page)
    assert "Amina Khan asks you" in page.words and "Wednesday 2 September 2026" in page.words
    page = page.press("Yes, I will help", name="Benjamin Bell")
    assert page.heading == "You help Amina Khan"
    held = trusts()[0]
    helper = session.get_one(Person, held.helper_id)
    assert (helper.name, way_of(helper).value, way_of(helper).verified_at is not None) == ("Benjamin Bell", BEN, True)
    told = messages("trust accepted")[0]
    assert told.address == "amina@example.com" and "Ben" not in told.subject + told.body
    assert "Benjamin Bell" in ben.visit("/you").words  # their own page, with their own name
    assert "They said yes" in browser.visit("/you/trusted").words


def test_someone_we_know_is_shown_letters_only_and_stays_who_they_are(
    browser: Browser, amina: Person, app: Flask
) -> None:
    ben = APerson("Ben Bell", email=BEN)
    ask(browser)
    _ben, page = open_link(app)
    page = prove(page)
    assert "B B" in page.words and "Ben Bell" not in page.words
    page.press("Yes, I will help", person=str(ben.id))
    assert trusts()[0].helper_id == ben.id
    assert session.scalar(select(func.count()).select_from(Person)) == 2


def test_someone_who_is_signed_in_and_proved_that_address_needs_no_code(
    browser: Browser, amina: Person, app: Flask, clock: Clock
) -> None:
    ben = APerson("Ben Bell", email=BEN)
    with writing() as open_session:
        open_session.merge(way_of(ben)).verified_at = clock.now
    ask(browser)
    helper = Browser(app)
    sign_in(helper, ben)
    page = helper.visit(link_in(messages("trust asked")[-1], "/trusted/"))
    page.press("Yes, I will help")
    assert trusts()[0].helper_id == ben.id and messages("sign-in code") == []


def test_an_address_that_someone_only_typed_opens_no_asking(browser: Browser, amina: Person, app: Flask) -> None:
    eve = APerson("Eve", email=BEN)  # nobody ever proved that it is hers
    ask(browser)
    other = Browser(app)
    sign_in(other, eve)
    page = other.visit(link_in(messages("trust asked")[-1], "/trusted/"))
    assert page.heading == "Someone asks you to help them" and "Amina" not in page.text


def test_someone_says_no_and_the_person_is_told(browser: Browser, amina: Person, app: Flask) -> None:
    ask(browser)
    _ben, page = open_link(app)
    page = prove(page).press("No, I cannot")
    assert page.heading == "Thank you for telling us"
    assert messages("trust declined")[0].address == "amina@example.com"
    assert "said no" in browser.visit("/you/trusted").words
    assert session.scalar(select(func.count()).select_from(Person)) == 1  # whoever says no is kept nowhere


def test_the_link_opens_nothing_for_whoever_finds_it_later(browser: Browser, amina: Person, app: Flask) -> None:
    ask(browser)
    link = link_in(messages("trust asked")[0], "/trusted/")
    ben, page = open_link(app)
    prove(page).press("Yes, I will help", name="Ben")
    for path in (link, f"{link}/code", f"{link}/answer"):
        page = Browser(app).visit(path, expect=410)
        assert "Amina" not in page.text
    assert ben.visit(link).heading == "You help Amina Khan"


def test_a_code_for_one_asking_opens_no_other(browser: Browser, amina: Person, app: Flask) -> None:
    ask(browser)
    ask(browser, "Eve", "eve@example.com")
    bens, eves = (link_in(message, "/trusted/") for message in messages("trust asked"))
    eve = Browser(app)
    eve.visit(eves).press("Send me a code")
    hers = code_in(messages("sign-in code")[-1])
    page = eve.visit(f"{bens}/code").press("Continue", code=hers)
    assert page.errors and "Amina" not in page.text
    eve.visit(f"{eves}/code").press("Continue", code=hers)
    page = eve.visit(f"{bens}/answer")
    assert page.heading == "Someone asks you to help them" and "Amina" not in page.text


def test_two_who_share_an_address_never_become_one(browser: Browser, amina: Person, app: Flask) -> None:
    ask(browser, contact="amina@example.com")
    _ben, page = open_link(app)
    page = prove(page)
    assert not page.all("input[name=person]")  # the one who asks is not offered
    page = page.press("Yes, I will help", name="amina  khan")
    assert page.errors == ["This is the name of the person who asks. Type your own name"]
    assert trusts()[0].accepted_at is None
    page.press("Yes, I will help", name="Bilal Khan")
    helper = session.get_one(Person, trusts()[0].helper_id)
    assert helper.name == "Bilal Khan" and helper.id != amina.id


def test_an_asking_ends_with_its_month(browser: Browser, amina: Person, app: Flask, clock: Clock) -> None:
    ask(browser)
    clock.advance(days=30)
    page = Browser(app).visit(link_in(messages("trust asked")[0], "/trusted/"), expect=410)
    assert page.heading == "There is nothing to answer here any more"


def test_asked_twice_the_same_person_gets_one_message(browser: Browser, amina: Person) -> None:
    ask(browser)
    ask(browser)
    assert len(trusts()) == 1 and len(messages("trust asked")) == 1


def test_nobody_is_flooded_by_asking(browser: Browser, amina: Person) -> None:
    for n in range(10):
        ask(browser, contact=f"ben{n}@example.com")
    page = ask(browser, contact="ben10@example.com")
    assert page.errors == ["You have asked many people today. Please ask the next one tomorrow."]
    assert page.one("#contact").get("value") == "ben10@example.com"
    assert len(messages("trust asked")) == 10


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": ""}, "Type their name. A first name is enough"),
        ({"contact": "ben at example"}, "Type a phone number with all its digits, such as 07700 900123"),
        ({"may": []}, "Choose at least one thing that they may do"),
        ({"until__year": "2025"}, "Type a day from today to two years from now"),
        ({"until__year": "2029"}, "Type a day from today to two years from now"),
        ({"until__day": "31"}, "Type a real date, such as 27 3 2026"),
        ({"until__day": "", "until__month": "", "until__year": ""}, "Type the last day on which they may help you"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(
    browser: Browser, amina: Person, given: dict[str, object], error: str
) -> None:
    page = ask(browser, **{"name": "Ben", **given})
    assert page.errors == [error] and page.title.startswith("Error: ")
    if "name" not in given:
        assert page.one("#name").get("value") == "Ben"
    assert trusts() == []


def test_the_person_sees_what_a_helper_did_and_on_which_day(browser: Browser, amina: Person, clock: Clock) -> None:
    ben = APerson("Ben")
    trust = ATrust(amina, ben)
    with writing() as open_session:
        done = [("booking made", ben.id, amina.id), ("booking accepted", ben.id, ben.id), ("booking made", 0, amina.id)]
        for kind, by, about in done:
            open_session.add(AuditEvent(at=clock.now, kind=kind, by_person_id=by, about_person_id=about))
    page = browser.visit("/you/trusted").follow("Ben")
    assert page.words.count("Monday 2 March 2026: Booked training for you") == 1
    assert "Took a place" not in page.words
    assert page.path == f"/you/trusted/{trust.id}"


def test_the_person_changes_what_someone_may_do_and_the_helper_is_told(browser: Browser, amina: Person) -> None:
    ben = APerson("Ben Bell", email=BEN)
    trust = ATrust(amina, ben, "may_book")
    page = browser.visit(f"/you/trusted/{trust.id}")
    page = page.press("Save", may=["may_answer"], until__day="5", until__month="4", until__year="2026")
    held = trusts()[0]
    assert (held.may_book, held.may_answer, str(held.until_on)) == (False, True, "2026-04-05")
    told = messages("trust changed")[0]
    assert told.address == BEN and "Amina" not in told.subject + told.body
    browser.visit(f"/you/trusted/{trust.id}").press("Save")
    assert len(messages("trust changed")) == 1  # nothing changed, so nobody is told


def test_the_person_ends_it_with_one_tap_and_both_are_told(browser: Browser, amina: Person, app: Flask) -> None:
    ben = APerson("Ben Bell", email=BEN)
    trust = ATrust(amina, ben)
    helper = Browser(app)
    sign_in(helper, ben)
    assert "Amina Khan" in helper.visit(f"/you/helping/{trust.id}").words
    page = browser.visit("/you/trusted")
    page.press("End this now: Ben Bell")
    page.press("End this now: Ben Bell")  # a second press is harmless
    told = messages("trust ended")
    assert sorted(message.address for message in told) == ["amina@example.com", BEN]
    assert not any("Amina" in message.body or "Bell" in message.body for message in told)
    assert "Amina" not in helper.visit(f"/you/helping/{trust.id}", expect=404).text
    assert "Amina" not in helper.visit("/you").text


def test_the_helper_stops_at_once_and_both_are_told(amina: Person, app: Flask) -> None:
    ben = APerson("Ben Bell", email=BEN)
    trust = ATrust(amina, ben)
    helper = Browser(app)
    sign_in(helper, ben)
    helper.visit(f"/you/helping/{trust.id}").press("End my help now")
    assert trusts()[0].ended_by_id == ben.id and len(messages("trust ended")) == 2


def test_after_the_last_day_the_helper_sees_nothing_of_the_person(amina: Person, app: Flask, clock: Clock) -> None:
    ben = APerson("Ben Bell", email=BEN)
    trust = ATrust(amina, ben, until_on=clock.now.date())
    helper = Browser(app)
    sign_in(helper, ben)
    clock.advance(hours=13, minutes=59)  # one minute before midnight in London
    sign_in(helper, ben)
    assert "Amina Khan" in helper.visit(f"/you/helping/{trust.id}").words
    clock.advance(minutes=1)
    assert "Amina" not in helper.visit(f"/you/helping/{trust.id}", expect=404).text


def test_what_a_helper_may_see_and_no_more(amina: Person, app: Flask) -> None:
    ben = APerson("Ben Bell", email=BEN)
    booking = ABooking(ASession(ACourse("Introduction to QI")), amina, needs="A quiet room", safe_hours="After 6pm")
    reference, trust_id = booking.reference, ATrust(amina, ben, "may_answer").id
    helper = Browser(app)
    sign_in(helper, ben)
    page = helper.visit(f"/you/helping/{trust_id}")
    assert "Introduction to QI" in page.words and reference in page.words
    for hidden in ("A quiet room", "After 6pm", "amina@example.com", "Find training for them"):
        assert hidden not in page.text
    with writing() as open_session:
        open_session.get_one(TrustedPerson, trust_id).may_answer = False
        open_session.get_one(TrustedPerson, trust_id).may_get_reminders = True
    assert "Introduction to QI" not in helper.visit(f"/you/helping/{trust_id}").words


def test_a_look_of_the_helper_is_on_record_and_the_person_sees_the_last_one(
    browser: Browser, amina: Person, app: Flask
) -> None:
    ben = APerson("Ben")
    trust = ATrust(amina, ben)
    helper = Browser(app)
    sign_in(helper, ben)
    for _n in range(3):
        helper.visit(f"/you/helping/{trust.id}")
    looks = select(func.count()).where(AuditEvent.by_person_id == ben.id, AuditEvent.about_person_id == amina.id)
    assert session.scalar(looks) == 3
    page = browser.visit(f"/you/trusted/{trust.id}")
    assert page.words.count("Looked at what they may see of yours") == 1


def test_what_is_somebody_else_s_is_not_found(browser: Browser, app: Flask) -> None:
    amina, ben, eve = APerson("Amina"), APerson("Ben"), APerson("Eve")
    trust = ATrust(amina, ben)
    sign_in(browser, eve)
    token = browser.visit("/you").one("input[name=csrf_token]").get("value")
    browser.visit(f"/you/trusted/{trust.id}", expect=404)
    browser.visit(f"/you/helping/{trust.id}", expect=404)
    for path in (f"/you/trusted/{trust.id}", f"/you/trusted/{trust.id}/end", f"/you/helping/{trust.id}/end"):
        browser.send(path, {"csrf_token": token, "may": "may_book"}, expect=404)
    helper = Browser(app)
    sign_in(helper, ben)  # the helper does not change their own rights either
    helper.visit(f"/you/trusted/{trust.id}", expect=404)
    assert trusts()[0].ended_at is None


def test_the_helper_finds_the_person_on_their_own_page(amina: Person, app: Flask) -> None:
    ben = APerson("Ben")
    ATrust(amina, ben)
    helper = Browser(app)
    sign_in(helper, ben)
    assert helper.visit("/you").follow("Amina Khan").heading == "You help Amina Khan"


def test_nobody_but_the_two_ends_it(amina: Person, clock: Clock) -> None:
    trust = ATrust(amina, APerson("Ben"))
    with pytest.raises(NotFound):
        services.end(trust.id, by=APerson("Eve").id, now=clock.now)
    assert trusts()[0].ended_at is None


def test_whoever_says_yes_again_helps_with_what_was_asked_last(browser: Browser, amina: Person, app: Flask) -> None:
    ben = APerson("Ben", email=BEN)
    first = ATrust(amina, ben, "may_book")
    ask(browser, name="My Ben", may=["may_answer"])
    _ben, page = open_link(app)
    prove(page).press("Yes, I will help", person=str(ben.id))
    standing = [trust.id for trust in trusts() if trust.ended_at is None]
    assert first.id not in standing and len(standing) == 1


def test_the_helper_signs_in_as_themselves_and_the_person_stays_signed_out_there(
    browser: Browser, amina: Person, app: Flask
) -> None:
    ask(browser)
    _ben, page = open_link(app)
    prove(page).press("Yes, I will help", name="Ben")
    helper_id = trusts()[0].helper_id
    newest = session.scalars(select(UserSession).order_by(UserSession.id.desc())).first()
    assert newest is not None and newest.person_id == helper_id and not newest.is_staff


@pytest.mark.parametrize("many", [1, 20])
def test_the_pages_cost_the_same_however_many_there_are(
    browser: Browser, amina: Person, app: Flask, at_most: AtMost, many: int
) -> None:
    ben = APerson("Ben")
    trust_id = ATrust(amina, ben).id
    for n in range(many):
        ATrust(amina, APerson(f"Helper {n}"))
        ATrust(APerson(f"Person {n}"), ben)
        ABooking(person=amina)
    helper = Browser(app)
    sign_in(helper, ben)
    with at_most(queries=2):  # who is signed in, and what they see
        browser.visit("/you/trusted")
    with at_most(queries=3):
        browser.visit(f"/you/trusted/{trust_id}")
    with at_most(queries=4):  # one of them puts the look on record
        helper.visit(f"/you/helping/{trust_id}")


def test_the_pages_offer_to_leave_at_once_and_are_not_kept(browser: Browser, amina: Person) -> None:
    ask(browser)
    for path in ("/you/trusted", "/you/trusted/new", link_in(messages("trust asked")[0], "/trusted/")):
        page = browser.visit(path)
        assert page.all("a[data-exit]") and page.response.headers["Cache-Control"] == "no-store"
