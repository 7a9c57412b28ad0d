"""Writes about stories; each is one transaction."""

from portal.stories.services.reading import decline, keep, publish, report, send_back, take_down
from portal.stories.services.restoring import Again, withdraw_again
from portal.stories.services.telling import (
    Shared,
    Sharing,
    Telling,
    edit,
    give_use,
    share,
    withdraw,
    withdraw_all_of,
    withdraw_use,
)

__all__ = [
    "Again",
    "Shared",
    "Sharing",
    "Telling",
    "decline",
    "edit",
    "give_use",
    "keep",
    "publish",
    "report",
    "send_back",
    "share",
    "take_down",
    "withdraw",
    "withdraw_again",
    "withdraw_all_of",
    "withdraw_use",
]
