"""Reads about people."""

from portal.people.queries.equality import is_asked_equality
from portal.people.queries.filling import Filled, filled_in_of, not_right, not_right_count, to_confirm
from portal.people.queries.needs import Flag, Needs, flagged, flags_of, has_flags, need_words, needs_of, said_by
from portal.people.queries.reach import (
    Reachable,
    find_reachable,
    get_reachable,
    name_of,
    named,
    opens,
    people_at,
    reaches,
)
from portal.people.queries.trust import (
    Trust,
    get_helped,
    get_trust,
    get_trust_by_link,
    get_trust_in_force,
    has_proven,
    helped_by,
    helpers_of,
    trusted_by,
)

__all__ = [
    "Filled",
    "Flag",
    "Needs",
    "Reachable",
    "Trust",
    "filled_in_of",
    "find_reachable",
    "flagged",
    "flags_of",
    "get_helped",
    "get_reachable",
    "get_trust",
    "get_trust_by_link",
    "get_trust_in_force",
    "has_flags",
    "has_proven",
    "helped_by",
    "helpers_of",
    "is_asked_equality",
    "name_of",
    "named",
    "need_words",
    "needs_of",
    "not_right",
    "not_right_count",
    "opens",
    "people_at",
    "reaches",
    "said_by",
    "to_confirm",
    "trusted_by",
]
