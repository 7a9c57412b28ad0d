"""What holds for every journey, shown on one of them."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import session
from portal.kit.drafts import Draft
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
