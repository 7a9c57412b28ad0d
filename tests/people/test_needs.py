"""What people need: told once, flagged on each thing, got ready, and met."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.database import session
from portal.kit.audit import AuditEvent
from portal.kit.errors import NotFound
from portal.people import queries, rules, services
from portal.people.models import AccessNeed, Person
from portal.people.rules import Mark
from portal.people.services import Told, needs
from tests.conftest import AtMost, Clock
from tests.factories import APerson, way_of

pytestmark = pytest.mark.usefixtures("app")
THING = "booking 12"


def tell(person: Person, *kinds: str, words: str = "", now: datetime, **given: Any) -> None:
    pairs = [(kind, "") for kind in kinds]
    needs.tell(person.id, pairs, words, **{"by": person.id, "now": now, **given})


def told(person: Person) -> list[str]:
    session.expire_all()
    found = queries.needs_of(person.id)
    return queries.said_by(found.kinds, found.words)


def flags(thing: str = THING) -> list[queries.Flag]:
    session.expire_all()
    return queries.flags_of([thing]).get(thing, [])


def flag(person: Person, *pairs: tuple[str, str], now: datetime, **given: Any) -> None:
    needs.flag(THING, person.id, pairs, **{"directorate_id": None, "now": now, **given})


def test_what_someone_told_is_kept_and_said_back_in_words(clock: Clock, at_most: AtMost) -> None:
    ada = APerson("Ada")
    person_id = ada.id
    needs.tell(ada.id, [("interpreter", "Bengali"), ("breaks", "")], "A chair", by=ada.id, now=clock.now)
    with at_most(queries=1):
        found = queries.needs_of(person_id)
    assert queries.said_by(found.kinds, found.words) == ["An interpreter: Bengali", "Breaks", "A chair"]
    assert found.reviewed_at == clock.now
    assert "needs told" in session.scalars(select(AuditEvent.kind)).all()


def test_a_form_adds_to_what_was_told_and_ends_nothing(clock: Clock) -> None:
    ada = APerson("Ada")
    tell(ada, "breaks", words="A chair", now=clock.now)
    tell(ada, "large_print", now=clock.now)
    assert told(ada) == ["Breaks", "Large print", "A chair"]


def test_the_whole_list_ends_what_it_leaves_out_and_told_again_it_is_the_same_row(clock: Clock) -> None:
    ada = APerson("Ada")
    tell(ada, "breaks", "large_print", words="A chair", now=clock.now)
    tell(ada, "breaks", now=clock.advance(days=1), is_whole=True)
    assert told(ada) == ["Breaks"]
    tell(ada, "large_print", now=clock.advance(days=1))
    assert told(ada) == ["Breaks", "Large print"]
    assert len(session.scalars(select(AccessNeed)).all()) == 2


def test_someone_else_who_tells_it_for_them_is_named_and_overwrites_no_words(clock: Clock) -> None:
    ada, jo = APerson("Ada"), APerson("Jo")
    tell(ada, words="A chair", now=clock.now)
    tell(ada, "breaks", words="A quiet corner", now=clock.now, by=jo.id)
    assert told(ada) == ["Breaks", "A quiet corner\n\nA chair"]
    assert session.scalars(select(AccessNeed.told_by_id)).one() == jo.id


def test_a_stranger_who_types_a_name_and_address_changes_nothing_that_person_told_us(clock: Clock) -> None:
    ada = APerson("Ada", email="ada@example.com")
    tell(ada, "breaks", now=clock.now)
    typed = Told(name="Ada", channel="email", value="ada@example.com", need_kinds=(("parking", ""),), needs="Gold")
    services.meet_told(typed, now=clock.advance(days=1))
    assert told(ada) == ["Breaks"]


def test_someone_new_and_someone_known_have_what_they_need_kept(clock: Clock) -> None:
    new, _way = services.meet_told(
        Told(name="Bo", channel="email", value="bo@example.com", need_kinds=(("parking", ""),)), now=clock.now
    )
    assert told(new) == ["Parking close by"]
    known = APerson("Cai")
    value = way_of(known).value
    form = Told(name="Cai", channel="email", value=value, person_id=known.id, need_kinds=(("breaks", ""),))
    services.meet_told(form, now=clock.advance(days=1))
    assert told(known) == ["Breaks"]


def test_a_need_is_flagged_once_and_what_is_added_must_be_got_ready_again(clock: Clock) -> None:
    ada, sam = APerson("Ada"), APerson("Sam Staff")
    flag(ada, ("breaks", ""), ("other", "A chair"), now=clock.now)
    for kind in ("breaks", "other"):
        needs.mark(THING, kind, Mark.READY, by=sam.id, now=clock.now)
    flag(ada, ("breaks", ""), ("other", "A cushion"), ("other", "A chair"), now=clock.now)
    assert [(one.words, one.waits) for one in flags()] == [("Breaks", False), ("A cushion\n\nA chair", True)]


def test_who_said_ready_and_when_is_kept_and_a_second_press_changes_nothing(clock: Clock) -> None:
    ada, sam, kim = APerson("Ada"), APerson("Sam Staff"), APerson("Kim Staff")
    flag(ada, ("breaks", ""), now=clock.now)
    first = clock.advance(hours=1)
    needs.mark(THING, "breaks", Mark.READY, by=sam.id, now=first)
    needs.mark(THING, "breaks", Mark.READY, by=kim.id, now=clock.advance(hours=1))
    (one,) = flags()
    assert (one.ready_at, one.ready_by) == (first, "Sam Staff")
    needs.mark(THING, "breaks", Mark.NOT_READY, by=kim.id, now=clock.now)
    assert flags()[0].waits


def test_what_does_not_take_place_needs_nothing_and_begins_afresh_when_it_does(clock: Clock) -> None:
    ada, sam = APerson("Ada"), APerson("Sam Staff")
    flag(ada, ("breaks", ""), now=clock.now)
    needs.mark(THING, "breaks", Mark.READY, by=sam.id, now=clock.now)
    needs.follow([THING], takes_place=False, now=clock.now)
    assert not flags()[0].is_open
    with pytest.raises(NotFound):
        needs.mark(THING, "breaks", Mark.READY, by=sam.id, now=clock.now)
    needs.follow([THING], takes_place=True, now=clock.now)
    assert flags()[0].waits


def test_what_the_person_says_afterwards_stands_beside_what_staff_say(clock: Clock) -> None:
    ada, sam = APerson("Ada"), APerson("Sam Staff")
    flag(ada, ("breaks", ""), ("hearing_loop", ""), now=clock.now)
    needs.mark(THING, "hearing_loop", Mark.MET, by=sam.id, now=clock.now)
    needs.say_met(THING, {"breaks": (True, ""), "hearing_loop": (False, "It hummed")}, now=clock.now)
    said = {one.kind: (one.is_met_for_person, one.is_met_for_staff, one.said) for one in flags()}
    assert said == {"breaks": (True, None, ""), "hearing_loop": (False, True, "It hummed")}


def test_nothing_is_asked_about_again_before_a_year_is_over(clock: Clock) -> None:
    assert clock.now - timedelta(days=364) > rules.review_due_before(clock.now)
    assert clock.now - timedelta(days=365) <= rules.review_due_before(clock.now)
