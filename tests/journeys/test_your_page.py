"""Someone sees on their page what they booked, offered and told, and undoes each; a shared address; signing out."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Walk
from tests.journeys.visitor import REFERENCE, Stubborn
from tests.journeys.ways_in import beside, press_in, row, sign_in, someone

pytestmark = pytest.mark.browser
ITEM = ".app-list__item"


def test_all_that_someone_asked_for_stands_on_their_page_and_is_undone_from_there(walk: Walk) -> None:
    email, name = someone(walk, "everything"), "Noor Newcomer"
    booking, interest, story = _book(walk, name, email), _offer(walk, name, email), _tell(walk, name, email)

    sign_in(walk, email)
    assert walk.heading.inner_text() == walk.said("Your page")
    _stands(walk, booking, "You have a place")
    _stands(walk, interest, "We have it, and someone will answer you")
    _stands(walk, story, "Waiting for a person to read it")
    assert walk.page.locator(ITEM).count() == 3

    press_in(walk, row(walk, ITEM, booking), "link", "Cancel this")
    walk.press("Yes, cancel my booking")
    assert walk.heading.inner_text() == walk.said("Your booking is cancelled")
    walk.follow("Your page")
    _stands(walk, booking, "Cancelled")
    assert row(walk, ITEM, booking).get_by_role("link", name=walk.said("Cancel this")).count() == 0

    press_in(walk, row(walk, ITEM, interest), "link", "Take this back")
    walk.press("Yes, take my offer back")
    assert walk.heading.inner_text() == walk.said("You took your offer back")
    walk.visit("/you")
    _stands(walk, interest, "You took it back")

    press_in(walk, row(walk, ITEM, story), "link", "Take this back")
    walk.press("Take my story back")
    walk.sees("You took it back. We no longer use it anywhere. You can tell us another story at any time.")
    walk.visit("/you")
    _stands(walk, story, "You took it back")


def test_two_people_at_one_address_are_told_apart_by_their_letters(walk: Walk) -> None:
    email = someone(walk, "family")
    hers = Stubborn(walk.served.url, "Ayesha Begum", email).finish("/join")
    his = Stubborn(walk.served.url, "Omar Khan", email).finish("/join")

    sign_in(walk, email)
    assert walk.heading.inner_text() == walk.said("Who are you?")
    shown = walk.page.locator("main").inner_text()
    assert "A B" in shown and "O K" in shown and "Ayesha" not in shown and "Khan" not in shown
    walk.press("Continue")
    assert walk.page.locator(".nhsuk-error-summary").count() == 1
    walk.page.get_by_label("O K", exact=True).check()
    walk.press("Continue")
    assert walk.heading.inner_text() == walk.said("Your page")
    page = walk.page.locator("main").inner_text()
    assert his in page and hers not in page and "Omar Khan" in page


def test_sign_out_everywhere_signs_out_the_other_browser_too(walk: Walk) -> None:
    email = someone(walk, "careful")
    reference = Stubborn(walk.served.url, "Cas Careful", email).finish("/join")
    sign_in(walk, email)
    with beside(walk, "phone") as other:
        sign_in(other, email)
        assert reference in other.page.locator("main").inner_text()

        walk.press("Sign out everywhere")
        assert walk.heading.inner_text() == walk.said("You are signed out")
        for each in (walk, other):
            each.visit("/you")
            assert each.heading.inner_text() == each.said("See what you asked for")
            assert reference not in each.page.content()
        other.page.go_back()
        assert reference not in other.page.content()


def _book(walk: Walk, name: str, email: str) -> str:
    walk.visit("/training")
    found = walk.page.locator(ITEM).filter(has=walk.page.locator(".nhsuk-tag--green")).last
    press_in(walk, found, "link")
    walk.follow("Book a place")
    _say_who(walk, name)
    _say_how(walk, email)
    walk.press("Continue")
    walk.press("Book my place")
    assert walk.heading.inner_text() == walk.said("Your place is booked")
    return _reference(walk)


def _offer(walk: Walk, name: str, email: str) -> str:
    walk.visit("/join")
    _say_who(walk, name)
    _say_how(walk, email)
    walk.press("Continue")
    walk.press("Continue")
    walk.press("Send my offer")
    assert walk.heading.inner_text() == walk.said("Thank you. We have your offer")
    return _reference(walk)


def _tell(walk: Walk, name: str, email: str) -> str:
    walk.visit("/stories/share")
    walk.fill("body", "The nurse sat down with me, and I could ask everything.")
    walk.fill("title", "Time to ask")
    walk.press("Continue")
    walk.fill("teller_name", name)
    walk.choose("name_shown", "none")
    walk.press("Continue")
    walk.choose("uses", "project_team")
    walk.press("Continue")
    walk.choose("is_reachable", "yes")
    _say_how(walk, email)
    walk.press("Send my story")
    assert walk.heading.inner_text() == walk.said("Thank you. We have your story")
    return _reference(walk)


def _say_who(walk: Walk, name: str) -> None:
    walk.choose("for_whom", "self")
    walk.fill("name", name)
    walk.press("Continue")


def _say_how(walk: Walk, email: str) -> None:
    walk.choose("channel", "email")
    walk.fill("email", email)
    walk.press("Continue")


def _stands(walk: Walk, reference: str, state: str) -> None:
    """The one thing of this reference stands so."""
    found = walk.page.locator(ITEM).filter(has_text=reference)
    assert found.count() == 1
    assert found.locator("strong").inner_text() == walk.said(state)


def _reference(walk: Walk) -> str:
    found = REFERENCE.search(walk.page.locator(".nhsuk-panel").inner_text())
    assert found, walk.page.url
    return found.group()
