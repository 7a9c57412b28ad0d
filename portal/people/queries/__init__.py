"""Reads about people."""

from portal.people.queries.reach import Reachable, get_reachable, name_of, opens, people_at

__all__ = ["Reachable", "get_reachable", "name_of", "opens", "people_at"]
