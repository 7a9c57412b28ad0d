"""What is promised at each step, by when, when it is owed, and when it is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.teams.rules.pipeline import Step, is_open

SORRY_DAYS = 2  # working days, after a promise was missed
NUDGE_DAYS = 2  # working days before the promised day
NOTHING = ""  # is owed
FIRST_BACK, LONGEST_BACK = timedelta(days=7), timedelta(days=366)  # how far off a day to be asked again may lie

# What someone is promised next, at each step.
NEXT: Mapping[Step, Step | None] = {
    Step.NEW: Step.CONTACTED,
    Step.CONTACTED: Step.MET,
    Step.MET: Step.INTRODUCED,
    Step.INTRODUCED: Step.TRYING,
    Step.TRYING: Step.JOINED,
    Step.JOINED: None,
    Step.NOT_NOW: None,
    Step.WITHDRAWN: None,
}


@dataclass(frozen=True)
class Days:
    """Working days that a step should take: at best, and at most. What is promised is the most."""

    ideal: int
    most: int


# Where neither the directorate nor the Trust set anything else; the first answer is each directorate's own promise.
DEFAULT_DAYS: Mapping[Step, Days] = {
    Step.CONTACTED: Days(2, 5),
    Step.MET: Days(5, 10),
    Step.INTRODUCED: Days(5, 10),
    Step.TRYING: Days(10, 20),
    Step.JOINED: Days(20, 40),
}


@dataclass(frozen=True)
class Promise:
    """What someone hears next, and by when."""

    step: Step
    due_on: date


def next_promised(step: str) -> Step | None:
    """The step that is owed from this one on, if any."""
    return NEXT[Step(step)]


def is_waiting(step: str, promised: str) -> bool:
    """Whether something is owed to the person."""
    return is_open(step) and promised != NOTHING


def is_overdue(step: str, promised: str, answer_by: date, today: date) -> bool:
    """Whether the promised day has passed without what was promised; the day itself still counts as kept."""
    return is_waiting(step, promised) and answer_by < today


def days_late(answer_by: date, today: date) -> int:
    """How many days a promise is late; 0 when it is not."""
    return max((today - answer_by).days, 0)


def may_ask_back(back_on: date, today: date) -> bool:
    """Whether someone may be asked again on this day: in a week at the earliest, in a year at most."""
    return today + FIRST_BACK <= back_on <= today + LONGEST_BACK
