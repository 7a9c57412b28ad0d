"""What we write to people about their training."""

from portal.training.messages.bookings import (
    again,
    booked,
    cancelled,
    how_was_it,
    lapsed,
    offered,
    reminder,
    reminder_key,
    said_coming,
    waiting,
)
from portal.training.messages.parts import Told
from portal.training.messages.sessions import changed, session_cancelled

__all__ = [
    "Told",
    "again",
    "booked",
    "cancelled",
    "changed",
    "how_was_it",
    "lapsed",
    "offered",
    "reminder",
    "reminder_key",
    "said_coming",
    "session_cancelled",
    "waiting",
]
