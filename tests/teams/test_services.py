"""Offers, their answers and promises, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import database
from portal.database import session
from portal.kit import clock as portal_clock
from portal.kit import freshness
from portal.kit.audit import AuditEvent
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.outbox.models import Message
from portal.people.models import Person
from portal.projects.models import Project
from portal.signin.rules import Scope
from portal.teams import queries, rules, services
from portal.teams.models import ExpressionOfInterest, ExpressionStep, Membership, Opening
from portal.teams.services import Expressed, Offer, OpeningDetails
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AnExpression, AnOpening, APerson, AProject
from tests.staffing import AStaffMember

OFFER = Offer(name="Ada", channel="email", value="ada@example.com", wants="Welcome people", needs="A lift")
PLACE = OpeningDetails(title="Helper", what_you_would_do="Come to meetings", is_online=True)

pytestmark = pytest.mark.usefixtures("app")


def express(offer: Offer = OFFER, key: str = "one") -> Expressed:
    return services.express(offer, draft_key=key, now=portal_clock.now())


def count(what: Any) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def kept(expression_id: int) -> ExpressionOfInterest:
    return session.get_one(ExpressionOfInterest, expression_id, populate_existing=True)


def history(expression_id: int) -> list[tuple[str, str]]:
    found = select(ExpressionStep.what, ExpressionStep.step).where(ExpressionStep.expression_id == expression_id)
    return [(row[0], row[1]) for row in session.execute(found.order_by(ExpressionStep.id))]


def move(made: Expressed, to: str, *, by: int | None = None, **given: Any) -> None:
    version = given.pop("version", kept(made.id).version)
    by = by or AStaffMember().id
    services.move(made.id, to, note="", by=by, now=portal_clock.now(), version=version, **given)


def test_an_offer_is_kept_promised_noted_and_the_person_is_told() -> None:
    made = express()
    offer = kept(made.id)
    assert (offer.wants, offer.needs, offer.step) == ("Welcome people", "A lift", "new")
    assert history(made.id) == [("moved", "new")]
    message = session.scalars(select(Message)).one()
    assert message.address == "ada@example.com" and made.reference in message.body
    assert "Monday 9 March 2026" in message.body
    assert "lift" not in message.body and "Welcome" not in message.body and "Ada" not in message.subject
    assert set(session.scalars(select(AuditEvent.kind))) == {"interest received", "needs told"}


def test_a_second_press_finds_the_first_offer() -> None:
    assert express() == express()
    assert (count(ExpressionOfInterest), count(Message), count(Person)) == (1, 1, 1)


@pytest.mark.parametrize(("days", "answer_by"), [(3, date(2026, 3, 5)), (5, date(2026, 3, 9)), (10, date(2026, 3, 16))])
def test_the_promise_is_the_directorates_own_in_working_days(days: int, answer_by: date) -> None:
    there = ADirectorate(promise_days=days, answered_by="Lead, East")
    project = AProject(directorate_id=there.id)
    made = express(replace(OFFER, project_id=project.id))
    assert (made.answer_by, made.answering_role) == (answer_by, "Lead, East")


def test_a_promise_made_before_easter_skips_the_holidays(clock: Clock) -> None:
    clock.now = clock.now.replace(month=4, day=2)  # Maundy Thursday; Good Friday and Easter Monday are no working days
    assert express().answer_by == date(2026, 4, 13)


def test_who_asks_again_is_shown_the_same_and_only_the_message_says_so() -> None:
    first = express()
    second = express(replace(OFFER, wants="Look at numbers"), key="two")
    assert (second.reference, second.answer_by) == (first.reference, first.answer_by)
    assert history(first.id)[-1] == ("asked_again", "new")
    assert "Look at numbers" in (session.scalars(select(ExpressionStep.note).order_by(ExpressionStep.id)).all()[-1])
    assert kept(first.id).wants == "Welcome people"
    bodies = session.scalars(select(Message.body).order_by(Message.id)).all()
    assert "again" not in bodies[0] and "again" in bodies[1]


def test_who_asks_again_after_an_answer_is_promised_one_again(clock: Clock) -> None:
    first = express()
    move(first, "contacted")
    clock.advance(days=7)
    again = express(key="two")
    assert again.answer_by == date(2026, 3, 16)
    assert kept(first.id).answered_at is None


def test_one_address_may_be_two_peoples_and_one_person_may_want_two_things() -> None:
    project = AProject()
    express()
    express(replace(OFFER, name="Ben"), key="two")
    express(replace(OFFER, project_id=project.id), key="three")
    assert (count(ExpressionOfInterest), count(Person)) == (3, 2)


def test_anything_like_a_place_that_closed_goes_to_people_participation() -> None:
    project = AProject(directorate_id=ADirectorate(promise_days=1).id)
    made = express(replace(OFFER, project_id=project.id, is_anything_like=True))
    assert kept(made.id).directorate_id is None and made.answer_by == date(2026, 3, 9)
    assert history(made.id) == [("moved", "new"), ("anything_like", "new")]


def at_the_same_time(app: Flask, *deeds: Callable[[], Any]) -> list[Any]:
    """Start all at one moment, each with its own connection; what each gave or raised."""
    gate = threading.Barrier(len(deeds))
    came: list[Any] = [None] * len(deeds)

    def run(number: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                came[number] = deeds[number]()
            except Exception as problem:
                came[number] = problem
            finally:
                database.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_two_presses_at_the_same_time_are_kept_once(app: Flask) -> None:
    database.session.remove()
    came = at_the_same_time(app, *[express] * 4)
    made = [one for one in came if isinstance(one, Expressed)]
    assert made and len(set(made)) == 1
    assert (count(ExpressionOfInterest), count(Message)) == (1, 1)


def test_two_tabs_of_one_known_person_at_the_same_time_make_one_offer(app: Flask) -> None:
    express(replace(OFFER, project_id=AProject().id))  # known from now on
    database.session.remove()
    came = at_the_same_time(app, lambda: express(key="a"), lambda: express(key="b"))
    assert len({one.reference for one in came}) == 1
    assert count(ExpressionOfInterest) == 2


def test_of_two_answers_at_the_same_time_one_counts(app: Flask) -> None:
    made, by = express(), AStaffMember().id
    database.session.remove()
    came = at_the_same_time(
        app, lambda: move(made, "contacted", by=by, version=1), lambda: move(made, "not_now", by=by, version=1)
    )
    assert sorted(type(one).__name__ for one in came) == ["ChangedMeanwhile", "NoneType"]
    assert len(history(made.id)) == 2 and count(Message) == 2


def test_an_answer_ends_the_wait_and_names_who_looks_after_it() -> None:
    made, sam = express(), AStaffMember()
    move(made, "contacted", by=sam.id)
    offer = kept(made.id)
    assert (offer.step, offer.owner_id, offer.answered_at) == ("contacted", sam.id, portal_clock.now())
    message = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert message is not None and "Sam Staff (People Participation lead)" in message.body


def test_the_first_to_answer_stays_the_one_who_looks_after_it() -> None:
    made, first = express(), AStaffMember().id
    move(made, "contacted", by=first)
    move(made, "met", by=AStaffMember(name="Zoe").id)
    assert kept(made.id).owner_id == first


def test_joining_makes_a_member_once() -> None:
    project = AProject("Calmer mornings")
    made = express(replace(OFFER, project_id=project.id))
    person_id = kept(made.id).person_id
    move(made, "joined")
    (member,) = queries.memberships_of_person(person_id)
    assert (member.project_title, member.started_on, member.ended_on) == ("Calmer mornings", date(2026, 3, 2), None)
    again = express(replace(OFFER, project_id=project.id), key="two")
    assert again.id != made.id
    move(again, "joined")
    assert count(Membership) == 1


def test_nobody_joins_without_a_project() -> None:
    made = express()
    with pytest.raises(rules.NoProject):
        move(made, "joined")
    assert kept(made.id).step == "new" and count(Membership) == 0 and count(Message) == 1
    move(made, "joined", project_id=AProject().id)
    assert count(Membership) == 1


def test_a_step_that_does_not_follow_changes_nothing() -> None:
    made = express()
    move(made, "not_now")
    with pytest.raises(rules.MayNotMove):
        move(made, "joined", project_id=AProject().id)
    assert kept(made.id).step == "not_now" and count(Membership) == 0


def test_a_stale_record_is_not_written_over() -> None:
    made = express()
    move(made, "contacted")
    with pytest.raises(ChangedMeanwhile):
        move(made, "not_now", version=1)
    with pytest.raises(ChangedMeanwhile):
        services.assign(made.id, AStaffMember().id, by=AStaffMember().id, now=portal_clock.now(), version=1)


def test_only_a_colleague_who_may_answer_is_given_it() -> None:
    east = ADirectorate()
    made = express(replace(OFFER, project_id=AProject(directorate_id=east.id).id))
    by, now = AStaffMember().id, portal_clock.now()
    for outsider in (AStaffMember("moderator").id, AStaffMember("pp_lead", ADirectorate()).id, APerson().id):
        with pytest.raises(Refused):
            services.assign(made.id, outsider, by=by, now=now, version=1)
    owner = AStaffMember("pp_lead", east, "Zoe").id
    services.assign(made.id, owner, by=by, now=now, version=1)
    assert kept(made.id).owner_id == owner and history(made.id)[-1] == ("assigned", "new")
    assert kept(made.id).answered_at is None  # it is no answer


def test_an_offer_is_taken_back_by_its_own_person_once() -> None:
    made = express()
    person_id, now = kept(made.id).person_id, portal_clock.now()
    with pytest.raises(NotFound):
        services.withdraw(made.id, person_id=APerson().id, now=now)
    services.withdraw(made.id, person_id=person_id, now=now)
    services.withdraw(made.id, person_id=person_id, now=now)
    assert kept(made.id).step == "withdrawn" and count(Message) == 2
    assert history(made.id) == [("moved", "new"), ("moved", "withdrawn")]


def test_what_was_answered_for_good_is_not_taken_back() -> None:
    made = express()
    move(made, "joined", project_id=AProject().id)
    with pytest.raises(rules.MayNotMove):
        services.withdraw(made.id, person_id=kept(made.id).person_id, now=portal_clock.now())


def test_a_missed_promise_is_said_once_with_a_new_day_at_a_kind_hour(clock: Clock) -> None:
    made = express()
    clock.now = clock.now.replace(day=9, hour=23)
    assert services.tell_late(clock.now) == 0  # the promised day itself
    clock.now = clock.now.replace(day=10, hour=3)
    assert services.tell_late(clock.now) == 0  # a phone would ring at night
    clock.now = clock.now.replace(hour=9)
    assert services.tell_late(clock.now) == 1
    assert services.tell_late(clock.now) == 0
    offer = kept(made.id)
    assert (offer.answer_by, offer.late_answer_by) == (date(2026, 3, 9), date(2026, 3, 12))
    message = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert message is not None and "We are sorry" in message.body and "Thursday 12 March 2026" in message.body
    assert history(made.id)[-1] == ("told_late", "new")


def test_nobody_is_told_late_to_whom_nothing_is_owed(clock: Clock) -> None:
    move(express(), "not_now")
    clock.advance(days=30)
    assert services.tell_late(clock.now) == 0


def test_staff_see_who_waits_and_how_long_people_waited(clock: Clock, at_most: AtMost) -> None:
    east = ADirectorate(name="East")
    east_id = east.id
    for number in range(4):
        AnExpression(APerson(f"Ada L{number}"), AProject(directorate_id=east_id), answer_by=date(2026, 2, 27))
    move(express(), "contacted")
    scope = Scope(False, frozenset({east_id}))
    with at_most(queries=1):
        waiting = queries.waiting_for_staff(scope, 0, date(2026, 3, 2), limit=3)
    assert (waiting.waiting, waiting.overdue, len(waiting.first)) == (4, 4, 3)
    assert waiting.first[0].initials and "Ada" not in waiting.first[0].initials
    clock.advance(days=2)
    figures = {f.directorate_name: f for f in queries.promise_figures(clock.now - timedelta(days=90), clock.now)}
    assert (figures["East"].waiting, figures["East"].longest) == (4, 2)
    assert (figures[None].answered, figures[None].median) == (1, 0)


def test_someone_sees_their_own_offers_in_one_query(at_most: AtMost) -> None:
    project = AProject("Calmer mornings")
    made = express(replace(OFFER, project_id=project.id))
    express(key="two")
    person_id = kept(made.id).person_id
    with at_most(queries=1):
        found = queries.interests_of_person(person_id)
    assert {row.project_title for row in found} == {"Calmer mornings", None}
    assert all(row.can_withdraw and row.is_waiting for row in found)


def is_wanted(project_id: int) -> bool:
    return session.get_one(Project, project_id, populate_existing=True).is_help_wanted


def version() -> int:
    return session.scalar(select(freshness.ContentVersion.version)) or 0


def test_a_project_wants_help_while_it_has_a_place_and_the_public_pages_hear_of_it() -> None:
    project_id, by, now, before = AProject().id, APerson().id, portal_clock.now(), version()
    opening_id = services.add_opening(project_id, PLACE, by=by, now=now)
    assert is_wanted(project_id) and version() > before
    before = version()
    services.close_opening(opening_id, by=by, now=now)
    services.close_opening(opening_id, by=by, now=now)
    assert not is_wanted(project_id) and version() == before + 1
    services.confirm_opening(opening_id, by=by, now=now)
    assert not is_wanted(project_id)


def test_a_place_that_nobody_confirmed_rests_until_someone_does(clock: Clock) -> None:
    opening = AnOpening()
    opening_id, project_id, by = opening.id, opening.project_id, APerson().id
    clock.advance(days=13)
    assert services.rest_stale_openings(clock.now) == 0 and is_wanted(project_id)
    clock.advance(days=1)
    before = version()
    assert services.rest_stale_openings(clock.now) == 1
    assert services.rest_stale_openings(clock.now) == 0
    assert not is_wanted(project_id) and version() == before + 1
    assert not queries.team_of(project_id, clock.now).openings[0].takes_interest
    services.confirm_opening(opening_id, by=by, now=clock.now)
    assert is_wanted(project_id) and queries.team_of(project_id, clock.now).openings[0].takes_interest


def test_a_place_is_written_anew_only_from_what_was_shown() -> None:
    opening = AnOpening()
    opening_id, by, now = opening.id, APerson().id, portal_clock.now()
    services.change_opening(opening_id, PLACE, by=by, now=now, version=1)
    with pytest.raises(ChangedMeanwhile):
        services.change_opening(opening_id, replace(PLACE, title="Late"), by=by, now=now, version=1)
    assert session.scalars(select(Opening.title)).one() == "Helper"


def test_a_text_message_fits_two_parts() -> None:
    made = express(replace(OFFER, channel="sms", value="+447700900123"))
    message = session.scalars(select(Message)).one()
    assert message.channel == "sms" and made.reference in message.body and len(message.body) <= 306
