"""What holds for every journey, shown on one of them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.database import session
from portal.kit import journeys
from portal.kit.drafts import Draft
from portal.teams.models import ExpressionOfInterest
from tests.browser import Browser


def test_what_a_phone_saves_while_someone_types_is_no_answer(browser: Browser) -> None:
    page = browser.visit("/join")
    token = page.one("input[name=csrf_token]").get("value")
    where = page.one("form[data-autosave]").get("data-autosave")
    browser.send(where, {"csrf_token": token, "for_whom": "self", "name": "Ad"}, expect=204)
    assert session.scalars(select(Draft)).one().answers()["name"] == "Ad"
    page = browser.visit("/join/reach")
    assert page.path.endswith("/join/who")  # the first question still waits for its Continue
    assert page.one("#name").get("value") == "Ad"
    assert not page.errors


def test_a_machine_that_fills_in_every_box_sends_nothing(browser: Browser) -> None:
    browser.visit("/join").press("Continue", for_whom="self", name="Ad")
    browser.visit("/join/reach").press("Continue", channel="email", email="ad@example.com")
    browser.visit("/join/needs").press("Continue")
    check = browser.visit("/join/wants").press("Continue")
    token = check.one("input[name=csrf_token]").get("value")
    browser.send("/join/check", {"csrf_token": token, "fax": "020 7946 0000"}, expect=400)
    assert session.scalars(select(ExpressionOfInterest)).all() == []
    assert check.press("Send my offer").heading == "Thank you. We have your offer"  # a person leaves that box empty


def test_one_address_cannot_fill_the_portal_with_beginnings(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journeys, "STARTED_AN_HOUR", 2)
    for _start in range(2):
        browser.visit("/join").press("Continue", for_whom="self", name="Ad")
        browser.client.delete_cookie("portal")
    page = browser.visit("/join")
    token = page.one("input[name=csrf_token]").get("value")
    page = browser.send("/join", {"csrf_token": token, "for_whom": "self", "name": "Adaeze"}, expect=429)
    assert "Adaeze" in page.words  # what was typed is not lost
    assert len(session.scalars(select(Draft)).all()) == 2
