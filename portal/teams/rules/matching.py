"""Who fits where, and why: pure, the same from both sides, and short enough to read aloud.

A pair either cannot work, for a reason that either side can see and change (a limit), or it has reasons that speak for it,
each worth some points. What is not said never counts against anyone. A need that a team does not meet yet is a thing for
the team to put right (a fix), and takes no point from anybody.

Diagnosis, answers about equality and complaints are never used: what stands here has no room for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.people.rules import every_kind
from portal.teams.rules import factors


class Factor(StrEnum):
    """What can speak for a pair."""

    TIMES = "times"
    TRAVEL = "travel"
    MODE = "mode"
    INTEREST = "interest"
    LIVED = "lived"
    SKILLS = "skills"
    LEARNING = "learning"
    LANGUAGE = "language"
    NEEDS = "needs"
    FIRST = "first"
    WAITING = "waiting"


class LimitKind(StrEnum):
    """Why a pair cannot work as things are."""

    NO_TIME = "no_time"
    TOO_MANY_HOURS = "too_many_hours"
    NO_WAY = "no_way"  # to take part: in person, online, by phone
    TOO_FAR = "too_far"
    CHECK_MISSING = "check_missing"
    NOT_THIS = "not_this"  # the person would rather not


class FixKind(StrEnum):
    """What a team can put right about its meetings."""

    EARLY = "early"
    NEED = "need"


Weights = Mapping[Factor, int]
Off = frozenset[Factor]
NOTHING_OFF: Off = frozenset()
DEFAULT_WEIGHTS: Weights = {
    Factor.TIMES: 6,
    Factor.TRAVEL: 5,
    Factor.MODE: 4,
    Factor.INTEREST: 5,
    Factor.LIVED: 6,
    Factor.SKILLS: 5,
    Factor.LEARNING: 4,
    Factor.LANGUAGE: 4,
    Factor.NEEDS: 3,
    Factor.FIRST: 6,
    Factor.WAITING: 2,
}
HEAVIEST = 20  # what a weight may be at most
# How often a reason can count: a fourth evening in common helps no more than a third.
MOST: Weights = {
    Factor.TIMES: 3,
    Factor.TRAVEL: 1,
    Factor.MODE: 1,
    Factor.INTEREST: 1,
    Factor.LIVED: 2,
    Factor.SKILLS: 3,
    Factor.LEARNING: 2,
    Factor.LANGUAGE: 1,
    Factor.NEEDS: 3,
    Factor.FIRST: 1,
    Factor.WAITING: 8,
}
DAYS_A_STEP = 7  # each full week of waiting counts once
HARD_WHEN_EARLY = frozenset({"more_time", "travel_help", "breaks"})  # for whom an early start is hardest


class Index:
    """Codes of one kind, each with its bit."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = tuple(codes)
        self._bits = {code: 1 << place for place, code in enumerate(self._codes)}
        self._masks: dict[str, int] = {}

    def mask(self, kept: str) -> int:
        """The bits of a set as it is kept; a code that there is no longer is left out."""
        found = self._masks.get(kept)
        if found is None:
            found = self._masks[kept] = sum(self._bits.get(code, 0) for code in set(factors.codes(kept)))
        return found

    def codes(self, mask: int) -> tuple[str, ...]:
        """The codes of these bits, in their order."""
        return tuple(code for code, bit in self._bits.items() if mask & bit)


TIMES = Index(factors.TIMES)
MODES = Index(factors.MODES)
SKILLS = Index(factors.SKILLS)
LANGUAGES = Index(factors.LANGUAGES)
CHECKS = Index(factors.CHECKS)
NEEDS = Index(every_kind())
IN_PERSON = MODES.mask("in_person")
EARLY = TIMES.mask(" ".join(time for time in factors.TIMES if time.endswith("_early")))
HARD_EARLY = NEEDS.mask(" ".join(HARD_WHEN_EARLY))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who offered to join, by what they chose to tell us for this; 0 is "not said".

    `id` is the number of the offer: of two who fit alike and waited alike, whoever offered first goes first. `lived` is
    empty unless they let matching use it.
    """

    id: int
    times: int = 0
    modes: int = 0
    places: int = 0
    good_at: int = 0
    learn: int = 0
    rather_not: int = 0
    interests: int = 0
    lived: int = 0
    languages: int = 0
    needs: int = 0
    checks: int = 0
    hours: int | None = None
    is_first_time: bool = False
    waiting_days: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """An opening, by what it says of itself; 0 is "not said". `place` and `theme` have one bit each at most."""

    id: int
    times: int = 0
    modes: int = 0
    place: int = 0
    skills_wanted: int = 0
    skills_learnt: int = 0
    lived_wanted: int = 0
    languages: int = 0
    needs_met: int = 0
    checks: int = 0
    theme: int = 0
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A reason why a pair cannot work as things are, with the bits that it is about."""

    kind: LimitKind
    what: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for a pair, how often it counts, its points, and the bits that it is about."""

    factor: Factor
    times: int
    points: int
    what: int = 0


@dataclass(frozen=True, slots=True)
class Fix:
    """A thing that the team can put right for someone, with the bits of the needs that it is about."""

    kind: FixKind
    what: int


def limits(candidate: Candidate, place: Place) -> tuple[Limit, ...]:
    """Why the two cannot come together as things are; nothing that either left unsaid is a reason."""
    return tuple(Limit(kind, what) for kind, what in _limits(candidate, place))


def _limits(candidate: Candidate, place: Place) -> Iterable[tuple[LimitKind, int]]:
    if candidate.times and place.times and not candidate.times & place.times:
        yield LimitKind.NO_TIME, place.times
    if candidate.hours is not None and place.hours is not None and place.hours > candidate.hours:
        yield LimitKind.TOO_MANY_HOURS, 0
    if candidate.modes and place.modes and not candidate.modes & place.modes:
        yield LimitKind.NO_WAY, place.modes
    if must_travel(candidate.modes, place) and candidate.places and not candidate.places & place.place:
        yield LimitKind.TOO_FAR, place.place
    if missing := place.checks & ~candidate.checks:
        yield LimitKind.CHECK_MISSING, missing
    if unwanted := place.skills_wanted & candidate.rather_not:
        yield LimitKind.NOT_THIS, unwanted


def must_travel(modes: int, place: Place) -> bool:
    """Whether someone with these ways to take part can only do so by going there; a way not said may be any."""
    ways = place.modes & (modes or place.modes)
    return ways == IN_PERSON and place.place != 0


def common(candidate: Candidate, place: Place) -> Iterable[tuple[Factor, int, int]]:
    """Each factor that speaks for the pair, with the bits in common and how often it could count."""
    for factor, both in (
        (Factor.TIMES, candidate.times & place.times),
        (Factor.TRAVEL, candidate.places & place.place if place.modes & IN_PERSON else 0),
        (Factor.MODE, candidate.modes & place.modes),
        (Factor.INTEREST, candidate.interests & place.theme),
        (Factor.LIVED, candidate.lived & place.lived_wanted),
        (Factor.SKILLS, candidate.good_at & place.skills_wanted),
        (Factor.LEARNING, candidate.learn & place.skills_learnt),
        (Factor.LANGUAGE, candidate.languages & place.languages),
        (Factor.NEEDS, candidate.needs & place.needs_met),
    ):
        if both:
            yield factor, both, both.bit_count()
    if candidate.is_first_time:
        yield Factor.FIRST, 0, 1
    if weeks := candidate.waiting_days // DAYS_A_STEP:
        yield Factor.WAITING, 0, weeks


def reasons(
    candidate: Candidate, place: Place, weights: Weights = DEFAULT_WEIGHTS, off: Off = NOTHING_OFF
) -> tuple[Reason, ...]:
    """What speaks for the pair, in the order of the factors; those that are switched off, or weigh nothing, are left out."""
    found = []
    for factor, what, times in common(candidate, place):
        counted = min(times, MOST[factor])
        if factor not in off and weights[factor]:
            found.append(Reason(factor, counted, counted * weights[factor], what))
    return tuple(found)


def points(candidate: Candidate, place: Place, weights: Weights = DEFAULT_WEIGHTS, off: Off = NOTHING_OFF) -> int:
    """How much speaks for the pair in all: the sum of its reasons."""
    found = common(candidate, place)
    return sum(min(times, MOST[factor]) * weights[factor] for factor, _what, times in found if factor not in off)


def can_work(candidate: Candidate, place: Place) -> bool:
    """Whether nothing stands against the pair."""
    return not any(_limits(candidate, place))


def fixes(candidate: Candidate, place: Place) -> tuple[Fix, ...]:
    """What the team would have to put right for someone: never counted against them."""
    found = []
    if place.times and not place.times & ~EARLY and (hard := candidate.needs & HARD_EARLY):
        found.append(Fix(FixKind.EARLY, hard))
    if unmet := candidate.needs & ~place.needs_met:
        found.append(Fix(FixKind.NEED, unmet))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Match:
    """A pair, with its points."""

    candidate: Candidate
    place: Place
    points: int


def rank(
    place: Place, candidates: Iterable[Candidate], weights: Weights = DEFAULT_WEIGHTS, off: Off = NOTHING_OFF
) -> list[Match]:
    """Everyone who can come together with an opening: best first, then who waited longest, then who offered first."""
    found = [Match(one, place, points(one, place, weights, off)) for one in candidates if can_work(one, place)]
    return sorted(found, key=_first_for_places)


def _first_for_places(match: Match) -> tuple[int, int, int]:
    return -match.points, -match.candidate.waiting_days, match.candidate.id


def rank_places(
    candidate: Candidate, places: Iterable[Place], weights: Weights = DEFAULT_WEIGHTS, off: Off = NOTHING_OFF
) -> list[Match]:
    """Every opening that someone can come together with: best first, then the one that was opened first."""
    found = [Match(candidate, one, points(candidate, one, weights, off)) for one in places if can_work(candidate, one)]
    return sorted(found, key=_first_for_people)


def _first_for_people(match: Match) -> tuple[int, int]:
    return -match.points, match.place.id
