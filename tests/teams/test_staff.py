"""Answering those who offer to join, and looking after places, as staff meet it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.database import session, writing
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.people.models import Person
from portal.projects.models import Project
from portal.teams import services
from portal.teams.models import ExpressionOfInterest, ExpressionStep, Membership, Opening
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AnExpression, AnOpening, APerson, AProject
from tests.staffing import AStaffMember, sign_in, sign_in_staff

CHANGED = "Someone else changed this while you were writing"


def the_step(offer: ExpressionOfInterest) -> str:
    return session.get_one(ExpressionOfInterest, offer.id, populate_existing=True).step


def moved_by_another(offer: ExpressionOfInterest, to: str = "contacted") -> None:
    services.move(offer.id, to, note="I rang", by=AStaffMember().id, now=portal_clock.now(), version=1)


def test_staff_see_those_of_their_directorate_longest_waiting_first(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    now = portal_clock.now()
    AnExpression(APerson("Newer"), AProject(directorate_id=east.id), asked_at=now)
    AnExpression(APerson("Older"), AProject(directorate_id=east.id), asked_at=now - timedelta(days=3))
    AnExpression(APerson("Elsewhere"), AProject(directorate_id=west.id))
    AnExpression(APerson("Anything"))
    sign_in_staff(browser, "pp_lead", east)
    page = browser.visit("/staff/interests")
    names = [cell.text_content() for cell in page.all("tbody bdi") if cell.text_content() in {"Newer", "Older"}]
    assert names == ["Older", "Newer"]
    assert "Elsewhere" not in page.words and "Anything" not in page.words.replace("Anything that suits", "")
    assert "West" not in page.words


def test_a_project_lead_sees_whoever_offers_to_join_their_project(browser: Browser) -> None:
    lead = AStaffMember("project_lead", ADirectorate())
    AnExpression(APerson("Ada"), AProject(lead_id=lead.id, directorate_id=ADirectorate().id))
    sign_in(browser, lead, is_staff=True)
    assert "Ada" in browser.visit("/staff/interests").words


def test_what_is_not_theirs_is_not_there(browser: Browser) -> None:
    offer = AnExpression(APerson(), AProject(directorate_id=ADirectorate().id))
    sign_in_staff(browser, "pp_lead", ADirectorate())
    browser.visit(f"/staff/interests/{offer.id}", expect=404)
    browser.visit("/staff/interests/999999", expect=404)


@pytest.mark.parametrize("path", ["/staff/interests", "/staff/interests/1", "/staff/projects/1/openings"])
def test_a_moderator_may_not_open_it(browser: Browser, path: str) -> None:
    sign_in_staff(browser, "moderator")
    page = browser.visit(path, expect=403)
    assert page.links["Today"].endswith("/staff") and "Stories" in page.links  # somewhere to go on


def test_each_look_is_put_on_record(browser: Browser) -> None:
    ada = APerson("Ada")
    offer = AnExpression(ada)
    sam_id, ada_id = sign_in_staff(browser).id, ada.id
    browser.visit("/staff/interests")
    browser.visit(f"/staff/interests/{offer.id}")
    found = session.execute(
        select(AuditEvent.kind, AuditEvent.by_person_id, AuditEvent.thing)
        .where(AuditEvent.about_person_id == ada_id)
        .order_by(AuditEvent.id)
    ).all()
    thing = f"interest {offer.id}"
    assert [tuple(row) for row in found] == [
        ("looked at interests", sam_id, thing),
        ("looked at interest", sam_id, thing),
    ]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"Late", "Mine"}),
        ("?overdue=yes", {"Late"}),
        ("?mine=yes", {"Mine"}),
        ("?step=joined", {"Joined"}),
        ("?step=all", {"Late", "Mine", "Joined"}),
        ("?step=nonsense&directorate=x", {"Late", "Mine"}),
        ("?page=nonsense", {"Late", "Mine"}),
    ],
)
def test_the_list_is_narrowed_by_its_address(browser: Browser, asked: str, shown: set[str]) -> None:
    sam = sign_in_staff(browser)
    AnExpression(APerson("Late"), answer_by=date(2026, 2, 27))
    AnExpression(APerson("Mine"), owner_id=sam.id)
    AnExpression(APerson("Joined"), step="joined", answered_at=portal_clock.now())
    page = browser.visit(f"/staff/interests{asked}")
    names = {cell.text_content() for cell in page.all("tbody th a")}
    assert names == shown
    if "Late" in shown:
        assert "3 days late" in page.words


def test_whoever_was_promised_an_answer_by_now_stands_on_top(browser: Browser) -> None:
    now = portal_clock.now()
    AnExpression(APerson("Answered"), asked_at=now - timedelta(days=40), answered_at=now, answer_by=date(2026, 2, 2))
    AnExpression(APerson("Late"), asked_at=now - timedelta(days=9), answer_by=date(2026, 2, 27))
    sign_in_staff(browser)
    page = browser.visit("/staff/interests")
    captions = [caption.text_content() for caption in page.all("caption")]
    assert captions == ["Overdue: please answer these first", "Offers to join"]
    assert [cell.text_content() for cell in page.all("tbody th a")] == ["Late", "Answered", "Late"]
    assert len(browser.visit("/staff/interests?step=all").all("caption")) == 1
    seen = select(func.count()).where(AuditEvent.kind == "looked at interests")
    assert session.scalar(seen) == 4  # each person once a look


def test_25_to_a_page_and_on_and_back(browser: Browser, at_most: AtMost) -> None:
    now = portal_clock.now()
    for number in range(30):
        AnExpression(APerson(f"Person {number:02}"), asked_at=now + timedelta(minutes=number))
    sign_in_staff(browser)
    with at_most(queries=10):
        first = browser.visit("/staff/interests?step=all")
    assert len(first.all("tbody tr")) == 25
    second = first.follow("Next page")
    assert len(second.all("tbody tr")) == 5 and "Person 29" in second.words
    assert "step=all" in second.links["Previous page"]
    assert second.follow("Previous page").words_in("tbody") == first.words_in("tbody")


def test_the_page_says_everything_and_what_each_step_tells_the_person(browser: Browser) -> None:
    ada = APerson("Ada", locale="ur")
    offer = AnExpression(ada, needs="A lift", experience="Two stays", safe_hours="After 6pm", helper_name="Jo")
    sign_in_staff(browser)
    words = browser.visit(f"/staff/interests/{offer.id}").words
    for said in ("A lift", "Two stays", "After 6pm", "Jo", "Not now", "Sam Staff (People Participation lead)"):
        assert said in words
    assert "We have nothing that fits just now" in words and "Thank you for talking with us." in words


def test_an_answer_tells_the_person_and_is_kept_in_the_history(browser: Browser) -> None:
    ada = APerson("Ada")
    offer, ada_id = AnExpression(ada), ada.id
    sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer.id}")
    page = page.press("Save this step", to="contacted", note="Rang at 6pm, no answer")
    assert "A message to Ada is on its way" in page.words
    assert the_step(offer) == "contacted"
    assert "Rang at 6pm, no answer" in page.words_in("ol.nhsuk-list")
    sent = session.scalars(select(Message)).one()
    assert sent.person_id == ada_id and "Sam Staff" in sent.body
    assert "6pm" not in sent.body and "help with" not in sent.body  # neither the note nor what Ada wrote
    assert "We will have a welcome talk with you by Monday 16 March 2026." in sent.body


def test_each_step_is_told_with_what_comes_next_and_by_when(browser: Browser) -> None:
    offer = AnExpression()
    sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer.id}").press("Save this step", to="met")
    assert "Promised by Monday 16 March 2026: The team hears about you. Not done yet" in page.words
    assert "We will tell a team about you by Monday 16 March 2026." in session.scalars(select(Message.body)).one()


def test_a_step_must_be_chosen_and_the_note_stays(browser: Browser) -> None:
    offer = AnExpression()
    sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer.id}").press("Save this step", note="I rang")
    assert page.errors == ["Choose what happens next"]
    assert "I rang" in page.one("#note").text


JOIN = "They said yes: they join the team"


def test_who_joins_anything_joins_a_named_project(browser: Browser) -> None:
    project = AProject("Calmer mornings")
    offer, slug, project_id = AnExpression(), project.slug, project.id
    sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer.id}").follow("They join a project team")
    agreed = {"pay": "none", "pay_agreed": "No pay", "expenses_agreed": "Bus fares", "paid_when": "Each month"}
    page = page.press(JOIN, **agreed, said_yes="phone", note="Good fit")
    assert page.errors == ["Type which project they join"]
    page = page.press(JOIN, project="no such")
    assert page.errors and "We know no open project" in page.errors[0]
    assert page.one("#project").get("value") == "no such" and "Good fit" in page.one("#note").text
    page.press(JOIN, project=f"http://localhost/projects/{slug}")
    assert the_step(offer) == "joined"
    assert session.scalars(select(Membership.project_id)).one() == project_id


def test_two_people_at_once_the_second_is_told_and_keeps_their_words(browser: Browser) -> None:
    offer = AnExpression()
    sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer.id}")
    moved_by_another(offer)
    page = page.press("Save this step", to="not_now", note="My own words")
    assert page.errors[0].startswith(CHANGED)
    assert "My own words" in page.one("#note").text and "I rang" in page.words
    assert the_step(offer) == "contacted"
    page = page.press("Save this step")
    assert the_step(offer) == "not_now"


def test_a_colleague_is_given_it(browser: Browser) -> None:
    offer = AnExpression()
    sign_in_staff(browser)
    zoe = AStaffMember(name="Zoe Colleague")
    page = browser.visit(f"/staff/interests/{offer.id}").press("Give it to them", owner=str(zoe.id))
    assert "Zoe Colleague looks after it now" in page.words
    page = page.press("Give it to them", owner="")
    assert page.errors == ["Choose a colleague"]


def test_giving_it_away_is_no_step_and_two_at_once_are_told(browser: Browser) -> None:
    offer = AnExpression()
    me = sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer.id}")
    moved_by_another(offer)
    page = page.press("Give it to them", owner=str(me.id))
    assert page.errors[0].startswith(CHANGED)
    page.press("Give it to them", owner=str(me.id))
    assert session.get_one(ExpressionOfInterest, offer.id).owner_id == me.id


def test_nobody_is_given_it_who_may_not_answer(browser: Browser) -> None:
    offer = AnExpression()
    sign_in_staff(browser)
    moderator = AStaffMember("moderator")
    page = browser.visit(f"/staff/interests/{offer.id}").press("Give it to them", owner=str(moderator.id))
    assert page.errors == ["Choose one from the list"]


def test_one_interest_costs_the_same_however_long_its_history(browser: Browser, at_most: AtMost) -> None:
    offer = AnExpression()
    sign_in_staff(browser)
    for _number in range(30):
        with writing() as open_session:
            open_session.add(ExpressionStep(expression_id=offer.id, step="new", what="asked_again", at=offer.asked_at))
    with at_most(queries=14):
        browser.visit(f"/staff/interests/{offer.id}")


GOOD: dict[str, Any] = {
    "title": "Team member",
    "what_you_would_do": "Come to meetings",
    "modes": ["in_person", "online"],
    "places": "2",
}


def project_of(person: Person, **given: Any) -> Project:
    return AProject(lead_id=person.id, **given)


def test_a_place_is_opened_and_the_project_wants_help(browser: Browser) -> None:
    project = project_of(sign_in_staff(browser))
    project_id = project.id
    page = browser.visit(f"/staff/projects/{project_id}/openings").follow("Open a new place")
    page = page.press("Open this place", title="Team member")
    assert "Type what someone would do, in plain words" in page.errors
    assert page.one("#title").get("value") == "Team member"
    page = page.press("Open this place", **GOOD)
    assert "The place is open" in page.words and "Team member" in page.words
    opening = session.scalars(select(Opening)).one()
    assert (opening.is_in_person, opening.is_online, opening.is_by_phone, opening.places) == (True, True, False, 2)
    assert session.get_one(Project, project_id, populate_existing=True).is_help_wanted


def test_a_place_on_a_draft_is_not_said_to_be_open_to_all(browser: Browser) -> None:
    project = AProject(state="draft", directorate_id=ADirectorate().id)
    sign_in_staff(browser)
    page = browser.visit(f"/staff/projects/{project.id}/openings/new")
    page = page.press("Open this place", title="Helper", what_you_would_do="Help", modes=["online"], places="1")
    assert "once the project is public" in page.words and "can offer to join now" not in page.words
    assert page.links["Back to the project"].endswith(f"/staff/projects/{project.id}")


def test_a_place_is_confirmed_and_closed(browser: Browser, clock: Clock) -> None:
    project = project_of(sign_in_staff(browser))
    project_id = project.id
    opening = AnOpening(project, title="Helper")
    opened = clock.now
    with writing() as open_session:
        open_session.get_one(Opening, opening.id).confirmed_at = opened - timedelta(days=20)
    page = browser.visit(f"/staff/projects/{project_id}/openings")
    assert "Resting: please confirm" in page.words
    page = page.press("Still open: Helper")
    assert "Resting" not in page.words
    page = page.press("Close this place: Helper")
    assert "Closed" in page.words and not page.all("tbody form")
    assert not session.get_one(Project, project_id, populate_existing=True).is_help_wanted


def test_two_people_write_one_place_and_the_second_is_told(browser: Browser) -> None:
    me = sign_in_staff(browser)
    project = project_of(me)
    opening = AnOpening(project, title="Helper")
    page = browser.visit(f"/staff/openings/{project.id}/{opening.id}")
    theirs = services.OpeningDetails(title="Theirs", what_you_would_do="x", is_online=True)
    services.change_opening(opening.id, theirs, by=me.id, now=portal_clock.now(), version=1)
    page = page.press("Save", title="Mine")
    assert page.errors[0].startswith(CHANGED)
    assert page.one("#title").get("value") == "Mine"
    page.press("Save")
    assert session.scalars(select(Opening.title)).one() == "Mine"


def test_places_of_others_are_not_there(browser: Browser) -> None:
    project = AProject(directorate_id=ADirectorate().id)
    opening = AnOpening(project)
    sign_in_staff(browser, "pp_lead", ADirectorate())
    for path in (f"projects/{project.id}/openings", f"projects/{project.id}/openings/new"):
        browser.visit(f"/staff/{path}", expect=404)
    browser.visit(f"/staff/openings/{project.id}/{opening.id}", expect=404)


def test_a_place_is_only_found_by_its_own_project(browser: Browser) -> None:
    sign_in_staff(browser)
    opening = AnOpening(AProject())
    browser.visit(f"/staff/openings/{AProject().id}/{opening.id}", expect=404)


def test_what_was_typed_before_the_session_ended_is_there_again(browser: Browser) -> None:
    me = AStaffMember()
    offer = AnExpression()
    sign_in(browser, me, is_staff=True)
    page = browser.visit(f"/staff/interests/{offer.id}")
    with browser.client.session_transaction() as cookie:
        cookie.pop("_user_id")
    token = page.one("input[name=csrf_token]").get("value")
    said = {"csrf_token": token, "to": "contacted", "note": "Long words", "version": "1"}
    browser.send(f"/staff/interests/{offer.id}", said)  # it leads to the sign-in
    sign_in(browser, me, is_staff=True)
    page = browser.visit(f"/staff/interests/{offer.id}")
    assert "Long words" in page.one("#note").text
    page = page.press("Save this step")
    assert the_step(offer) == "contacted"
    assert not page.one("#note").text.strip()


def test_nothing_was_sent_twice(browser: Browser) -> None:
    offer = AnExpression()
    sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer.id}")
    page.press("Save this step", to="contacted")
    page.press("Save this step", to="contacted")
    assert session.scalar(select(func.count()).select_from(Message)) == 1


@pytest.mark.parametrize("path", ["interests", "interests/{offer}", "projects/{project}/openings"])
def test_staff_pages_hold_in_urdu(browser: Browser, path: str) -> None:
    opening = AnOpening()
    offer = AnExpression(APerson("آمنہ"), session.get_one(Project, opening.project_id))
    asked = path.format(offer=offer.id, project=opening.project_id)
    sign_in_staff(browser)
    page = browser.visit(f"/ur/staff/{asked}")
    assert page.one("html").get("dir") == "rtl" and "Calmer mornings on the ward" in page.words


HUGE = "99999999999999999999"


@pytest.mark.parametrize("path", ["interests/{0}", "projects/{0}/openings", "openings/{0}/{0}"])
def test_a_number_that_no_row_can_have_is_not_found(browser: Browser, path: str) -> None:
    sign_in_staff(browser)
    browser.visit(f"/staff/{path.format(HUGE)}", expect=404)


@pytest.mark.parametrize("bad", ["", HUGE, "9" * 5000, "\x00", "\ud800", "😀" * 50, "٣", "-1"])
def test_nothing_that_is_sent_breaks_a_page(browser: Browser, bad: str) -> None:
    offer_id, opening = AnExpression().id, AnOpening()
    paths = [
        f"/staff/interests/{offer_id}",
        f"/staff/openings/{opening.project_id}/{opening.id}",
        f"/staff/projects/{opening.project_id}/openings/new",
    ]
    sign_in_staff(browser)
    names = ["version", "note", "project", "title", "what_you_would_do", "modes", "places"]
    for path in paths:
        token = browser.visit(path).one("input[name=csrf_token]").get("value")
        for more in ({}, {"owner": bad}, {"to": bad}, {"to": "joined"}):
            said = {**dict.fromkeys(names, bad), **more}
            sent = {name: value.encode("utf-8", "surrogatepass") for name, value in said.items()}
            browser.send(path, {"csrf_token": token, **sent})
    assert session.get_one(ExpressionOfInterest, offer_id).step == "new"
