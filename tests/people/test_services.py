"""Getting to know people without asking twice, and without mixing them up."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import database
from portal.database import session, writing
from portal.people import queries, services
from portal.people.models import ContactWay, Person
from portal.people.services import Told
from tests.conftest import AtMost, Clock
from tests.factories import APerson, way_of

pytestmark = pytest.mark.usefixtures("app")
SHARED = "family@example.com"


def meet(clock: Clock, name: str = "Amina Khan", value: str = SHARED, channel: str = "email", **given: Any) -> Person:
    return services.meet(name, channel, value, **{"locale": "en", "now": clock.now, **given})[0]


def count(what: Any) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def test_someone_new_is_kept_with_one_way_to_reach_them(clock: Clock) -> None:
    person = meet(clock, locale="ur", kind="carer")
    assert (person.name, person.locale, person.kind, person.needs) == ("Amina Khan", "ur", "carer", "")
    way = way_of(person)
    assert (way.channel, way.value, way.verified_at) == ("email", SHARED, None)


@pytest.mark.parametrize("again", ["Amina Khan", "amina khan", "  AMINA   KHAN ", "Ａｍｉｎａ Khan"])
def test_someone_who_comes_again_is_the_same_person(clock: Clock, again: str) -> None:
    first = meet(clock)
    assert meet(clock, again).id == first.id
    assert (count(Person), count(ContactWay)) == (1, 1)


def test_a_family_on_one_address_stays_several_people(clock: Clock) -> None:
    mother, son = meet(clock, "Amina Khan"), meet(clock, "Bilal Khan")
    assert mother.id != son.id
    assert [person.name for person in queries.people_at(SHARED)] == ["Amina Khan", "Bilal Khan"]


def test_two_people_of_one_name_at_two_addresses_are_two(clock: Clock) -> None:
    assert meet(clock).id != meet(clock, value="other@example.com").id


def test_a_number_is_not_taken_for_an_email_address(clock: Clock) -> None:
    first = meet(clock, value="+447700900123", channel="sms")
    assert meet(clock, value="+447700900123", channel="email").id != first.id


def test_what_a_known_person_told_us_is_not_overwritten_by_whoever_types_their_name(clock: Clock) -> None:
    known = APerson("Amina Khan", email=SHARED, needs="A hearing loop", safe_hours="After 6pm", locale="ur")
    met = meet(clock, "amina khan", locale="en", kind="staff")
    session.expire_all()
    assert met.id == known.id
    kept = session.get_one(Person, known.id)
    assert (kept.name, kept.needs, kept.safe_hours) == ("Amina Khan", "A hearing loop", "After 6pm")
    assert (kept.locale, kept.kind) == ("ur", "service_user")


def tell(clock: Clock, **said: Any) -> Person:
    """What a form about Amina Khan tells; the person as the database has her then."""
    told = Told(name="Amina Khan", channel="email", value=SHARED, **said)
    person = services.meet_told(told, now=clock.now)[0]
    session.expire_all()
    return session.get_one(Person, person.id)


def test_a_first_form_says_what_is_safe(clock: Clock) -> None:
    said = tell(clock, safe_hours="Mornings", may_leave_message=True, say_about="A course")
    assert (said.safe_hours, said.may_leave_message, said.say_about) == ("Mornings", True, "A course")


def test_whoever_types_someone_s_name_can_make_us_say_less_to_fewer_and_never_more(clock: Clock) -> None:
    tell(clock, may_leave_message=True)
    clock.advance(days=1)
    said = tell(clock, safe_hours="Mornings", may_leave_message=True, say_about="Her illness")
    assert (said.safe_hours, said.may_leave_message, said.say_about) == ("Mornings", True, "")
    said = tell(clock, safe_hours="At night", may_leave_message=False)
    assert (said.safe_hours, said.may_leave_message) == ("Mornings", False)
    assert tell(clock, may_leave_message=True).may_leave_message is False


def test_someone_who_is_known_to_be_themselves_says_it_anew(clock: Clock) -> None:
    known = tell(clock, safe_hours="Mornings", may_leave_message=False, say_about="A course").id
    clock.advance(days=1)
    said = tell(clock, person_id=known, safe_hours="Evenings", may_leave_message=True, say_about="A meeting")
    assert (said.safe_hours, said.may_leave_message, said.say_about) == ("Evenings", True, "A meeting")
    assert tell(clock, person_id=known).safe_hours == "Evenings"


def test_someone_with_a_very_long_name_is_known_again(clock: Clock) -> None:
    """One sign may become eighteen letters once case and spelling are set aside."""
    name = "ﷺ" * 200
    assert meet(clock, name).id == meet(clock, name).id


def test_someone_whose_deed_fails_is_not_kept(clock: Clock) -> None:
    with pytest.raises(RuntimeError), writing():
        meet(clock)
        raise RuntimeError
    assert (count(Person), count(ContactWay)) == (0, 0)


def test_meeting_someone_known_costs_one_query(clock: Clock, at_most: AtMost) -> None:
    meet(clock)
    with at_most(queries=1):
        meet(clock)


def test_writing_to_someone_needs_one_query(clock: Clock, at_most: AtMost) -> None:
    person = meet(clock, locale="ur")
    way_id = way_of(person).id
    with at_most(queries=1):
        found = queries.get_reachable(way_id)
    assert (found.person_id, found.locale, found.channel, found.value) == (person.id, "ur", "email", SHARED)


def test_nobody_has_no_name(app: Flask) -> None:
    assert queries.name_of(None) == "" == queries.name_of(12345)
    assert queries.name_of(APerson("Amina Khan").id) == "Amina Khan"


def test_two_first_visits_at_one_moment_are_one_person(app: Flask, clock: Clock) -> None:
    database.session.remove()
    gate, met = threading.Barrier(4), []

    def visit() -> None:
        with app.app_context():
            gate.wait()
            met.append(services.meet("Ada Lovelace", "email", "ada@example.com", locale="en", now=clock.now)[0].id)
            database.session.remove()

    visits = [threading.Thread(target=visit) for _visit in range(4)]
    for one in visits:
        one.start()
    for one in visits:
        one.join()
    assert len(met) == 4 and len(set(met)) == 1
