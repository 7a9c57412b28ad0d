"""Taking part noted in one tap, Big I declared and evidenced side by side, and little i with what people heard back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal import work
from portal.database import add, session, writing
from portal.outbox import worker
from portal.outbox.models import Message
from portal.people.models import Person
from portal.teams.models import LittleI, Membership, TakingPart
from portal.teams.rules.evidence import is_evidenced, lapses_on, may_be_noted
from portal.teams.services import taking_part as services
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, APerson, AProject
from tests.staffing import AStaffMember, sign_in, sign_in_staff

TODAY = date(2026, 3, 2)


def a_member(project_id: int, name: str = "Mia Member", **given: object) -> Membership:
    with writing():
        there = {"project_id": project_id, "person_id": APerson(name).id, "started_on": date(2026, 1, 5), **given}
        return add(Membership(**there))


@pytest.mark.parametrize(
    ("days", "expected"),
    [([], False), ([0], True), ([60], True), ([61], False), ([-1], False), ([90, 59], True), ([61, 62, 400], False)],
)
def test_big_i_is_evidenced_while_somebody_took_part_in_sixty_days(days: list[int], expected: bool) -> None:
    assert is_evidenced([TODAY - timedelta(days=ago) for ago in days], TODAY) is expected


def test_it_lapses_on_the_day_after_the_sixtieth() -> None:
    last = TODAY - timedelta(days=60)
    assert lapses_on(last) == TODAY + timedelta(days=1)
    assert is_evidenced([last], TODAY) and not is_evidenced([last], lapses_on(last))


def test_nobody_took_part_before_they_joined_after_they_left_or_in_the_future() -> None:
    joined, left = date(2026, 1, 5), date(2026, 2, 1)
    assert may_be_noted(joined, joined, None, TODAY) and may_be_noted(left, joined, left, TODAY)
    assert not may_be_noted(joined - timedelta(days=1), joined, None, TODAY)
    assert not may_be_noted(left + timedelta(days=1), joined, left, TODAY)
    assert not may_be_noted(TODAY + timedelta(days=1), joined, None, TODAY)


def test_a_member_says_in_one_tap_that_they_took_part_and_the_project_s_page_says_so(browser: Browser) -> None:
    project = AProject(involvement="big_i")
    slug, member = project.slug, a_member(project.id)
    assert "Nobody has noted in the last 60 days" in browser.visit(f"/projects/{slug}").words
    id, person = member.id, session.get_one(Person, member.person_id)
    sign_in(browser, person)
    page = browser.visit(f"/you/teams/{id}").press("I came to a meeting today")
    assert "It is noted that you took part today" in page.words
    page.press("I came to a meeting today")  # a second press changes nothing
    page.press("I gave my time in another way today")
    assert session.scalar(select(func.count()).select_from(TakingPart)) == 2
    assert "A member took part in the last 60 days." in browser.visit(f"/projects/{slug}").words


def test_nobody_notes_it_for_somebody_else(browser: Browser) -> None:
    member = a_member(AProject().id).id
    sign_in(browser, APerson("Somebody Else"))
    token = browser.visit("/you/skills").one("input[name='csrf_token']").get("value")
    browser.send(f"/you/teams/{member}/took-part", {"csrf_token": token, "how": "meeting"}, expect=404)


def test_a_lead_notes_several_at_once_and_takes_one_back(browser: Browser, at_most: AtMost) -> None:
    lead = AStaffMember("project_lead")
    project = AProject(lead_id=lead.id)
    first, second = a_member(project.id, "Ada"), a_member(project.id, "Bea", started_on=date(2026, 2, 20))
    ids, address = [str(first.id), str(second.id)], f"/staff/projects/{project.id}/taking-part"
    sign_in(browser, lead, is_staff=True)
    day = {"took_part_on__day": "1", "took_part_on__month": "2", "took_part_on__year": "2026"}
    page = browser.visit(address).press("Note it", members=ids, how="meeting", **day)
    assert page.errors == ["Choose a day since they joined that is not in the future"]
    page = page.press("Note it", took_part_on__day="25")
    assert "Saved." in page.words and "Evidenced Big I" in page.words
    page = page.press("Take it back: Bea, Wednesday 25 February 2026")
    page = page.press("Take it back: Ada, Wednesday 25 February 2026")
    assert "Not evidenced just now" in page.words
    with at_most(queries=9):
        browser.visit(address)


def test_declared_and_evidenced_stand_side_by_side_by_directorate(browser: Browser, at_most: AtMost) -> None:
    east = ADirectorate(name="East").id
    said, seen = (AProject(f"P {n}", directorate_id=east, involvement="big_i") for n in range(2))
    AProject("P 3", directorate_id=east, involvement="little_i")
    AProject("P 4", directorate_id=east, involvement="big_i", stage="closed")
    quiet, active = a_member(said.id, started_on=date(2025, 11, 1)), a_member(seen.id)
    stepped_back = a_member(said.id, "Lil", part="little_i")
    services.note([active.id, stepped_back.id], TODAY, by=active.person_id, now=datetime(2026, 3, 2, 10, tzinfo=UTC))
    services.note([quiet.id], date(2025, 12, 1), by=quiet.person_id, now=datetime(2025, 12, 1, 10, tzinfo=UTC))
    with at_most(queries=3):
        page = browser.visit("/big-i")
    rows = [" ".join(row.text_content().split()) for row in page.all("tbody tr")]
    assert "Part of the Trust East Declared 2 of 3 Evidenced 1 of 3" in rows


def test_the_lead_is_told_once_when_nobody_took_part_for_sixty_days(clock: Clock, browser: Browser) -> None:
    lead = AStaffMember("project_lead", name="Lea Lead")
    project, lead_id = AProject(lead_id=lead.id), lead.id
    member = a_member(project.id)
    member_id, person_id = member.id, member.person_id
    services.note([member_id], TODAY, by=person_id, now=clock.now)
    told = select(Message.person_id, Message.body).where(Message.subject == "Has anybody taken part?")
    for day in range(0, 66, 2):  # every second day, as after the worker was down
        clock.now = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day)
        worker.sweep(work.sweeps(), clock.now)
        is_over = day > 60
        assert len(session.execute(told).all()) == int(is_over), day
    assert session.execute(told).all()[0][0] == lead_id
    services.note([member_id], clock.now.date(), by=person_id, now=clock.now)
    worker.sweep(work.sweeps(), clock.now)
    assert len(session.execute(told).all()) == 1


def test_little_i_is_noted_with_what_people_heard_back_and_shown(browser: Browser) -> None:
    project = AProject()
    slug, address = project.slug, f"/staff/projects/{project.id}/little-i"
    sign_in_staff(browser)
    day = {"held_on__day": "3", "held_on__month": "3", "held_on__year": "2026"}
    page = browser.visit(f"{address}/new").press("Save", kind="survey", people="42", heard="Mornings are loud.", **day)
    assert page.errors == ["Choose a day that is not in the future"]
    page = page.press("Save", held_on__day="1")
    assert "42 people took part" in page.words and "They have not heard back yet" in page.words
    page = page.follow("A survey, Sunday 1 March 2026")
    assert "Mornings are loud." in page.text
    told = {"told_back_on__day": "2", "told_back_on__month": "3", "told_back_on__year": "2026"}
    other = browser.visit(f"{address}/{session.scalars(select(LittleI.id)).one()}")
    assert "They heard back on Monday 2 March 2026." in page.press("Save", **told).words
    assert "Someone else changed this" in other.press("Save", people="43").errors[0]
    assert "In the last year 42 people were asked what they think." in browser.visit(f"/projects/{slug}").words
