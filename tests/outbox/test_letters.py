"""Letters: what staff print and post for those who want to hear from us on paper."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.kit.audit import AuditEvent
from portal.outbox import letters
from portal.outbox.queries import Letter
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import APerson
from tests.outbox import write
from tests.pdfs import Pdf
from tests.staffing import sign_in, sign_in_staff

HOME = "12 Example Road\nLondon\nE1 0CK"


def a_letter(clock: Clock, **given: object) -> int:
    return write(clock, "one", **{"channel": "post", "address": HOME, "body": "You have a place.\n\nSee you.", **given})


def test_staff_print_a_letter_and_that_is_on_record(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    amina = APerson("Amina Khan").id
    number = a_letter(clock, person_id=amina)
    staff = sign_in_staff(browser)
    with at_most(queries=5):
        page = browser.visit(f"/staff/messages/{number}/letter")
    assert page.response.mimetype == "application/pdf"
    assert page.response.headers["Content-Disposition"] == f'attachment; filename="letter-{number}.pdf"'
    pdf = Pdf(page.response.get_data())
    for said in ("Amina Khan 12 Example Road London E1 0CK", "Monday 2 March 2026", "You have a place. See you."):
        assert said in pdf.text
    assert "020 7946 0000" in pdf.text and pdf.pages == 1
    looked = session.scalars(select(AuditEvent).where(AuditEvent.kind == "letter printed")).one()
    assert (looked.by_person_id, looked.about_person_id, looked.thing) == (staff.id, amina, f"message {number}")


def test_a_message_that_goes_another_way_is_no_letter(browser: Browser, clock: Clock) -> None:
    number = write(clock, "one")
    sign_in_staff(browser)
    browser.visit(f"/staff/messages/{number}/letter", expect=404)
    browser.visit("/staff/messages/999999/letter", expect=404)


def test_nobody_but_staff_with_messages_to_see_prints_letters(browser: Browser, clock: Clock) -> None:
    amina = APerson("Amina Khan")
    number = a_letter(clock, person_id=amina.id)
    sign_in(browser, amina)
    assert browser.visit(f"/staff/messages/{number}/letter").path.startswith("/staff/sign-in")


@pytest.mark.parametrize("locale", ["en", "ur", "bn"])
def test_a_letter_is_in_the_reader_s_language_and_can_be_read_out(app: Flask, clock: Clock, locale: str) -> None:
    subject = {"en": "Your booking", "ur": "آپ کی بکنگ", "bn": "আপনার বুকিং"}[locale]
    pdf = Pdf(letters.letter(Letter(1, None, "Amina خان", HOME, locale, subject, "Hello\n\nBye"), now=clock.now))
    assert pdf.root["/Lang"] == locale and pdf.title == subject and pdf.headings(1) == [subject]
    assert (pdf.root["/ViewerPreferences"].get("/Direction") == "/R2L") == (locale == "ur")
