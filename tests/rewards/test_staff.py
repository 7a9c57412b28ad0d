"""Deciding claims and paying them, as staff do it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from portal.database import session, writing
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.people.models import Person
from portal.rewards.models import Claim, PayrollExport
from portal.rewards.queries import payroll as reads
from portal.rewards.services import deciding
from tests.browser import Browser
from tests.conftest import AtMost
from tests.factories import ADirectorate, APerson, AProject
from tests.rewards.steps import AClaim, AMemberWithPlan, a_photo, approve, kept, letters_to, named
from tests.staffing import AStaffMember, sign_in, sign_in_staff
from tests.training.test_at_once import at_once


def test_staff_find_the_claim_on_today_and_say_yes_to_less_with_a_reason(browser: Browser, at_most: AtMost) -> None:
    amina = APerson("Amina Khan")
    id = AClaim(AMemberWithPlan(amina)).id
    me, amina_id = sign_in_staff(browser).id, amina.id
    page = browser.visit("/staff")
    assert "1 claim for pay or expenses waits for an answer" in page.words
    with at_most(queries=6):
        page = page.follow("See which, and answer")
    assert "A K" in page.words and "Amina" not in page.words and "£4.50" in page.words
    with at_most(queries=10):
        page = browser.visit(f"/staff/claims/{id}")
    assert "Amina Khan" in page.words and "Twelve pounds an hour" in page.words and "The bus" in page.words
    page = page.press("Say yes to this amount", amount="9")
    assert page.errors == ["This is more than was asked. Send it back, so that they can ask for more."]
    page = page.press("Say yes to this amount", amount="3.20", why="")
    assert page.errors == ["Write in kind and plain words why it is less: the person reads it"]
    page = page.press("Say yes to this amount", why="A day ticket would have been £3.20")
    assert "That is done. The person is told." in page.words and "Sam Staff" in page.words
    claim = kept(id)
    assert (claim.state, claim.pence, claim.approver_id) == ("approved", 320, me)
    letter = letters_to(amina_id)[-1]
    assert "We said yes" in letter and "Your page shows it" in letter and "3.20" not in letter
    looks = select(AuditEvent.kind).where(AuditEvent.about_person_id == amina_id, AuditEvent.by_person_id == me)
    assert {"looked at claim", "claim amount", "claim changed"} <= set(session.scalars(looks))


def test_what_is_sent_back_says_what_is_missing_and_comes_again(browser: Browser, app: Flask) -> None:
    amina_id = APerson().id
    id = AClaim(AMemberWithPlan(session.get_one(Person, amina_id))).id
    sign_in_staff(browser)
    page = browser.visit(f"/staff/claims/{id}").press("Send it back", missing="")
    assert page.errors == ["Write in kind and plain words what is missing: the person reads it"]
    page.press("Send it back", missing="Which bus was it?")
    theirs = Browser(app)
    sign_in(theirs, session.get_one(Person, amina_id))
    page = theirs.visit(f"/you/claims/{id}")
    assert "Which bus was it?" in page.words and "Sent back, with a question" in page.words
    page.follow("Change something").press("Send", words="The 25")
    assert (kept(id).state, kept(id).words) == ("asked", "The 25")


def test_nobody_decides_what_they_asked_for_themselves(browser: Browser) -> None:
    me = sign_in_staff(browser)
    claim = AClaim(AMemberWithPlan(me))
    assert claim.reference not in browser.visit("/staff/claims").text
    browser.visit(f"/staff/claims/{claim.id}", expect=404)
    with pytest.raises(Refused, match="Nobody decides"):
        deciding.approve(claim.id, 450, why="", by=me.id, now=portal_clock.now(), version=claim.version)


def test_staff_of_one_directorate_do_not_see_another_s(browser: Browser) -> None:
    mine, other = ADirectorate(), ADirectorate()
    here = AClaim(AMemberWithPlan(project=AProject(directorate_id=mine.id)))
    there = AClaim(AMemberWithPlan(APerson("Ben"), project=AProject(directorate_id=other.id)))
    sign_in_staff(browser, "pp_lead", mine)
    page = browser.visit("/staff/claims")
    assert here.reference in page.text and there.reference not in page.text
    browser.visit(f"/staff/claims/{there.id}", expect=404)
    browser.visit(f"/staff/claims/{there.id}/receipts/1.jpg", expect=404)


@pytest.mark.parametrize("role", ["improvement_advisor", "project_lead", "moderator"])
def test_who_may_not_decide_or_pay_opens_none_of_it(browser: Browser, role: str) -> None:
    id = AClaim().id
    sign_in_staff(browser, role)
    for path in ("/staff/claims", f"/staff/claims/{id}", "/staff/payroll", "/staff/rates"):
        browser.visit(path, expect=403)


def test_staff_see_the_photo_and_that_they_looked_is_on_record(browser: Browser, app: Flask, at_most: AtMost) -> None:
    amina = APerson()
    id = AClaim(AMemberWithPlan(amina)).id
    theirs = Browser(app)
    sign_in(theirs, amina)
    theirs.visit(f"/you/claims/{id}").press("Add this photo", photo=(a_photo(), "r.jpg"))
    sign_in_staff(browser)
    page = browser.visit(f"/staff/claims/{id}")
    with at_most(queries=6):
        answer = browser.client.get(page.one("img.app-receipt").get("src"))
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    looked = select(func.count()).where(AuditEvent.kind == "looked at claim")
    assert session.scalar(looked) == 2


def test_of_two_who_say_yes_at_one_moment_one_does(app: Flask) -> None:
    claim = AClaim()
    id, version, amina = claim.id, claim.version, claim.person_id
    staff = [AStaffMember(name=f"Sam {n}").id for n in range(4)]

    def say_yes(n: int) -> str:
        try:
            deciding.approve(id, 450, why="", by=staff[n], now=portal_clock.now(), version=version)
        except ChangedMeanwhile:
            return "too late"
        return "yes"

    assert sorted(map(str, at_once(app, 4, say_yes))) == ["too late"] * 3 + ["yes"]
    assert len([letter for letter in letters_to(amina) if "We said yes" in letter]) == 1


def test_what_is_agreed_goes_to_payroll_once_and_each_person_hears_once(browser: Browser, at_most: AtMost) -> None:
    amina, ben = APerson("Amina Khan"), APerson("Ben")
    claims, both = [AClaim(AMemberWithPlan(person)) for person in (amina, ben)], [amina.id, ben.id]
    AClaim(AMemberWithPlan(APerson("Cy")))  # not agreed
    by = AStaffMember(name="Dee Decides").id
    for claim in claims:
        approve(claim, by)
    sign_in_staff(browser)
    with at_most(queries=8):
        page = browser.visit("/staff/payroll")
    assert "2 claims, £9.00" in page.words and "Amina Khan" in page.words and "Cy" not in page.words_in("main")
    one = page.press("Make a list for payroll")
    page.press("Make a list for payroll")  # a second press of the same page
    assert session.scalar(select(func.count()).select_from(PayrollExport)) == 1
    assert "There is nothing to pay just now." in browser.visit("/staff/payroll").words
    text = one.browser.visit(one.links["Take this list as a file (CSV)"]).response.get_data(as_text=True)
    lines = list(csv.DictReader(StringIO(text.lstrip("\ufeff"))))
    assert [(line["Name"], line["Amount in pounds"], line["Agreed by"]) for line in lines] == [
        ("Amina Khan", "4.5", "Dee Decides"),
        ("Ben", "4.5", "Dee Decides"),
    ]
    with at_most(queries=8):
        page = browser.visit(f"/staff/payroll/{session.scalars(select(PayrollExport.id)).one()}")
    done = page.press("All of it is paid: tell each person")
    page.press("All of it is paid: tell each person")
    assert "Noted as paid" in done.words and {kept(claim.id).state for claim in claims} == {"paid"}
    for person_id in both:
        assert len([letter for letter in letters_to(person_id) if "is paid now" in letter]) == 1


NAMES = ["=1+2", "\t=HYPERLINK(1)", "+44 7700 900123", "@SUM(A1)", "-2"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_never_runs_as_a_formula(browser: Browser, name: str) -> None:
    claim = AClaim(AMemberWithPlan(named(name)))
    approve(claim, AStaffMember().id)
    sign_in_staff(browser)
    page = browser.visit("/staff/payroll").press("Make a list for payroll")
    text = browser.visit(page.links["Take this list as a file (CSV)"]).response.get_data(as_text=True)
    (line,) = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    assert line["Name"].startswith("'")
    data = browser.client.get(page.links["Take this list as a workbook (XLSX)"]).data
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    assert sheet.to_python()[1][1] == name and b"<f>" not in data


def test_more_than_fifty_people_in_one_list_need_a_reason(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    by = AStaffMember().id
    for n in range(3):
        approve(AClaim(AMemberWithPlan(APerson(f"Person {n}"))), by)
    for module in ("portal.rewards.queries.payroll", "portal.rewards.services.payroll"):
        monkeypatch.setattr(f"{module}.MANY", 2)
    assert reads.MANY == 2
    sign_in_staff(browser)
    page = browser.visit("/staff/payroll").press("Make a list for payroll")
    assert page.errors == ["This list holds more than 2 people. Write why you need it."]
    page.press("Make a list for payroll", reason="The pay of March")
    made = session.scalars(select(AuditEvent).where(AuditEvent.kind == "payroll list made")).one()
    assert made.reason == "The pay of March" and made.details == {"claims": 3}


def test_payroll_of_one_directorate_pays_its_own_alone(browser: Browser) -> None:
    mine, other, by = ADirectorate(), ADirectorate(), AStaffMember().id
    here = AClaim(AMemberWithPlan(project=AProject(directorate_id=mine.id)))
    there = AClaim(AMemberWithPlan(APerson("Ben"), project=AProject(directorate_id=other.id)))
    for claim in (here, there):
        approve(claim, by)
    sign_in_staff(browser, "pp_lead", mine)
    page = browser.visit("/staff/payroll").press("Make a list for payroll")
    page.press("All of it is paid: tell each person")
    assert (kept(here.id).state, kept(there.id).state, kept(there.id).export_id) == ("paid", "approved", None)


def test_a_rate_is_added_and_claims_from_before_keep_their_amount(browser: Browser, at_most: AtMost) -> None:
    person = sign_in_staff(browser, "admin")
    early = AClaim(AMemberWithPlan(), kind="time", pence=0, minutes=60)
    with at_most(queries=5):
        page = browser.visit("/staff/rates")
    assert "No rate is set." in page.words
    on = {"from_on__day": "1", "from_on__month": "3", "from_on__year": "2026"}
    page = page.press("Set this rate", amount="12,50", words="Policy of March", **on)
    assert "£12.50 from Sunday 1 March 2026" in page.words
    late = AClaim(AMemberWithPlan(APerson("Ben")), kind="time", pence=0, minutes=30)
    assert (kept(early.id).pence, kept(late.id).pence) == (0, 625)
    recorded = session.scalars(select(AuditEvent).where(AuditEvent.kind == "pay rate set")).one()
    assert recorded.by_person_id == person.id


def test_the_database_lets_nobody_approve_their_own(app: Flask) -> None:
    claim = AClaim()
    with pytest.raises(Exception, match="someone_else"), writing() as open_session:
        open_session.get_one(Claim, claim.id).approver_id = claim.person_id
