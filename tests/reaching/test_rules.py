"""Nobody can be picked out, even by someone who knows how many answered, and how we hide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.reaching import rules

Table = tuple[int, ...]
Shown = tuple[int | None, ...]
TABLES = st.lists(st.one_of(st.integers(0, 7), st.integers(0, 60)), min_size=3, max_size=11).map(tuple)


def shown(table: Table) -> Shown:
    found = rules.shown({str(place): number for place, number in enumerate(table)})
    return tuple(found[str(place)] for place in range(len(table)))


def guesses(table: Table, hidden: list[int]) -> Iterator[list[int]]:
    """Other numbers with the same sum that the hidden ones could be: some moved from one to another, or one from each."""
    for taken, given_to in permutations(hidden, 2):
        for moved in range(1, table[taken] + 1):
            guess = list(table)
            guess[taken] -= moved
            guess[given_to] += moved
            yield guess
    for given_to in hidden:
        guess = [number - (place in hidden and number > 0) for place, number in enumerate(table)]
        guess[given_to] += sum(table) - sum(guess)
        yield guess


def is_certain(table: Table, place: int) -> bool:
    """Whether an attacker who knows the total, and tries our own rule on each guess, finds one number only there."""
    seen = shown(table)
    hidden = [place for place, number in enumerate(seen) if number is None]
    others = (guess for guess in guesses(table, hidden) if guess[place] != table[place])
    return not any(shown(tuple(guess)) == seen for guess in others)


@pytest.mark.parametrize(
    ("table", "seen"),
    [
        ((12, 8, 20), (12, 8, 20)),  # nothing is small
        ((5, 5, 5), (5, 5, 5)),
        ((3, 12, 20), (None, None, 20)),  # 3 alone could be worked out from the total
        ((1, 2, 30, 40), (None, None, None, 40)),  # 1 and 2 are fewer than 5 people together
        ((4, 4, 9, 30), (None, None, None, 30)),  # two alike, both below 5: who knows their sum would know both
        ((0, 0, 0, 12), (None, None, None, None)),  # "everyone said the same" is told about each of them
        ((4, 9, 9, 30), (None, None, None, 30)),  # one of two alike is not chosen before the other
        ((2, 3, 30, 40), (None, None, 30, 40)),
        ((0, 0, 0), (None, None, None)),
    ],
)
def test_small_numbers_are_hidden_and_what_they_could_be_worked_out_from(table: Table, seen: Shown) -> None:
    assert shown(table) == seen


@given(TABLES)
def test_a_number_below_five_is_never_shown_and_a_true_one_is_never_changed(table: Table) -> None:
    for number, seen in zip(table, shown(table), strict=True):
        assert seen in (None, number)
        assert seen is None or seen >= 5


@given(TABLES)
def test_nothing_is_hidden_alone_and_nothing_without_need(table: Table) -> None:
    hidden = [number for number, seen in zip(table, shown(table), strict=True) if seen is None]
    assert not hidden or (len(hidden) >= 2 and (sum(hidden) >= 5 or len(hidden) == len(table)))
    assert not hidden or min(hidden) < 5


@given(TABLES, st.data())
def test_which_answer_a_number_stands_beside_makes_no_difference(table: Table, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(table))))
    seen = shown(table)
    assert shown(tuple(table[place] for place in order)) == tuple(seen[place] for place in order)


@settings(deadline=None)
@given(TABLES)
def test_someone_who_knows_the_total_and_our_rule_is_sure_of_no_hidden_number(table: Table) -> None:
    assume(any(table))  # who knows that nobody answered knows it all, and about nobody
    hidden = [place for place, number in enumerate(shown(table)) if number is None]
    assert not any(is_certain(table, place) for place in hidden)


@pytest.mark.parametrize(("answers", "most"), [(3, 16), (4, 11), (5, 7)])
def test_of_all_small_tables_none_gives_a_hidden_number_away(answers: int, most: int) -> None:
    """The same without any guessing: tables that look alike, and have one total, are told apart by nobody."""
    alike: dict[tuple[Shown, int], list[Table]] = defaultdict(list)
    for table in product(range(most + 1), repeat=answers):
        alike[shown(table), sum(table)].append(table)
    for (seen, total), tables in alike.items():
        for place, number in enumerate(seen):
            if number is None and total and max(map(max, tables)) < most:  # one at the edge has its like beyond it
                assert len({table[place] for table in tables}) > 1, tables


@given(TABLES)
def test_how_many_answered_is_shown_only_when_nothing_is_hidden(table: Table) -> None:
    seen = shown(table)
    assert rules.total_shown(seen) == (None if None in seen else sum(table))


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_each_day_lies_in_one_quarter_and_quarters_follow_each_other(day: date) -> None:
    quarter = rules.quarter_of(day)
    assert quarter <= day <= rules.last_day_of(quarter)
    next_day = rules.last_day_of(quarter) + timedelta(days=1)
    assert rules.quarter_of(next_day) == next_day


def test_quarters_are_those_of_the_nhs() -> None:
    days = [date(2026, month, 15) for month in range(1, 13)]
    assert [first.month for first in map(rules.quarter_of, days)] == [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10]


def test_a_quarter_is_over_when_a_whole_day_has_passed() -> None:
    winter = date(2026, 1, 1)
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)]
    assert [rules.is_over(winter, day) for day in days] == [False, False, True]
