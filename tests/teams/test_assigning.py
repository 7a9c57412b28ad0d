"""The whole assignment as staff see it, passing on, and what the person hears of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.database import add, session, writing
from portal.kit import clock as portal_clock
from portal.outbox.models import Message
from portal.people.models import NeedFlag
from portal.teams.models import ExpressionOfInterest, ExpressionStep, Membership, Opening, SkillsSurvey
from portal.teams.services import passing
from tests.browser import Browser
from tests.conftest import AtMost
from tests.factories import ADirectorate, AnExpression, AnOpening, APerson, AProject
from tests.staffing import AStaffMember, sign_in_staff


def someone_who(name: str, days: int = 0, **said: object) -> int:
    """Someone who offered to join anything that suits so many days ago, and said this."""
    person, now = APerson(name), portal_clock.now()
    with writing():
        add(SkillsSurvey(person_id=person.id, changed_at=now, **said))
    return int(AnExpression(person, asked_at=now - timedelta(days=days)).id)


def a_place(title: str, **said: object) -> int:
    return int(AnOpening(AProject(f"Project of {title}"), title=title, **said).id)


def the(offer_id: int) -> ExpressionOfInterest:
    return session.get_one(ExpressionOfInterest, offer_id, populate_existing=True)


def said(offer_id: int) -> str:
    return the(offer_id).reference


def test_two_people_who_want_one_place_both_have_one_and_staff_read_why(browser: Browser, at_most: AtMost) -> None:
    evening = a_place("Evening", meets_at="tue_evening", skills_wanted="listening")
    morning = a_place("Morning", meets_at="mon_morning")
    ada = someone_who("Ada", 9, times="tue_evening mon_morning", good_at="listening")
    bea = someone_who("Bea", 2, times="tue_evening", good_at="listening")
    sign_in_staff(browser)
    with at_most(queries=17):
        page = browser.visit("/staff/assignment")
    rows = [" ".join(item.text_content().split()) for item in page.all("li.app-list__item")]
    assert "Ada" in rows[0] and "Suggested: Morning, Project of Morning" in rows[0]
    assert "First for them alone: Evening" in rows[0] and "This way more fits for all together" in rows[0]
    assert "Bea" in rows[1] and "Suggested: Evening" in rows[1] and "It comes first for them alone" in rows[1]
    assert "The times fit: Monday: 10am to 12 noon" in rows[0]
    assert (the(ada).opening_id, the(bea).opening_id) == (None, None)  # nothing happens by itself
    page = page.press(f"Accept this: {said(ada)}")
    assert "Saved." in page.words and the(ada).opening_id == morning
    page.press(f"Accept this: {said(bea)}")
    assert the(bea).opening_id == evening


def test_a_row_that_somebody_changed_meanwhile_does_nothing_and_a_second_press_is_harmless(browser: Browser) -> None:
    place = a_place("Evening", meets_at="tue_evening")
    ada = someone_who("Ada", times="tue_evening")
    sam = sign_in_staff(browser).id
    page, twice = browser.visit("/staff/assignment"), browser.visit("/staff/assignment")
    button = f"Accept this: {said(ada)}"
    page.press(button)
    twice.press(button)
    sent = select(Message).where(Message.kind == "interest passed on")
    assert len(session.scalars(sent).all()) == 1
    other = a_place("Other", meets_at="tue_evening")
    passing.pass_on(ada, other, by=sam, now=portal_clock.now(), version=the(ada).version)
    assert "changed by someone else" in twice.press(button).words
    assert the(ada).opening_id == other != place


def test_whoever_named_a_project_is_only_offered_its_own_places_and_taken_ones_are_not_offered(
    browser: Browser,
) -> None:
    a_place("Elsewhere")
    full = AnOpening(AProject("Named"), title="Full")
    with writing():
        member = APerson("Mia Member").id
        add(
            Membership(
                project_id=full.project_id,
                opening_id=full.id,
                person_id=member,
                started_on=portal_clock.today(),
            )
        )
    project = session.get_one(Opening, full.id).project_id
    AnExpression(APerson("Ada"), project_id=project)
    sign_in_staff(browser)
    words = browser.visit("/staff/assignment").words_in("ol.app-list")
    assert "No place just now" in words and "Elsewhere" not in words


def test_passing_on_keeps_reference_wait_and_promise_and_moves_what_is_flagged(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    from_project = AProject("From", directorate_id=east.id)
    to_place = AnOpening(AProject("To", directorate_id=west.id), title="Yonder").id
    offer = AnExpression(APerson("Ada"), from_project, needs="A lift")
    offer_id, before = offer.id, (offer.reference, offer.asked_at, offer.answer_by)
    west_id = west.id
    sam = sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer_id}").follow("Pass it on to another place")
    assert "Someone will get in touch with you by Monday 9 March 2026." in page.words
    assert page.press("Pass it on").errors == ["Choose a place"]
    page = page.press("Pass it on", opening=str(to_place), note="Closer to home")
    assert "A message to Ada is on its way" in page.words and "Yonder" in page.words
    held = the(offer_id)
    assert (held.reference, held.asked_at, held.answer_by) == before
    assert (held.directorate_id, held.opening_id, held.owner_id) == (west_id, to_place, sam.id)
    assert session.scalars(select(NeedFlag.directorate_id)).all() == [west_id]
    body = session.scalars(select(Message.body).where(Message.kind == "interest passed on")).one()
    assert "another place that could suit you" in body and "Yonder" not in body
    line = session.scalars(select(ExpressionStep).where(ExpressionStep.what == "passed")).one()
    assert line.note == "Closer to home"


def test_a_place_that_closed_or_an_offer_that_was_taken_back_is_not_passed_on(browser: Browser) -> None:
    place = a_place("There")
    offer = AnExpression(APerson("Ada")).id
    sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer}/pass-on")
    with writing():
        session.get_one(Opening, place).state = "closed"
    session.remove()
    assert page.press("Pass it on", opening=str(place)).errors == ["Choose one from the list"]
    with writing():
        the(offer).step = "withdrawn"
    browser.visit(f"/staff/interests/{offer}/pass-on", expect=404)


def test_staff_of_another_part_of_the_trust_can_accept_nothing(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    place = AnOpening(AProject("Here", directorate_id=east.id)).id
    offer = AnExpression(APerson("Ada"), directorate_id=east.id)
    offer_id, version = offer.id, offer.version
    sign_in_staff(browser, "pp_lead", west)
    page = browser.visit("/staff/assignment")
    assert "Ada" not in page.words
    token = page.one("input[name='csrf_token']").get("value")
    said = {"csrf_token": token, "opening": str(place), "version": str(version)}
    browser.send(f"/staff/assignment/{offer_id}/accept", said, expect=404)
    AStaffMember()
    assert the(offer_id).opening_id is None
