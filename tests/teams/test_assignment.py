"""Many people and many places at once: the best whole, proved, fair to those who waited longest, whatever the order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from portal.teams.rules.assignment import Assignment, assign, levels

SMALL = 1_000  # random assignments that are small enough to try every possibility


@dataclass(frozen=True)
class Case:
    """People, the longest waiting first; places that are free; and what each pair that may be would be worth."""

    people: int
    pairs: dict[tuple[int, int], int]  # (person, opening) -> points
    places: dict[int, int]

    def solved(self) -> Assignment:
        wishes = {o: levels((p, points) for (p, at), points in self.pairs.items() if at == o) for o in self.places}
        return assign(wishes, self.places)


def a_case(seed: int, people: int, openings: int, most_places: int, most_points: int) -> Case:
    draw = random.Random(seed)
    count, places = draw.randint(0, people), {o: draw.randint(0, most_places) for o in range(openings)}
    pairs = {(p, o): draw.randint(1, most_points) for p in range(count) for o in places if draw.random() < 0.6}
    return Case(count, pairs, places)


def in_turn(case: Case, chosen: Iterator[int]) -> tuple[bool, ...]:
    """Who has a place, the longest waiting first: the larger of two such rows is the fairer."""
    placed = set(chosen)
    return tuple(person in placed for person in range(case.people))


def best_by_trying_everything(case: Case) -> tuple[int, tuple[bool, ...]]:
    """The most points that any assignment reaches, and of those the fairest row of people."""

    def tried(
        person: int, left: Counter[int], points: int, chosen: tuple[int, ...]
    ) -> Iterator[tuple[int, tuple[bool, ...]]]:
        if person == case.people:
            yield points, in_turn(case, iter(chosen))
            return
        yield from tried(person + 1, left, points, chosen)
        for opening in case.places:
            if left[opening] and (person, opening) in case.pairs:
                one_less = left - Counter({opening: 1})
                yield from tried(person + 1, one_less, points + case.pairs[person, opening], (*chosen, person))

    return max(tried(0, Counter(case.places), 0, ()))


@pytest.mark.parametrize("seed", range(0, SMALL, 250))
def test_no_other_assignment_has_more_points_or_is_fairer(seed: int) -> None:
    for one in range(seed, seed + 250):
        case = a_case(one, people=6, openings=4, most_places=2, most_points=(2, 5)[one % 2])
        found = case.solved()
        assert (found.points, in_turn(case, iter(found.placed))) == best_by_trying_everything(case), one


def test_nobody_goes_where_they_may_not_and_no_opening_has_more_people_than_places() -> None:
    for seed in range(200):
        case = a_case(seed, people=40, openings=8, most_places=4, most_points=20)
        found = case.solved()
        assert set(found.placed.items()) <= set(case.pairs)
        assert all(count <= case.places[opening] for opening, count in Counter(found.placed.values()).items())
        assert found.points == sum(case.pairs[pair] for pair in found.placed.items())


def test_the_order_in_which_pairs_and_places_stand_on_record_changes_nothing() -> None:
    for seed in range(100):
        case = a_case(seed, people=12, openings=5, most_places=3, most_points=4)
        mixed = random.Random(seed + 1).sample(list(case.pairs.items()), len(case.pairs))
        other = Case(case.people, dict(mixed), dict(reversed(case.places.items())))
        assert other.solved().placed == case.solved().placed


def test_one_place_more_never_makes_the_whole_worse() -> None:
    for seed in range(100):
        case = a_case(seed, people=12, openings=4, most_places=2, most_points=9)
        for opening in case.places:
            more = Case(case.people, case.pairs, case.places | {opening: case.places[opening] + 1})
            assert more.solved().points >= case.solved().points


@pytest.mark.parametrize(("people", "most_points"), [(300, 90), (1_000, 12)])
def test_the_prices_prove_the_result_where_nobody_could_try_everything(people: int, most_points: int) -> None:
    draw = random.Random(people)
    places = {opening: draw.randint(1, 6) for opening in range(people // 5)}
    chosen = {o: draw.sample(range(people), people // 5) for o in places}
    case = Case(people, {(p, o): draw.randint(1, most_points) for o, those in chosen.items() for p in those}, places)
    found = case.solved()
    assert sum(count * found.worth[o] for o, count in places.items()) + sum(found.paid.values()) == found.points
    assert all(found.worth[o] + found.paid.get(p, 0) >= points for (p, o), points in case.pairs.items())
    assert min(found.worth.values()) >= 0 and min(found.paid.values(), default=1) > 0


def test_of_two_people_alike_the_one_who_waited_longer_gets_the_only_place() -> None:
    assert Case(2, {(0, 7): 30, (1, 7): 30}, {7: 1}).solved().placed == {0: 7}


def test_someone_moves_to_their_second_best_when_two_people_get_a_place_that_way() -> None:
    both_want_it = Case(2, {(0, 1): 9, (1, 1): 8, (0, 2): 7}, {1: 1, 2: 1})
    assert both_want_it.solved().placed == {0: 2, 1: 1}


def test_nobody_has_a_place_where_nothing_speaks_for_anybody() -> None:
    assert Case(3, {}, {1: 2}).solved().placed == {}
    assert Case(0, {}, {}).solved().points == 0
