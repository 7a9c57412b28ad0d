"""The best whole assignment of many people to many places: a proven optimum, and those who waited longest first.

One person goes to one opening at most, and an opening takes no more people than it has places. Among all such
assignments this finds one with the most points in all; of several, one whose people come first in the order in which they
are given, which is that of waiting.

The method is Kuhn's ("The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2, 1955) in the
form of Munkres (1957): places of an opening share one price, which falls point by point until somebody comes. The prices
prove the result: what each place and each person is worth adds up to just the points that were reached, and no pair is
worth more than both its prices. Sets of people are long numbers with a bit for each (see `crowd`), so that one step over
thousands of people takes microseconds. That of several best ones the fairest is found by single exchanges rests on the
people in best assignments being the bases of a matroid (Edmonds and Fulkerson, "Transversals and matroid partition", 1965).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop

Levels = Mapping[int, int]  # points of a pair (1 or more) -> the people with whom an opening has as many


@dataclass(frozen=True)
class Assignment:
    """Who goes where, the points in all, and the prices that prove that there are no more to be had.

    People are places in the order that was given, 0 for whoever waited longest. `worth` is the price of one place of each
    opening, `paid` that of each person who has one; both in points.
    """

    placed: Mapping[int, int]  # person -> opening
    points: int
    worth: Mapping[int, int]
    paid: Mapping[int, int]


def levels(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The people of an opening by points, from pairs of a person and points."""
    found: dict[int, int] = {}
    for person, points in pairs:
        found[points] = found.get(points, 0) | 1 << person
    return found


def assign(wishes: Mapping[int, Levels], places: Mapping[int, int]) -> Assignment:
    """The best assignment. The order of rows plays no part; of openings that are alike the smaller number goes first."""
    solver = _Solver(wishes, places)
    solver.run()
    solver.make_fair()
    return solver.result()


class _Solver:
    """Prices, who is where, and who is free."""

    def __init__(self, wishes: Mapping[int, Levels], places: Mapping[int, int]) -> None:
        self.wishes = {opening: wishes[opening] for opening in sorted(wishes) if wishes[opening] and places[opening]}
        self.left = {opening: places[opening] for opening in self.wishes}
        self.highest = max((max(found) for found in self.wishes.values()), default=0)
        self.worth = dict.fromkeys(self.wishes, self.highest)
        everyone = 0
        for found in self.wishes.values():
            for who in found.values():
                everyone |= who
        self.free = everyone
        self.paying = {0: everyone}  # price -> the people who have it
        self.there = dict.fromkeys(self.wishes, 0)
        self.placed: dict[int, int] = {}
        self.tight: dict[int, int] = {}

    def run(self) -> None:
        """Let prices fall, point by point, and fill places whenever somebody can come at that price."""
        for price in range(self.highest, -1, -1):
            seen, reached = self._fill()
            if not reached:
                return
            if price:  # at nothing there is nobody left whom it would pay to place, but some may cost nothing
                self._lower(seen, reached)

    def _fill(self) -> tuple[int, set[int]]:
        """Fill what can be filled at these prices; whom and what those that still have a place can reach.

        What one search could reach in vain, none that follows at these prices need look at again (Kuhn 1955).
        """
        in_vain, known = set[int](), 0
        for opening in self.wishes:
            while self.left[opening]:
                came, seen, last = self._search(opening, in_vain, known)
                if last is None:
                    in_vain, known = in_vain | came.keys(), known | seen
                    break
                self._move(came, last, _first(self._tight(last) & self.free))
                self.left[opening] -= 1
        return known, in_vain

    def _search(
        self, start: int, in_vain: Container[int], seen: int
    ) -> tuple[dict[int, tuple[int, int] | None], int, int | None]:
        """From an opening along people who would as soon go there, until one that someone who is free would take.

        Each opening that was reached, with whose move to which opening would free a place there; all people met.
        """
        came: dict[int, tuple[int, int] | None] = {start: None}
        queue = deque([start])
        while queue:
            opening = queue.popleft()
            tight = self._tight(opening)
            if tight & self.free:
                return came, seen, opening
            new = tight & ~seen
            seen |= new
            while new:
                person = _first(new)
                holder = self.placed[person]
                new &= ~self.there[holder]
                if holder not in came and holder not in in_vain:
                    came[holder] = (person, opening)
                    queue.append(holder)
        return came, seen, None

    def _tight(self, opening: int) -> int:
        """The people who would as soon be there as where they are, at these prices."""
        found = self.tight.get(opening)
        if found is None:
            found, worth, here = 0, self.worth[opening], self.wishes[opening]
            for price, who in self.paying.items():
                found |= who & here.get(worth + price, 0)
            self.tight[opening] = found
        return found

    def _move(self, came: Mapping[int, tuple[int, int] | None], last: int, person: int) -> None:
        """Someone who was free comes, and everyone on the way moves on by one."""
        self.free ^= 1 << person
        opening = last
        while (step := came[opening]) is not None:
            mover, to = step
            self._put(person, opening)
            self.there[opening] ^= 1 << mover
            person, opening = mover, to
        self._put(person, opening)

    def _put(self, person: int, opening: int) -> None:
        self.placed[person] = opening
        self.there[opening] |= 1 << person

    def _lower(self, seen: int, reached: Iterable[int]) -> None:
        """Places that wait for someone, and all that compete with them, cost a point less; their people a point more."""
        self.tight = {}
        for opening in reached:
            self.worth[opening] -= 1
        paying: dict[int, int] = {}
        for price, who in self.paying.items():
            for at, some in ((price, who & ~seen), (price + 1, who & seen)):
                if some:
                    paying[at] = paying.get(at, 0) | some
        self.paying = paying

    def make_fair(self) -> None:
        """Let whoever waited longer have the place of someone who waited less, where the points stay the same."""
        while any([self._exchange(opening) for opening in self._could_be_fairer()]):
            pass

    def _could_be_fairer(self) -> list[int]:
        """Openings that can reach someone free who waited longer than the last of those there who could leave."""
        first = self._first_reachable()
        weakest = {opening: self._weakest(opening) for opening in self.wishes}
        return [opening for opening, person in first.items() if person < weakest[opening]]

    def _first_reachable(self) -> dict[int, int]:
        """For each opening, who of those free and within reach by moves waited longest."""
        known: dict[int, int] = {}
        tight = {opening: self._tight(opening) for opening in self.wishes}
        queue = [(_first(some & self.free), opening) for opening, some in tight.items() if some & self.free]
        heapify(queue)
        while queue and tight:
            person, opening = heappop(queue)
            same = [opening] if tight.pop(opening, None) is not None else []
            while same:
                here = same.pop()
                known[here] = person
                there = self.there[here]
                near = [other for other, some in tight.items() if some & there]
                for other in near:
                    del tight[other]
                same += near
        return known

    def _weakest(self, opening: int) -> int:
        """Who waited least of those there whom nobody else needs; -1 when there is none."""
        return (self.there[opening] & self.paying.get(0, 0)).bit_length() - 1

    def _exchange(self, opening: int) -> bool:
        """One exchange that starts at an opening, if there is a fairer one still."""
        came: dict[int, tuple[int, int] | None] = {opening: None}
        queue, seen, best, last = deque([opening]), 0, self._weakest(opening), None
        while queue:
            here = queue.popleft()
            if (some := self._tight(here) & self.free) and _first(some) < best:
                best, last = _first(some), here
            new = self._tight(here) & ~seen & ~self.free
            seen |= new
            while new:
                person = _first(new)
                holder = self.placed[person]
                new &= ~self.there[holder]
                if holder not in came:
                    came[holder] = (person, here)
                    queue.append(holder)
        if last is None:
            return False
        self._leave(self._weakest(opening), opening)
        self._move(came, last, best)
        return True

    def _leave(self, person: int, opening: int) -> None:
        self.there[opening] ^= 1 << person
        self.free |= 1 << person
        del self.placed[person]

    def result(self) -> Assignment:
        """What came of it."""
        paid = {person: price for price, who in self.paying.items() for person in _each(who & ~self.free) if price}
        points = sum(self.worth[opening] + paid.get(person, 0) for person, opening in self.placed.items())
        return Assignment(dict(sorted(self.placed.items())), points, self.worth, paid)


def _first(who: int) -> int:
    """The first of them."""
    return (who & -who).bit_length() - 1


def _each(who: int) -> Iterable[int]:
    while who:
        yield _first(who)
        who &= who - 1
