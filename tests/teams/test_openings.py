"""What a place on a team says, how it is begun, what could be better about it, and who is asked if it is still open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import work
from portal.database import session
from portal.outbox import worker
from portal.outbox.models import Message
from portal.teams.models import ExpressionOfInterest, Opening
from portal.teams.rules.plain import Bar, Look, bars, hard_words, long_sentences
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import AnOpening, APlace, AProject
from tests.journeys.visitor import ANSWERS
from tests.staffing import AStaffMember, sign_in_staff

GOOD = Look(
    text="Come and talk with us.",
    meets_at="tue_evening",
    is_in_person=True,
    is_anywhere=True,
    access="A ramp",
    paid="Travel costs",
    meets="Tuesdays at 6pm",
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"meets_at": "mon_early tue_early"}, [Bar.ONLY_EARLY]),
        ({"meets_at": "mon_early tue_afternoon"}, [Bar.ONLY_WORKING_HOURS]),
        ({"meets_at": "sat_morning"}, []),
        ({"meets_at": ""}, []),
        ({"meets_at": "", "meets": ""}, [Bar.NO_TIME_SAID]),
        ({"is_anywhere": False}, [Bar.ONLY_IN_PERSON]),
        ({"access": "", "paid": ""}, [Bar.NO_ACCESS_SAID, Bar.NO_PAY_SAID]),
        ({"access": "", "is_in_person": False}, []),
    ],
)
def test_what_shuts_people_out(changed: dict[str, object], expected: list[Bar]) -> None:
    assert bars(Look(**{**vars(GOOD), **changed})) == expected


def test_words_of_the_trade_and_long_sentences_are_noticed_once_each() -> None:
    assert hard_words("Stakeholders engage; stakeholders utilise the MDT.") == [
        ("engage", "talk with"),
        ("stakeholders", "people whom it concerns"),
        ("utilise", "use"),
        ("MDT", "team meeting"),
    ]
    assert hard_words("We talk about use.") == []
    long = " ".join(["word"] * 26)
    assert long_sentences(f"Short one. {long}. {' '.join(['word'] * 25)}!") == [long]


def test_a_new_place_says_on_its_project_s_page_what_it_asks_and_offers(browser: Browser) -> None:
    project, luton = AProject("Calmer mornings"), APlace("Luton")
    slug, luton_id = project.slug, luton.id
    sign_in_staff(browser)
    page = browser.visit(f"/staff/projects/{project.id}/openings/new?from=panel")
    assert page.one("#title").get("value") == "Helping to choose new staff"
    answers = {"tue": ["evening"], "place": str(luton_id), "how_long": "Six months", "checks": ["confidentiality"]}
    page = page.press("Open this place", modes=["online"], hours="500", checks_why="You hear about people", **answers)
    assert page.errors == ["Type a number from 1 to 200"]
    page.press("Open this place", hours="4")
    held = session.scalars(select(Opening)).one()
    assert (held.meets_at, held.hours, held.place_id, held.skills_wanted) == (
        "tue_evening",
        4,
        luton_id,
        "interviewing listening",
    )
    words = browser.visit(f"/projects/{slug}").words
    for said in ("Six months", "Skills that help", "Interviewing people", "You hear about people", "A promise to keep"):
        assert said in words


def test_what_could_be_better_is_said_kindly_and_nothing_of_it_must_be_done(browser: Browser) -> None:
    project = AProject()
    opening = AnOpening(project, what_you_would_do="Engage with stakeholders.", meets_at="mon_early")
    address = f"/staff/openings/{project.id}/{opening.id}"
    sign_in_staff(browser)
    page = browser.visit(address)
    assert "The team meets before 10am only." in page.words
    assert "Instead of “Engage” you could say “talk with”." in page.words
    assert "The place is open" in page.press("Save", modes=["in_person"]).words or not page.errors


def test_a_place_is_copied_with_all_that_it_says(browser: Browser) -> None:
    project = AProject()
    opening = AnOpening(project, title="Listener", meets_at="sat_morning", needs_met="step_free", hours=3)
    other = AnOpening(AProject(), title="Elsewhere")
    sign_in_staff(browser)
    page = browser.visit(f"/staff/projects/{project.id}/openings/new?from={opening.id}")
    assert page.one("#title").get("value") == "Listener"
    ticked = {(box.get("name"), box.get("value")) for box in page.all("input[checked]")}
    assert {("sat", "morning"), ("needs_met", "step_free")} <= ticked
    browser.visit(f"/staff/projects/{project.id}/openings/new?from={other.id}", expect=404)


def test_whoever_offers_to_join_a_project_with_one_place_goes_for_that_one(browser: Browser) -> None:
    project = AProject()
    opening_id, slug = AnOpening(project).id, project.slug
    page = browser.visit(f"/projects/{slug}/join")
    for button in ("Continue", "Continue", "Continue", "Continue", "Send my offer"):
        page = page.press(
            button,
            **{
                k: v
                for k, v in {**ANSWERS, "name": "Ada", "email": "a@example.com"}.items()
                if page.all(f"[name='{k}']")
            },
        )
    assert session.scalars(select(ExpressionOfInterest.opening_id)).all() == [opening_id]


def test_the_lead_is_asked_once_before_a_place_rests_and_told_once_when_it_does(clock: Clock, browser: Browser) -> None:
    lead = AStaffMember("project_lead", name="Lea Lead")
    AnOpening(AProject(lead_id=lead.id))
    lead_id = lead.id
    for hours in range(0, 24 * 16, 6):  # confirmed on 2 March at ten: it rests on 16 March at ten
        clock.now = datetime(2026, 3, 2, 10, tzinfo=UTC) + timedelta(hours=hours)
        worker.sweep(work.sweeps(), clock.now)
    sent = session.execute(
        select(Message.person_id, Message.body, Message.made_at).where(Message.kind == "staff").order_by(Message.id)
    ).all()
    assert [person_id for person_id, _body, _at in sent] == [lead_id, lead_id]
    assert "from Monday 16 March 2026 on" in sent[0][1] and sent[0][2].day == 13
    assert "takes no more interest" in sent[1][1] and sent[1][2].day == 16


def test_of_a_team_whose_lead_left_people_participation_is_asked(clock: Clock, browser: Browser) -> None:
    lead = AStaffMember(name="Pia People")
    AnOpening(AProject())
    lead_id = lead.id
    clock.advance(days=12)
    worker.sweep(work.sweeps(), clock.now)
    assert session.scalars(select(Message.person_id).where(Message.kind == "staff")).all() == [lead_id]
