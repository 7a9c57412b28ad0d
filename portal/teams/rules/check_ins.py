"""The monthly check-in: who is asked and when, which answer needs somebody, and what others may ever know."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

SETTLED = timedelta(days=21)  # in the first three weeks nobody is asked yet
LAST_DAY = 15  # of a month: whoever was not asked until then is asked next month
FROM_HOUR = 10
LOW = 2  # of 5
GOOD_FROM = 4
FALL = 2  # points below the last answer, or below the middle one of the last three
FEWEST = 5  # people whose answers are counted together
OLD = 3  # months after which answers of a small team are counted with those of others


class Why(StrEnum):
    """Why somebody is told of an answer the same day."""

    CALL = "call"
    LOW = "low"
    FALLING = "falling"


class Band(IntEnum):
    """How the middle answer of several people is."""

    HARD = 1
    MIXED = 2
    GOOD = 3


@dataclass(frozen=True)
class Marks:
    """How it is going, and how much someone feels heard, each from 1 to 5."""

    going: int
    heard: int


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_before(month: date, count: int) -> date:
    """The first day of the month so many months earlier."""
    years, at = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, at + 1, 1)


def is_time_to_ask(day: date, hour: int, first_working_day: date) -> bool:
    """Whether check-ins go out now: from ten on the first working day of a month, until its middle."""
    return first_working_day <= day and day.day <= LAST_DAY and hour >= FROM_HOUR


def is_settled(started_on: date, today: date) -> bool:
    """Whether someone is on the team for long enough to be asked how it is."""
    return started_on + SETTLED <= today


def why_told(marks: Marks, earlier: Sequence[Marks], is_call_wanted: bool) -> tuple[Why, ...]:
    """Why staff hear of an answer the same day; `earlier` are the last ones of this member, the newest first."""
    found = [Why.CALL] if is_call_wanted else []
    if min(marks.going, marks.heard) <= LOW:
        found.append(Why.LOW)
    falls = (
        _falls(marks.going, [one.going for one in earlier[:3]]),
        _falls(marks.heard, [one.heard for one in earlier[:3]]),
    )
    return (*found, Why.FALLING) if any(falls) else tuple(found)


def _falls(now: int, earlier: Sequence[int]) -> bool:
    return bool(earlier) and (now <= earlier[0] - FALL or now <= statistics.median(earlier) - FALL)


def band_of(marks: Sequence[tuple[int, int]]) -> Band:
    """How the middle one of several people is, from pairs of a person and a mark; each person counts once.

    Whoever answered often weighs no more than others, or one person alone could decide what is read of all. A figure would
    tell each one's mark where all gave the same: hence three words.
    """
    of_each: dict[int, list[int]] = {}
    for person, mark in marks:
        of_each.setdefault(person, []).append(mark)
    middle = statistics.median(statistics.median(own) for own in of_each.values())
    return Band.GOOD if middle >= GOOD_FROM else Band.HARD if middle <= LOW else Band.MIXED


def may_be_released(people: int) -> bool:
    """Whether the answers of so many people may be counted together for others to read."""
    return people >= FEWEST
