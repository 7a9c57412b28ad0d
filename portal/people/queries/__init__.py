"""Reads about people."""

from portal.people.queries.reach import Reachable, find_reachable, get_reachable, name_of, opens, people_at
from portal.people.queries.trust import (
    Trust,
    get_helped,
    get_trust,
    get_trust_by_link,
    has_proven,
    helped_by,
    helpers_of,
    trusted_by,
)

__all__ = [
    "Reachable",
    "Trust",
    "find_reachable",
    "get_helped",
    "get_reachable",
    "get_trust",
    "get_trust_by_link",
    "has_proven",
    "helped_by",
    "helpers_of",
    "name_of",
    "opens",
    "people_at",
    "trusted_by",
]
