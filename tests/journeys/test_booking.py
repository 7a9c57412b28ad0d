"""Someone books training for a person they care for; a full session, its waiting list, and who came."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from portal.kit import words
from tests.journeys.conftest import Served, Walk
from tests.journeys.visitor import REFERENCE, Stubborn
from tests.journeys.ways_in import beside, letter, link_in, press_in, row, sign_in_staff, someone, stay_signed_in

pytestmark = pytest.mark.browser
NEEDS, HOURS = "A lift, and a seat near the door", "After 6pm only"
PLANNED_AHEAD = timedelta(days=100)


def test_a_carer_books_for_someone_staff_see_what_they_need_and_a_link_cancels(walk: Walk) -> None:
    email = someone(walk, "carer")
    title = _find_a_session(walk)
    when = walk.page.locator(".nhsuk-summary-list time").inner_text()
    walk.follow("Book a place")
    _say_who(walk, "Dad Fairweather", helper="Dora Fairweather")
    _say_how_and_needs(walk, email)
    answers = walk.page.locator(".nhsuk-summary-list").inner_text()
    assert walk.said("For someone I care for or support") in answers
    assert "Dad Fairweather" in answers and "Dora Fairweather" in answers and NEEDS in answers
    walk.press("Book my place")
    assert walk.heading.inner_text() == walk.said("Your place is booked")
    reference = _reference(walk)
    href = str(walk.page.get_by_role("link", name=walk.said("Put it in your calendar")).get_attribute("href"))
    file = walk.page.request.get(walk.served.url + href)
    assert file.ok and "text/calendar" in file.headers["content-type"] and title[:40] in _unfolded(file.text())

    told = letter(walk.served, email, walk.said("You have a place."))
    assert reference in told and NEEDS not in told and "Dora" not in told

    with beside(walk, "staff") as staff:
        _open_staff_page(staff, "/staff/training")
        _open_the_session_of(staff, when)
        booking = row(staff, "tbody tr", reference)
        assert "Dad Fairweather" in booking.inner_text() and "Dora Fairweather" in booking.inner_text()
        assert staff.said("Has needs") in booking.inner_text() and NEEDS in booking.inner_text()
        assert HOURS in booking.inner_text()

    walk.open(link_in(told))
    walk.press("I cannot come")
    assert walk.heading.inner_text() == walk.said("Your booking is cancelled")
    assert reference in letter(walk.served, email, walk.said("As you asked, your booking is cancelled."))
    walk.open(link_in(told))
    walk.sees("Your booking is cancelled")


def test_a_place_given_up_goes_to_the_person_who_waits_and_staff_note_who_came(walk: Walk) -> None:
    first, second = someone(walk, "first"), someone(walk, "second")
    with beside(walk, "staff") as staff:
        page = _plan_a_session_with_one_place(staff)
        _note_who_came(staff)

    walk.open(page)
    with words.speaking(walk.way.locale):
        one_left = words.ngettext("%(num)s place left", "%(num)s places left", 1)
    assert one_left in walk.page.locator("main").inner_text()
    Stubborn(walk.served.url, "First Fairweather", first).finish(f"{urlsplit(page).path}/book")

    with beside(walk, "waiting") as waiting:
        waiting.open(page)
        waiting.sees("Full. You can join the waiting list")
        waiting.follow("Join the waiting list")
        _say_who(waiting, "Second Fairweather")
        _say_how_and_needs(waiting, second)
        waiting.sees("This training is full")
        waiting.press("Join the waiting list")
        assert waiting.heading.inner_text() == waiting.said("You are on the waiting list")
        waiting.sees("You are number %(place)s in the line.", place=1)

        walk.open(link_in(letter(walk.served, first, walk.said("You have a place."))))
        walk.press("I cannot come")

        offer = letter(walk.served, second, walk.said("To take it or to give it to someone else, use this link:"))
        waiting.open(link_in(offer))
        assert waiting.heading.inner_text() == waiting.said("A place is kept for you")
        waiting.press("Yes, I take the place")
        assert waiting.heading.inner_text() == waiting.said("You have a place")
        letter(walk.served, second, walk.said("You have a place."))
    walk.open(page)
    walk.sees("Full. You can join the waiting list")


def _find_a_session(walk: Walk) -> str:
    """One in person with more than one place free; its title."""
    walk.visit("/training")
    walk.page.locator("summary").first.click()
    walk.page.locator("[name='mode']").select_option("in_person")
    walk.press("Show these")
    found = walk.page.locator(".app-list__item").filter(has=walk.page.locator(".nhsuk-tag--green"))
    link = found.last.locator("h3 a")
    title = link.inner_text().partition(",")[0].strip()
    link.click()
    walk.page.wait_for_load_state()
    walk.look()
    assert walk.heading.inner_text() == title
    return title


def _say_who(walk: Walk, name: str, *, helper: str = "") -> None:
    walk.choose("for_whom", "for_someone" if helper else "self")
    walk.fill("name", name)
    walk.fill("helper_name", helper)
    walk.press("Continue")
    if walk.page.locator("[name='who']").count():  # this training asks who comes
        walk.choose("who", "service_user")
        if walk.page.locator("[name='mode']").count():
            walk.choose("mode", "in_person")
        walk.press("Continue")


def _say_how_and_needs(walk: Walk, email: str) -> None:
    walk.choose("channel", "email")
    walk.fill("email", email)
    walk.unfold("Is it safe to contact you?")
    walk.fill("safe_hours", HOURS)
    walk.press("Continue")
    walk.fill("needs", NEEDS)
    walk.press("Continue")
    assert walk.heading.inner_text() == walk.said("Check your answers")


def _reference(walk: Walk) -> str:
    found = REFERENCE.search(walk.page.locator(".nhsuk-panel").inner_text())
    assert found
    return found.group()


def _unfolded(calendar: str) -> str:
    return calendar.replace("\r\n ", "").replace("\\,", ",")


def _open_staff_page(staff: Walk, path: str) -> None:
    """As a trainer whose account was made on the command line."""
    email = "trainer-of-journeys@example.com"
    stay_signed_in(staff, email, lambda: sign_in_staff(staff, email, _trainer(staff.served, email)))
    assert staff.heading.inner_text() == staff.said("Today")
    staff.visit(path)


def _trainer(served: Served, email: str) -> str:
    said = served.flask("staff", "add", "--name", "Tess Trainer", "--email", email, "--role", "pp_lead")
    found = re.search(r"not shown again\): (\w+)", said)
    assert found, said
    return found.group(1)


def _open_the_session_of(staff: Walk, when: str) -> None:
    """The staff page of the session at this time."""
    for _page in range(5):
        found = staff.page.locator("tbody tr").filter(has_text=when)
        if found.count():
            return press_in(staff, found.first, "link")
        staff.follow("Next page")
    raise AssertionError(f"no session {when}")


def _plan_a_session_with_one_place(staff: Walk) -> str:
    """Planned and published on the pages of staff; its public address."""
    _open_staff_page(staff, "/staff/training")
    staff.follow("Plan a session")
    day = datetime.now(UTC).date() + PLANNED_AHEAD
    staff.page.locator("[name='course']").select_option(index=1)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        staff.fill(f"day-{part}", str(value))
    staff.fill("begins", "2pm")
    staff.fill("ends", "4pm")
    staff.fill("capacity", "1")
    staff.choose("mode", "in_person")
    staff.press("Save")
    staff.sees("Type where it is held")
    staff.fill("venue", f"The small room, {staff.way.name}")
    staff.press("Save")
    staff.sees("The session is kept. Nobody but staff sees it until you publish it.")
    press_in(staff, staff.page.locator("main"), "button", "Publish")
    staff.sees("The session is public. People can book it now.")
    return staff.served.url + str(
        staff.page.get_by_role("link", name=staff.said("See its public page")).get_attribute("href")
    )


def _note_who_came(staff: Walk) -> None:
    """On a session that is over: whoever is noted as there was not, after all."""
    _open_staff_page(staff, "/staff/training")
    staff.follow("Past training")
    staff.page.locator("tbody th a").nth(1).click()
    staff.page.wait_for_load_state()
    staff.look()
    staff.follow("Note who came")
    press = staff.page.locator(".app-list form button").first
    said = press.inner_text().partition(":")[0].strip()
    name = press.inner_text().partition(":")[2].strip()
    press.click()
    staff.page.wait_for_load_state()
    staff.look()
    theirs = row(staff, ".app-list__item", name).inner_text()
    left = [words.strip() for words in staff.page.locator(".app-list form button").all_inner_texts()]
    assert said in theirs and f"{said}: {name}" not in left
