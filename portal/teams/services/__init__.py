"""Writes about openings, interest, its answers and promises; each is one transaction."""

from portal.teams.services.interests import (
    Expressed,
    Offer,
    assign,
    express,
    mark_need,
    move,
    withdraw,
    withdraw_all_of,
)
from portal.teams.services.openings import (
    OpeningDetails,
    add_opening,
    change_opening,
    close_opening,
    confirm_opening,
    rest_stale_openings,
)
from portal.teams.services.promises import tell_late

__all__ = [
    "Expressed",
    "Offer",
    "OpeningDetails",
    "add_opening",
    "assign",
    "change_opening",
    "close_opening",
    "confirm_opening",
    "express",
    "mark_need",
    "move",
    "rest_stale_openings",
    "tell_late",
    "withdraw",
    "withdraw_all_of",
]
