"""What may happen to someone's place on a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_PAUSE = timedelta(days=366)
TRIAL_ASKED_BEFORE = timedelta(days=7)  # so that both sides can think about it
FEWEST = 5  # a group of fewer could be known (NHS England and ONS: suppress counts below five)


class Happened(StrEnum):
    """What a line of a membership's history notes."""

    JOINED = "joined"
    AGREED = "agreed"  # staff noted what was agreed about pay, and the yes to it
    START_PLANNED = "start_planned"  # the trial, the first meeting and who greets them
    CONFIRMED = "confirmed"  # the person said on their own page that it is right
    PAUSED = "paused"
    BACK = "back"
    STEPPED_BACK = "stepped_back"
    STEPPED_UP = "stepped_up"
    LEFT = "left"
    PROJECT_ENDED = "project_ended"
    TRIAL_ASKED = "trial_asked"
    TRIAL_OVER = "trial_over"
    BUDDY_ASKED = "buddy_asked"  # by_person_id is the member who is asked to be someone's buddy
    BUDDY_WILLING = "buddy_willing"
    BUDDY_YES = "buddy_yes"
    BUDDY_NO = "buddy_no"
    BUDDY_GONE = "buddy_gone"


class AlreadyOnTeam(Exception):
    """Nobody is on the same team twice at one time."""


class HasEnded(Exception):
    """Whoever left a team can change nothing about it any more."""


def may_pause_until(until_on: date, today: date) -> bool:
    """Whether a pause may last until that day: it begins today, and a year is the longest."""
    return today < until_on <= today + LONGEST_PAUSE


def has_trial_left(trial_until_on: date | None, today: date) -> bool:
    """Whether someone still tries out the team."""
    return trial_until_on is not None and trial_until_on >= today


def is_trial_to_be_asked(trial_until_on: date | None, today: date) -> bool:
    """Whether both sides should be asked now how the trial goes; silence afterwards ends nothing."""
    return trial_until_on is not None and trial_until_on - TRIAL_ASKED_BEFORE <= today <= trial_until_on


# Names of benefits, so that whoever writes one is asked to leave it out: its kind tells about someone's health or money.
BENEFITS = (
    "universal credit",
    "personal independence payment",
    "disability living allowance",
    "employment and support allowance",
    "jobseeker",
    "income support",
    "housing benefit",
    "attendance allowance",
    "carer's allowance",
    "carers allowance",
    "pension credit",
    "tax credit",
    "incapacity benefit",
)
SHORT_NAMES = frozenset({"esa", "pip", "dla", "jsa", "lcwra", "lcw"})  # each only as a word of its own


def names_benefit(words: str) -> bool:
    """Whether a text names a kind of benefit."""
    plain = " ".join(words.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    letters = "".join(letter if letter.isalnum() else " " for letter in plain)
    return any(name in plain for name in BENEFITS) or not SHORT_NAMES.isdisjoint(letters.split())


def gives_benefits_advice(name: str, what_for: str) -> bool:
    """Whether a support line advises on benefits, by what we were told of it."""
    return "benefits advice" in what_for.casefold() or "citizens advice" in name.casefold()


def quarter_name(day: date) -> str:
    """The quarter of a year in which a day lies: "2026-Q1"; names come in the order of time."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def in_full_groups(words: list[str]) -> list[str]:
    """What may be shown of these, the oldest first: full groups of five, so that no single one ever appears by itself.

    By the alphabet: their order says nothing of time.
    """
    return sorted(words[: len(words) // FEWEST * FEWEST])


@dataclass(frozen=True)
class Count:
    """About how many of how many; None where a group is too small to be shown."""

    number: int | None
    of: int | None


def rounded(number: int) -> int:
    """To the nearest five, so that no small group can be worked out from two larger ones (HESA rounding methodology)."""
    return (number + 2) // 5 * 5


def whole(number: int) -> Count:
    """A group, where it is large enough to be shown."""
    return Count(rounded(number) if number >= FEWEST else None, None)


def part(number: int, of: int) -> Count:
    """A part of a group; where it, or what is left beside it, is too small, neither is shown."""
    is_shown = number >= FEWEST and of - number >= FEWEST
    return Count(rounded(number), rounded(of)) if is_shown else Count(None, None)
