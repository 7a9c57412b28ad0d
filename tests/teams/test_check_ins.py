"""The monthly check-in: asked once, answered by a link that tells nothing, seen to the same day, and safe for the few."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import func, select, update

from portal import work
from portal.database import add, session, writing
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.outbox import worker
from portal.outbox.models import Message
from portal.people.models import ContactWay, Person, TrustedPerson
from portal.projects.models import Project
from portal.signin.models import StaffAccount, StaffRole
from portal.signin.rules import Scope
from portal.teams.models import CheckIn, CheckInRelease, Membership
from portal.teams.queries import check_ins as reads
from portal.teams.rules.check_ins import Band, Marks, Why, band_of, is_time_to_ask, months_before, why_told
from portal.teams.services import check_ins as services
from portal.teams.services import releases
from portal.teams.services.check_ins import Answer
from portal.trust.models import Directorate
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, APerson, AProject
from tests.staffing import AStaffMember, sign_in, sign_in_staff

LINK = re.compile(r"http://localhost(/k/\S+)")


def a_member(project_id: int, name: str = "Mia Member", **given: object) -> int:
    """Someone who is on a team since January."""
    person = APerson(name)
    with writing():
        there = {"project_id": project_id, "person_id": person.id, "started_on": date(2026, 1, 5), **given}
        return int(add(Membership(**there)).id)


def a_day(clock: Clock, *when: int, hour: int = 11) -> None:
    clock.now = datetime(*when, hour, tzinfo=UTC)
    worker.sweep(work.sweeps(), clock.now)


def links(kind: str = "check-in") -> list[str]:
    bodies = session.scalars(select(Message.body).where(Message.kind == kind).order_by(Message.id))
    return [found.group(1) for body in bodies if (found := LINK.search(body))]


def told() -> list[int]:
    """Who of staff was told of something."""
    return [int(id or 0) for id in session.scalars(select(Message.person_id).where(Message.kind == "staff"))]


@pytest.mark.parametrize(
    ("marks", "earlier", "is_call_wanted", "expected"),
    [
        ((4, 4), [], False, ()),
        ((2, 5), [], False, (Why.LOW,)),
        ((5, 1), [(5, 1)], False, (Why.LOW,)),
        ((3, 4), [(5, 4)], False, (Why.FALLING,)),
        ((3, 4), [(4, 4)], False, ()),
        ((3, 4), [(4, 4), (5, 4), (5, 4)], False, (Why.FALLING,)),  # two below the middle one of the last three
        ((3, 4), [(4, 4), (4, 4), (5, 4), (5, 4), (5, 4)], False, ()),
        ((5, 5), [(5, 5)], True, (Why.CALL,)),
        ((1, 1), [(5, 5)], True, (Why.CALL, Why.LOW, Why.FALLING)),
    ],
)
def test_when_somebody_is_needed(
    marks: tuple[int, int], earlier: list[tuple[int, int]], is_call_wanted: bool, expected: tuple[Why, ...]
) -> None:
    assert why_told(Marks(*marks), [Marks(*one) for one in earlier], is_call_wanted) == expected


def test_check_ins_go_out_from_ten_on_the_first_working_day_until_the_middle_of_a_month() -> None:
    first = date(2026, 6, 1)
    assert not is_time_to_ask(first, 9, first) and is_time_to_ask(first, 10, first)
    assert is_time_to_ask(date(2026, 6, 15), 19, first) and not is_time_to_ask(date(2026, 6, 16), 10, first)
    assert not is_time_to_ask(date(2026, 8, 1), 10, date(2026, 8, 3))  # a Saturday
    assert (months_before(date(2026, 3, 1), 3), months_before(date(2026, 1, 1), 13)) == (
        date(2025, 12, 1),
        date(2024, 12, 1),
    )


def test_three_words_for_the_middle_answer() -> None:
    assert [band_of(list(enumerate(marks))) for marks in ([5, 5, 4, 4, 1], [2, 2, 2, 5, 5], [3, 3, 3, 3, 3])] == [
        Band.GOOD,
        Band.HARD,
        Band.MIXED,
    ]


def test_each_member_is_asked_once_a_month_and_whoever_is_away_or_new_is_not(clock: Clock, browser: Browser) -> None:
    project = AProject().id
    a_member(project)
    a_member(project, "Paul Paused", paused_until_on=date(2026, 5, 1))
    a_member(project, "Nia New", started_on=date(2026, 3, 20))
    a_member(project, "Lil Little", part="little_i")
    a_member(project, "Ed Ended", ended_on=date(2026, 3, 1))
    for day in (1, 2, 3):
        a_day(clock, 2026, 4, day, hour=4)
        a_day(clock, 2026, 4, day)
    assert session.scalar(select(func.count()).select_from(CheckIn)) == 1
    (link,) = links()
    body = session.scalars(select(Message.body).where(Message.kind == "check-in")).one()
    assert "Mia" not in body and "Calmer" not in body
    a_day(clock, 2026, 5, 6)  # the worker was down: Paul is back, Nia has settled in
    assert len(links()) == 4
    browser.visit(link, expect=404)  # April's link leads nowhere any more
    a_day(clock, 2026, 6, 17)
    assert len(links()) == 4  # the middle of June is over


def test_two_taps_answer_and_nothing_on_the_page_tells_whose_it_is(
    clock: Clock, browser: Browser, at_most: AtMost
) -> None:
    a_member(AProject("Calmer mornings").id)
    a_day(clock, 2026, 4, 1)
    (link,) = links()
    for _look in range(2):  # a mail scanner looks first
        browser.client.head(link)
    with at_most(queries=3):
        page = browser.visit(link)
    assert "Mia" not in page.words and "Calmer" not in page.words
    assert page.press("Send my answer", going="4").errors == ["Choose a number from 1 to 5"]
    page = page.press("Send my answer", going="4", heard="5", words="All is well.")
    assert "Thank you. We have an answer" in page.words
    held = session.scalars(select(CheckIn)).one()
    assert (held.going, held.heard, held.words) == (4, 5, "All is well.")
    again = browser.visit(link)
    assert "All is well." not in again.words and not again.all("input[type='radio']")
    assert told() == []


def test_a_low_answer_reaches_those_who_may_know_the_same_day_and_never_the_lead(
    clock: Clock, browser: Browser
) -> None:
    east = ADirectorate(name="East")
    lead = AStaffMember("project_lead", east, "Lea Lead")
    pia, ian = AStaffMember("pp_lead", east, "Pia"), AStaffMember("improvement_advisor", east, "Ian")
    AStaffMember("pp_lead", ADirectorate(name="West"), "Wim")
    expected, lead_id = {pia.id, ian.id}, lead.id
    project = AProject(directorate_id=east.id, lead_id=lead.id)
    a_member(project.id)
    project_id = project.id
    a_day(clock, 2026, 4, 1)
    page = browser.visit(links()[0])
    page.press("Send my answer", going="2", heard="4", words="Nobody listens.", is_call_wanted=["yes"])
    assert set(told()) == expected
    for body in session.scalars(select(Message.body).where(Message.kind == "staff")):
        assert "Mia" not in body and "listens" not in body
    sign_in(browser, session.get_one(Person, lead_id), is_staff=True)
    browser.visit("/staff/check-ins", expect=403)
    assert "Nobody listens." not in browser.visit(f"/staff/projects/{project_id}/check-ins").words


def test_whoever_may_see_it_reads_why_gets_in_touch_and_it_is_on_record(
    clock: Clock, browser: Browser, at_most: AtMost
) -> None:
    a_member(AProject().id)
    a_day(clock, 2026, 4, 1)
    browser.visit(links()[0]).press(
        "Send my answer", going="1", heard="4", words="Nobody listens.", is_call_wanted=["yes"]
    )
    sign_in_staff(browser)
    with at_most(queries=10):
        page = browser.visit("/staff/check-ins")
    for said in ("Mia Member", "Asks for a call and Low", "Nobody listens.", "How it is going: 1 of 5"):
        assert said in page.words
    page = page.press("I got in touch: Mia Member")
    assert "Mia Member" not in page.words
    assert session.scalars(select(CheckIn.seen_to_at)).one() is not None


def test_a_link_that_somebody_else_used_is_taken_out_and_the_member_has_a_new_one(
    clock: Clock, browser: Browser
) -> None:
    pia = AStaffMember().id
    a_member(AProject().id)
    a_day(clock, 2026, 4, 1)
    page = browser.visit(links()[0]).press("Send my answer", going="5", heard="5", words="Not from Mia")
    assert "Thank you for telling us" in page.press("It was not me").words
    held = session.scalars(select(CheckIn)).one()
    assert (held.answered_at, held.going, held.words) == (None, None, "") and held.not_mine_at is not None
    first, second = links()
    browser.visit(first, expect=404)
    assert told() == [pia]
    browser.visit(second).press("Send my answer", going="3", heard="3")
    assert session.scalars(select(CheckIn.going)).one() == 3


def test_someone_answers_from_their_own_page_and_nobody_else_can(clock: Clock, browser: Browser) -> None:
    member = a_member(AProject().id)
    person_id = session.get_one(Membership, member).person_id
    a_day(clock, 2026, 4, 1)
    sign_in(browser, APerson("Somebody Else"))
    browser.visit(f"/you/teams/{member}/check-in", expect=404)
    sign_in(browser, session.get_one(Person, person_id))
    page = browser.visit(f"/you/teams/{member}").follow("Say how it is going")
    page.press("Send my answer", going="4", heard="4")
    assert "Say how it is going" not in browser.visit(f"/you/teams/{member}").words


def test_a_helper_gets_neither_link_nor_reminder(clock: Clock, browser: Browser) -> None:
    member, helper = a_member(AProject().id), APerson("Hana Helper")
    with writing():
        now, until = clock.now, date(2027, 1, 1)
        may = {"may_book": True, "may_get_reminders": True, "may_answer": True, "may_fill_in": True}
        about = {"person_id": session.get_one(Membership, member).person_id, "helper_id": helper.id}
        asked = {"name": "Hana", "channel": "email", "value": "h@example.com", "token_digest": "x"}
        add(TrustedPerson(until_on=until, asked_at=now, accepted_at=now, **asked, **about, **may))
    a_day(clock, 2026, 4, 1)
    assert session.scalars(select(Message.person_id).where(Message.kind == "check-in")).all() == [about["person_id"]]


LOW = {"going": "1", "heard": "1"}


def test_a_low_answer_after_one_that_was_not_theirs_is_told_as_well(clock: Clock, browser: Browser) -> None:
    AStaffMember()
    a_member(AProject().id)
    a_day(clock, 2026, 4, 1)
    browser.visit(links()[0]).press("Send my answer", **LOW).press("It was not me")
    clock.advance(hours=1)
    browser.visit(links()[1]).press("Send my answer", **LOW).press("It was not me")
    subjects = session.scalars(select(Message.subject).where(Message.kind == "staff").order_by(Message.id)).all()
    assert subjects == ["A check-in needs one of us", "A check-in was not answered by its member"] * 2


def test_nobody_silences_a_member_by_saying_that_it_was_not_them(clock: Clock, browser: Browser) -> None:
    a_member(AProject().id)
    a_day(clock, 2026, 4, 1)
    page = browser.visit(links()[0]).press("Send my answer", words="Help me", is_call_wanted=["yes"], **LOW)
    page.press("It was not me")
    sign_in_staff(browser)
    page = browser.visit("/staff/check-ins")
    assert "Somebody else answered in their place and Asks for a call" in page.words
    assert "Help me" not in page.words and "How to reach them safely" in page.words
    assert "Mia Member" not in page.press("I got in touch: Mia Member").words


def test_what_was_counted_already_stays_and_staff_are_told_so(clock: Clock, browser: Browser) -> None:
    AStaffMember()
    project = AProject().id
    for number in range(5):
        a_member(project, f"M {number}")
    a_day(clock, 2026, 4, 1)
    for link in links():
        browser.visit(link).press("Send my answer", going="5", heard="5")
    releases.release(clock.now)
    browser.visit(links()[0]).press("It was not me")
    body = session.scalars(select(Message.body).where(Message.kind == "staff")).one()
    assert "It was counted already" in body and "taken out" not in body
    assert session.scalar(select(func.count()).where(CheckIn.going == 5)) == 5


def test_the_first_answer_of_a_month_stays(clock: Clock, browser: Browser) -> None:
    a_member(AProject().id)
    a_day(clock, 2026, 4, 1)
    first, second = browser.visit(links()[0]), browser.visit(links()[0])
    first.press("Send my answer", going="4", heard="4")
    second.press("Send my answer", going="1", heard="1")
    id = session.scalars(select(CheckIn.id)).one()
    with pytest.raises(services.AlreadyAnswered):
        services.answer(id, Answer(2, 2), now=clock.now)
    assert session.scalars(select(CheckIn.going)).one() == 4


def test_whoever_wants_quiet_or_cannot_be_reached_is_not_asked_and_keeps_nobody_else_from_it(
    clock: Clock, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 1)
    project = AProject().id
    quiet, lost, mia = (a_member(project, name) for name in ("Quinn Quiet", "Lou Lost", "Mia Member"))
    with writing():
        of = {id: session.get_one(Membership, id).person_id for id in (quiet, lost)}
        session.get_one(Person, of[quiet]).back_on = date(2026, 12, 1)
        session.get_one(Person, of[quiet]).quiet_at = clock.now
        session.delete(session.scalars(select(ContactWay).where(ContactWay.person_id == of[lost])).one())
    for day in (1, 2, 3):
        a_day(clock, 2026, 4, day)
    assert session.scalars(select(CheckIn.membership_id)).all() == [mia]


def test_looks_and_what_was_done_are_on_record_for_those_alone_who_may_see_check_ins(
    clock: Clock, browser: Browser
) -> None:
    a_member(AProject().id)
    a_day(clock, 2026, 4, 1)
    browser.visit(links()[0]).press("Send my answer", **LOW)
    sign_in_staff(browser)
    browser.visit("/staff/check-ins").press("I got in touch: Mia Member")
    kinds = set(session.scalars(select(AuditEvent.kind)))
    assert {"check-in asked", "check-in answered", "looked at check-ins", "check-in seen to"} <= kinds
    sign_in_staff(browser, "admin")
    assert "check-in" not in browser.visit("/staff/record").words


def test_staff_of_another_part_of_the_trust_see_and_see_to_nobody_here(clock: Clock, browser: Browser) -> None:
    a_member(AProject(directorate_id=ADirectorate(name="East").id).id)
    a_day(clock, 2026, 4, 1)
    browser.visit(links()[0]).press("Send my answer", **LOW)
    id = session.scalars(select(CheckIn.id)).one()
    sign_in_staff(browser, "pp_lead", ADirectorate(name="West"))
    page = browser.visit("/staff/check-ins")
    assert "Mia Member" not in page.words
    token = browser.visit("/staff/steps").one("input[name='csrf_token']").get("value")
    browser.send(f"/staff/check-ins/{id}/seen-to", {"csrf_token": token})
    assert session.scalars(select(CheckIn.seen_to_at)).one() is None


def test_one_person_never_decides_what_is_read_of_five(clock: Clock, browser: Browser) -> None:
    east = ADirectorate(name="East").id
    lone, other = a_member(AProject("Lone", directorate_id=east).id, "Lone"), AProject("Four", directorate_id=east).id
    others = [a_member(other, f"Other {number}") for number in range(4)]
    found = [(lone, date(2025, month, 1), 1) for month in range(1, 8)] + [(id, date(2025, 7, 1), 5) for id in others]
    with writing():
        for number, (member, month, mark) in enumerate(found):
            when = {"month_on": month, "sent_at": clock.now, "answered_at": clock.now}
            add(CheckIn(membership_id=member, token_digest=str(number), going=mark, heard=mark, **when))
    releases.release(clock.now)
    assert session.scalars(select(CheckInRelease.going)).one() == Band.GOOD


# Nothing about fewer than five people can be worked out.


class Trust:
    """Teams of several sizes in two directorates, whose members answer for months; and what others read of it."""

    def __init__(self, browser: Browser, draw: random.Random) -> None:
        self.browser, self.draw = browser, draw
        self.east, self.west = ADirectorate(name="East"), ADirectorate(name="West")
        self.east_id, self.west_id = self.east.id, self.west.id
        self.teams = {
            AProject(f"Team {number}", directorate_id=(self.east, self.west)[number % 2].id).id: size
            for number, size in enumerate((2, 3, 4, 6, 7))
        }
        self.members = [a_member(team, f"M {team} {n}") for team, size in self.teams.items() for n in range(size)]
        everywhere = sign_in_staff(browser, "project_lead")
        self.reader_id = everywhere.id
        self.views: list[Counter[reads.ReleaseRow]] = []  # all that was ever read, by whoever read it, month by month

    def month(self, month: date) -> None:
        """Some answer, in any order."""
        for member in self.draw.sample(self.members, len(self.members)):
            if self.draw.random() < 0.7:
                with writing():
                    made = add(
                        CheckIn(
                            membership_id=member,
                            month_on=month,
                            token_digest=f"{member} {month}",
                            sent_at=portal_clock.now(),
                        )
                    )
                    id = made.id
                services.answer(id, Answer(self.draw.randint(1, 5), self.draw.randint(1, 5)), now=portal_clock.now())
                releases.release(portal_clock.now())
        self._note_what_is_read()

    def _note_what_is_read(self) -> None:
        """As each team reads it, each directorate, both together, and those who read everything."""
        parts = [{self.east_id}, {self.west_id}, {self.east_id, self.west_id}]
        scopes = [Scope(True), *(Scope(False, frozenset(part)) for part in parts)]
        self.views += [Counter(reads.releases(scope)) for scope in scopes]
        self.views += [Counter(reads.releases(Scope(True), team)) for team in self.teams]

    def read(self) -> str:
        """Every page and file about check-ins that can be opened without the permission to see them."""
        leads = [self.browser.visit(f"/staff/projects/{team}/check-ins").text for team in self.teams]
        reports = [self.browser.visit("/staff/check-ins/report").text]
        file = self.browser.client.get("/staff/check-ins/report.csv").get_data(as_text=True)
        return "\n".join(_without_tokens([*leads, *reports, file]))


def _without_tokens(pages: list[str]) -> Iterator[str]:
    for page in pages:
        yield re.sub(r'name="csrf_token" value="[^"]*"', "", page)


@pytest.fixture
def trust(browser: Browser, clock: Clock) -> Trust:
    """A Trust in which people answered for seven months."""
    made = Trust(browser, random.Random(5))
    with writing():
        reader = session.get_one(Person, made.reader_id)
        _give_reports(reader.id)
    for number in range(7):
        clock.now = datetime(2026, 3 + number, 12, 11, tzinfo=UTC)
        made.month(date(2026, 3 + number, 1))
    sign_in(browser, session.get_one(Person, made.reader_id), is_staff=True)
    return made


def _give_reports(person_id: int) -> None:
    """Whoever reads reports, but not check-ins: the administrator's role has just that."""
    account = session.scalars(select(StaffAccount.id).where(StaffAccount.person_id == person_id)).one()
    session.execute(update(StaffRole).where(StaffRole.staff_id == account).values(role="admin"))


def test_each_release_has_five_people_and_answers_of_its_own(trust: Trust) -> None:
    made = {one.id: one for one in session.scalars(select(CheckInRelease))}
    assert {one.project_id is None for one in made.values()} == {True, False}  # of teams, and of directorates
    people: dict[int, set[int]] = {id: set() for id in made}
    answers = dict.fromkeys(made, 0)
    for release_id, person_id in session.execute(
        select(CheckIn.release_id, Membership.person_id)
        .join(Membership, Membership.id == CheckIn.membership_id)
        .where(CheckIn.release_id.is_not(None))
    ):
        people[release_id].add(person_id)
        answers[release_id] += 1
    assert {id: (one.people, one.answers) for id, one in made.items()} == {
        id: (len(people[id]), answers[id]) for id in made
    }
    assert min(len(who) for who in people.values()) >= 5


def test_whatever_is_taken_from_whatever_no_page_and_no_file_tells_of_fewer_than_five(trust: Trust) -> None:
    before = trust.read()
    assert "Most say" in before or "Mixed" in before
    unreleased = list(
        session.scalars(select(CheckIn.id).where(CheckIn.release_id.is_(None), CheckIn.going.is_not(None)))
    )
    assert unreleased
    for check_in in unreleased:  # an answer that is not released yet changes no letter anywhere
        with writing():
            held = session.get_one(CheckIn, check_in)
            held.going, held.heard, held.words = 6 - (held.going or 3), 6 - (held.heard or 3), "Not to be read"
    assert trust.read() == before
    for release_id in list(session.scalars(select(CheckInRelease.id))):
        _swap_two(release_id)
    assert trust.read() == before  # who of a release said what changes no letter either
    with writing():
        session.execute(update(Membership).where(Membership.id == trust.members[0]).values(ended_on=date(2026, 8, 1)))
    releases.release(portal_clock.now())
    assert trust.read() == before  # and nobody who leaves is seen by what is missing then


def test_taking_any_reading_from_any_other_over_time_filters_and_totals_leaves_five_people_or_nobody(
    trust: Trust,
) -> None:
    people: dict[reads.ReleaseRow, int] = {}
    for one in session.scalars(select(CheckInRelease)):
        theirs = select(Membership.person_id).join(CheckIn, CheckIn.membership_id == Membership.id)
        who = set(session.scalars(theirs.where(CheckIn.release_id == one.id)))
        line = _as_read(one)
        people[line] = min(people.get(line, len(who)), len(who))  # of lines that read alike, the one of fewest people
    assert set(people) == set(reads.releases(Scope(True)))
    left = [line for one, other in permutations(trust.views, 2) for line in one - other]
    assert len(trust.views) == 7 * 9 and len(set(left)) > 3
    assert min(people[line] for line in left) >= 5


def _as_read(one: CheckInRelease) -> reads.ReleaseRow:
    titles = dict(session.execute(select(Project.id, Project.title)).all())
    names = dict(session.execute(select(Directorate.id, Directorate.name)).all())
    bands = [str(reads.BANDS[Band(said)]) for said in (one.going, one.heard)]
    return reads.ReleaseRow(one.from_on, one.to_on, titles.get(one.project_id), names.get(one.directorate_id), *bands)


def _swap_two(release_id: int) -> None:
    with writing():
        first, second = session.scalars(select(CheckIn).where(CheckIn.release_id == release_id).limit(2)).all()
        first.going, second.going = second.going, first.going
        first.heard, second.heard = second.heard, first.heard


def test_what_is_released_is_never_counted_again_whatever_comes_later(trust: Trust, clock: Clock) -> None:
    rows = select(CheckInRelease.id, CheckInRelease.going, CheckInRelease.heard, CheckInRelease.people)
    before = {tuple(row) for row in session.execute(rows)}
    released = session.scalars(select(CheckIn.id).where(CheckIn.release_id.is_not(None)).limit(1)).one()
    services.not_mine(released, now=clock.now)
    clock.now += timedelta(days=40)
    trust.month(date(2026, 11, 1))
    assert before <= {tuple(row) for row in session.execute(rows)}


def test_each_team_reads_its_own_and_a_directorate_its_own(trust: Trust, browser: Browser) -> None:
    shown = {team: browser.visit(f"/staff/projects/{team}/check-ins").all("tbody tr") for team in trust.teams}
    own = dict(
        session.execute(select(CheckInRelease.project_id, func.count()).group_by(CheckInRelease.project_id)).all()
    )
    assert {team: len(rows) for team, rows in shown.items()} == {team: own.get(team, 0) for team in trust.teams}
    east = reads.releases(Scope(False, frozenset({trust.east_id})))
    assert east and {one.directorate_name for one in east} == {"East"}


def test_where_the_page_holds_only_the_newest_lines_it_says_so_and_the_file_has_all(
    trust: Trust, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "SHOWN", 1)
    page = browser.visit("/staff/check-ins/report")
    assert len(page.all("tbody tr")) == 1 and "The file has all of them." in page.words
    lines = browser.visit("/staff/check-ins/report.csv").text.strip().splitlines()
    assert len(lines) - 1 == len(reads.releases(Scope(True))) > 1


def test_only_those_who_may_see_check_ins_see_that_there_are_any(trust: Trust) -> None:
    assert "check-in" not in trust.browser.visit("/staff/record").words
    trust.browser.visit("/staff/check-ins", expect=403)
    assert reads.needing_someone(Scope(True), 0)
    assert "check-in" not in trust.browser.visit("/staff").words.lower()


def test_someone_without_email_is_rung_with_the_two_questions(clock: Clock, browser: Browser) -> None:
    member = a_member(AProject().id)
    with writing():
        person_id = session.get_one(Membership, member).person_id
        way = session.scalars(select(ContactWay).where(ContactWay.person_id == person_id)).one()
        way.channel, way.value = "phone", "+441632960001"
    a_day(clock, 2026, 4, 1)
    state = session.scalars(select(Message.state).where(Message.kind == "check-in")).one()
    assert state == "by_hand"
    assert session.scalars(select(Project.id)).all()
