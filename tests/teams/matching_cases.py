"""People and openings for tests of matching: in words, and at random."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from portal.teams.rules.matching import CHECKS, LANGUAGES, MODES, NEEDS, SKILLS, TIMES, Candidate, Index, Place

TOWNS = Index(("hackney", "luton", "newham", "tower-hamlets"))
CARE = Index(("caring", "mental-health", "community-health", "children"))
THEMES = Index(("access", "safety", "waiting"))

_OF_PEOPLE = {
    "times": TIMES,
    "modes": MODES,
    "places": TOWNS,
    "good_at": SKILLS,
    "learn": SKILLS,
    "rather_not": SKILLS,
    "interests": THEMES,
    "lived": CARE,
    "languages": LANGUAGES,
    "needs": NEEDS,
    "checks": CHECKS,
}
_OF_PLACES = {
    "times": TIMES,
    "modes": MODES,
    "place": TOWNS,
    "skills_wanted": SKILLS,
    "skills_learnt": SKILLS,
    "lived_wanted": CARE,
    "languages": LANGUAGES,
    "needs_met": NEEDS,
    "checks": CHECKS,
    "theme": THEMES,
}


def someone(id: int = 1, **said: Any) -> Candidate:
    """Someone by what they said, as words: times="tue_evening"."""
    return Candidate(id, **{k: _OF_PEOPLE[k].mask(v) if k in _OF_PEOPLE else v for k, v in said.items()})


def an_opening(id: int = 1, **said: Any) -> Place:
    """An opening by what it says of itself, as words."""
    return Place(id, **{k: _OF_PLACES[k].mask(v) if k in _OF_PLACES else v for k, v in said.items()})


def _some(bits: int) -> st.SearchStrategy[int]:
    """A set of few bits, often an empty one."""
    one = st.integers(0, bits - 1).map(lambda place: 1 << place)
    return st.lists(one, max_size=4).map(lambda found: sum(set(found)))


def _one(bits: int) -> st.SearchStrategy[int]:
    return st.one_of(st.just(0), st.integers(0, bits - 1).map(lambda place: 1 << place))


def people(id: int = 1) -> st.SearchStrategy[Candidate]:
    """Anyone."""
    return st.builds(
        Candidate,
        id=st.just(id),
        times=_some(6),
        modes=_some(3),
        places=_some(4),
        good_at=_some(5),
        learn=_some(5),
        rather_not=st.one_of(st.just(0), _one(9)),
        interests=_some(3),
        lived=_some(4),
        languages=_some(3),
        needs=_some(8),
        checks=_some(4),
        hours=st.one_of(st.none(), st.integers(1, 20)),
        is_first_time=st.booleans(),
        waiting_days=st.integers(0, 400),
    )


def openings(id: int = 1) -> st.SearchStrategy[Place]:
    """Any opening."""
    return st.builds(
        Place,
        id=st.just(id),
        times=_some(6),
        modes=_some(3),
        place=_one(4),
        skills_wanted=_some(5),
        skills_learnt=_some(5),
        lived_wanted=_some(4),
        languages=_some(3),
        needs_met=_some(8),
        checks=st.one_of(st.just(0), st.just(0), _one(4)),
        theme=_one(3),
        hours=st.one_of(st.none(), st.integers(1, 20)),
    )


def crowds(most: int) -> st.SearchStrategy[list[Candidate]]:
    """Several people, each with a number of their own."""
    return st.integers(0, most).flatmap(lambda count: st.tuples(*(people(id) for id in range(count))).map(list))


def a_crowd(draw: random.Random, most: int) -> list[Candidate]:
    """Several people at random, quickly made."""
    return [
        Candidate(
            id,
            *(_few(draw, bits) for bits in (6, 3, 4, 5, 5)),
            rather_not=_few(draw, 9) if draw.random() < 0.3 else 0,
            interests=_few(draw, 3),
            lived=_few(draw, 4),
            languages=_few(draw, 3),
            needs=_few(draw, 8),
            checks=_few(draw, 4),
            hours=draw.choice([None, draw.randint(1, 20)]),
            is_first_time=draw.random() < 0.5,
            waiting_days=draw.choice([0, 3, draw.randint(0, 400)]),
        )
        for id in range(draw.randint(0, most))
    ]


def a_place(draw: random.Random, id: int = 1) -> Place:
    """An opening at random, quickly made."""
    return Place(
        id,
        times=_few(draw, 6),
        modes=_few(draw, 3),
        place=draw.choice([0, 1, 2, 4, 8]),
        skills_wanted=_few(draw, 5),
        skills_learnt=_few(draw, 5),
        lived_wanted=_few(draw, 4),
        languages=_few(draw, 3),
        needs_met=_few(draw, 8),
        checks=draw.choice([0, 0, 0, 1, 2]),
        theme=draw.choice([0, 1, 2, 4]),
        hours=draw.choice([None, draw.randint(1, 20)]),
    )


def _few(draw: random.Random, bits: int) -> int:
    return draw.getrandbits(bits) & draw.getrandbits(bits) if draw.random() < 0.7 else 0
