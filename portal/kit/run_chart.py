"""Run charts: a measure over time with its median, the signs that it truly changed, and where each point is drawn.

The rules are those of Perla, Provost and Murray, "The run chart: a simple analytical tool for learning from variation in
healthcare processes", BMJ Quality & Safety 2011;20:46-51. How many runs chance alone makes is reckoned as Swed and
Eisenhart did (Annals of Mathematical Statistics 1943;14:66-87), not copied from their table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, pairwise
from math import comb
from statistics import median

LEAST_POINTS = 10  # with fewer, chance makes every pattern
SHIFT, TREND = 6, 5
TAIL = 0.025  # at each end: one chart in twenty would show too few or too many runs by chance


class Sign(StrEnum):
    """What chance alone would rarely make."""

    SHIFT = "shift"  # many points in a row on one side of the median
    TREND = "trend"  # many points in a row that all go up, or all go down
    FEW_RUNS = "few_runs"  # the line crosses the median too seldom
    MANY_RUNS = "many_runs"  # it crosses it too often


@dataclass(frozen=True)
class Found:
    """A sign, with the places of its points, counted from 0; for runs, how many there are and how many chance makes."""

    sign: Sign
    points: tuple[int, ...] = ()
    is_up: bool = False
    runs: int = 0
    expected: tuple[int, int] = (0, 0)


def signs(values: Sequence[float]) -> list[Found]:
    """Every sign in a measure; none where it has too few points to tell."""
    if len(values) < LEAST_POINTS:
        return []
    runs = runs_of(values)
    return [*_shifts(runs), *_trends(values), *_count_of(runs)]


def runs_of(values: Sequence[float]) -> list[tuple[bool, tuple[int, ...]]]:
    """The runs, in order: whether above the median, and the places of their points. Points on the median are in none."""
    middle = median(values)
    beside = [(value > middle, place) for place, value in enumerate(values) if value != middle]
    return [(is_up, tuple(place for _up, place in run)) for is_up, run in groupby(beside, key=lambda point: point[0])]


def _shifts(runs: list[tuple[bool, tuple[int, ...]]]) -> list[Found]:
    return [Found(Sign.SHIFT, points, is_up) for is_up, points in runs if len(points) >= SHIFT]


def _trends(values: Sequence[float]) -> list[Found]:
    """Points that all go one way; of values that repeat, only the first counts."""
    told = [place for place, value in enumerate(values) if place == 0 or value != values[place - 1]]
    steps = [(values[after] > values[before], before, after) for before, after in pairwise(told)]
    found = []
    for is_up, group in groupby(steps, key=lambda step: step[0]):
        way = list(group)
        points = (way[0][1], *(after for _up, _before, after in way))
        if len(points) >= TREND:
            found.append(Found(Sign.TREND, points, is_up))
    return found


def _count_of(runs: list[tuple[bool, tuple[int, ...]]]) -> list[Found]:
    above = sum(len(points) for is_up, points in runs if is_up)
    below = sum(len(points) for is_up, points in runs if not is_up)
    if above + below < LEAST_POINTS or not above or not below:
        return []
    fewest, most = expected_runs(above, below)
    if fewest <= len(runs) <= most:
        return []
    sign = Sign.FEW_RUNS if len(runs) < fewest else Sign.MANY_RUNS
    return [Found(sign, runs=len(runs), expected=(fewest, most))]


@lru_cache
def expected_runs(above: int, below: int) -> tuple[int, int]:
    """The fewest and the most runs that so many points above and below the median make by chance, 19 times in 20.

    With as many above as below it is the printed table, but for a few lines, where that is out by one.
    """
    counts = list(range(2, 2 * min(above, below) + 2))
    return _edge(counts, above, below), _edge(counts[::-1], above, below)


def _edge(counts: list[int], above: int, below: int) -> int:
    """The first of these counts of runs at which, with all before it, chance makes more than `TAIL` of all charts."""
    least, seen = TAIL * comb(above + below, above), 0
    for runs in counts:
        seen += _ways(runs, above, below)
        if seen > least:
            return runs
    return counts[-1]


def _ways(runs: int, above: int, below: int) -> int:
    """In how many orders so many points make this number of runs."""
    half = runs // 2
    if runs % 2 == 0:
        return 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
    one = comb(above - 1, half) * comb(below - 1, half - 1)
    return one + comb(above - 1, half - 1) * comb(below - 1, half)


WIDTH, HEIGHT = 480, 300  # small, so that its words can be read on a phone
LEFT, RIGHT, TOP, BOTTOM = 60, 24, 24, 44
LABELS = 3  # below the line: the first point, the last one, and one between


@dataclass(frozen=True)
class Dot:
    """Where one point is drawn; one of a shift or a trend has another shape."""

    x: float
    y: float
    label: str
    value: float
    is_marked: bool


@dataclass(frozen=True)
class Chart:
    """A drawn run chart, and what it shows."""

    dots: tuple[Dot, ...]
    middle: float
    middle_y: float
    ticks: tuple[tuple[float, float], ...]  # where each line of the scale is, and its value
    labels: tuple[Dot, ...]
    found: tuple[Found, ...]

    @property
    def has_enough(self) -> bool:
        """Whether there are enough points for signs to mean something."""
        return len(self.dots) >= LEAST_POINTS

    @property
    def path(self) -> str:
        """The line from point to point, as SVG draws it."""
        return "M" + " L".join(f"{dot.x} {dot.y}" for dot in self.dots)


def chart(points: Sequence[tuple[str, float]], *, step: float = 20, least_top: float = 100) -> Chart | None:
    """A run chart of points with their labels, oldest first, on a scale from 0 in steps; None where there is no point."""
    if not points:
        return None
    values = [value for _label, value in points]
    top = max(least_top, -(-max(values) // step) * step)
    found = signs(values)
    marked = {place for one in found for place in one.points}
    dots = tuple(
        Dot(_x(place, len(points)), _y(value, top), label, value, place in marked)
        for place, (label, value) in enumerate(points)
    )
    ticks = tuple((_y(step * n, top), step * n) for n in range(round(top / step) + 1))
    middle = median(values)
    return Chart(dots, middle, _y(middle, top), ticks, _labelled(dots), tuple(found))


def _x(place: int, count: int) -> float:
    room = WIDTH - LEFT - RIGHT
    return round(LEFT + (room / 2 if count == 1 else place * room / (count - 1)), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM), 1)


def _labelled(dots: tuple[Dot, ...]) -> tuple[Dot, ...]:
    if len(dots) <= LABELS:
        return dots
    return (dots[0], dots[len(dots) // 2], dots[-1])
