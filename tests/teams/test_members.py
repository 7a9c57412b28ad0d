"""Being on a team: what one sees, a pause, doing less, leaving, and what staff see of it."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import add, session, writing
from portal.help.models import SupportLine
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.people.models import NeedFlag, Person
from portal.privacy import services as privacy
from portal.projects.models import Project
from portal.signin.models import StaffAccount
from portal.teams.models import LeavingNote, Membership, MembershipStep
from portal.teams.rules.members import AlreadyOnTeam, names_benefit
from portal.teams.services import members_due, memberships
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AFlag, AMember, AnExpression, APerson, AProject
from tests.pdfs import Pdf
from tests.staffing import AStaffMember, sign_in, sign_in_staff


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
    with at_most(queries=9):
        page = browser.visit(f"/you/teams/{id}")
    assert "Quiet nights" in page.words and "Ring the second bell" in page.words and "Jo at the desk" in page.words
    page = page.follow("Take a pause").press("Begin my pause", how_long="day", until_on__day="30", until_on__month="2")
    assert page.errors == ["Type a real date, such as 27 3 2026"]
    page = page.press("Begin my pause", how_long="day", until_on__day="1", until_on__month="3", until_on__year="2026")
    assert page.errors == ["Choose a day after today and within a year"]
    page = page.press("Begin my pause", how_long="month")
    assert "until Wednesday 1 April 2026" in page.words and kept(id).paused_until_on == date(2026, 4, 1)
    page = page.press("Come back now")
    assert "Welcome back!" in page.words and kept(id).paused_until_on is None
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
    AMember(APerson("Amina Khan"), project, paused_until_on=date(2026, 4, 1))
    AMember(APerson("Ben"), project, part="little_i")
    AMember(APerson("Cy"), project, trial_until_on=date(2026, 4, 9))
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


AGREED = {
    "pay": "less",
    "pay_agreed": "£6 an hour, as she asked",
    "expenses_agreed": "Bus fares",
    "paid_when": "At the end of the next month",
    "said_yes": "phone",
}
JOIN = "They said yes: they join the team"


def test_who_joins_agrees_on_pay_before_and_reads_it_in_their_own_words(browser: Browser, at_most: AtMost) -> None:
    amina, project = APerson("Amina Khan", locale="ur"), AProject("Quiet nights")
    offer = AnExpression(amina, project, step="trying")
    offer_id, me = offer.id, amina.id
    sign_in_staff(browser)
    page = browser.visit(f"/staff/interests/{offer_id}")
    assert "joined" not in [radio.get("value") for radio in page.all("input[name=to]")]
    page = page.follow("They join a project team").press(JOIN)
    assert len(page.errors) == 5 and "Ask them first, then say how they said yes" in page.errors
    page = page.press(JOIN, **{**AGREED, "pay_agreed": "£6, to stay below her PIP and Universal Credit"})
    assert page.errors == [
        "Please leave out which benefit someone gets: we never keep that. Write only what was agreed."
    ]
    assert "stay below" in page.one("#pay_agreed").text  # nothing that was typed is lost
    first = {"first_on__day": "9", "first_on__month": "3", "first_on__year": "2026"}
    page = page.press(JOIN, **AGREED, **first)
    assert page.errors == ["Choose when the first meeting begins"]
    trial = {"trial_until_on__day": "1", "trial_until_on__month": "5", "trial_until_on__year": "2026"}
    page.press(JOIN, first_at="14:30", first_meeting="Ring twice", greeter="Jo", **trial)
    member = session.scalars(select(Membership)).one()
    id = member.id
    assert (member.pay, member.trial_until_on, member.greeter) == ("less", date(2026, 5, 1), "Jo")
    assert member.first_meeting_at == datetime(2026, 3, 9, 14, 30, tzinfo=UTC)
    assert history(id) == ["joined", "agreed"]
    assert not any("Quiet" in body or "£" in body or "Khan" in body for body in messages_to(me))
    everything = " ".join(str(row) for row in session.execute(select(Membership.pay_agreed, Membership.first_meeting)))
    assert "PIP" not in everything and "Credit" not in everything
    paper = browser.visit(f"/staff/members/{id}/letter.pdf")
    page = browser.visit(f"/staff/members/{id}")
    assert "Not yet" in page.words and "£6 an hour" in page.words
    sign_in(browser, session.get_one(Person, me))
    with writing():
        line = {"position": 1, "contact": "0800 000 000", "area": "England"}
        add(SupportLine(name="Money Matters", what_for="Benefits advice for everyone", **line))
        add(SupportLine(name="Someone Listens", what_for="To talk", **line))
    page = browser.visit(f"/you/teams/{id}")
    assert "Money Matters: 0800 000 000" in page.words and "Someone Listens" not in page.words
    assert "You are paid less, as you asked" in page.words and "9 March 2026, 2.30pm" in page.words
    page = page.press("Yes, this is what we agreed")
    assert "You said that this is right." in page.words
    browser.visit(f"/you/teams/{id}")
    assert history(id) == ["joined", "agreed", "confirmed"]
    with at_most(queries=9):
        browser.visit(f"/you/teams/{id}")
    with writing() as open_session:
        long = open_session.get_one(Membership, id)
        long.pay_agreed, long.expenses_agreed, long.first_meeting = "A bus " * 83, "A tram " * 71, "A door " * 142
    theirs, in_urdu = browser.visit(f"/you/teams/{id}/letter.pdf"), browser.visit(f"/ur/you/teams/{id}/letter.pdf")
    for file in (paper, theirs, in_urdu):
        assert Pdf(file.response.data).pages == 1
    assert Pdf(theirs.response.data).headings(1) == ["What we agreed"]
    assert "Amina Khan" in Pdf(theirs.response.data).seen and "A door" in Pdf(theirs.response.data).seen


def test_nobody_agrees_their_own_pay(browser: Browser) -> None:
    sam = sign_in_staff(browser)
    member_id = AMember(sam).id
    page = browser.visit(f"/staff/members/{member_id}/plan").press("Save", **AGREED)
    assert page.errors == ["Nobody agrees their own pay. Please ask a colleague to do this."]
    assert kept(member_id).pay == "" and kept(member_id).pay_agreed_at is None


def test_who_does_not_use_the_website_tells_staff_by_phone(browser: Browser) -> None:
    member = AMember(APerson("Amina Khan"))
    id = member.id
    sam = sign_in_staff(browser).id
    page = browser.visit(f"/staff/members/{id}").follow("They told you").press("Save")
    assert page.errors == ["Choose what they told you"]
    page.press("Save", what="month")
    assert kept(id).paused_until_on == date(2026, 4, 1)
    for what in ("back", "step_back", "step_up", "leave"):
        browser.visit(f"/staff/members/{id}/told").press("Save", what=what)
    assert history(id) == ["paused", "back", "stepped_back", "stepped_up", "left"]
    assert set(session.scalars(select(MembershipStep.by_person_id))) == {sam}
    page = browser.visit(f"/staff/members/{id}/told").press("Save", what="step_up")
    assert page.errors == ["They left the team meanwhile. Nothing can be changed any more."]


def test_a_buddy_and_someone_new_learn_names_once_both_said_yes(browser: Browser) -> None:
    project, ben, amina = AProject(), APerson("Ben Buddy"), APerson("Amina Khan")
    new, old = AMember(amina, project), AMember(ben, project)
    AMember(APerson("On pause"), project, paused_until_on=date(2026, 4, 1))
    new_id, old_id, me, them = new.id, old.id, amina.id, ben.id
    sign_in_staff(browser)
    page = browser.visit(f"/staff/members/{new_id}")
    assert "On pause" not in page.words_in("form #buddy")
    page = page.press("Ask them", buddy=str(old_id))
    assert "Someone is asked" in page.words
    sign_in(browser, session.get_one(Person, me))
    page = browser.visit(f"/you/teams/{new_id}")
    assert "Would you like a buddy?" not in page.words and "Ben" not in page.words
    sign_in(browser, session.get_one(Person, them))
    page = browser.visit(f"/you/teams/{old_id}")
    assert "Would you be a buddy for someone new?" in page.words and "Amina" not in page.words
    page = page.press("Yes, I would")
    assert "Would you be a buddy" not in page.words and "Amina" not in page.words
    sign_in(browser, session.get_one(Person, me))
    page = browser.visit(f"/you/teams/{new_id}")
    assert "Would you like a buddy?" in page.words and "Ben" not in page.words
    page = page.press("Yes, please")
    assert "Ben Buddy" in page.words and kept(new_id).buddy_id == them
    assert not any("Ben" in body or "Amina" in body for body in (*messages_to(me), *messages_to(them)))
    sign_in(browser, session.get_one(Person, them))
    page = browser.visit(f"/you/teams/{old_id}")
    assert "You are the buddy of: Amina Khan" in page.words
    page.follow("Leave the team").press("Yes, leave the team")
    assert kept(new_id).buddy_id is None and history(new_id)[-1] == "buddy_gone"


def test_time_brings_each_word_once_and_ends_nothing_by_silence(app: Flask, clock: Clock) -> None:
    lead = AStaffMember("project_lead", name="Lea Lead")
    project = AProject("Quiet nights", lead_id=lead.id)
    lead_id, project_id = lead.id, project.id
    resting = AMember(APerson("Resting"), project, paused_until_on=date(2026, 3, 9))
    trying = AMember(APerson("Trying"), project, trial_until_on=date(2026, 3, 20))
    away, new = resting.id, trying.id
    rested_id, trying_id = resting.person_id, trying.person_id
    pp = AStaffMember("pp_lead", name="Pat").id

    def sweep() -> None:
        for due in (
            members_due.welcome_back,
            members_due.ask_about_trials,
            members_due.tell_of_trials_over,
            members_due.end_with_projects,
            members_due.tell_of_leads_gone,
        ):
            due(clock.now)
            due(clock.now)

    sweep()
    assert messages_to(rested_id) == messages_to(trying_id) == []
    clock.advance(days=7, hours=-7)
    sweep()
    assert messages_to(rested_id) == []  # nobody is woken at three in the morning
    clock.advance(days=2, hours=7)  # and the worker slept for two days
    sweep()
    assert kept(away).paused_until_on is None and len(messages_to(rested_id)) == 1
    assert "Welcome back!" in messages_to(rested_id)[0] and messages_to(trying_id) == []
    clock.advance(days=5)
    sweep()
    assert len(messages_to(trying_id)) == 1 and "you need to do nothing: you stay" in messages_to(trying_id)[0]
    clock.advance(days=20)
    sweep()
    assert kept(new).ended_on is None and history(new) == ["trial_asked", "trial_over"]
    assert any("They said nothing, so they stay" in body for body in messages_to(lead_id))
    with writing():
        session.scalars(select(StaffAccount).where(StaffAccount.person_id == lead_id)).one().is_active = False
    before = len(messages_to(pp))
    sweep()
    assert len(messages_to(pp)) == before + 1 and kept(new).ended_on is None
    with writing():
        closing = session.get_one(Project, project_id)
        closing.state, closing.changed_at = "closed", clock.now
    sweep()
    assert kept(new).ended_on is None  # it may have been a slip
    clock.advance(days=1)
    sweep()
    assert kept(new).ended_on is not None and history(new)[-1] == "project_ended"
    assert len(messages_to(trying_id)) == 2 and "Your page shows what could come next" in messages_to(trying_id)[-1]
    assert not any("Quiet" in body for body in (*messages_to(trying_id), *messages_to(lead_id), *messages_to(pp)))


def test_the_report_shows_no_group_by_which_anyone_could_be_known(browser: Browser, at_most: AtMost) -> None:
    testing, idea = AProject(stage="testing"), AProject(stage="idea")
    began = date(2025, 6, 1)
    for number in range(14):
        AMember(APerson(f"P{number}"), testing, started_on=began, ended_on=date(2025, 10, 1) if number < 6 else None)
    for number in range(6):
        AMember(APerson(f"Q{number}"), idea, started_on=began, ended_on=date(2025, 8, 1) if number < 2 else None)
    with writing():
        for number in range(13):
            stage, quarter = "testing" if number < 9 else "idea", "2026-Q1" if number == 0 else "2025-Q4"
            add(LeavingNote(stage=stage, quarter=quarter, words=f"{stage} words {number}"))
    sign_in_staff(browser)
    with at_most(queries=7):
        page = browser.visit("/staff/members/report")
    rows = [" ".join(row.text_content().split()) for row in page.all("tbody tr")]
    few = "Too few to show"
    cells = [[" ".join(c.text_content().split()) for c in row.xpath("./td/span[2]")] for row in page.all("tbody tr")]
    assert len(rows) == 2
    assert cells == [["5", few, few, few, few], ["15", few, few, "10 of 15", "5 of 15"]]
    assert page.words.count("testing words") == 5 and "idea words" not in page.words  # five of eight, none of four
    assert "testing words 0" not in page.words  # of this quarter
    file = browser.visit("/staff/members/report.csv").text
    assert "10 of 15" in file and "words" not in file and "Total" not in file


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


def test_whoever_asks_to_be_forgotten_leaves_their_team_and_is_nobody_s_buddy_any_more(
    app: Flask, clock: Clock
) -> None:
    lead = AStaffMember("project_lead", name="Lea Lead").id
    project = AProject("Quiet nights", lead_id=lead)
    amina = APerson("Amina Khan")
    mine = AMember(amina, project).id
    other = AMember(APerson("Ben"), project, buddy_id=amina.id).id
    privacy.forget(amina.id, now=clock.now)
    assert session.get_one(Membership, mine, populate_existing=True).ended_on == clock.now.date()
    assert session.get_one(Membership, other, populate_existing=True).buddy_id is None
    told = session.scalars(select(Message.person_id).where(Message.kind == "staff")).all()
    assert lead in told
