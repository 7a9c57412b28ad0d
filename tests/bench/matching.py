"""Ranking and whole assignment at the sizes of a large Trust and beyond, beside plain SQL and plain greed."""

from __future__ import annotations

import random
import sqlite3
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

from portal.teams.rules import matching
from portal.teams.rules.assignment import Assignment, Levels, assign
from portal.teams.rules.crowd import Crowd
from portal.teams.rules.matching import DEFAULT_WEIGHTS, IN_PERSON, MOST, Candidate, Factor, Place

# People, openings, and how many places each of these has: 960, 8,034 and 8,000 places in all.
WHOLE = [(1_000, 200, (1, 9)), (10_000, 1_600, (1, 9)), (100_000, 800, (5, 15))]
AIMS = {1_000: 0.1, 10_000: 1.0, 100_000: 6.0}  # seconds, candidates included
MANY, OPENINGS, SHOWN = 100_000, 1_000, 25
COLUMNS = (
    "times",
    "modes",
    "places",
    "good_at",
    "learn",
    "rather_not",
    "interests",
    "lived",
    "languages",
    "needs",
    "checks",
)


def _few(draw: random.Random, bits: int, times: int = 2) -> int:
    mask = (1 << bits) - 1
    for _time in range(times):
        mask &= draw.getrandbits(bits)
    return mask


def someone(draw: random.Random, id: int) -> Candidate:
    """Someone who answered most of the survey."""
    return Candidate(
        id,
        times=_few(draw, 28, 3),
        modes=draw.choice([0, 1, 2, 3, 3, 7]),
        places=_few(draw, 10),
        good_at=_few(draw, 14),
        learn=_few(draw, 14, 3),
        rather_not=1 << draw.randrange(14) if draw.random() < 0.2 else 0,
        interests=_few(draw, 12),
        lived=_few(draw, 14, 3),
        languages=_few(draw, 15, 3),
        needs=_few(draw, 24, 3),
        checks=_few(draw, 4, 1),
        hours=draw.choice([None, 2, 4, 8]),
        is_first_time=draw.random() < 0.7,
        waiting_days=draw.randint(0, 90),
    )


def an_opening(draw: random.Random, id: int) -> Place:
    """An opening that says most of what it can."""
    return Place(
        id,
        times=_few(draw, 28, 4),
        modes=draw.choice([1, 2, 3, 3]),
        place=1 << draw.randrange(10),
        skills_wanted=_few(draw, 14, 3),
        skills_learnt=_few(draw, 14, 3),
        lived_wanted=_few(draw, 14, 3),
        needs_met=_few(draw, 24),
        checks=draw.choice([0, 0, 0, 0, 1]),
        theme=1 << draw.randrange(12),
        hours=draw.choice([None, 4]),
    )


def measure() -> None:
    """Print ranking and assignment, each beside its baseline."""
    print("\nMatching, in memory, one process")
    draw = random.Random(2026)
    people = [someone(draw, id) for id in range(MANY)]
    openings = [an_opening(draw, id) for id in range(20)]
    _ranking(people, openings)
    one, all_of = people[0], [an_opening(draw, id) for id in range(OPENINGS)]
    seconds, _found = _timed(lambda: matching.rank_places(one, all_of))
    print(f"  one person over {OPENINGS:,} openings: {seconds * 1000:.2f} ms (aim 1)")
    for count, openings_count, places in WHOLE:
        _whole(count, openings_count, places)


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def _ranking(people: list[Candidate], openings: list[Place]) -> None:
    built, crowd = _timed(lambda: Crowd(people))
    together = [_timed(lambda place=place: crowd.best_of(place, SHOWN)) for place in openings]
    alone, first = _timed(lambda: matching.rank(openings[0], people)[:SHOWN])
    with closing(_table(people)) as table:
        in_sql = [_timed(lambda place=place: _by_sql(table, place)) for place in openings]
    for (_seconds, found), (_sql, ids) in zip(together, in_sql, strict=True):
        assert [match.candidate.id for match in found] == ids
    assert together[0][1] == first
    batch, sql = (statistics.median(seconds for seconds, _found in each) for each in (together, in_sql))
    print(
        f"  one opening over {MANY:,} people: {batch * 1000:.2f} ms in a batch (aim 5), {alone * 1000:.0f} ms one by one"
    )
    print(
        f"    plain SQL on SQLite {sql * 1000:.0f} ms: {sql / batch:.0f} × as long; the crowd is made in {built:.2f} s"
    )


def _table(people: list[Candidate]) -> sqlite3.Connection:
    table = sqlite3.connect(":memory:")
    table.execute(f"CREATE TABLE c (id INTEGER PRIMARY KEY, {', '.join(COLUMNS)}, hours, first, waiting)")
    rows = (
        (one.id, *(getattr(one, name) for name in COLUMNS), one.hours, one.is_first_time, one.waiting_days)
        for one in people
    )
    table.executemany(f"INSERT INTO c VALUES ({', '.join('?' * (len(COLUMNS) + 4))})", rows)
    return table


def _by_sql(table: sqlite3.Connection, place: Place) -> list[int]:
    """The same limits and points as one statement."""
    said = f"SELECT id FROM c WHERE {' AND '.join(_no_limit(place))} ORDER BY {' + '.join(_sums(place))} DESC, waiting DESC, id"
    return [id for (id,) in table.execute(f"{said} LIMIT {SHOWN}")]


def _no_limit(place: Place) -> Iterator[str]:
    yield f"(times = 0 OR {place.times} = 0 OR times & {place.times})"
    yield f"(modes = 0 OR {place.modes} = 0 OR modes & {place.modes})"
    yield f"(hours IS NULL OR hours >= {place.hours or 0})"
    yield f"checks & {place.checks} = {place.checks}"
    yield f"rather_not & {place.skills_wanted} = 0"
    ways = f"(CASE modes WHEN 0 THEN {place.modes} ELSE modes & {place.modes} END)"
    yield f"NOT ({ways} = {IN_PERSON} AND {place.place} AND places AND places & {place.place} = 0)"


def _sums(place: Place) -> Iterator[str]:
    for factor, name, mask in (
        (Factor.TIMES, "times", place.times),
        (Factor.TRAVEL, "places", place.place if place.modes & IN_PERSON else 0),
        (Factor.MODE, "modes", place.modes),
        (Factor.INTEREST, "interests", place.theme),
        (Factor.LIVED, "lived", place.lived_wanted),
        (Factor.SKILLS, "good_at", place.skills_wanted),
        (Factor.LEARNING, "learn", place.skills_learnt),
        (Factor.LANGUAGE, "languages", place.languages),
        (Factor.NEEDS, "needs", place.needs_met),
    ):
        bits = [f"(({name} >> {bit}) & 1)" for bit in range(mask.bit_length()) if mask >> bit & 1]
        if bits:
            yield f"min({MOST[factor]}, {' + '.join(bits)}) * {DEFAULT_WEIGHTS[factor]}"
    yield f"first * {DEFAULT_WEIGHTS[Factor.FIRST]}"
    yield f"min({MOST[Factor.WAITING]}, waiting / {matching.DAYS_A_STEP}) * {DEFAULT_WEIGHTS[Factor.WAITING]}"


def _whole(count: int, openings_count: int, each: tuple[int, int]) -> None:
    draw = random.Random(count)
    people = [someone(draw, id) for id in range(count)]
    openings = [an_opening(draw, id) for id in range(openings_count)]
    places = {opening.id: draw.randint(*each) for opening in openings}

    def pairs() -> dict[int, Levels]:
        crowd = Crowd(people)
        return {opening.id: crowd.levels(opening) for opening in openings}

    found_in, wishes = _timed(pairs)
    solved_in, found = _timed(lambda: assign(wishes, places))
    _prove(found, places)
    greedy_in, greedy = _timed(lambda: _greedy(wishes, places))
    tracemalloc.start()
    assign(wishes, places)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(
        f"  {count:,} people to {sum(places.values()):,} places: {found_in + solved_in:.2f} s (aim {AIMS[count]:g}),"
        f" of which {found_in:.2f} s for candidates; {len(found.placed):,} placed, proved to be the best;"
        f" greed reaches {greedy / found.points:.3f} of it in {greedy_in:.2f} s; {peak:.0f} MB beside the candidates"
    )


def _prove(found: Assignment, places: dict[int, int]) -> None:
    """The prices add up to the points: nobody can find more."""
    assert (
        sum(places[opening] * worth for opening, worth in found.worth.items()) + sum(found.paid.values())
        == found.points
    )


def _greedy(wishes: dict[int, Levels], places: dict[int, int]) -> int:
    """The best pair first, again and again: what a person with a list would do."""
    left, taken, points = dict(places), 0, 0
    for worth, opening in sorted(_each(wishes), key=lambda pair: (-pair[0], pair[1])):
        free = wishes[opening][worth] & ~taken
        while free and left[opening]:
            one = free & -free
            taken, free, left[opening], points = taken | one, free ^ one, left[opening] - 1, points + worth
    return points


def _each(wishes: dict[int, Levels]) -> Iterable[tuple[int, int]]:
    return ((worth, opening) for opening, levels in wishes.items() for worth in levels)


if __name__ == "__main__":
    measure()
