"""Today, as staff see it."""

from __future__ import annotations

from datetime import timedelta

from portal.database import add, writing
from portal.teams.models import CheckIn, Membership, TakingPart
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import (
    ABooking,
    ADirectorate,
    AFlag,
    AnExpression,
    AnOpening,
    APerson,
    AProject,
    ASession,
    AStory,
)
from tests.staffing import AStaffMember, sign_in, sign_in_staff


def test_today_says_who_waits_how_long_and_what_is_overdue(browser: Browser, clock: Clock) -> None:
    sign_in_staff(browser)
    asked = clock.now - timedelta(days=12)
    late = AnExpression(
        APerson("Amina Khan"), AProject("Calmer mornings"), asked_at=asked, answer_by=(asked + timedelta(days=7)).date()
    )
    late_one = late.reference
    AnExpression(APerson("Ben Okri"), AProject("Better meals"))
    answered = AnExpression(APerson("Cai Li"), AProject(), step="contacted", answered_at=clock.now).reference
    page = browser.visit("/staff")
    assert "2 people wait for an answer." in page.words
    assert "1 overdue" in page.words and "12 days" in page.words
    assert page.words.index(late_one) < page.words.index("Better meals")
    assert answered not in page.words


def test_today_shows_initials_not_names(browser: Browser) -> None:
    sign_in_staff(browser)
    AnExpression(APerson("Amina Khan"), AProject())
    page = browser.visit("/staff")
    assert "Amina" not in page.words and "A K" in page.words


def test_today_shows_stories_to_read_and_sessions_with_needs(browser: Browser) -> None:
    sign_in_staff(browser)
    story = AStory("Secret title", state="waiting", is_flagged=True)
    ABooking(ASession(), APerson("Ben Okri"), needs="A room without steps")
    page = browser.visit("/staff")
    assert story.reference in page.words and "Please read soon" in page.words
    assert "Secret title" not in page.words
    assert "1 of 10" in page.words
    assert "without steps" not in page.words


def test_staff_of_a_directorate_see_only_its_people(browser: Browser) -> None:
    newham, luton = ADirectorate(name="Newham"), ADirectorate(name="Luton")
    sign_in_staff(browser, "improvement_advisor", newham)
    mine = AnExpression(APerson(), AProject(directorate_id=newham.id)).reference
    theirs = AnExpression(APerson(), AProject(directorate_id=luton.id)).reference
    page = browser.visit("/staff")
    assert mine in page.words and theirs not in page.words
    assert "Stories to read" not in page.words


def test_a_reader_of_stories_sees_stories_only(browser: Browser) -> None:
    sign_in_staff(browser, "moderator")
    page = browser.visit("/staff")
    assert "Stories to read" in page.words
    assert "Waiting for an answer" not in page.words


def test_today_costs_nine_queries_however_much_waits(browser: Browser, at_most: AtMost) -> None:
    sign_in_staff(browser, "admin")
    for _n in range(15):
        AnExpression(APerson(), AProject())
        ABooking(ASession(), needs="Large print")
        AStory(state="waiting")
    with at_most(queries=9):
        browser.visit("/staff")


def test_today_says_which_teams_need_somebody_and_leads_to_each(browser: Browser, clock: Clock) -> None:
    project = AProject("Calmer mornings")
    AnOpening(project, title="Left alone", confirmed_at=clock.now - timedelta(days=12))
    AFlag(AnExpression(APerson("Nell Needs")))
    with writing():
        long_ago = clock.now.date() - timedelta(days=90)
        quiet = add(Membership(project_id=project.id, person_id=APerson("Quinn Quiet").id, started_on=long_ago))
        active = add(Membership(project_id=project.id, person_id=APerson("Ada Active").id, started_on=long_ago))
        part = {"project_id": project.id, "took_part_on": clock.now.date(), "noted_at": clock.now}
        add(TakingPart(membership_id=active.id, **part))
        marks = {"going": 1, "heard": 4, "answered_at": clock.now - timedelta(days=70), "alerted_at": clock.now}
        first = clock.now.date().replace(day=1)
        add(CheckIn(membership_id=quiet.id, month_on=first, token_digest="x", sent_at=clock.now, **marks))
    sign_in_staff(browser)
    page = browser.visit("/staff")
    assert "1 check-in Low, falling, or asking for a call" in page.words
    assert (
        "1 place rests or soon will" in page.words and "Left alone" in browser.visit("/staff/attention/openings").words
    )
    assert "1 member went quiet" in page.words
    words = browser.visit("/staff/attention/quiet").words
    assert "Quinn Quiet" in words and "Ada Active" not in words
    assert "1 need of someone who offered" in page.words
    assert "Nell Needs" in browser.visit("/staff/attention/needs").words
    sign_in_staff(browser, "pp_lead", ADirectorate(name="Elsewhere"))
    assert "Teams that need somebody" not in browser.visit("/staff").words
    assert "Quinn Quiet" not in browser.visit("/staff/attention/quiet").words


def test_a_check_in_is_no_news_for_a_lead(browser: Browser, clock: Clock) -> None:
    lead = AStaffMember("project_lead")
    project = AProject(lead_id=lead.id)
    with writing():
        member = add(Membership(project_id=project.id, person_id=APerson().id, started_on=clock.now.date()))
        marks = {"going": 1, "heard": 1, "answered_at": clock.now, "alerted_at": clock.now}
        first = clock.now.date().replace(day=1)
        add(CheckIn(membership_id=member.id, month_on=first, token_digest="x", sent_at=clock.now, **marks))
    sign_in(browser, lead, is_staff=True)
    assert "check-in" not in browser.visit("/staff").words
