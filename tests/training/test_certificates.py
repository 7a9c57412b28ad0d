"""Certificates: who can have one, what stands on it, and who may check it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.kit import references, words
from portal.kit.audit import AuditEvent
from portal.kit.errors import Refused
from portal.people.models import Person
from portal.privacy import services as privacy
from portal.training import certificates, links
from portal.training.models import Booking, Certificate, QISession
from portal.training.queries.certificates import Earned, get_of_booking
from portal.training.services import certificates as services
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ACourse, ADirectorate, APerson
from tests.pdfs import Pdf
from tests.personal.trust import ATrust
from tests.staffing import sign_in, sign_in_staff
from tests.training.afterwards import (
    a_booking_with_link,
    a_series,
    a_session_of_yesterday,
    note_dates,
    set_came,
)

COURSE = "Introduction to QI"


def one_who_came(clock: Clock, name: str = "Ada Lovelace", **given: Any) -> tuple[Booking, str]:
    """Someone who came yesterday, and the address of their certificate."""
    held = a_session_of_yesterday(
        clock.now, ACourse(COURSE), host_name="Jo Bright", host_role="People Participation lead"
    )
    booking, token = a_booking_with_link(held, name, came=True, **given)
    return booking, f"/m/{token}/certificate"


def kept() -> list[Certificate]:
    session.expire_all()
    return list(session.scalars(select(Certificate).order_by(Certificate.id)))


def make(page: Page, **answers: Any) -> Page:
    return page.press("Make the certificate", **answers)


def pdf_at(browser: Browser, address: str) -> Pdf:
    return Pdf(browser.visit(f"{address}.pdf").response.get_data())


def test_someone_who_came_looks_at_their_name_puts_it_right_and_takes_the_certificate(
    browser: Browser, clock: Clock
) -> None:
    booking, address = one_who_came(clock, "ada lovelace")
    page = browser.visit(address)
    assert page.heading == "Your certificate"
    assert page.one("#name").get("value") == "ada lovelace"
    assert kept() == []  # looking made nothing
    page = make(page, name="Ada Lovelace")
    assert "It is ready" in page.words and "The name on it: Ada Lovelace" in page.words
    pdf = pdf_at(browser, address)
    assert pdf.headings(1) == ["Certificate of taking part"]
    for said in ("Ada Lovelace", COURSE, "Sunday 1 March 2026", "Hours 2", "Jo Bright, People Participation lead"):
        assert said in pdf.text
    assert "/c/" not in pdf.text and pdf.pictures == []
    made = kept()[0]
    assert (made.booking_id, made.is_shared) == (booking.id, False)


def test_a_name_can_be_changed_later_and_the_certificate_stays_the_same_one(browser: Browser, clock: Clock) -> None:
    _booking, address = one_who_came(clock)
    make(browser.visit(address))
    code = kept()[0].code
    page = browser.visit(address).press("Save the change", name="Countess Lovelace")
    page = page.press("Save the change")
    assert [(one.code, one.name) for one in kept()] == [(code, "Countess Lovelace")]
    assert "Countess Lovelace" in pdf_at(browser, address).text
    kinds = session.scalars(select(AuditEvent.kind).order_by(AuditEvent.id)).all()
    assert kinds == ["certificate made", "certificate changed"]  # a second press is not another deed


def test_a_name_left_empty_is_asked_for_kindly(browser: Browser, clock: Clock) -> None:
    _booking, address = one_who_came(clock)
    page = make(browser.visit(address), name=" ")
    assert page.errors == ["Type the name that you want on the certificate"]
    assert kept() == []


def test_someone_signed_in_takes_their_own_from_their_page_and_nobody_else_s(browser: Browser, clock: Clock) -> None:
    booking, _address = one_who_came(clock)
    other, _theirs = one_who_came(clock, "Grace")
    sign_in(browser, _person(booking))
    page = browser.visit("/you/training").follow("Your certificate")
    make(page)
    assert pdf_at(browser, f"/you/bookings/{booking.id}/certificate").title == "Certificate of taking part"
    services.keep_certificate(other.id, name="Grace", is_shared=False, by=other.person_id, now=clock.now)
    browser.visit(f"/you/bookings/{other.id}/certificate", expect=404)
    browser.visit(f"/you/bookings/{other.id}/certificate.pdf", expect=404)


def _person(booking: Booking) -> Person:
    return session.get_one(Person, booking.person_id)


def test_it_costs_few_queries(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    _booking, address = one_who_came(clock)
    with at_most(queries=2):
        page = browser.visit(address)
    make(page, is_shared=["yes"])
    code = kept()[0].code
    with at_most(queries=2):
        browser.visit(f"{address}.pdf")
    with at_most(queries=5):  # two of them count the look
        browser.visit(f"/c/{code}")


@pytest.mark.parametrize("came", [None, False])
def test_whoever_is_not_noted_as_come_is_told_how_to_put_it_right(
    browser: Browser, clock: Clock, came: bool | None
) -> None:
    booking, address = one_who_came(clock)
    set_came(booking, came=came)
    page = browser.visit(address)
    assert page.heading == "There is no certificate here yet"
    assert "please ring us" in page.words
    browser.visit(f"{address}.pdf", expect=404)
    with pytest.raises(Refused):
        services.keep_certificate(booking.id, name="Ada", is_shared=True, by=booking.person_id, now=clock.now)


def test_before_the_last_date_of_a_series_there_is_none(browser: Browser, clock: Clock) -> None:
    held = a_series(clock.now, last_ends_at=clock.now + timedelta(days=7))
    booking, token = a_booking_with_link(held, came=True)
    note_dates(booking, first=True)
    assert browser.visit(f"/m/{token}/certificate").heading == "There is no certificate here yet"


def test_of_a_series_it_says_how_many_dates_and_hours_someone_was_there(browser: Browser, clock: Clock) -> None:
    booking, token = a_booking_with_link(a_series(clock.now), came=True)
    note_dates(booking, first=True, second=False, third=True)
    page = make(browser.visit(f"/m/{token}/certificate"))
    assert "You came to 2 of 3 dates." in page.words  # the fourth was cancelled
    text = pdf_at(browser, f"/m/{token}/certificate").text
    assert "2 of 3 dates" in text and "Hours 4" in text
    assert "Sunday 15 February 2026 Sunday 1 March 2026" in text and "22 February" not in text


def test_two_who_came_together_each_get_their_own(browser: Browser, clock: Clock) -> None:
    given = {"places": 2, "companion": "Charles", "has_companion_come": True}
    _booking, address = one_who_came(clock, **given)
    make(browser.visit(address))
    page = browser.visit(address).follow("See the certificate of whoever came with you")
    assert page.one("#name").get("value") == "Charles"
    page = make(page)
    assert [one.name for one in kept()] == ["Ada Lovelace", "Charles"]
    assert "Charles" in Pdf(page.follow("Open the certificate (PDF)").response.get_data()).text


def test_a_companion_who_did_not_come_has_none(browser: Browser, clock: Clock) -> None:
    _booking, address = one_who_came(clock, places=2, companion="Charles", has_companion_come=False)
    assert "whoever came with you" not in browser.visit(address).words
    assert browser.visit(f"{address}?for=companion").heading == "There is no certificate here yet"


def test_the_link_of_a_helper_opens_no_certificate(browser: Browser, clock: Clock) -> None:
    booking, _address = one_who_came(clock)
    trust = ATrust(_person(booking), APerson("Hortensia"))
    token = links.token_of_helper(getattr(trust, "id", trust), session.get_one(Booking, booking.id))
    browser.visit(f"/m/{token}/certificate", expect=404)
    browser.visit(f"/m/{token}/certificate.pdf", expect=404)


# Printed by staff, for someone who uses no website.


def test_staff_print_it_in_the_person_s_language_and_do_not_decide_who_may_check_it(
    browser: Browser, clock: Clock
) -> None:
    booking, address = one_who_came(clock, "zaynab", locale="ur")
    note_dates(booking, first=True)
    me = sign_in_staff(browser)
    page = browser.visit(f"/staff/bookings/{booking.id}").follow("Print a certificate for them")
    assert "printed in their language: Urdu" in page.words and not page.all("input[name=is_shared]")
    page = make(page, name="زینب خان")
    assert "It is ready to print." in page.words
    pdf = Pdf(page.follow("Open the certificate (PDF)").response.get_data())
    assert pdf.root["/Lang"] == "ur" and "مارچ" in pdf.text
    record = session.scalars(select(AuditEvent).where(AuditEvent.kind == "certificate made")).one()
    assert (record.by_person_id, record.about_person_id) == (me.id, booking.person_id)
    browser.visit(address).press("Save the change", is_shared=["yes"])
    browser.visit(f"/staff/bookings/{booking.id}/certificate").press("Save the change", name="زینب")
    assert [(one.name, one.is_shared) for one in kept()] == [("زینب", True)]


def test_each_look_of_staff_at_a_certificate_is_on_record_and_those_of_elsewhere_get_none(
    browser: Browser, clock: Clock
) -> None:
    booking, _address = one_who_came(clock)
    sign_in_staff(browser)
    browser.visit(f"/staff/bookings/{booking.id}/certificate")
    seen = session.scalars(select(AuditEvent.about_person_id).where(AuditEvent.kind == "looked at bookings")).all()
    assert seen == [booking.person_id]
    browser.visit(f"/staff/bookings/{booking.id}/certificate.pdf", expect=404)  # none is made yet
    sign_in_staff(browser, "improvement_advisor", ADirectorate(name="West"))
    browser.visit(f"/staff/bookings/{booking.id}/certificate", expect=404)


def test_staff_make_none_for_someone_who_was_not_there(browser: Browser, clock: Clock) -> None:
    booking, _address = one_who_came(clock)
    set_came(booking, came=False)
    sign_in_staff(browser)
    page = browser.visit(f"/staff/bookings/{booking.id}/certificate")
    assert "There is none" in page.words and not page.all("input[name=name]")


# What stands on it, in three languages.


def an_earned(name: str, **given: Any) -> Earned:
    held: QISession = given["held"]
    booking, _token = a_booking_with_link(held, name, came=True)
    note_dates(booking, first=True)
    is_shared = given.get("is_shared", True)
    services.keep_certificate(booking.id, name=name, is_shared=is_shared, by=booking.person_id, now=held.last_ends_at)
    return get_of_booking(booking.id, is_for_companion=False)


NAMES = {"en": "Zoë Ngũgĩ-O'Brien", "ur": "زینب خان", "bn": "আমিনা খাতুন"}


@pytest.mark.parametrize("locale", NAMES)
def test_it_can_be_read_out_in_each_language_and_its_square_says_where_it_leads(
    app: Flask, clock: Clock, locale: str
) -> None:
    earned = an_earned(NAMES[locale], held=a_session_of_yesterday(clock.now))
    with words.speaking(locale):
        data = certificates.certificate_data(earned)
        pdf = Pdf(certificates.certificate(earned))
    assert pdf.pages == 1
    assert pdf.root["/Lang"] == locale
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert pdf.title == data["title"] and pdf.headings(1) == [data["title"]]
    (picture,) = pdf.pictures
    assert f"http://localhost/c/{earned.code}" in picture
    assert f"http://localhost/c/{earned.code}" in pdf.seen
    assert all("missing" not in font for font in pdf.fonts)
    assert (data["direction"], data["name"]) == ("rtl" if locale == "ur" else "ltr", NAMES[locale])


@pytest.mark.parametrize("locale", NAMES)
def test_it_is_read_in_the_order_in_which_one_would_say_it(app: Flask, clock: Clock, locale: str) -> None:
    earned = an_earned(NAMES[locale], held=a_session_of_yesterday(clock.now, host_name="Jo Bright"))
    with words.speaking(locale):
        title = certificates.certificate_data(earned)["title"]
        text = Pdf(certificates.certificate(earned)).text
    joined = [] if locale != "en" else [title, NAMES[locale]]  # letters that join cannot be looked for in a PDF
    order = ["Example NHS Trust", *joined, COURSE, "2026", "Jo Bright", f"/c/{earned.code}"]
    places = [text.index(said) for said in order]
    assert places == sorted(places)


@pytest.mark.parametrize("locale", NAMES)
def test_the_longest_names_still_fit_on_one_sheet(app: Flask, clock: Clock, locale: str) -> None:
    held = a_session_of_yesterday(
        clock.now, ACourse("Quality improvement " * 10), host_name="Jo Bright " * 20, host_role="A role " * 28
    )
    earned = an_earned(" ".join([NAMES[locale]] * 30)[:200].strip(), held=held)
    with words.speaking(locale):
        assert Pdf(certificates.certificate(earned)).pages == 1


def test_a_name_that_we_cannot_print_says_so(browser: Browser, clock: Clock) -> None:
    _booking, address = one_who_came(clock, "ਅਮਨ")
    assert "cannot print some of the letters" in make(browser.visit(address)).words


# Who may check it.


def shared(clock: Clock) -> tuple[str, str]:
    """Its code, and the address of its owner's page."""
    booking, address = one_who_came(clock)
    services.keep_certificate(booking.id, name="Ada L.", is_shared=True, by=booking.person_id, now=clock.now)
    return kept()[0].code, address


def test_others_see_the_name_the_course_and_the_date_and_nothing_else(browser: Browser, clock: Clock) -> None:
    code, address = shared(clock)
    page = browser.visit(f"/c/{code}")
    assert page.heading == "We gave this certificate"
    told = [" ".join(one.text_content().split()) for one in page.all("dd")]
    assert told == ["Ada L.", COURSE, "Sunday 1 March 2026"]
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    assert page.response.headers["Cache-Control"] == "no-store"
    reference = session.scalars(select(Booking.reference)).one()
    for secret in (reference, "Lovelace", "Jo Bright", address):
        assert secret not in page.text


def test_someone_types_the_code_as_they_hear_it(browser: Browser, clock: Clock) -> None:
    code, _address = shared(clock)
    page = browser.visit("/c")
    assert page.heading == "Check a certificate"
    page = page.press("Check it", code=f" {references.in_threes(code).lower()} ")
    assert page.heading == "We gave this certificate"
    assert browser.visit("/c").press("Check it", code="").errors == ["Type the code that stands on the certificate"]


@pytest.mark.parametrize("typed", ["---", "..", "???"])
def test_someone_who_types_no_letter_of_a_code_is_asked_for_it_and_not_sent_astray(
    browser: Browser, clock: Clock, typed: str
) -> None:
    page = browser.visit("/c").press("Check it", code=typed)
    assert page.errors == ["Type the code that stands on the certificate"]
    assert page.one("#code").get("value") == typed


def nothing_of(page: Page) -> str:
    """The page but for the form's token, and the address that it was opened by."""
    token = page.one("main input[name=csrf_token]").get("value")
    return page.text.replace(token, "").replace(page.path, "")


def test_one_that_is_not_shared_any_more_looks_as_if_it_had_never_been(browser: Browser, clock: Clock) -> None:
    code, address = shared(clock)
    browser.visit(address).press("Save the change", is_shared=[])
    page = browser.visit(f"/c/{code}", expect=404)
    unknown = browser.visit("/c/KRT462WMC", expect=404)
    assert page.heading == "We cannot show a certificate with this code"
    assert nothing_of(page) == nothing_of(unknown)
    assert "Ada" not in page.text and COURSE not in page.text


def test_a_mark_that_was_wrong_ends_what_others_see(browser: Browser, clock: Clock) -> None:
    code, _address = shared(clock)
    set_came(session.scalars(select(Booking)).one(), came=False)
    browser.visit(f"/c/{code}", expect=404)


def test_codes_cannot_be_tried_out(browser: Browser, clock: Clock) -> None:
    code, _address = shared(clock)
    for n in range(services.LOOKS_AN_HOUR):
        browser.visit(f"/c/KRT462W{n:02}", expect=404)
    browser.visit(f"/c/{code}", expect=429)  # also the right one, or else a guess would show
    clock.advance(minutes=61)
    browser.visit(f"/c/{code}")


def test_a_code_is_hard_to_guess_and_easy_to_say() -> None:
    codes = {references.new_long_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(len(code) == 9 and not set(code) & set("O01IL5SBZAEU") for code in codes)
    assert references.in_threes("KRT462WMC") == "KRT 462 WMC"
    assert references.said_long_code(" krt-462 wmc") == "KRT462WMC"


def test_once_the_person_is_forgotten_there_is_no_certificate(browser: Browser, clock: Clock) -> None:
    code, address = shared(clock)
    privacy.forget(session.scalars(select(Booking.person_id)).one(), now=clock.now)
    assert kept() == []
    browser.visit(f"/c/{code}", expect=404)
    browser.visit(address, expect=404)
