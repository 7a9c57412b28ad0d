"""Many people and many places at once: the best whole, proved, fair to those who waited longest, whatever the order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from portal.teams.rules.assignment import Assignment, assign, assign_from

SMALL = 1_000  # random assignments that are small enough to try every possibility
FEW = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True)
class Case:
    """People who wait, places that are free, and what each pair would be worth."""

    wishes: FEW
    places: dict[int, int]
    waiting: dict[int, int]

    def solved(self) -> Assignment:
        return assign(self.wishes, self.places, self.waiting)

    def longest(self, placed: Iterator[int]) -> int:
        """How early in the order of waiting those people stand: more is fairer."""
        days = sorted(set(self.waiting.values()))
        return sum(days.index(self.waiting[person]) for person in placed)


def a_case(seed: int, people: int, openings: int, most_places: int, most_points: int) -> Case:
    draw = random.Random(seed)
    persons, places = range(draw.randint(0, people)), {o: draw.randint(0, most_places) for o in range(openings)}
    wishes = {o: [(p, draw.randint(1, most_points)) for p in persons if draw.random() < 0.6] for o in places}
    return Case(wishes, places, {p: draw.randint(0, 3) for p in persons})


def best_by_trying_everything(case: Case) -> tuple[int, int]:
    """The most points that any assignment reaches, and of those the longest waits."""
    worth = {(person, opening): points for opening, found in case.wishes.items() for person, points in found}
    persons = sorted(case.waiting)

    def tried(place: int, left: Counter[int], points: int, chosen: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        if place == len(persons):
            yield points, case.longest(iter(chosen))
            return
        person = persons[place]
        yield from tried(place + 1, left, points, chosen)
        for opening in case.places:
            if left[opening] and (person, opening) in worth:
                one_less = left - Counter({opening: 1})
                yield from tried(place + 1, one_less, points + worth[person, opening], (*chosen, person))

    return max(tried(0, Counter(case.places), 0, ()))


@pytest.mark.parametrize("seed", range(0, SMALL, 100))
def test_no_other_assignment_has_more_points_or_is_fairer(seed: int) -> None:
    for one in range(seed, seed + 100):
        case = a_case(one, people=5, openings=3, most_places=2, most_points=6)
        found = case.solved()
        assert (found.points, case.longest(iter(found.placed))) == best_by_trying_everything(case), one


def test_nobody_goes_where_they_may_not_and_no_opening_has_more_people_than_places() -> None:
    for seed in range(200):
        case = a_case(seed, people=40, openings=8, most_places=4, most_points=20)
        allowed = {(person, opening) for opening, found in case.wishes.items() for person, _points in found}
        placed = case.solved().placed
        assert set(placed.items()) <= allowed
        assert all(count <= case.places[opening] for opening, count in Counter(placed.values()).items())


def test_the_order_in_which_people_and_places_come_changes_nothing() -> None:
    for seed in range(100):
        case = a_case(seed, people=12, openings=5, most_places=3, most_points=4)
        mixed = random.Random(seed + 1)
        wishes = {opening: mixed.sample(found, len(found)) for opening, found in reversed(case.wishes.items())}
        other = Case(wishes, dict(reversed(case.places.items())), dict(reversed(case.waiting.items())))
        assert other.solved().placed == case.solved().placed


def test_one_place_more_never_makes_the_whole_worse() -> None:
    for seed in range(100):
        case = a_case(seed, people=12, openings=4, most_places=2, most_points=9)
        for opening in case.places:
            more = Case(case.wishes, case.places | {opening: case.places[opening] + 1}, case.waiting)
            assert more.solved().points >= case.solved().points


@pytest.mark.parametrize("people", [300, 1_000])
def test_the_prices_prove_the_result_where_nobody_could_try_everything(people: int) -> None:
    draw = random.Random(people)
    places = {opening: draw.randint(1, 6) for opening in range(people // 5)}
    wishes = {o: [(p, draw.randint(10, 90)) for p in draw.sample(range(people), people // 5)] for o in places}
    waiting = {person: draw.randint(0, 90) for person in range(people)}
    found = assign(wishes, places, waiting)
    days = sorted(set(waiting.values()))
    reached = found.points * found.unit + sum(days.index(waiting[person]) for person in found.placed)
    assert sum(count * found.worth[o] for o, count in places.items()) + sum(found.paid.values()) == reached
    for opening, those in wishes.items():
        for person, points in those:
            value = points * found.unit + days.index(waiting[person])
            assert found.worth[opening] + found.paid.get(person, 0) >= value
    assert min(found.worth.values()) >= 0 and min(found.paid.values()) >= 0


def test_looking_at_a_few_people_first_loses_nobody() -> None:
    for seed in range(60):
        case = a_case(seed, people=60, openings=6, most_places=3, most_points=5)
        best = {o: sorted(found, key=lambda wish: (-wish[1], wish[0])) for o, found in case.wishes.items()}
        asked: list[int] = []

        def best_of(opening: int, most: int, best: FEW = best, asked: list[int] = asked) -> list[tuple[int, int]]:
            asked.append(most)
            return best[opening][:most]

        assert assign_from(best_of, case.places, case.waiting).points == case.solved().points
        assert min(asked, default=0) < 60


def test_of_two_people_alike_the_one_who_waited_longer_gets_the_only_place() -> None:
    case = Case({7: [(1, 30), (2, 30)]}, {7: 1}, {1: 3, 2: 40})
    assert case.solved().placed == {2: 7}


def test_someone_moves_to_their_second_best_when_two_people_get_a_place_that_way() -> None:
    both_want_it = Case({1: [(10, 9), (11, 8)], 2: [(10, 7)]}, {1: 1, 2: 1}, {10: 5, 11: 5})
    assert both_want_it.solved().placed == {10: 2, 11: 1}
