"""Reads for the whole assignment: what it would change, for whom, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from portal.database import rows
from portal.teams.models import ExpressionOfInterest, Membership
from portal.teams.queries.candidates import Offered, OpenPlace
from portal.teams.rules import Step
from portal.teams.rules.assignment import assign
from portal.teams.rules.crowd import Crowd
from portal.teams.rules.matching import Match, Weights, rank_places

MOST_PEOPLE = 1_000  # those who wait longest, at once: a tenth of a second


def places_left(places: list[OpenPlace]) -> dict[int, int]:
    """How many of each place are not taken by members, or by people who try it. Two queries."""
    ids = [place.id for place in places]
    E = ExpressionOfInterest
    members = select(Membership.opening_id, func.count()).where(
        Membership.opening_id.in_(ids), Membership.ended_on.is_(None)
    )
    trying = select(E.opening_id, func.count()).where(E.opening_id.in_(ids), E.step == Step.TRYING)
    taken = Counter[int]()
    for statement in (members.group_by(Membership.opening_id), trying.group_by(E.opening_id)):
        taken.update(dict((row[0], row[1]) for row in rows(statement)))
    return {place.id: max(place.places - taken[place.id], 0) for place in places}


class Why(StrEnum):
    """Why the whole assignment gives someone this place."""

    FIRST = "first"  # it comes first for them alone as well
    MORE_TOGETHER = "more_together"  # their first place goes to someone else, so that more speaks for all together
    NONE_LEFT = "none_left"  # no place is left that is worth more to all together
    NOTHING_FITS = "nothing_fits"


@dataclass(frozen=True)
class Suggestion:
    """What the whole assignment would do for someone, beside what comes first for them alone."""

    offered: Offered
    place: OpenPlace | None
    alone: OpenPlace | None
    why: Why


@dataclass(frozen=True)
class Whole:
    """The suggestion for everyone, those who wait longest first, and what it comes to beside one by one."""

    suggestions: list[Suggestion]
    placed: int
    points: int
    placed_one_by_one: int
    points_one_by_one: int


def whole(
    offered: list[Offered],
    project_of: Mapping[int, int | None],
    places: list[OpenPlace],
    left: Mapping[int, int],
    weights: Weights,
) -> Whole:
    """The best for all together. Whoever named a project is only offered its own places. No query."""
    found = {place.id: place for place in places if left[place.id]}
    crowd = Crowd(one.candidate for one in offered)
    of_project = _of_projects(crowd, project_of)
    wishes = {}
    for place in found.values():
        may = of_project.get(place.project_id, 0) | of_project.get(None, 0)
        levels = crowd.levels(place.place, weights)
        wishes[place.id] = {points: who & may for points, who in levels.items() if who & may}
    best = assign(wishes, {id: left[id] for id in found})
    by_id = {one.id: one for one in offered}
    placed = {crowd.candidates[person].id: opening for person, opening in best.placed.items()}
    alone = {one.id: _alone(by_id[one.id], project_of, found, weights) for one in crowd.candidates}
    count, points = _one_by_one([alone[one.id] for one in crowd.candidates], left)
    suggestions = [_suggestion(by_id[one.id], placed.get(one.id), alone[one.id], found) for one in crowd.candidates]
    return Whole(suggestions, len(placed), best.points, count, points)


def _of_projects(crowd: Crowd, project_of: Mapping[int, int | None]) -> dict[int | None, int]:
    """The people who named each project, and (None) those who named none, as bits."""
    found: dict[int | None, int] = {}
    for place, one in enumerate(crowd.candidates):
        named = project_of[one.id]
        found[named] = found.get(named, 0) | 1 << place
    return found


def _alone(
    offered: Offered, project_of: Mapping[int, int | None], found: Mapping[int, OpenPlace], weights: Weights
) -> list[Match]:
    """The places for someone if they were the only one, best first; those for which nothing speaks left out."""
    named = project_of[offered.id]
    own = (place.place for place in found.values() if named in (None, place.project_id))
    return [match for match in rank_places(offered.candidate, own, weights) if match.points]


def _one_by_one(lists: list[list[Match]], left: Mapping[int, int]) -> tuple[int, int]:
    """What comes of it when each in turn takes the best place that is left: how many have one, and all points."""
    free, count, points = Counter(left), 0, 0
    for matches in lists:
        best = next((match for match in matches if free[match.place.id]), None)
        if best is not None:
            free[best.place.id] -= 1
            count, points = count + 1, points + best.points
    return count, points


def _suggestion(
    offered: Offered, opening_id: int | None, alone: list[Match], found: Mapping[int, OpenPlace]
) -> Suggestion:
    first = found[alone[0].place.id] if alone else None
    if opening_id is None:
        return Suggestion(offered, None, first, Why.NONE_LEFT if first else Why.NOTHING_FITS)
    place = found[opening_id]
    return Suggestion(offered, place, first, Why.FIRST if first is place else Why.MORE_TOGETHER)
