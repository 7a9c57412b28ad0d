"""Being on a team: what one sees, a pause, doing less, leaving, and what staff see of it."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import add, session, writing
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.people.models import NeedFlag, Person
from portal.projects.models import Project
from portal.teams.models import LeavingNote, Membership, MembershipStep
from portal.teams.rules.members import AlreadyOnTeam, names_benefit
from portal.teams.services import memberships
from tests.browser import Browser
from tests.conftest import AtMost
from tests.factories import ADirectorate, AFlag, APerson, AProject
from tests.staffing import AStaffMember, sign_in, sign_in_staff


def AMember(person: Person | None = None, project: Project | None = None, **given: Any) -> Membership:
    """Someone is on a team since today."""
    person, project = person or APerson(), project or AProject()
    about = {"started_on": portal_clock.today(), **given}
    with writing():
        return add(Membership(person_id=person.id, project_id=project.id, **about))


def kept(member_id: int) -> Membership:
    return session.get_one(Membership, member_id, populate_existing=True)


def history(member_id: int) -> list[str]:
    found = select(MembershipStep.what).where(MembershipStep.membership_id == member_id)
    return list(session.scalars(found.order_by(MembershipStep.id)))


def messages_to(person_id: int) -> list[str]:
    found = select(Message.body).where(Message.person_id == person_id).order_by(Message.id)
    return list(session.scalars(found))


def test_a_member_takes_a_pause_comes_back_does_less_and_leaves(browser: Browser, at_most: AtMost) -> None:
    there = ADirectorate()
    lead = AStaffMember("project_lead", there, name="Lea Lead").id
    project = AProject("Quiet nights", directorate_id=there.id, lead_id=lead)
    amina = APerson("Amina Khan")
    member = AMember(amina, project, greeter="Jo at the desk", first_meeting="Ring the second bell")
    AFlag(member)
    other = AMember(APerson("Ben"), project, buddy_id=amina.id).id
    id, me = member.id, amina.id
    sign_in(browser, amina)
    with at_most(queries=4):
        page = browser.visit(f"/you/teams/{id}")
    assert "Quiet nights" in page.words and "Ring the second bell" in page.words and "Jo at the desk" in page.words
    page = page.follow("Take a pause").press("Begin my pause", how_long="day", until_on__day="30", until_on__month="2")
    assert page.errors == ["Type a real date, such as 27 3 2026"]
    page = page.press("Begin my pause", how_long="day", until_on__day="1", until_on__month="3", until_on__year="2026")
    assert page.errors == ["Choose a day after today and within a year"]
    page = page.press("Begin my pause", how_long="month")
    assert "until Wednesday 1 April 2026" in page.words and kept(id).paused_until == date(2026, 4, 1)
    page = page.press("Come back now")
    assert "Welcome back!" in page.words and kept(id).paused_until is None
    page = page.follow("Do less").press("Yes, ask me now and then")
    assert kept(id).part == "little_i" and kept(other).buddy_id is None
    page = page.press("Be a full member of the team again")
    assert kept(id).part == "big_i"
    page = page.follow("Leave the team")
    assert kept(id).ended_on is None
    page = page.press("Yes, leave the team")
    assert kept(id).ended_on == date(2026, 3, 2) and "Nothing more is asked of you" in page.words
    assert {"Look for another team", "Find training", "Share your story"} <= set(page.links)
    page = page.press("Send", words="A lift home")
    assert "Nobody can see that it was you" in page.words
    assert history(id) == ["paused", "back", "stepped_back", "stepped_up", "left"]
    assert session.scalars(select(NeedFlag.ended_at)).one() is not None
    told = messages_to(lead)
    assert len(told) == 5 and not any("Amina" in body or "Quiet" in body for body in told)
    note = session.scalars(select(LeavingNote)).one()
    assert (note.stage, note.quarter, note.words) == ("testing", "2026-Q1", "A lift home")
    on_record = select(AuditEvent).where(AuditEvent.kind == "leaving note kept")
    assert session.scalars(on_record).one().about_person_id is None
    assert session.scalars(on_record).one().by_person_id is None
    assert messages_to(me) == []
    browser.send(f"/you/teams/{id}/step-up", {"csrf_token": ""}, expect=400)


def test_nobody_sees_or_changes_another_persons_place(browser: Browser) -> None:
    member_id = AMember(APerson("Ben")).id
    sign_in(browser, APerson("Amina"))
    for end in ("", "/pause", "/step-back", "/leave", "/left"):
        browser.visit(f"/you/teams/{member_id}{end}", expect=404)


def test_staff_see_the_team_of_their_project_and_each_look_is_on_record(browser: Browser, at_most: AtMost) -> None:
    here = ADirectorate()
    project = AProject("Quiet nights", directorate_id=here.id)
    elsewhere = AProject(directorate_id=ADirectorate().id).id
    AMember(APerson("Amina Khan"), project, paused_until=date(2026, 4, 1))
    AMember(APerson("Ben"), project, part="little_i")
    AMember(APerson("Cy"), project, trial_until=date(2026, 4, 9))
    AMember(APerson("Gone"), project, ended_on=date(2026, 3, 1))
    project_id = project.id
    sign_in_staff(browser, "project_lead", here)
    with at_most(queries=6):
        page = browser.visit(f"/staff/projects/{project_id}/team")
    for said in ("Amina Khan", "Pause until 1 Apr 2026", "Asked now and then", "Trying it until 9 Apr 2026"):
        assert said in page.words
    assert "Gone" not in page.words
    looks = select(func.count()).where(AuditEvent.kind == "looked at team")
    assert session.scalar(looks) == 3
    browser.visit(f"/staff/projects/{elsewhere}/team", expect=404)


def test_two_at_once_put_someone_on_a_team_once(app: Flask) -> None:
    person_id, project_id = APerson().id, AProject().id
    session.remove()
    start, said = threading.Barrier(2), []

    def join() -> None:
        with app.app_context():
            start.wait()
            try:
                with writing():
                    memberships.begin(
                        Membership(person_id=person_id, project_id=project_id, started_on=date(2026, 3, 2))
                    )
                said.append("joined")
            except AlreadyOnTeam:
                said.append("already there")
            session.remove()

    both = [threading.Thread(target=join) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) == ["already there", "joined"]
    assert session.scalar(select(func.count()).select_from(Membership)) == 1


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        ("£12 an hour, as she gets Universal  credit", True),
        ("£12 an hour, as she gets Universal Credit", True),
        ("Keep below her PIP limit", True),
        ("Because of Carer\u2019s Allowance", True),
        ("A pipe, a desk and esaias", False),
        ("£12 an hour, up to four hours a week", False),
    ],
)
def test_the_name_of_a_benefit_is_noticed(words: str, is_named: bool) -> None:
    assert names_benefit(words) == is_named
