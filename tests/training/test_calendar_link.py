"""Someone's own calendar behind a secret address."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from portal.database import session
from portal.kit.audit import AuditEvent
from portal.people.models import Person
from portal.privacy import services as privacy
from portal.training import services
from portal.training.models import CalendarLink
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession
from tests.staffing import sign_in
from tests.training.calendar_programs import READERS, Program, Reader
from tests.training.steps import details_of, fresh
from tests.training.test_calendar import a_further

PAGE = "/you/calendar"


@pytest.fixture(params=READERS, ids=["icalendar", "vobject"])
def read(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.param
    return found


def address_on(page: Page) -> str:
    """The address that the page shows, as a path."""
    return urlsplit(page.one("#address").get("value")).path


def with_address(browser: Browser, name: str = "Amina Khan") -> tuple[Person, str]:
    """Someone who made an address, and that."""
    person = APerson(name)
    sign_in(browser, person)
    return person, address_on(browser.visit(PAGE).press("Make my address"))


def stranger(browser: Browser) -> Browser:
    """A calendar program: no cookie, no session."""
    return Browser(browser.app)


def test_looking_at_the_page_makes_no_address(browser: Browser) -> None:
    sign_in(browser, APerson())
    for _again in range(2):
        assert "Your secret address" not in browser.visit(PAGE).words
    browser.client.head(PAGE)
    assert session.scalar(select(func.count()).select_from(CalendarLink)) == 0


def test_an_address_is_made_once_and_can_be_seen_again(browser: Browser) -> None:
    _person, path = with_address(browser)
    assert address_on(browser.visit(PAGE)) == path
    assert browser.visit("/you").follow("Your training, and what").follow("See your training in your own").path == PAGE
    page = browser.visit(PAGE)
    again = browser.send(PAGE, {"csrf_token": page.one("main input[name='csrf_token']").get("value"), "do": "make"})
    assert address_on(again) == path  # pressed twice it is still the same


def test_the_secret_itself_is_kept_nowhere(browser: Browser) -> None:
    _person, path = with_address(browser)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    (link,) = session.scalars(select(CalendarLink))
    assert len(token) == 32 and token not in link.nonce + link.token_digest
    assert hashlib.sha256(token.encode()).hexdigest() != link.token_digest  # without the key nobody can try tokens


def test_it_shows_when_and_where_but_not_what(browser: Browser, read: Reader) -> None:
    person, path = with_address(browser)
    secrets = {"online_link": "https://meet.example/secret", "dial_in": "0161 496 0000"}
    qi_session = ASession(ACourse("Introduction to QI"), mode="both", online_capacity=5, **secrets)
    booking = ABooking(qi_session, person, needs="A lift, please", safe_hours="mornings")
    page = stranger(browser).visit(path)
    (event,) = read(page.text).events.values()
    assert (event.title, event.where, event.starts_at) == ("Training", "Example House, Room 2", qi_session.starts_at)
    assert event.says == f"What it is, and how to join: http://localhost/you/bookings/{booking.id}"
    for secret in (
        "Introduction",
        "meet.example",
        "0161",
        "Amina",
        booking.reference,
        "lift",
        "mornings",
        qi_session.slug,
    ):
        assert secret not in page.text
    assert "CLASS:PRIVATE" in page.text and page.response.mimetype == "text/calendar"


def test_who_takes_part_online_is_not_sent_to_a_room(browser: Browser, read: Reader) -> None:
    person, path = with_address(browser)
    ABooking(ASession(mode="both", online_capacity=5), person, mode="online")
    (event,) = read(stranger(browser).visit(path).text).events.values()
    assert event.where == "Online"


def test_only_a_place_is_in_it_and_what_is_given_up_leaves_it(browser: Browser, clock: Clock, read: Reader) -> None:
    person, path = with_address(browser)
    mine, other = ASession(), ASession(starts_at=clock.now + timedelta(days=20))
    ABooking(ASession(), person, status="waiting")
    ABooking(ASession(), person, status="offered", offer_ends_at=clock.now + timedelta(days=1))
    ABooking(ASession(), person, status="cancelled")
    for theirs in (mine, ASession()):
        ABooking(theirs, APerson("Somebody else"))
    first = ABooking(mine, person)
    ABooking(other, person)
    program = Program(read).take(stranger(browser).visit(path).text)
    assert program.begins == [mine.starts_at, other.starts_at]
    services.say_coming(first.id, by=person.id, now=clock.now)
    services.cancel(first.id, by=person.id, now=clock.advance(hours=1))
    assert program.take(stranger(browser).visit(path).text).begins == [other.starts_at]


def test_changes_by_staff_arrive_in_it(browser: Browser, clock: Clock, read: Reader) -> None:
    person, path = with_address(browser)
    moved, called_off = ASession(), ASession()
    a_further(moved, 2, moved.starts_at + timedelta(weeks=1))
    ABooking(moved, person)
    services.say_coming(ABooking(called_off, person).id, by=person.id, now=clock.now)
    program = Program(read).take(stranger(browser).visit(path).text)
    assert len(program.shows) == 3
    to = moved.starts_at + timedelta(days=1)
    by, now = APerson().id, clock.advance(hours=1)
    details = details_of(fresh(moved), starts_at=to, ends_at=to + timedelta(hours=2))
    services.change_session(moved.id, details, by=by, now=now, version=1)
    services.cancel_session(called_off.id, by=by, now=now)
    assert program.take(stranger(browser).visit(path).text).begins == [to, moved.starts_at + timedelta(weeks=1)]


def test_a_new_address_ends_the_old_one_at_once(browser: Browser) -> None:
    person, old = with_address(browser)
    ABooking(ASession(), person)
    page = browser.visit(PAGE).press("Make a new address")
    assert "Nothing can be read at the old one any more" in page.words
    new = address_on(page)
    assert new != old
    stranger(browser).visit(old, expect=404)
    assert "BEGIN:VEVENT" in stranger(browser).visit(new).text


def test_switched_off_nothing_can_be_read(browser: Browser) -> None:
    _person, path = with_address(browser)
    page = browser.visit(PAGE).follow("Switch it off")
    stranger(browser).visit(path)  # until it is pressed, it works
    page = page.press("Switch it off")
    assert "It is switched off" in page.words and "Your secret address" not in page.words
    gone = stranger(browser).client.get(path)
    never = stranger(browser).client.get("/calendar/" + "0" * 32 + ".ics")
    assert gone.status_code == never.status_code == 404
    assert address_on(browser.visit(PAGE).press("Make my address")) != path
    stranger(browser).visit(path, expect=404)


def test_who_asks_to_be_forgotten_has_no_calendar_any_more(browser: Browser) -> None:
    person, path = with_address(browser)
    privacy.forget(person.id, now=person.created_at)
    stranger(browser).visit(path, expect=404)


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "٣" * 32, "A" * 500, "..%2f..%2fetc"])
def test_a_guess_is_answered_as_what_is_not_there(browser: Browser, token: str) -> None:
    with_address(browser)
    assert stranger(browser).client.get(f"/calendar/{token}.ics").status_code == 404


def test_an_address_still_works_after_the_server_s_key_was_changed(browser: Browser) -> None:
    person, path = with_address(browser)
    config = browser.app.config
    before = config["SECRET_KEY"]
    config.update(SECRET_KEY="another key of 32 letters and more, by chance", SECRET_KEY_FALLBACKS=[before])
    try:
        stranger(browser).visit(path)
        sign_in(browser, person)
        assert address_on(browser.visit(PAGE)) == path
    finally:
        config.update(SECRET_KEY=before, SECRET_KEY_FALLBACKS=[])


def test_a_program_that_has_it_already_is_told_so_in_few_bytes(browser: Browser, clock: Clock) -> None:
    person, path = with_address(browser)
    booking = ABooking(ASession(), person)
    booking_id = booking.id
    first = stranger(browser).client.get(path)
    assert "Set-Cookie" not in first.headers and first.headers["Cache-Control"] == "no-store"
    assert first.headers["X-Robots-Tag"] == "noindex"
    clock.advance(hours=3)
    asked = {"If-None-Match": first.headers["ETag"]}
    again = stranger(browser).client.get(path, headers=asked)
    assert again.status_code == 304 and again.data == b""
    services.cancel(booking_id, by=person.id, now=clock.now)
    assert stranger(browser).client.get(path, headers=asked).status_code == 200


def test_each_deed_stands_in_the_person_s_own_history(browser: Browser) -> None:
    person, _path = with_address(browser)
    browser.visit(PAGE).press("Make a new address")
    browser.visit(PAGE).follow("Switch it off").press("Switch it off")
    browser.visit(f"{PAGE}/end").press("Switch it off")  # again: there is nothing to end
    kinds = session.scalars(
        select(AuditEvent.kind).where(AuditEvent.about_person_id == person.id).order_by(AuditEvent.id)
    )
    assert list(kinds) == [f"calendar address {deed}" for deed in ("made", "renewed", "ended")]
    assert "You switched off your calendar address" in browser.visit("/you/history").words


def test_in_urdu_the_calendar_speaks_urdu(browser: Browser) -> None:
    person = APerson()
    sign_in(browser, person)
    browser.visit(PAGE).press("Make my address")
    path = address_on(browser.visit(f"/ur{PAGE}"))
    assert path.startswith("/ur/calendar/")
    ABooking(ASession(), person)
    assert "http://localhost/ur/you/bookings/" in stranger(browser).visit(path).text.replace("\r\n ", "")


@pytest.mark.parametrize("count", [1, 12])
def test_the_file_costs_two_queries_however_much_is_booked(browser: Browser, at_most: AtMost, count: int) -> None:
    person, path = with_address(browser)
    for _n in range(count):
        ABooking(ASession(), person)
    program = stranger(browser)
    with at_most(queries=2):
        program.visit(path)


def test_robots_are_asked_to_stay_out(browser: Browser) -> None:
    assert "Disallow: /calendar/" in browser.visit("/robots.txt").text
