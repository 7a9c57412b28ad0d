"""Offering to join, as someone meets it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from portal.database import session, writing
from portal.outbox.models import Message
from portal.people.models import Person
from portal.projects.models import Project
from portal.teams import services
from portal.teams.models import ExpressionOfInterest, ExpressionStep
from tests.browser import Browser, Page
from tests.conftest import Clock
from tests.factories import ADirectorate, AnExpression, AnOpening, APerson, AProject, way_of
from tests.staffing import sign_in


def begin(browser: Browser, project: Project | None = None) -> Page:
    return browser.visit(f"/projects/{project.slug}/join" if project else "/join")


def fill_in(page: Page, name: str = "Ada Lovelace", **reach: str) -> Page:
    """All four pages; it ends at the check."""
    page = page.press("Continue", for_whom="self", name=name)
    page = page.press("Continue", **{"channel": "email", "email": "ada@example.com", **reach})
    page = page.press("Continue", needs="A lift, please")
    return page.press("Continue", wants="Say what I think", experience="")


def the_offer() -> ExpressionOfInterest:
    return session.scalars(select(ExpressionOfInterest)).one()


def test_someone_offers_to_join_a_project_and_is_told_who_answers_by_when(browser: Browser) -> None:
    east = ADirectorate(name="East", promise_days=3, answered_by="People Participation lead, East")
    project = AProject("Calmer mornings", directorate_id=east.id)
    AnOpening(project)
    page = begin(browser, project)
    assert "Calmer mornings" in page.words and "Big I" in page.words
    page = fill_in(page)
    assert page.heading == "Check your answers"
    for said in ("Ada Lovelace", "ada@example.com", "A lift, please", "Say what I think", "Not given"):
        assert said in page.words
    page = page.press("Send my offer")
    offer = the_offer()
    assert offer.reference in page.words and (offer.project_id, offer.directorate_id) == (project.id, east.id)
    assert "People Participation lead, East will answer you by Thursday 5 March 2026" in page.words
    assert "Get help now" in page.words


def test_someone_offers_to_join_anything(browser: Browser) -> None:
    page = fill_in(begin(browser)).press("Send my offer")
    assert the_offer().project_id is None
    assert "by Monday 9 March 2026" in page.words


def test_a_carer_fills_it_in_for_someone(browser: Browser) -> None:
    page = begin(browser).press("Continue", for_whom="for_someone", name="Mum", helper_name="Jo")
    page = page.press("Continue", channel="sms", mobile="07700 900123", safe_hours="After 6pm")
    page = page.press("Continue").press("Continue")
    assert "Who is filling this in Jo" in page.words and "+447700900123" in page.words
    page.press("Send my offer")
    assert (the_offer().helper_name, the_offer().safe_hours) == ("Jo", "After 6pm")
    sent = session.scalars(select(Message)).one()
    assert sent.channel == "sms" and "Mum" not in sent.body


def test_an_error_stands_beside_its_field_and_what_was_typed_stays(browser: Browser) -> None:
    page = begin(browser).press("Continue", for_whom="self", name="")
    assert page.errors == ["Type a name. A first name is enough"]
    assert page.title.startswith("Error: ")
    page = page.press("Continue", name="Ada")
    page = page.press("Continue", channel="email", email="ada at example", safe_hours="Never on Friday")
    assert page.errors == ["Type an email address in full, such as name@example.com"]
    assert page.one("#email").get("value") == "ada at example"
    assert "Never on Friday" in page.one("#safe_hours").text
    assert page.press("Continue", email="ada@example.com").heading == "What do you need so that you can take part?"


def test_a_change_from_the_check_comes_back_to_the_check(browser: Browser) -> None:
    page = fill_in(begin(browser)).follow("Change name")
    page = page.press("Continue", name="Grace")
    assert page.heading == "Check your answers" and "Grace" in page.words


def test_pressed_twice_it_is_sent_once(browser: Browser) -> None:
    check = fill_in(begin(browser))
    first = check.press("Send my offer")
    second = check.press("Send my offer")
    assert first.words_in("main") == second.words_in("main")
    assert session.scalar(select(func.count()).select_from(ExpressionOfInterest)) == 1
    assert session.scalar(select(func.count()).select_from(Message)) == 1


def test_after_sending_someone_else_can_fill_in_another(browser: Browser) -> None:
    page = fill_in(begin(browser)).press("Send my offer").press("Fill in another")
    assert page.one("#name").get("value") is None
    fill_in(page, "Someone Else", email="else@example.com").press("Send my offer")
    assert session.scalar(select(func.count()).select_from(ExpressionOfInterest)) == 2


def test_someone_finishes_later_and_finds_what_they_wrote(browser: Browser) -> None:
    project = AProject()
    AnOpening(project)
    page = begin(browser, project).press("Continue", for_whom="self", name="Ada")
    page.press("Finish later", email="ada@exam")
    page = browser.visit(f"/projects/{project.slug}/join/reach")
    assert page.one("#email").get("value") == "ada@exam"
    assert not page.errors


@pytest.mark.parametrize("name", ["🙂 Zoë", "آمنہ خان", "\u202egnirts", "O’" + "n" * 198])
def test_any_name_is_taken(browser: Browser, name: str) -> None:
    fill_in(begin(browser), name).press("Send my offer")
    kept = session.scalars(select(Person.name)).one()
    assert kept == name.replace("\u202e", "") or kept == name


def test_signs_that_no_database_keeps_do_no_harm(browser: Browser) -> None:
    page = begin(browser).press("Continue", for_whom="self", name="A\x00da")
    assert page.heading == "How can we reach you?"


def test_a_name_too_long_is_refused_kindly_and_kept(browser: Browser) -> None:
    page = begin(browser).press("Continue", for_whom="self", name="n" * 201)
    assert "1 letter too long" in page.errors[0]
    assert page.one("#name").get("value") == "n" * 201


def test_a_place_that_closed_while_someone_wrote_is_said_and_the_offer_can_still_be_sent(
    browser: Browser, clock: Clock
) -> None:
    east = ADirectorate()
    project = AProject(directorate_id=east.id)
    opening = AnOpening(project)
    check = fill_in(begin(browser, project))
    services.close_opening(opening.id, by=APerson("Sam").id, now=clock.advance(minutes=5))
    page = check.press("Send my offer")
    assert page.errors == ["This place closed while you were writing. You can still send what you wrote."]
    assert session.scalar(select(func.count()).select_from(ExpressionOfInterest)) == 0
    page = page.press("Send it for something like it")
    assert the_offer().reference in page.words
    assert the_offer().directorate_id is None  # People Participation looks for something like it
    assert "anything_like" in session.scalars(select(ExpressionStep.what)).all()


def test_a_project_that_ended_is_gone_and_leads_elsewhere(browser: Browser) -> None:
    project = AProject(state="closed")
    page = browser.visit(f"/projects/{project.slug}/join", expect=410)
    assert "Offer to join anything that suits you" in page.links


@pytest.mark.parametrize("state", ["draft", None])
def test_a_project_that_is_not_there_is_not_found(browser: Browser, state: str | None) -> None:
    slug = AProject(state=state).slug if state else "no-such"
    browser.visit(f"/projects/{slug}/join", expect=404)


def test_a_stranger_cannot_learn_that_someone_asked_before(app: object) -> None:
    first = fill_in(begin(Browser(app))).press("Send my offer")  # type: ignore[arg-type]
    second = fill_in(begin(Browser(app))).press("Send my offer")  # type: ignore[arg-type]
    assert first.words_in("main") == second.words_in("main")


def test_a_machine_that_fills_every_box_is_refused(browser: Browser) -> None:
    check = fill_in(begin(browser))
    data = {"csrf_token": check.one("input[name=csrf_token]").get("value"), "fax": "020 7946 0000"}
    browser.send("/join/check", data, expect=400)
    assert session.scalar(select(func.count()).select_from(ExpressionOfInterest)) == 0


def test_the_pages_offer_to_leave_at_once(browser: Browser) -> None:
    assert begin(browser).all("a[data-exit]")


def test_in_urdu_the_projects_title_stays_english(browser: Browser) -> None:
    project = AProject("Calmer mornings")
    page = browser.visit(f"/ur/projects/{project.slug}/join")
    assert page.one("html").get("dir") == "rtl"
    assert page.one("span[lang=en]").text_content() == "Calmer mornings"


def test_someone_takes_their_offer_back(browser: Browser) -> None:
    ada = APerson("Ada")
    offer = AnExpression(ada, AProject("Calmer mornings"))
    sign_in(browser, ada)
    page = browser.visit(f"/you/interests/{offer.id}/withdraw")
    assert "Calmer mornings" in page.words
    page = page.press("Yes, take my offer back")
    assert page.heading == "You took your offer back"
    assert session.get_one(ExpressionOfInterest, offer.id).step == "withdrawn"
    assert session.scalars(select(Message.address)).one() == way_of(ada).value


def test_an_offer_that_was_answered_meanwhile_is_not_taken_back(browser: Browser) -> None:
    ada = APerson("Ada")
    offer = AnExpression(ada)
    sign_in(browser, ada)
    page = browser.visit(f"/you/interests/{offer.id}/withdraw")
    with writing() as open_session:
        open_session.get_one(ExpressionOfInterest, offer.id).step = "joined"
    page = page.press("Yes, take my offer back")
    assert page.heading == "This offer has already been answered"
    assert session.get_one(ExpressionOfInterest, offer.id).step == "joined"


def test_nobody_sees_or_takes_back_what_is_not_theirs(browser: Browser) -> None:
    offer = AnExpression(APerson("Ada"))
    sign_in(browser, APerson("Eve"))
    browser.visit(f"/you/interests/{offer.id}/withdraw", expect=404)
