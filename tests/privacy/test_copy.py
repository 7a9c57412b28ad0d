"""A copy of everything, as the person reads it and as a computer does."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.database import add, session, writing
from portal.kit import audit
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.people.models import ContactWay, Person
from portal.privacy.holdings import HOLDINGS
from portal.signin import services as accounts
from portal.signin.models import SignInCode
from portal.signin.services import Asker
from tests import privacy
from tests.browser import Browser
from tests.conftest import AtMost
from tests.factories import ABooking, APerson, ASession, way_of
from tests.privacy import a_whole_life
from tests.staffing import AStaffMember, sign_in


def _someone() -> tuple[privacy.Life, Person]:
    life = a_whole_life()
    return life, session.get_one(Person, life.id)


def _file(browser: Browser) -> dict[str, Any]:
    return dict(json.loads(browser.visit("/you/copy.json").text))


def test_someone_reads_everything_that_is_kept_about_them(browser: Browser) -> None:
    _life, person = _someone()
    sign_in(browser, person)
    page = browser.visit("/you/copy")
    for said in (privacy.NAME, privacy.EMAIL, privacy.MOBILE, privacy.HELPER, *privacy.WORDS):
        assert said in page.words, said
    assert "You have a place" in page.words and "Monday 2 March 2026, 10am" in page.words
    assert {str(one.called) for one in HOLDINGS} <= {" ".join(h.text_content().split()) for h in page.all("h2")}


def test_the_file_has_every_kind_of_row_with_times_that_a_computer_reads(browser: Browser) -> None:
    _life, person = _someone()
    sign_in(browser, person)
    found = _file(browser)
    assert found["version"] == 1 and datetime.fromisoformat(found["made_at"]) == portal_clock.now()
    assert [table for table, rows in found["holdings"].items() if not rows] == []
    booking = found["holdings"]["booking"][0]
    assert booking["needs"] == privacy.NEEDS and booking["session"] == "Introduction to QI"
    assert datetime.fromisoformat(booking["asked_at"]).tzinfo is not None
    answer = browser.page.response
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_look_by_staff_is_shown_with_their_job_and_nobody_s_name(browser: Browser) -> None:
    _life, person = _someone()
    sign_in(browser, person)
    page = browser.visit("/you/copy")
    looks = [row for row in _file(browser)["holdings"]["audit_event"] if row["kind"] == "looked at bookings"]
    assert [row["by_person"] for row in looks] == ["People Participation lead"]
    assert "Your booking was looked at" in page.words
    found = _file(browser)["holdings"]
    told = found.pop("message")  # what we wrote to them then named who looks after it
    assert any(privacy.COLLEAGUE in message["body"] for message in told)
    for name in ("Sam Staff", privacy.COLLEAGUE, "Fay Friend"):
        assert name not in json.dumps(found)


def test_no_secret_and_no_code_that_still_works_is_in_it(browser: Browser) -> None:
    _life, person = _someone()
    sign_in(browser, person)
    text = browser.visit("/you/copy.json").text
    code = session.scalars(select(SignInCode)).one()
    secrets = (code.code_digest, code.link_digest, code.address_digest, privacy.former_account().totp_secret)
    assert all(secret and secret not in text for secret in secrets)
    assert "Your code is" not in text


def test_what_belongs_to_someone_else_on_the_same_address_is_not_in_it(browser: Browser) -> None:
    ada, bea = APerson("Ada", email="home@example.com"), APerson("Bea", email="home@example.com", needs="Large print")
    ABooking(ASession(), bea, needs="A lift")
    accounts.ask_code("home@example.com", "email", Asker("b", "d", "en"), is_staff=False, now=portal_clock.now())
    sign_in(browser, ada)
    found = _file(browser)["holdings"]
    assert "Large print" not in browser.visit("/you/copy").words
    assert (found["booking"], found["sign_in_code"], found["message"]) == ([], [], [])
    assert [row["name"] for row in found["person"]] == ["Ada"]


def test_a_code_sent_to_an_address_of_one_s_own_is_in_it_without_its_words(browser: Browser) -> None:
    ada = APerson("Ada", email="ada@example.com")
    accounts.ask_code("ada@example.com", "email", Asker("b", "d", "en"), is_staff=False, now=portal_clock.now())
    sign_in(browser, ada)
    found = _file(browser)["holdings"]
    assert len(found["sign_in_code"]) == len(found["message"]) == len(found["attempt"]) == 1
    assert found["message"][0]["body"] == ""


def test_each_copy_is_on_record(browser: Browser) -> None:
    ada = APerson("Ada")
    sign_in(browser, ada)
    browser.visit("/you/copy")
    browser.visit("/you/copy.json")
    taken = session.scalars(select(AuditEvent).where(AuditEvent.kind == "copy taken").order_by(AuditEvent.id)).all()
    assert [(event.about_person_id, event.details["how"]) for event in taken] == [(ada.id, "page"), (ada.id, "file")]


def test_someone_with_very_much_gets_a_page_that_can_be_read_and_a_file_with_all(
    browser: Browser, at_most: AtMost
) -> None:
    ada, staff = APerson("Ada"), AStaffMember()
    seen = [(ada.id, f"booking {n}") for n in range(250)]
    audit.look_at("looked at bookings", seen, by=staff.id, now=portal_clock.now())
    sign_in(browser, ada)
    with at_most(queries=len(HOLDINGS) + 4):  # who they are, the note that they took it, their addresses
        page = browser.visit("/you/copy")
    assert "The newest 100 of 251" in page.words
    assert len(_file(browser)["holdings"]["audit_event"]) == 252


def test_a_copy_in_another_language_keeps_every_word_that_was_written(browser: Browser) -> None:
    _life, person = _someone()
    sign_in(browser, person)
    page = browser.visit("/ur/you/copy")
    assert page.one("html").get("dir") == "rtl" and privacy.BODY in page.words


def test_someone_without_anything_but_a_name_has_a_copy_too(browser: Browser) -> None:
    sign_in(browser, APerson("Ada"))
    assert "Ada" in browser.visit("/you/copy").words


def test_an_address_that_ended_is_still_theirs(app: Flask, browser: Browser) -> None:
    ada = APerson("Ada", email="old@example.com")
    with writing() as open_session:
        open_session.get_one(ContactWay, way_of(ada).id).ended_at = portal_clock.now()
        add(ContactWay(person_id=ada.id, channel="email", value="new@example.com", created_at=portal_clock.now()))
    sign_in(browser, ada)
    assert {row["value"] for row in _file(browser)["holdings"]["contact_way"]} == {"old@example.com", "new@example.com"}
