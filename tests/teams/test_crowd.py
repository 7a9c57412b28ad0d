"""A whole crowd at once gives just what one by one gives: the same people, points and order."""

from __future__ import annotations

import random

from portal.teams.rules.crowd import Crowd
from portal.teams.rules.matching import DEFAULT_WEIGHTS, Factor, limits, rank
from tests.teams.matching_cases import a_crowd, a_place, an_opening, someone

TRIES = 400


def test_the_best_of_a_crowd_are_those_who_would_be_first_one_by_one() -> None:
    for seed in range(TRIES):
        draw = random.Random(seed)
        crowd, place, most = a_crowd(draw, 30), a_place(draw), draw.randint(0, 12)
        off = frozenset(draw.sample(list(Factor), draw.randint(0, 3)))
        assert Crowd(crowd).best_of(place, most, off=off) == rank(place, crowd, off=off)[:most], seed


def test_weights_count_in_a_crowd_as_they_do_one_by_one() -> None:
    for seed in range(TRIES):
        draw = random.Random(seed)
        crowd, place = a_crowd(draw, 20), a_place(draw)
        weights = {**DEFAULT_WEIGHTS, **{factor: draw.randint(0, 20) for factor in draw.sample(list(Factor), 4)}}
        assert Crowd(crowd).best_of(place, 5, weights) == rank(place, crowd, weights)[:5], seed


def test_nobody_is_put_where_something_stands_against_it_and_nobody_else_is_left_out() -> None:
    kinds = set()
    for seed in range(TRIES):
        draw = random.Random(seed)
        crowd, place = a_crowd(draw, 30), a_place(draw)
        many = Crowd(crowd)
        can = [one for at, one in enumerate(many.candidates) if many.can(place) >> at & 1]
        assert can == [one for one in many.candidates if not limits(one, place)]
        kinds |= {limit.kind for one in crowd for limit in limits(one, place)}
    assert len(kinds) == 6  # each kind of limit was met


def test_an_empty_crowd_has_no_best_and_many_alike_come_in_the_order_of_their_offers() -> None:
    assert Crowd([]).best_of(an_opening(), 5) == []
    alike = Crowd([someone(id, times="tue_evening") for id in range(300, 0, -1)])
    found = alike.best_of(an_opening(times="tue_evening"), 4)
    assert [match.candidate.id for match in found] == [1, 2, 3, 4]
