"""Pure decisions about openings, offers to join, promises and members."""

from portal.teams.rules.openings import CONFIRMED_FOR, stale_before, takes_interest
from portal.teams.rules.pipeline import (
    ENDED,
    MOVES,
    OPEN,
    MayNotMove,
    NoProject,
    Step,
    What,
    check_move,
    is_open,
    moves_from,
    said_role,
)
from portal.teams.rules.promises import SORRY_DAYS, Promise, days_late, is_overdue, is_waiting

__all__ = [
    "CONFIRMED_FOR",
    "ENDED",
    "MOVES",
    "OPEN",
    "SORRY_DAYS",
    "MayNotMove",
    "NoProject",
    "Promise",
    "Step",
    "What",
    "check_move",
    "days_late",
    "is_open",
    "is_overdue",
    "is_waiting",
    "moves_from",
    "said_role",
    "stale_before",
    "takes_interest",
]
