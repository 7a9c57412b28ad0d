"""What holds for every journey, shown on one of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import database
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


def test_an_answer_that_is_saved_again_as_it_was_is_not_asked_again(browser: Browser) -> None:
    browser.visit("/join").press("Continue", for_whom="self", name="Ad")
    page = browser.visit("/join/who").press("Finish later")
    assert page.follow("Go on now").path == "/join/reach"
    page = browser.visit("/join/who").press("Finish later", name="Ada")
    assert page.follow("Go on now").path == "/join/who"


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


AT_ONCE = {
    "who": {"for_whom": "self", "name": "Ad"},
    "reach": {"channel": "email", "email": "ad@example.com"},
    "needs": {"needs": "A lift"},
    "wants": {"wants": "To help", "experience": "A little"},
}


def _same_browser(app: Flask, browser: Browser) -> FlaskClient:
    tab = app.test_client()
    tab.set_cookie("portal", browser.client.get_cookie("portal").value)
    return tab


def _all_at_once(acts: list[Callable[[], object]]) -> None:
    database.session.remove()
    ready = Barrier(len(acts))

    def one(act: Callable[[], object]) -> None:
        ready.wait()
        act()

    with ThreadPoolExecutor(len(acts)) as threads:
        list(threads.map(one, acts))


def test_tabs_that_save_at_the_same_moment_all_keep_their_words(app: Flask, browser: Browser) -> None:
    page = browser.visit("/join").press("Finish later", for_whom="self", name="Ad")
    token = page.one("input[name=csrf_token]").get("value")

    def save(tab: FlaskClient, step: str, round: int) -> Callable[[], object]:
        said = {**AT_ONCE[step], "csrf_token": token}
        said |= {
            name: f"{value} {round}" for name, value in AT_ONCE[step].items() if name in {"needs", "wants", "name"}
        }
        return lambda: tab.post(f"/join/{step}?keep=yes", data=said)

    tabs = {step: _same_browser(app, browser) for step in AT_ONCE}
    for round in range(8):
        _all_at_once([save(tab, step, round) for step, tab in tabs.items()])
        session.expire_all()
        answers = session.scalars(select(Draft)).one().answers()
        assert [answers[name] for name in ("name", "needs", "wants")] == [
            f"{said} {round}" for said in ("Ad", "A lift", "To help")
        ]


def test_what_is_typed_in_one_tab_is_kept_while_another_tab_changes_an_earlier_answer(browser: Browser) -> None:
    browser.visit("/join").press("Continue", **AT_ONCE["who"])
    page = browser.visit("/join/reach").press("Continue", **AT_ONCE["reach"])
    token = page.one("input[name=csrf_token]").get("value")
    browser.send("/join/who?keep=yes", {"csrf_token": token, "for_whom": "self", "name": ""}, expect=204)
    assert page.press("Continue", needs="A lift").path == "/join/who"  # first the earlier one is put right
    browser.visit("/join/who").press("Continue", name="Ad")
    assert browser.visit("/join/needs").one("#needs").text.strip() == "A lift"
    assert browser.visit("/join/check").path == "/join/wants"  # and it is not asked again


def test_what_a_second_tab_saves_after_the_first_has_sent_is_not_kept_again(app: Flask, browser: Browser) -> None:
    """Both tabs press at one moment, again and again: whatever comes last, what was sent holds nothing more."""
    sent: list[Draft] = []
    for _round in range(40):
        browser.visit("/join").press("Continue", **AT_ONCE["who"])
        for step in ("reach", "needs", "wants"):
            check = browser.visit(f"/join/{step}").press("Continue", **AT_ONCE[step])
        token = check.one("input[name=csrf_token]").get("value")
        first, second = _same_browser(app, browser), _same_browser(app, browser)
        late = {**AT_ONCE["wants"], "csrf_token": token}
        send = {"csrf_token": token, "fax": ""}

        def save(tab: FlaskClient = second, said: dict[str, str] = late) -> object:
            return tab.post("/join/wants?keep=yes", data=said)

        def send_it(tab: FlaskClient = first, said: dict[str, str] = send) -> object:
            return tab.post("/join/check", data=said)

        _all_at_once([save, send_it])
        session.expire_all()
        sent = list(session.scalars(select(Draft).where(Draft.sent_at.is_not(None))))
        assert all(draft.data == {} for draft in sent)
        if len(sent) == 3:  # in the other rounds the saving came first
            break
        browser.client.delete_cookie("portal")
    assert sent
