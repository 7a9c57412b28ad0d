"""When a message is tried again, and when we give up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

LIVES = timedelta(hours=72)
CLAIM = timedelta(seconds=60)
PAUSES = [timedelta(seconds=s) for s in (15, 60, 300, 900, 3600)]
# What comes to those who asked us to be quiet, too: codes, what they booked, and what they must know to be safe.
COMES_ALWAYS = ("sign-in", "booking", "session", "trust", "way", "forgotten")
ENDS_WITH_ITS_DAY = frozenset({"booking reminder", "booking offered"})
LONGEST_PAUSE = timedelta(hours=3)
BY_HAND = frozenset({"phone", "post"})  # ways by which staff tell people what we write


def pause_after(tries: int) -> timedelta:
    """How long to wait after this many failed tries: seconds at first, three hours at last."""
    return PAUSES[tries - 1] if 1 <= tries <= len(PAUSES) else LONGEST_PAUSE


def next_try(tries: int, now: datetime, lives_until: datetime) -> datetime | None:
    """When to try again, or None when the message would come too late to be of use."""
    due = now + pause_after(tries)
    return due if due < lives_until else None


def masked(address: str) -> str:
    """Enough of an email address or number to know it by: "a***@example.com", "***123"."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}***{at}{domain}" if at else f"***{address[-3:]}"


def may_be_held(kind: str) -> bool:
    """Whether a message of this kind waits while someone asked us to be quiet."""
    return not kind.startswith(COMES_ALWAYS)


def is_late(kind: str, lives_until: datetime, now: datetime) -> bool:
    """Whether a message that waited for staff comes too late: a reminder after its day, a place that is kept no more."""
    return kind in ENDS_WITH_ITS_DAY and lives_until < now


def body_of(says: Sequence[str], channel: str) -> str:
    """Sentences as one message: paragraphs, or one after the other in a text message, where each letter counts."""
    return (" " if channel == "sms" else "\n\n").join(says)
