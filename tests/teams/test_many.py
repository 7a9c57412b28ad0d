"""A Monday morning with sixty people: several at once, shown before it happens, told once each."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from portal.database import session
from portal.outbox.models import Message
from portal.teams import services
from portal.teams.models import ExpressionOfInterest
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AnExpression, APerson
from tests.staffing import AStaffMember, sign_in_staff


def sent() -> int:
    return session.scalar(select(func.count()).select_from(Message)) or 0


def the(offer_id: int) -> ExpressionOfInterest:
    return session.get_one(ExpressionOfInterest, offer_id, populate_existing=True)


def chosen(browser: Browser, *ids: int, **more: str) -> Page:
    asked = "&".join([*(f"id={id}" for id in ids), *(f"{name}={value}" for name, value in more.items())])
    return browser.visit(f"/staff/interests/several?{asked}")


def test_sixty_are_listed_ticked_shown_what_each_will_be_told_and_moved_at_once(
    browser: Browser, clock: Clock, at_most: AtMost
) -> None:
    for number in range(60):
        person = APerson(f"Person {number:02}", locale="ur" if number == 3 else "en")
        AnExpression(person, asked_at=clock.now + timedelta(minutes=number))
    sign_in_staff(browser)
    with at_most(queries=10):
        page = browser.visit("/staff/interests")
    boxes = [str(box.get("value")) for box in page.all("input[type='checkbox'][name='id']")]
    assert len(boxes) == 25
    ids = [int(box) for box in boxes]
    with at_most(queries=14):
        page = chosen(browser, *ids, to="contacted")
    assert sent() == 0  # only looked at so far
    assert page.words.count("is looking after what you asked us about.") == 24  # one reads Urdu
    page = page.press("Do this for all of them")
    assert page.heading == "Done for 25 people" and sent() == 25
    assert {the(id).step for id in ids} == {"contacted"}


def test_a_second_press_does_nothing_and_whoever_was_changed_meanwhile_is_named(browser: Browser, clock: Clock) -> None:
    first, second = AnExpression(APerson("Ada")).id, AnExpression(APerson("Bea")).id
    reference = the(second).reference
    sam = sign_in_staff(browser).id
    page = chosen(browser, first, second, to="not_now")
    services.move(second, "met", note="", by=sam, now=clock.now, version=the(second).version)
    found = page.press("Do this for all of them")
    assert found.heading == "Done for 1 person" and reference in found.words
    assert (the(first).step, the(second).step) == ("not_now", "met")
    before = sent()
    again = page.press("Do this for all of them")
    assert again.heading == "Done for 0 people" and sent() == before


def test_after_not_now_all_are_asked_again_on_one_day_that_each_is_told(browser: Browser, clock: Clock) -> None:
    first, second = (AnExpression(APerson(name), step="contacted").id for name in ("Ada", "Bea"))
    sign_in_staff(browser)
    day = {"back_on-day": "3", "back_on-month": "3", "back_on-year": "2026"}
    page = chosen(browser, first, second, to="not_now", **day)
    assert page.errors == ["Choose a day from a week to a year from now"]
    page = chosen(browser, first, second, to="not_now", **{**day, "back_on-month": "4"})
    assert page.words.count("We will ask you again on Friday 3 April 2026.") == 2
    page.press("Do this for all of them")
    assert [(the(id).step, str(the(id).back_on)) for id in (first, second)] == [("not_now", "2026-04-03")] * 2


def test_whoever_cannot_take_the_step_is_said_before_and_left_alone(browser: Browser) -> None:
    new, trying = AnExpression(APerson("Ada")).id, AnExpression(APerson("Bea"), step="trying").id
    sign_in_staff(browser)
    page = chosen(browser, new, trying, to="introduced")
    assert "Left alone This cannot follow the step where it stands now: Trying it" in page.words
    page.press("Do this for all of them")
    assert (the(new).step, the(trying).step) == ("introduced", "trying")


def test_all_are_given_to_a_colleague_who_may_answer_each(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    eve = AStaffMember("pp_lead", east, "Eve East").id
    one, two = AnExpression(directorate_id=east.id).id, AnExpression(directorate_id=west.id).id
    sign_in_staff(browser)
    assert "Eve East" not in chosen(browser, one, two).words  # she may not answer in the west
    page = chosen(browser, one)
    assert page.press("Show what each will be told", to="assign").errors == ["Choose a colleague"]
    page = chosen(browser, one, to="assign", owner=str(eve))
    page.press("Do this for all of them")
    assert (the(one).owner_id, sent()) == (eve, 0)


def test_nobody_deals_with_their_own_offer_or_reads_what_is_noted_about_it(browser: Browser) -> None:
    sam = sign_in_staff(browser)
    mine = AnExpression(sam).id
    browser.visit(f"/staff/interests/{mine}", expect=404)
    assert "Nobody is chosen." in chosen(browser, mine).words
    assert "Sam Staff" not in browser.visit("/staff/interests").words_in("main")


def test_what_is_meddled_with_breaks_nothing(browser: Browser) -> None:
    offer = AnExpression().id
    sign_in_staff(browser)
    for asked in ("id=x&id=-1&id=99999999999999", "to=joined&id=1", "owner=9"):
        assert browser.visit(f"/staff/interests/several?{asked}").heading == "Several people at once"
    token = chosen(browser, offer, to="met").one("input[name='csrf_token']").get("value")
    said = {"csrf_token": token, "to": "met", "owner": "", "one": f"{offer}-x"}
    browser.send("/staff/interests/several/do", said)
    assert the(offer).step == "new"
