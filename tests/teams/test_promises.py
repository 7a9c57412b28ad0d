"""Every promise: made at each step, reminded of in time, said sorry for once, whoever is away and however the worker fares."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import work
from portal.database import session, writing
from portal.outbox import worker
from portal.outbox.models import Message
from portal.people.models import Person
from portal.signin import services as accounts
from portal.signin.models import StaffAccount
from portal.teams import services
from portal.teams.models import ExpressionOfInterest, ExpressionStep
from portal.teams.rules import Step
from portal.teams.rules.promises import Days
from portal.teams.services import days, owners
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AnExpression, APerson
from tests.staffing import AStaffMember, sign_in_staff

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def portal_is_there(app: object) -> None:
    """Every test here needs the database."""


def a_day(clock: Clock, *when: int, hour: int = 10) -> None:
    """The worker does what is due at that hour."""
    clock.now = datetime(*when, hour, tzinfo=UTC)
    worker.sweep(work.sweeps(), clock.now)


def messages(kind: str) -> list[str]:
    return list(session.scalars(select(Message.body).where(Message.kind == kind).order_by(Message.id)))


def take(offer: int, to: str, by: int, now: datetime, back_on: date | None = None) -> None:
    version = session.get_one(ExpressionOfInterest, offer, populate_existing=True).version
    services.move(offer, to, note="", by=by, now=now, version=version, back_on=back_on)


def the(offer_id: int) -> ExpressionOfInterest:
    return session.get_one(ExpressionOfInterest, offer_id, populate_existing=True)


def test_from_the_first_answer_to_joining_each_step_promises_the_next(clock: Clock) -> None:
    sam, offer = AStaffMember().id, AnExpression().id
    expected = {
        "contacted": ("met", date(2026, 3, 16)),
        "met": ("introduced", date(2026, 3, 16)),
        "introduced": ("trying", date(2026, 3, 30)),
        "trying": ("joined", date(2026, 4, 29)),  # 40 working days, with Good Friday and Easter Monday left out
    }
    for step, (promised, due_on) in expected.items():
        take(offer, step, sam, clock.now)
        assert (the(offer).promised, the(offer).answer_by) == (promised, due_on)
    lines = session.execute(select(ExpressionStep.promised, ExpressionStep.due_on).order_by(ExpressionStep.id)).all()
    assert [tuple(line) for line in lines] == list(expected.values())
    said = "\n".join(body for step in expected for body in messages(f"interest {step}"))
    for day in ("Monday 16 March 2026", "Monday 30 March 2026", "Wednesday 29 April 2026"):
        assert day in said


def test_a_directorate_that_sets_its_own_days_promises_these(clock: Clock) -> None:
    sam, east = AStaffMember().id, ADirectorate(name="East").id
    days.set_days(None, Step.MET, Days(1, 3), by=sam, now=clock.now)
    days.set_days(east, Step.MET, Days(1, 2), by=sam, now=clock.now)
    here, elsewhere = AnExpression(directorate_id=east).id, AnExpression().id
    for offer in (here, elsewhere):
        take(offer, "contacted", sam, clock.now)
    assert (the(here).answer_by, the(elsewhere).answer_by) == (date(2026, 3, 4), date(2026, 3, 5))


def test_whoever_keeps_a_promise_is_reminded_once_two_working_days_before_and_the_person_told_once_when_it_is_missed(
    clock: Clock,
) -> None:
    sam = AStaffMember()
    offer = AnExpression(
        owner_id=sam.id, answer_by=date(2026, 3, 9)
    ).id  # a Monday: two working days before is Thursday
    a_day(clock, 2026, 3, 4)
    assert messages("staff") == []
    for day in (5, 6, 7, 8, 9):
        a_day(clock, 2026, 3, day, hour=23)  # no phone rings at night, and no promise is due
        a_day(clock, 2026, 3, day)
    assert len(messages("staff")) == 1 and f"/staff/interests/{offer}" in messages("staff")[0]
    assert "Monday 9 March 2026" in messages("staff")[0] and messages("interest late") == []
    for day in (10, 11, 12):
        a_day(clock, 2026, 3, day)
    (sorry,) = messages("interest late")
    assert "by Monday 9 March 2026" in sorry and "Someone will get in touch with you by Thursday 12 March 2026" in sorry
    assert len(messages("staff")) == 1


def test_a_missed_welcome_talk_is_said_sorry_for_too(clock: Clock) -> None:
    sam, offer = AStaffMember().id, AnExpression().id
    take(offer, "contacted", sam, clock.now)
    a_day(clock, 2026, 3, 17)
    (sorry,) = messages("interest late")
    assert "We promised you something by Monday 16 March 2026, and we have not done it." in sorry
    assert "We will have a welcome talk with you by Thursday 19 March 2026." in sorry
    assert "Missed" not in sorry


def test_after_two_days_without_the_worker_each_happens_once_and_no_reminder_comes_after_the_sorry(
    clock: Clock,
) -> None:
    sam = AStaffMember()
    soon = AnExpression(owner_id=sam.id, answer_by=date(2026, 3, 13)).id
    AnExpression(owner_id=sam.id, answer_by=date(2026, 3, 10))
    for hour in (9, 10, 11):  # it was down on the 10th and the 11th, when the second should have been reminded of
        a_day(clock, 2026, 3, 12, hour=hour)
    assert len(messages("staff")) == 1 and f"/interests/{soon}" in messages("staff")[0]
    assert len(messages("interest late")) == 1


@pytest.mark.parametrize("change", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_a_reminder_over_a_clock_change_comes_once(clock: Clock, change: datetime) -> None:
    clock.now = change - timedelta(days=10)
    sam = AStaffMember()
    AnExpression(owner_id=sam.id, answer_by=(change + timedelta(days=1)).date())
    for hour in range(-72, 72):
        clock.now = change + timedelta(hours=hour)
        worker.sweep(work.sweeps(), clock.now)
    assert len(messages("staff")) == 1 and len(messages("interest late")) == 1


def test_while_someone_is_away_a_colleague_keeps_their_promises_and_is_named(clock: Clock) -> None:
    ada, bea = AStaffMember(name="Ada Away").id, AStaffMember(name="Bea Behind").id
    offer = AnExpression(owner_id=ada, answer_by=date(2026, 3, 6)).id
    away = owners.Away(bea, date(2026, 3, 2), date(2026, 3, 6))
    owners.be_away(ada, away, now=clock.now, today=date(2026, 3, 2))
    a_day(clock, 2026, 3, 4)
    reminded = session.scalars(select(Message.person_id).where(Message.kind == "staff")).all()
    assert reminded == [bea]
    take(offer, "contacted", bea, clock.now)
    assert "Bea Behind" in messages("interest contacted")[0] and the(offer).owner_id == ada
    kinds = session.scalars(select(ExpressionStep.what).order_by(ExpressionStep.id)).all()
    assert kinds == ["nudged", "moved", "stood_in"]


def test_nobody_stands_in_who_may_not_answer_there(clock: Clock, browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    AStaffMember("pp_lead", west, "Wim West")
    AStaffMember("project_lead", east, "Ede East")
    sign_in_staff(browser, "pp_lead", east)
    page = browser.visit("/staff/away")
    assert "Ede East" in page.words and "Wim West" not in page.words


def test_someone_names_a_colleague_for_their_days_away_and_comes_back_early(browser: Browser) -> None:
    AStaffMember(name="Bea Behind")
    sign_in_staff(browser)
    given = {"from_on-day": "2", "from_on-month": "3", "from_on-year": "2026", "until_on-day": "1"}
    page = browser.visit("/staff/away").press("Save", **given, **{"until_on-month": "3", "until_on-year": "2026"})
    assert page.errors == ["Choose a colleague"]
    bea = session.scalars(select(Person.id).where(Person.name == "Bea Behind")).one()
    page = page.press("Save", stand_in=str(bea))
    assert page.errors == ["Choose a last day that is not over, and not before the first one"]
    page = page.press("Save", **{"until_on-day": "6"})
    assert "You are away from Monday 2 March 2026 to Friday 6 March 2026. Who stands in: Bea Behind" in page.words
    assert "Your promises are yours again" in page.press("I am back").words


def test_what_a_colleague_who_left_looked_after_is_nobody_s_and_all_who_may_are_reminded(clock: Clock) -> None:
    gone, lead = AStaffMember(name="Gus Gone").id, AStaffMember(name="Lea Lead").id
    offer = AnExpression(owner_id=gone, answer_by=date(2026, 3, 6)).id
    accounts.end_staff(work_address(gone), now=clock.now)
    a_day(clock, 2026, 3, 4)
    assert the(offer).owner_id is None
    assert session.scalars(select(Message.person_id).where(Message.kind == "staff")).all() == [lead]


def work_address(person_id: int) -> str:
    return session.scalars(select(StaffAccount.email).where(StaffAccount.person_id == person_id)).one()


def test_someone_told_not_now_is_asked_again_on_their_day_and_once(clock: Clock) -> None:
    sam, offer = AStaffMember().id, AnExpression().id
    take(offer, "not_now", sam, clock.now, back_on=date(2026, 4, 6))
    assert "We will ask you again on Monday 6 April 2026." in messages("interest not_now")[0]
    a_day(clock, 2026, 4, 5)
    assert messages("interest asked back") == []
    for hour in (9, 10, 11):
        a_day(clock, 2026, 4, 6, hour=hour)
    (asked,) = messages("interest asked back")
    assert "Someone will get in touch with you by Monday 13 April 2026." in asked
    assert (the(offer).step, the(offer).owner_id) == ("new", sam)


def test_whoever_wants_quiet_is_not_asked_again_before_that_is_over(clock: Clock) -> None:
    sam, ada = AStaffMember().id, APerson()
    offer, ada_id = AnExpression(ada).id, ada.id
    take(offer, "not_now", sam, clock.now, back_on=date(2026, 3, 20))
    with writing():
        person = session.get_one(Person, ada_id)
        person.quiet_at, person.back_on = clock.now, date(2026, 3, 25)
    a_day(clock, 2026, 3, 21)
    assert the(offer).step == "not_now"
    a_day(clock, 2026, 3, 25)
    assert the(offer).step == "new" and len(messages("interest asked back")) == 1


def test_staff_choose_the_day_on_which_someone_is_asked_again(browser: Browser) -> None:
    offer = AnExpression()
    sign_in_staff(browser)
    day = {"back_on-day": "3", "back_on-month": "3", "back_on-year": "2026"}
    page = browser.visit(f"/staff/interests/{offer.id}").press("Save this step", to="not_now", **day)
    assert page.errors == ["Choose a day from a week to a year from now"]
    page = page.press("Save this step", **{"back_on-month": "6"})
    assert "We ask again on Wednesday 3 June 2026" in page.words


def test_a_kept_and_a_missed_promise_are_told_apart_in_words(clock: Clock, browser: Browser, at_most: AtMost) -> None:
    sam, offer = sign_in_staff(browser).id, AnExpression().id
    take(offer, "contacted", sam, clock.now)
    clock.advance(days=3)
    take(offer, "met", sam, clock.now)
    clock.now = datetime(2026, 3, 24, 10, tzinfo=UTC)
    sign_in_staff(browser)
    with at_most(queries=24):
        words = browser.visit(f"/staff/interests/{offer}").words_in("ol.nhsuk-list")
    assert "Promised by Monday 16 March 2026: A welcome talk. Kept" in words
    assert "Promised by Thursday 19 March 2026: The team hears about you. Missed" in words


def test_how_long_a_step_may_take_is_set_for_a_directorate_and_shown(browser: Browser, at_most: AtMost) -> None:
    ADirectorate(name="East")
    sign_in_staff(browser)
    page = browser.visit("/staff/steps").press("Save", step="met", ideal="9", most="4")
    assert page.errors == ["This must be as many days as at best, or more"]
    page = page.press("Save", most="12")
    with at_most(queries=8):
        page = browser.visit("/staff/steps")
    assert "9 to 12" in page.words
