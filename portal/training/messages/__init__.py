"""What we write to people about their training."""

from portal.training.messages.bookings import (
    again,
    booked,
    cancelled,
    lapsed,
    offered,
    one_free,
    one_place,
    said,
    waiting,
)
from portal.training.messages.parts import Told
from portal.training.messages.reminders import reminder, reminder_key
from portal.training.messages.sessions import Before, changed, session_cancelled

__all__ = [
    "Before",
    "Told",
    "again",
    "booked",
    "cancelled",
    "changed",
    "lapsed",
    "offered",
    "one_free",
    "one_place",
    "reminder",
    "reminder_key",
    "said",
    "session_cancelled",
    "waiting",
]
