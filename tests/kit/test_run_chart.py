"""A run chart says when something truly changed, and keeps still when chance made the pattern."""

from __future__ import annotations

from itertools import combinations, groupby

import pytest

from portal.kit.run_chart import HEIGHT, LEFT, RIGHT, TOP, WIDTH, Sign, chart, expected_runs, runs_of, signs

CALM = [5, 7, 4, 6, 8, 3, 6, 4, 7, 5, 3, 8]


def kinds(values: list[float]) -> list[str]:
    return [found.sign for found in signs(values)]


def test_what_goes_up_and_down_by_chance_shows_no_sign() -> None:
    assert kinds(CALM) == []


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ([1, 2, 1, 3, 2, 1, 8, 9, 8, 7, 9, 8], [(0, 1, 2, 3, 4, 5), (6, 7, 8, 9, 10, 11)]),
        ([9, 1, 9, 8, 1, 2, 1, 2, 1, 9, 8, 9], []),  # five in a row below are not six
        ([5, 9, 8, 9, 5, 8, 9, 8, 1, 2, 1, 2, 1, 2, 5], [(1, 2, 3, 5, 6, 7), (8, 9, 10, 11, 12, 13)]),
    ],
    ids=["six on each side", "five are too few", "one on the median is passed over"],
)
def test_six_in_a_row_on_one_side_of_the_median_are_a_shift(values: list[float], points: list[object]) -> None:
    assert [found.points for found in signs(values) if found.sign == Sign.SHIFT] == points


def test_a_shift_says_on_which_side_it_is() -> None:
    below, above = [found for found in signs([1, 2, 1, 3, 2, 1, 8, 9, 8, 7, 9, 8]) if found.sign == Sign.SHIFT]
    assert (below.is_up, above.is_up) == (False, True)


@pytest.mark.parametrize(
    ("values", "points", "is_up"),
    [
        ([5, 9, 1, 2, 4, 6, 8, 2, 9, 1, 7, 3], (2, 3, 4, 5, 6), True),
        ([5, 1, 9, 8, 6, 4, 2, 9, 2, 8, 1, 7], (2, 3, 4, 5, 6), False),
        ([9, 1, 2, 3, 3, 4, 5, 2, 9, 1, 7, 3], (1, 2, 3, 5, 6), True),  # of two that are the same, one counts
    ],
    ids=["up", "down", "a value that repeats"],
)
def test_five_that_all_go_one_way_are_a_trend(values: list[float], points: object, is_up: bool) -> None:
    assert [(one.points, one.is_up) for one in signs(values) if one.sign == Sign.TREND] == [(points, is_up)]


def test_four_that_go_one_way_are_no_trend_and_neither_is_a_measure_that_stands_still() -> None:
    assert Sign.TREND not in kinds([5, 9, 1, 2, 4, 6, 3, 2, 9, 1, 7, 3])
    assert kinds([4] * 14) == []


def test_points_on_one_side_only_say_nothing_of_how_often_the_median_is_crossed() -> None:
    assert kinds([1] * 11 + [3, 2] * 5) == [Sign.SHIFT]


def test_a_line_that_crosses_its_median_too_seldom_or_too_often_is_no_chance() -> None:
    (few,) = [found for found in signs([1, 2, 1, 3, 2, 1, 8, 9, 8, 7, 9, 8]) if found.sign == Sign.FEW_RUNS]
    assert (few.runs, few.expected) == (2, (4, 10))
    assert kinds([1, 9] * 6) == [Sign.MANY_RUNS]


def test_runs_are_counted_as_they_are_circled_on_paper() -> None:
    """16 months with four runs of 7, 7, 1 and 1: the worked example of D. Balestracci, Quality Digest, October 2008."""
    values = [9, 8, 9, 8, 9, 8, 9, 1, 2, 1, 2, 1, 2, 1, 9, 2]
    assert [len(points) for _is_up, points in runs_of(values)] == [7, 7, 1, 1]
    (few,) = [found for found in signs(values) if found.sign == Sign.FEW_RUNS]
    assert (few.runs, few.expected) == (4, (5, 13))


@pytest.mark.parametrize(
    ("points", "fewest", "most"),
    [
        *[(10, 3, 9), (13, 4, 11), (14, 4, 12), (15, 5, 12), (16, 5, 13), (18, 6, 14), (19, 6, 15), (21, 7, 16)],
        *[(24, 8, 18), (26, 9, 19), (27, 10, 19), (28, 10, 20), (30, 11, 21), (40, 15, 27), (50, 19, 33), (60, 24, 38)],
    ],
)
def test_as_many_runs_are_expected_as_the_printed_table_says(points: int, fewest: int, most: int) -> None:
    assert expected_runs(points // 2, points - points // 2) == (fewest, most)


@pytest.mark.parametrize(("above", "below"), [(5, 5), (6, 6), (5, 7), (6, 8), (4, 9)])
def test_no_more_than_one_order_in_twenty_is_outside_what_is_expected(above: int, below: int) -> None:
    """Every order that there is, counted one by one."""
    total = above + below
    counted = [
        len(list(groupby(place in chosen for place in range(total))))
        for chosen in map(set, combinations(range(total), above))
    ]
    fewest, most = expected_runs(above, below)
    for outside in (sum(runs < fewest for runs in counted), sum(runs > most for runs in counted)):
        assert outside <= 0.025 * len(counted)
    assert sum(runs <= fewest for runs in counted) > 0.025 * len(counted)
    assert sum(runs >= most for runs in counted) > 0.025 * len(counted)


def test_fewer_than_ten_points_are_drawn_and_no_sign_is_read_into_them() -> None:
    drawn = chart([(str(n), float(n)) for n in range(9)])
    assert drawn is not None and len(drawn.dots) == 9 and not drawn.has_enough and not drawn.found


def test_points_stand_in_their_order_from_left_to_right_and_the_higher_value_is_higher() -> None:
    drawn = chart([("May", 0), ("June", 50), ("July", 100)])
    assert drawn is not None
    first, second, third = drawn.dots
    assert (first.x, third.x) == (LEFT, WIDTH - RIGHT) and first.x < second.x < third.x
    assert first.y > second.y > third.y == TOP and first.y < HEIGHT
    assert drawn.middle == 50 and drawn.middle_y == second.y
    assert drawn.path == f"M{first.x} {first.y} L{second.x} {second.y} L{third.x} {third.y}"


def test_more_than_all_still_fits_on_the_chart() -> None:
    drawn = chart([("May", 90), ("June", 130)])
    assert drawn is not None and drawn.ticks[-1][1] == 140 and all(dot.y >= TOP for dot in drawn.dots)


def test_nothing_and_a_single_point_are_no_error() -> None:
    assert chart([]) is None
    single = chart([("May", 40)])
    assert single is not None and LEFT < single.dots[0].x < WIDTH
