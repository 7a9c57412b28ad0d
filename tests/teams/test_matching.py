"""Who fits where: cases in plain words, and what must be so whatever anyone says."""

from __future__ import annotations

import random
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.teams.rules.matching import (
    DEFAULT_WEIGHTS,
    MOST,
    Candidate,
    Factor,
    FixKind,
    LimitKind,
    Place,
    fixes,
    limits,
    points,
    rank,
    rank_places,
    reasons,
)
from tests.teams.matching_cases import an_opening, crowds, openings, people, someone

W = DEFAULT_WEIGHTS
CANNOT = [
    (
        "someone who can only do mornings cannot join a team that meets in the evening",
        someone(times="mon_morning tue_morning"),
        an_opening(times="tue_evening"),
        {LimitKind.NO_TIME},
    ),
    (
        "someone who did not say when they can is not ruled out by a time",
        someone(),
        an_opening(times="tue_evening"),
        set(),
    ),
    (
        "a team that did not say when it meets rules nobody out by a time",
        someone(times="mon_morning"),
        an_opening(),
        set(),
    ),
    (
        "someone with two hours a month cannot do six",
        someone(hours=2),
        an_opening(hours=6),
        {LimitKind.TOO_MANY_HOURS},
    ),
    ("someone with six hours a month can do six", someone(hours=6), an_opening(hours=6), set()),
    (
        "someone who can only do things by phone cannot join a team that meets online or in a room",
        someone(modes="by_phone"),
        an_opening(modes="in_person online"),
        {LimitKind.NO_WAY},
    ),
    (
        "someone who can get to Hackney only cannot get to a team that meets in Luton in person",
        someone(places="hackney"),
        an_opening(modes="in_person", place="luton"),
        {LimitKind.TOO_FAR},
    ),
    (
        "someone far away can join when the team also meets online",
        someone(places="hackney"),
        an_opening(modes="in_person online", place="luton"),
        set(),
    ),
    (
        "someone far away who takes part in person only cannot, though others join online",
        someone(places="hackney", modes="in_person"),
        an_opening(modes="in_person online", place="luton"),
        {LimitKind.TOO_FAR},
    ),
    (
        "someone who did not say where they can get to is not ruled out by the place",
        someone(),
        an_opening(modes="in_person", place="luton"),
        set(),
    ),
    (
        "a check that this opening asks for must be there",
        someone(checks="induction"),
        an_opening(checks="dbs induction"),
        {LimitKind.CHECK_MISSING},
    ),
    (
        "someone who would rather not interview is not put on a panel",
        someone(rather_not="interviewing", good_at="listening"),
        an_opening(skills_wanted="interviewing listening"),
        {LimitKind.NOT_THIS},
    ),
    (
        "a need that the team does not meet yet rules nobody out",
        someone(needs="step_free interpreter"),
        an_opening(modes="in_person"),
        set(),
    ),
]
SPEAKS = [
    (
        "two evenings in common count twice",
        someone(times="tue_evening thu_evening"),
        an_opening(times="tue_evening thu_evening fri_early"),
        {Factor.TIMES: 2 * W[Factor.TIMES]},
    ),
    (
        "a fourth time in common helps no more than a third",
        someone(times="mon_early tue_early wed_early thu_early"),
        an_opening(times="mon_early tue_early wed_early thu_early"),
        {Factor.TIMES: 3 * W[Factor.TIMES]},
    ),
    (
        "being able to get there counts where the team meets in person",
        someone(places="luton"),
        an_opening(place="luton", modes="in_person"),
        {Factor.TRAVEL: W[Factor.TRAVEL]},
    ),
    (
        "being able to get there counts for nothing where the team meets online only",
        someone(places="luton"),
        an_opening(place="luton", modes="online"),
        {},
    ),
    (
        "experience of care counts when someone shared it and the team looks for it",
        someone(lived="caring mental-health"),
        an_opening(lived_wanted="caring"),
        {Factor.LIVED: W[Factor.LIVED]},
    ),
    (
        "what someone is good at counts apart from what they would like to learn",
        someone(good_at="numbers", learn="chairing"),
        an_opening(skills_wanted="numbers", skills_learnt="chairing"),
        {Factor.SKILLS: W[Factor.SKILLS], Factor.LEARNING: W[Factor.LEARNING]},
    ),
    (
        "a language that the team can use counts",
        someone(languages="bn ur"),
        an_opening(languages="bn"),
        {Factor.LANGUAGE: W[Factor.LANGUAGE]},
    ),
    (
        "a need that the team meets already speaks for the pair",
        someone(needs="step_free breaks"),
        an_opening(needs_met="step_free"),
        {Factor.NEEDS: W[Factor.NEEDS]},
    ),
    (
        "whoever was on no team yet has their turn",
        someone(is_first_time=True),
        an_opening(),
        {Factor.FIRST: W[Factor.FIRST]},
    ),
    (
        "three weeks of waiting count three times, six days not at all",
        someone(waiting_days=21),
        an_opening(),
        {Factor.WAITING: 3 * W[Factor.WAITING]},
    ),
    ("six days of waiting do not count yet", someone(waiting_days=6), an_opening(), {}),
    (
        "a year of waiting counts as two months do",
        someone(waiting_days=365),
        an_opening(),
        {Factor.WAITING: 8 * W[Factor.WAITING]},
    ),
]


@pytest.mark.parametrize(("_said", "candidate", "place", "expected"), CANNOT, ids=[case[0] for case in CANNOT])
def test_what_cannot_work(_said: str, candidate: Candidate, place: Place, expected: set[LimitKind]) -> None:
    assert {limit.kind for limit in limits(candidate, place)} == expected


@pytest.mark.parametrize(("_said", "candidate", "place", "expected"), SPEAKS, ids=[case[0] for case in SPEAKS])
def test_what_speaks_for_a_pair(_said: str, candidate: Candidate, place: Place, expected: dict[Factor, int]) -> None:
    assert {reason.factor: reason.points for reason in reasons(candidate, place)} == expected
    assert points(candidate, place) == sum(expected.values())


def test_what_clashes_with_a_need_is_for_the_team_to_put_right_and_costs_the_person_nothing() -> None:
    place = an_opening(times="mon_early", modes="in_person", needs_met="step_free")
    with_needs = someone(times="mon_early", needs="interpreter more_time")
    assert [fix.kind for fix in fixes(with_needs, place)] == [FixKind.EARLY, FixKind.NEED]
    assert points(with_needs, place) == points(someone(times="mon_early"), place)
    assert limits(with_needs, place) == ()
    assert fixes(someone(needs="step_free"), place) == ()


def test_what_is_never_used_has_no_room_here() -> None:
    names = {field.name for field in (*fields(Candidate), *fields(Place))}
    assert not {
        word for name in names for word in ("diagnos", "equal", "complain", "name", "locale", "story") if word in name
    }


def test_of_two_alike_the_one_who_waits_longer_is_first_and_then_the_one_who_offered_first() -> None:
    crowd = [someone(3, waiting_days=2), someone(2, waiting_days=5), someone(1, waiting_days=2)]
    assert [match.candidate.id for match in rank(an_opening(), crowd)] == [2, 1, 3]


# What must be so whatever anyone says.
MORE = [("times", 6), ("places", 4), ("good_at", 5), ("learn", 5), ("interests", 3), ("lived", 4), ("languages", 3)]


@given(people(), openings(), st.sampled_from(MORE), st.data())
def test_saying_more_of_oneself_never_lowers_anyone(
    candidate: Candidate, place: Place, what: tuple[str, int], data: st.DataObject
) -> None:
    name, bits = what
    more = 1 << data.draw(st.integers(0, bits - 1))
    assert points(replace(candidate, **{name: getattr(candidate, name) | more}), place) >= points(candidate, place)


@given(people(), openings(), st.integers(0, 7))
def test_a_need_never_lowers_anyone_and_never_rules_them_out(candidate: Candidate, place: Place, need: int) -> None:
    needs_more = replace(candidate, needs=candidate.needs | 1 << need)
    assert points(needs_more, place) >= points(candidate, place)
    assert limits(needs_more, place) == limits(candidate, place)


@given(people(), openings(), st.sets(st.sampled_from(Factor)))
def test_a_factor_that_is_switched_off_changes_nothing_else(
    candidate: Candidate, place: Place, off: set[Factor]
) -> None:
    left = [reason for reason in reasons(candidate, place) if reason.factor not in off]
    assert list(reasons(candidate, place, off=frozenset(off))) == left
    assert points(candidate, place, off=frozenset(off)) == sum(reason.points for reason in left)


@settings(max_examples=40)
@given(crowds(8), openings(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_stand_on_record_changes_nothing(
    crowd: list[Candidate], place: Place, draw: random.Random
) -> None:
    mixed = draw.sample(crowd, len(crowd))
    assert rank(place, mixed) == rank(place, crowd)


@settings(max_examples=40)
@given(people(), st.lists(openings(), max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_openings_stand_on_record_changes_nothing(
    candidate: Candidate, found: list[Place], draw: random.Random
) -> None:
    each = [replace(place, id=id) for id, place in enumerate(found)]
    assert rank_places(candidate, draw.sample(each, len(each))) == rank_places(candidate, each)


@settings(max_examples=40)
@given(crowds(6), st.lists(openings(), max_size=5))
def test_both_sides_see_the_same_pairs_with_the_same_points(crowd: list[Candidate], found: list[Place]) -> None:
    places = [replace(place, id=id) for id, place in enumerate(found)]
    by_place = {(m.candidate.id, m.place.id, m.points) for place in places for m in rank(place, crowd)}
    by_person = {(m.candidate.id, m.place.id, m.points) for one in crowd for m in rank_places(one, places)}
    assert by_place == by_person


@settings(max_examples=50)
@given(people(), openings(), st.dictionaries(st.sampled_from(Factor), st.integers(0, 20)))
def test_points_are_what_the_weights_say_and_never_below_nothing(
    candidate: Candidate, place: Place, changed: dict[Factor, int]
) -> None:
    weights = {**DEFAULT_WEIGHTS, **changed}
    for reason in reasons(candidate, place, weights):
        assert reason.points == reason.times * weights[reason.factor] > 0
        assert 1 <= reason.times <= MOST[reason.factor]
