"""The same person twice by two ways: offered to staff as a question, never merged, and undone at will."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from portal.database import session
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.teams import services
from portal.teams.models import ExpressionOfInterest, PossibleDouble
from portal.teams.rules.doubles import Alike, why_alike
from portal.teams.services import Offer
from tests.browser import Browser
from tests.conftest import AtMost
from tests.factories import AnExpression, APerson
from tests.staffing import sign_in, sign_in_staff


@pytest.mark.parametrize(
    ("first", "second", "shares_way", "expected"),
    [
        ("ada lovelace", "ada lovelace", False, Alike.NAME),
        ("ada lovelace", "ada byron", True, Alike.WAY),
        ("ada lovelace", "ada byron", False, None),
        ("ada lovelace", "ben lovelace", True, None),  # families share an address
        ("", "", True, None),
    ],
)
def test_when_two_records_may_be_of_one_person(
    first: str, second: str, shares_way: bool, expected: Alike | None
) -> None:
    assert why_alike(first, second, shares_way=shares_way) == expected


def offers(name: str, value: str, channel: str = "email") -> int:
    offer = Offer(name=name, channel=channel, value=value, wants="Help")
    return services.express(offer, draft_key=f"{name} {value}", now=portal_clock.now()).id


def test_staff_are_asked_decide_and_undo_it_and_nothing_is_merged(browser: Browser, at_most: AtMost) -> None:
    first, second = offers("Ada Lovelace", "ada@example.com"), offers("Ada Lovelace", "+447700900123", "sms")
    offers("Ben Okri", "ben@example.com")
    reference = session.get_one(ExpressionOfInterest, second).reference
    sign_in_staff(browser)
    with at_most(queries=24):
        page = browser.visit(f"/staff/interests/{first}")
    assert "Maybe the same person" in page.words and f"A L, {reference}" in page.words
    assert "The same name, reached in another way" in page.words
    page = page.press("They are the same person")
    assert "Nothing was merged, and it can be undone." in page.words and "The same person" in page.words
    assert session.scalar(select(func.count()).select_from(ExpressionOfInterest)) == 3
    page = browser.visit(f"/staff/interests/{second}").press("Undo this")
    page.press("They are not")
    assert session.scalars(select(PossibleDouble.state)).one() == "different"
    kinds = select(func.count()).where(AuditEvent.kind == "records compared")
    assert session.scalar(kinds) == 6  # each of three decisions, with both


def test_whoever_offers_learns_nothing_of_anybody_alike(browser: Browser) -> None:
    known, new = offers("Ada Lovelace", "ada@example.com"), offers("Ada Lovelace", "+447700900123", "sms")
    person = session.get_one(ExpressionOfInterest, new).person_id
    reference = session.get_one(ExpressionOfInterest, known).reference
    sign_in(browser, session.get_one(type(APerson()), person))
    for page in ("/you", "/you/copy", "/you/history"):
        words = browser.visit(page).words
        assert reference not in words and "same person" not in words and "belong together" not in words


def test_nobody_decides_about_records_that_are_not_of_the_offer_they_look_at(browser: Browser) -> None:
    offers("Ada Lovelace", "ada@example.com")
    offers("Ada Lovelace", "+447700900123", "sms")
    other = AnExpression(APerson("Somebody Else")).id
    sign_in_staff(browser)
    token = browser.visit(f"/staff/interests/{other}").one("input[name='csrf_token']").get("value")
    double = session.scalars(select(PossibleDouble.id)).one()
    said = {"csrf_token": token, "state": "same"}
    browser.send(f"/staff/interests/{other}/doubles/{double}", said, expect=404)
    assert session.scalars(select(PossibleDouble.state)).one() == "asked"
