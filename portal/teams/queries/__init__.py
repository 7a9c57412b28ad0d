"""Reads about openings, interest, its answers and members; the names here are for other slices."""

from portal.teams.queries.mine import MyInterest, interests_of_person, memberships_of_person
from portal.teams.queries.openings import find_slug_to_join, team_of
from portal.teams.queries.waits import promise_figures, waiting_for_staff

__all__ = [
    "MyInterest",
    "find_slug_to_join",
    "interests_of_person",
    "memberships_of_person",
    "promise_figures",
    "team_of",
    "waiting_for_staff",
]
