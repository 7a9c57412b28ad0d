"""Whatever people and staff do in whatever order, places stay true, nobody is passed over, and everyone is told once."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.kit import clock as portal_clock
from tests.training.at_random import ACTS, a_game

STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 7)), max_size=24)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS, st.integers(1, 3), st.integers(0, 2), st.booleans(), st.sampled_from([1, 5, 20]))
def test_whatever_happens_places_are_kept_true(
    app: Flask, steps: list[tuple[str, int, int]], capacity: int, kept: int, is_both: bool, days: int
) -> None:
    game = a_game(capacity, kept, is_both=is_both, now=portal_clock.now(), days=days)
    for act, who, how in steps:
        game.play(act, who, how)
        game.hold_true()


@pytest.mark.parametrize("seed", range(3))
def test_many_people_for_weeks(app: Flask, seed: int) -> None:
    chosen = random.Random(seed)
    game = a_game(3 + seed, seed, is_both=seed == 2, now=portal_clock.now(), days=90)
    for _ in range(120):
        game.play(chosen.choice(ACTS), chosen.randrange(24), chosen.randrange(8))
        game.hold_true()
