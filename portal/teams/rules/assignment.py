"""The best whole assignment of many people to many places: a proven optimum, and those who waited longest first.

One person goes to one opening at most, and an opening takes no more people than it has places. Among all such
assignments this finds one with the most points in all; of several it takes the one whose people waited longest.

The method is that of shortest augmenting paths with prices (Jonker and Volgenant, "A shortest augmenting path algorithm
for dense and sparse linear assignment problems", Computing 38, 1987), with one node for all places of an opening. The
prices prove the result: what each place and each person is worth adds up to just the points that were reached, and no
pair is worth more than both its prices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

Wish = tuple[int, int]  # a person and the points of the pair
FIRST_LOOK = 32  # how many people more than it has places are looked at for each opening, to begin with


@dataclass(frozen=True)
class Assignment:
    """Who goes where, and the points in all.

    `worth` is the price of a place of each opening, `paid` that of each person, both in units of `unit` to one point.
    """

    placed: Mapping[int, int]  # person -> opening
    points: int
    worth: Mapping[int, int]
    paid: Mapping[int, int]
    unit: int


def assign(wishes: Mapping[int, Iterable[Wish]], places: Mapping[int, int], waiting: Mapping[int, int]) -> Assignment:
    """The best assignment, from every pair that may be: by opening, those who could go there with their points (≥ 1).

    `waiting` are the days that each person waits. The order of rows and of numbers plays no part but between people who
    wait equally long and openings that are worth the same: then the smaller number goes first.
    """
    everyone = {opening: sorted(found, key=lambda wish: (-wish[1], wish[0])) for opening, found in wishes.items()}
    return assign_from(lambda opening, most: everyone.get(opening, [])[:most], places, waiting)


def assign_from(
    best_of: Callable[[int, int], Sequence[Wish]], places: Mapping[int, int], waiting: Mapping[int, int]
) -> Assignment:
    """The best assignment where `best_of(opening, most)` gives the best people of an opening, best first.

    Nobody is lost by looking at a few first: a person below those can only belong into the assignment when they bring
    more points than a place there is worth, and then more are looked at.
    """
    looked = {opening: count + FIRST_LOOK for opening, count in places.items() if count > 0}
    seniority, unit = _seniority(waiting)
    while True:
        found = {opening: best_of(opening, most) for opening, most in looked.items()}
        solver = _Solver(found, places, seniority, unit)
        solver.run()
        short = [
            opening
            for opening, most in looked.items()
            if len(found[opening]) == most and found[opening][-1][1] * unit + unit > solver.worth[opening]
        ]
        if not short:
            return solver.result()
        for opening in short:
            looked[opening] *= 3


def _seniority(waiting: Mapping[int, int]) -> tuple[Mapping[int, int], int]:
    """What a long wait adds, and how much one point is worth in the same coin: more than all waits together."""
    days = sorted(set(waiting.values()))
    rank = {day: place for place, day in enumerate(days)}
    unit = len(days) * max(len(waiting), 1) + 1
    return {person: rank[day] for person, day in waiting.items()}, unit


class _Solver:
    """Places are filled one by one; each takes the cheapest path of moves that ends with someone who is still free."""

    def __init__(
        self,
        found: Mapping[int, Sequence[Wish]],
        places: Mapping[int, int],
        seniority: Mapping[int, int],
        unit: int,
    ) -> None:
        self.unit = unit
        self.places = places
        self.edges = {
            opening: sorted(
                ((points * unit + seniority[person], person) for person, points in wishes),
                key=lambda it: (-it[0], it[1]),
            )
            for opening, wishes in found.items()
        }
        self.value = {opening: {person: worth for worth, person in edges} for opening, edges in self.edges.items()}
        self.worth: dict[int, int] = {}
        self.paid: dict[int, int] = {}
        self.placed: dict[int, int] = {}
        self.there: dict[int, set[int]] = {opening: set() for opening in self.edges}

    def run(self) -> None:
        """Fill every place that is worth filling."""
        for opening in sorted(self.edges):
            best = (value - self.paid.get(person, 0) for value, person in self.edges[opening])
            self.worth[opening] = max(0, max(best, default=0))
            for _place in range(self.places[opening]):
                if self.worth[opening] == 0 or not self._fill(opening):
                    break  # one more place there would bring nothing

    def _fill(self, start: int) -> bool:
        """Fill one place more, moving others along if all gain by it; False when it stays empty at no loss."""
        far, came, settled, queue = {start: 0}, dict[int, tuple[int, int]](), dict[int, int](), [(0, start)]
        end, ends_with, last = self.worth[start], None, start  # to leave this very place empty
        while queue:
            distance, opening = heappop(queue)
            if distance >= end:
                break
            if opening in settled:
                continue
            settled[opening] = distance
            if distance + self.worth[opening] < end:  # one place there stays empty instead
                end, ends_with, last = distance + self.worth[opening], None, opening
            base = distance + self.worth[opening]
            for value, person in self.edges[opening]:
                if base - value >= end:
                    break  # the next ones bring less still
                to = base - value + self.paid.get(person, 0)
                holder = self.placed.get(person)
                if to >= end or holder == opening:
                    continue
                if holder is None:
                    end, ends_with, last = to, person, opening
                elif holder not in settled and to < far.get(holder, end):
                    far[holder] = to
                    came[holder] = (opening, person)
                    heappush(queue, (to, holder))
        self._reprice(settled, end)
        self._move(start, last, ends_with, came)
        return ends_with is not None or last != start

    def _reprice(self, settled: Mapping[int, int], end: int) -> None:
        for opening, distance in settled.items():
            self.worth[opening] -= end - distance
            for person in self.there[opening]:
                self.paid[person] = self.paid.get(person, 0) + end - distance

    def _move(self, start: int, last: int, free: int | None, came: Mapping[int, tuple[int, int]]) -> None:
        """Everyone on the path goes one opening back towards the start; whoever was free takes the last place."""
        if free is not None:
            self._put(free, last)
        while last != start:
            before, person = came[last]
            self.there[last].remove(person)
            self._put(person, before)
            last = before

    def _put(self, person: int, opening: int) -> None:
        self.placed[person] = opening
        self.there[opening].add(person)

    def result(self) -> Assignment:
        """What came of it."""
        points = sum(self.value[opening][person] // self.unit for person, opening in self.placed.items())
        return Assignment(dict(sorted(self.placed.items())), points, self.worth, self.paid, self.unit)
