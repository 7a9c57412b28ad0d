"""Asking to be paid, as the person does it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from portal.database import session
from portal.kit import clock as portal_clock
from portal.rewards.models import Claim, Receipt
from portal.rewards.services.rates import set_rate
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import APerson
from tests.rewards.steps import AClaim, AMemberWithPlan, a_photo, approve, kept, letters_to
from tests.staffing import AStaffMember, sign_in

ON = {"happened_on__day": "2", "happened_on__month": "3", "happened_on__year": "2026"}
BUS: dict[str, Any] = {"kind": "travel", "amount": "£4.50", "words": "The bus there and back", **ON}


def _claims() -> int:
    return session.scalar(select(func.count()).select_from(Claim)) or 0


def test_someone_gets_money_back_from_the_link_on_their_page_to_the_answer(browser: Browser, at_most: AtMost) -> None:
    amina = APerson("Amina Khan")
    id = AMemberWithPlan(amina).id
    sign_in(browser, amina)
    page = browser.visit("/you").follow("Pay and expenses").follow("Money that you spent")
    assert "Bus fares" in page.words
    page = page.press("Send", words="The bus", amount="four", **{**ON, "happened_on__year": "2099"})
    assert page.errors == ["Choose what you paid for", "Type an amount in pounds, such as 4.50"]
    assert page.one("[name=amount]").get("value") == "four" and page.one("textarea").text.strip() == "The bus"
    page = page.press("Send", **{**BUS, "happened_on__year": "2027"})
    assert page.errors == ["Choose a day that has been, not more than a year ago"]
    page = page.press("Send", **BUS)
    claim = session.scalars(select(Claim)).one()
    assert page.path == f"/you/claims/{claim.id}" or page.status == 200
    assert "£4.50" in page.words and "We answer by Monday 9 March 2026" in page.words and claim.reference in page.words
    (letter,) = letters_to(amina.id)
    assert "We will answer by Monday 9 March 2026" in letter and claim.reference in letter
    assert "4.50" not in letter and "bus" not in letter and "Quiet nights" not in letter
    approve(claim, AStaffMember().id)
    with at_most(queries=5):
        page = browser.visit("/you/claims")
    assert "Agreed. You will have it by Monday 30 March 2026." in page.words
    with at_most(queries=5):
        page = browser.visit(f"/you/claims/{claim.id}")
    assert "Change something" not in page.words and "Take this back" not in page.words
    with at_most(queries=5):
        browser.visit(f"/you/teams/{id}/claim/money")


def test_a_second_press_asks_once(browser: Browser) -> None:
    amina = APerson()
    id = AMemberWithPlan(amina).id
    sign_in(browser, amina)
    page = browser.visit(f"/you/teams/{id}/claim/money")
    page.press("Send", **BUS)
    page.press("Send", **BUS)
    assert _claims() == 1 and len(letters_to(amina.id)) == 1


def test_time_is_worth_the_rate_of_its_day_and_without_one_staff_say_how_much(browser: Browser) -> None:
    amina = APerson()
    id = AMemberWithPlan(amina).id
    sign_in(browser, amina)
    page = browser.visit(f"/you/teams/{id}/claim/time")
    assert "Twelve pounds an hour" in page.words
    assert page.press("Send", words="The meeting", hours="0", minutes="", **ON).errors == [
        "Type how long it was, such as 2 hours and 30 minutes"
    ]
    page = page.press("Send", words="The meeting", hours="1", minutes="30", **ON)
    assert "1 hour and 30 minutes" in page.words and "We work this out when we answer" in page.words
    set_rate(1200, portal_clock.today(), "Policy", by=AStaffMember().id, now=portal_clock.now())
    page = browser.visit(f"/you/teams/{id}/claim/time").press("Send", words="Again", hours="٢", minutes="", **ON)
    assert "2 hours" in page.words and "£24.00" in page.words


@pytest.mark.parametrize("pay", ["none", ""])
def test_where_no_pay_is_agreed_time_is_not_asked_for_but_money_is(browser: Browser, pay: str) -> None:
    amina = APerson()
    id = AMemberWithPlan(amina, pay=pay).id
    sign_in(browser, amina)
    page = browser.visit(f"/you/teams/{id}/claim/time")
    assert "No pay for your time is agreed with you at present" in page.words and not page.all("[name=hours]")
    answers = {"csrf_token": _token(page), "words": "x", "hours": "1", "key": "k"}
    on = {name.replace("__", "-"): value for name, value in ON.items()}
    browser.send(f"/you/teams/{id}/claim/time", {**answers, **on})
    assert _claims() == 0
    assert page.follow("Ask for money back that you spent").press("Send", **BUS).status == 200 and _claims() == 1


def _token(page: Page) -> str:
    return str(page.one("[name=csrf_token]").get("value"))


def test_a_claim_is_changed_and_taken_back_until_it_is_decided(browser: Browser) -> None:
    amina = APerson()
    claim = AClaim(AMemberWithPlan(amina))
    id = claim.id
    sign_in(browser, amina)
    page = browser.visit(f"/you/claims/{id}").follow("Change something")
    assert page.one("[name=amount]").get("value") == "4.50"
    page.press("Send", amount="5")
    assert kept(id).pence == 500
    stale = page.press("Send", amount="6")
    assert kept(id).pence == 500 and "Someone else changed this" in stale.words
    browser.visit(f"/you/claims/{id}/take-back").press("Yes, take it back")
    assert kept(id).state == "taken_back"
    other = AClaim(AMemberWithPlan(amina))
    ask = browser.visit(f"/you/claims/{other.id}/take-back")
    approve(other, AStaffMember().id)
    ask.press("Yes, take it back")
    assert kept(other.id).state == "approved"


def test_nobody_else_opens_a_claim_its_photo_or_a_team(browser: Browser) -> None:
    member = AMemberWithPlan()
    id, member_id = AClaim(member).id, member.id
    sign_in(browser, APerson("Ben"))
    for path in (f"/you/claims/{id}", f"/you/claims/{id}/receipts/1.jpg", f"/you/teams/{member_id}/claim/money"):
        browser.visit(path, expect=404)
    token = browser.visit("/you").one("[name=csrf_token]").get("value")
    for path in ("photo", "take-back", "receipts/1/remove"):
        browser.send(f"/you/claims/{id}/{path}", {"csrf_token": token}, expect=404)
    assert kept(id).state == "asked"


def _with_claim(browser: Browser) -> tuple[int, Page]:
    amina = APerson()
    id = AClaim(AMemberWithPlan(amina)).id
    sign_in(browser, amina)
    return id, browser.visit(f"/you/claims/{id}")


def test_a_photo_is_kept_as_a_picture_alone_and_can_be_taken_away(browser: Browser, at_most: AtMost) -> None:
    id, page = _with_claim(browser)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Phone Maker"  # lies on its side; who made it
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)  # where
    page = page.press("Add this photo", photo=(a_photo(4000, 2000, exif=exif), "receipt.jpg"))
    assert "The photo is added." in page.words
    with at_most(queries=4):
        answer = browser.client.get(f"/you/claims/{id}/receipts/1.jpg")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    seen = Image.open(BytesIO(answer.data))
    assert seen.size == (800, 1600) and not dict(seen.getexif()) and b"Secret Phone" not in answer.data
    page = page.press("Take this photo away: 1")
    assert "The photo is taken away." in page.words
    assert session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_three_photos_are_kept_and_the_same_one_once(browser: Browser) -> None:
    id, page = _with_claim(browser)
    for width in (40, 40, 50, 60):
        page = page.press("Add this photo", photo=(a_photo(width), "r.jpg"))
    assert len(page.all("img.app-receipt")) == 3 and "Add this photo" not in page.words
    token = _token(page)
    late = browser.send(f"/you/claims/{id}/photo", {"csrf_token": token, "photo": (a_photo(70), "r.jpg")})
    assert late.errors == ["There are 3 photos already. Take one away first."]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"just words", "We cannot read this. Send a photo (JPEG, PNG or WebP), or ring us."),
        (b"\xff\xd8\xff\xe0 cut off", "We cannot read this. Send a photo (JPEG, PNG or WebP), or ring us."),
        (a_photo(9000, 9000, "PNG").getvalue(), "This photo is too large for us. Send a smaller one, or ring us."),
        (b"\xff" * 12_000_001, "This photo is too large for us. Send a smaller one, or ring us."),
    ],
    ids=["text", "broken", "a bomb of pixels", "too many bytes"],
)
def test_what_is_no_photo_is_refused_kindly(browser: Browser, sent: bytes, sentence: str) -> None:
    _id, page = _with_claim(browser)
    page = page.press("Add this photo", photo=(BytesIO(sent), "receipt.jpg"))
    assert page.errors == [sentence] and "The bus" in page.words
    assert session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_a_body_that_is_larger_than_any_photo_is_not_read(browser: Browser) -> None:
    _id, page = _with_claim(browser)
    page = page.browser.send(
        f"/you/claims/{_id}/photo",
        {"csrf_token": _token(page), "photo": (BytesIO(b"\xff" * 13_000_000), "r.jpg")},
        expect=413,
    )
    assert "the photo smaller" in page.words


def test_everywhere_else_three_million_bytes_are_still_too_many(browser: Browser) -> None:
    browser.send("/join", {"photo": (BytesIO(b"x" * 3_000_000), "r.jpg")}, expect=413)


def test_a_missed_day_is_said_first_to_the_person_and_once(app: Flask, clock: Clock) -> None:
    from portal.rewards.services import due

    amina, staff = APerson(), AStaffMember("pp_lead", name="Sam")
    id = AClaim(AMemberWithPlan(amina)).id
    assert [due.tell_late(clock.now), due.nudge(clock.now)] == [0, 0]
    clock.advance(days=3)  # Thursday: two working days before Monday
    assert [due.nudge(clock.now), due.nudge(clock.now), due.tell_late(clock.now)] == [1, 0, 0]
    (told,) = letters_to(staff.id)
    assert "promised an answer by Monday 9 March 2026" in told and f"/staff/claims/{id}" in told
    assert "Amina" not in told and "bus" not in told
    clock.advance(days=5)  # Tuesday, the day after
    assert [due.tell_late(clock.now), due.tell_late(clock.now)] == [1, 0]
    sorry = letters_to(amina.id)[-1]
    assert "We said that we would answer by Monday 9 March 2026, and we missed that day" in sorry
    assert "We will answer by Tuesday 17 March 2026" in sorry and "020 7946 0000" in sorry
    approve(kept(id), staff.id)
    clock.advance(days=60)
    assert [due.tell_late(clock.now), due.tell_late(clock.now), due.nudge(clock.now)] == [1, 0, 0]
    assert "You were to have something from us by" in letters_to(amina.id)[-1]
