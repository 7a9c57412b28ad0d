"""Decisions about people that need no database: whom someone trusts and until when, and what they need to take part."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

USUAL_MONTHS, MOST_MONTHS = 6, 24  # how long someone is trusted
ANSWER_WITHIN = timedelta(days=30)  # an old message in a mailbox opens nothing
REVIEWED_EACH = timedelta(days=365)  # the standard asks that what is recorded be looked at again
AWAKE_FROM, AWAKE_TO = 9, 19  # hours in which a message that nobody waits for may ring
GETS_CODES = frozenset({"email", "sms"})
HELD = timedelta(hours=24)  # before a new way counts: whoever had the old one can still stop it
USUAL_QUIET, LONGEST_QUIET = timedelta(days=14), timedelta(days=365)
MORNING = time(9)  # when someone who was quiet hears from us again
OTHER = "other"  # in their own words


class May(StrEnum):
    """What a trusted person may be allowed to do; each is named as its column is."""

    BOOK = "may_book"
    GET_REMINDERS = "may_get_reminders"
    ANSWER = "may_answer"
    FILL_IN = "may_fill_in"


def is_in_force(accepted_at: datetime | None, ended_at: datetime | None, until_on: date, today: date) -> bool:
    """Whether someone is trusted now: they said yes, nobody ended it, and the last day is not over."""
    return accepted_at is not None and ended_at is None and today <= until_on


def waits_for_answer(
    asked_at: datetime, accepted_at: datetime | None, ended_at: datetime | None, until_on: date, local: datetime
) -> bool:
    """Whether someone who was asked can still say yes or no; `local` is the time where the Trust is."""
    is_open = accepted_at is None and ended_at is None
    return is_open and local < asked_at + ANSWER_WITHIN and local.date() <= until_on


def months_ahead(today: date, months: int) -> date:
    """The same day some months on, or the last of that month where it has no such day."""
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def may_last_until(until_on: date, today: date) -> bool:
    """Whether a last day may be chosen: not over yet, and not more than two years on."""
    return today <= until_on <= months_ahead(today, MOST_MONTHS)


class Group(StrEnum):
    """What a need has to do with."""

    READING = "reading"
    HEARING = "hearing"
    LANGUAGE = "language"
    MOVING = "moving"
    TALKING = "talking"
    MEETING = "meeting"


KINDS: Mapping[Group, tuple[str, ...]] = {
    Group.READING: ("large_print", "easy_read", "on_paper", "read_aloud", "colours"),
    Group.HEARING: ("sign_language", "lip_reading", "hearing_loop", "captions"),
    Group.LANGUAGE: ("interpreter", "translated"),
    Group.MOVING: ("step_free", "near_toilet", "wheelchair_space", "parking"),
    Group.TALKING: ("more_time", "plain_words", "explained", "communication_aid"),
    Group.MEETING: (
        "breaks",
        "quiet_space",
        "camera_off",
        "questions_before",
        "someone_with_me",
        "who_is_there",
        "travel_help",
    ),
}
COMMON = (
    "step_free",
    "large_print",
    "easy_read",
    "interpreter",
    "sign_language",
    "more_time",
    "breaks",
    "someone_with_me",
)
IN_A_LANGUAGE = frozenset({"interpreter", "translated"})  # their details say which


class Mark(StrEnum):
    """What staff say about a need that was flagged."""

    READY = "ready"
    NOT_READY = "not_ready"
    MET = "met"
    NOT_MET = "not_met"


def every_kind() -> list[str]:
    """Each kind that has a box of its own, group by group."""
    return [kind for kinds in KINDS.values() for kind in kinds]


def added_words(kept: str, said: str, most: int) -> str:
    """Someone's own words with new ones before them; what they said before is not said twice."""
    if not said or said in kept:
        return kept
    return f"{said}\n\n{kept}".strip()[:most]


def is_kind_hour(local: datetime) -> bool:
    """Whether a phone may ring with a question that nobody waits for just then."""
    return AWAKE_FROM <= local.hour < AWAKE_TO


def review_due_before(now: datetime) -> datetime:
    """What was told or looked at no later than this is to be asked about again."""
    return now - REVIEWED_EACH


def hears_again_at(back_on: date, here: tzinfo) -> datetime:
    """The moment at which someone who asked us to be quiet until this day hears from us again."""
    return datetime.combine(back_on, MORNING, here)


def is_quiet(back_on: date | None, now: datetime, here: tzinfo) -> bool:
    """Whether someone asked us to be quiet, and that day's morning is still to come."""
    return back_on is not None and now < hears_again_at(back_on, here)


def may_be_quiet_until(back_on: date, today: date) -> bool:
    """Whether someone may ask for quiet until this day: tomorrow at the earliest, a year at most."""
    return today < back_on <= today + LONGEST_QUIET


class Way(Protocol):
    """What decides about one way to reach someone."""

    @property
    def channel(self) -> str:
        """How: email, sms, phone or post."""

    @property
    def may_sign_in(self) -> bool:
        """Whether it came with a form of theirs."""

    @property
    def verified_at(self) -> datetime | None:
        """When a code came back from it."""

    @property
    def created_at(self) -> datetime:
        """When they told us of it."""


def gets_codes(channel: str) -> bool:
    """Whether a code can be sent there; nobody reads one out on the phone, where someone else may listen."""
    return channel in GETS_CODES


def is_proven(way: Way) -> bool:
    """Whether we may write there: it came with a form of theirs, a code came back, or none can be sent."""
    return way.may_sign_in or way.verified_at is not None or not gets_codes(way.channel)


def is_settled(way: Way, now: datetime) -> bool:
    """Whether it has been theirs for a day, so that whoever took over a session cannot shut them out with one of their own."""
    since = way.verified_at if gets_codes(way.channel) else way.created_at
    return (way.may_sign_in and gets_codes(way.channel)) or (since is not None and since <= now - HELD)
