"""What a place asks for before someone starts: noted as seen, and never what stands in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.kit import clock
from portal.kit.audit import AuditEvent
from portal.kit.errors import Refused
from portal.teams.models import CheckSeen
from portal.teams.rules import checks as rules
from portal.teams.services import checks
from portal.teams.services.checks import Check
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AnExpression, AnOpening, APerson, AProject
from tests.staffing import sign_in, sign_in_staff

SEEN = {"seen_on__day": "27", "seen_on__month": "2", "seen_on__year": "2026"}


def an_offer(asks: str = "induction", **given: object) -> tuple[int, int, str]:
    """Someone offers for a place that asks for something: offer, person, and the page of who fits."""
    project = AProject(directorate_id=ADirectorate().id)
    opening = AnOpening(project, checks=asks)
    ada = APerson("Ada")
    offer = AnExpression(ada, project, opening_id=opening.id, directorate_id=project.directorate_id, **given)
    return offer.id, ada.id, f"/staff/openings/{project.id}/{opening.id}/people"


def kinds() -> list[str]:
    return list(session.scalars(select(CheckSeen.kind).order_by(CheckSeen.kind)))


def test_staff_note_what_they_saw_and_only_then_the_place_fits(browser: Browser, at_most: AtMost) -> None:
    id, person_id, fits = an_offer()
    sign_in_staff(browser)
    assert browser.visit(fits).all("ol.app-list") == []
    page = browser.visit(f"/staff/interests/{id}").follow("What must be there before they start")
    assert "DBS" not in page.words
    page = page.press("Save", kind="induction", **{**SEEN, "seen_on__year": "2027"})
    assert page.errors == ["Choose a day that has been, not more than three years ago"]
    until = {"until_on__day": "1", "until_on__month": "3", "until_on__year": "2026"}
    assert page.press("Save", **SEEN, **until).errors == ["Choose a day from today to five years from now"]
    page = page.press("Save", **SEEN, **{**until, "until_on__year": "2027"})
    assert "Seen on Friday 27 February 2026 (Sam Staff). It holds until Monday 1 March 2027." in page.words
    with at_most(queries=10):
        browser.visit(f"/staff/interests/{id}/checks")
    assert "Ada" in browser.visit(fits).words_in("ol.app-list")
    event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "check seen")).one()
    assert (event.about_person_id, event.details) == (person_id, {"check": "induction"})
    page.press("Take this note back: An induction (a first day to learn how things work)")
    page.press("Take this note back: An induction (a first day to learn how things work)")
    assert kinds() == [] and browser.visit(fits).all("ol.app-list") == []


def test_the_person_sees_what_was_noted_and_when_it_is_over(browser: Browser, clock: Clock) -> None:
    id, person_id, _fits = an_offer()
    by = sign_in_staff(browser).id
    checks.note(id, Check("induction", date(2026, 2, 27), date(2026, 3, 2)), by=by, now=clock.now)
    checks.note(
        id, Check("induction", date(2026, 3, 1), date(2026, 3, 2)), by=by, now=clock.now
    )  # the newer days stand
    mine = Browser(browser.app)
    from portal.people.models import Person

    sign_in(mine, session.get_one(Person, person_id))
    assert "seen on Sunday 1 March 2026. It holds until Monday 2 March 2026." in mine.visit("/you/skills").words
    clock.advance(days=1)
    sign_in(mine, session.get_one(Person, person_id))
    assert "It ended on Monday 2 March 2026." in mine.visit("/you/skills").words


def test_only_what_such_a_place_asks_is_noted_by_a_colleague_who_may(app: Flask, browser: Browser) -> None:
    id, person_id, _fits = an_offer("induction dbs")
    now, by = clock.now(), sign_in_staff(browser, "pp_lead", ADirectorate()).id
    browser.visit(f"/staff/interests/{id}/checks", expect=404)
    with pytest.raises(Refused, match="asks for this"):
        checks.note(id, Check("confidentiality", now.date()), by=by, now=now)
    with pytest.raises(Refused, match="their own"):
        checks.note(id, Check("dbs", now.date()), by=person_id, now=now)
    assert kinds() == []


def test_for_anything_that_suits_each_open_place_may_ask(app: Flask) -> None:
    an_offer("dbs")
    AnOpening(AProject(), checks="confidentiality", state="closed")
    offer = AnExpression(APerson("Bea"))
    now, by = clock.now(), APerson("Sam").id
    checks.note(offer.id, Check("dbs", now.date()), by=by, now=now)
    with pytest.raises(Refused):
        checks.note(offer.id, Check("confidentiality", now.date()), by=by, now=now)
    assert kinds() == ["dbs"]


def test_a_check_holds_through_its_last_day() -> None:
    today = date(2026, 3, 2)
    assert [rules.holds(day, today) for day in (None, today, today - timedelta(days=1))] == [True, True, False]
