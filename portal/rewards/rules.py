"""Claims for time given and money spent: what they may be, what time is worth, and the days that are promised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from portal.kit import workdays

DECIDE_DAYS = 5  # working days until a claim is decided
NUDGE_DAYS = 2  # working days before the promised day
SORRY_DAYS = 5  # working days until the new day, after one was missed
MOST_PENCE = 100_000  # of one claim: a thousand pounds
MOST_MINUTES = 24 * 60  # of one day
LONGEST_AGO = timedelta(days=366)
NEVER = date.min  # stands where no day was typed; may_be_of refuses it
MOST_RECEIPTS = 3  # photos with one claim


class Kind(StrEnum):
    """What is claimed."""

    TIME = "time"
    TRAVEL = "travel"
    CARE = "care"
    OTHER = "other"


class State(StrEnum):
    """Where a claim stands."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    PAID = "paid"


class What(StrEnum):
    """What happened with a claim: one line of its history."""

    ASKED = "asked"
    CHANGED = "changed"
    RECEIPT = "receipt"
    RECEIPT_GONE = "receipt_gone"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    TO_PAYROLL = "to_payroll"
    PAID = "paid"
    NUDGED = "nudged"
    TOLD_LATE = "told_late"


SPENT = (Kind.TRAVEL, Kind.CARE, Kind.OTHER)
WITH_THEM = (State.ASKED, State.SENT_BACK)  # the person can still change it, or take it back
WITH_US = (State.ASKED, State.APPROVED)  # something was promised: an answer, or the money
PAID_FOR_TIME = ("full", "less", "charity")  # what may have been agreed about pay, where time is worth something

_AMOUNT = re.compile(r"(\d{1,6})(?:[.,](\d{1,2}))?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PENCE = re.compile(r"(\d{1,8})p")


def read_pence(said: str) -> int:
    """An amount of money in pence, from any sane spelling of it: "£4.50", "4.5", "4,50", "450p", "GBP 1,200"; ValueError."""
    plain = re.sub(r"\s|£|gbp|pounds?", "", said.strip().lower())
    only_pence = _PENCE.fullmatch(plain)
    if only_pence:
        return int(only_pence[1])
    found = _AMOUNT.fullmatch(_THOUSANDS.sub("", plain))
    if found is None:
        raise ValueError(said)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def worth(minutes: int, pence_an_hour: int) -> int:
    """What time is worth in pence, rounded half up."""
    return int((Decimal(minutes * pence_an_hour) / 60).quantize(Decimal(1), ROUND_HALF_UP))


def rate_on(day: date, rates: Mapping[date, int]) -> int | None:
    """The pence for an hour on a day, from the rates by the day from which each holds; None where none was set."""
    begun = [start for start in rates if start <= day]
    return rates[max(begun)] if begun else None


def decide_by(today: date) -> date:
    """The day by which a claim of today is decided."""
    return workdays.after(today, DECIDE_DAYS)


def may_be_of(day: date, today: date) -> bool:
    """Whether something of this day can be claimed: it happened, and within a year."""
    return today - LONGEST_AGO <= day <= today


def is_late(state: str, promised: date | None, today: date) -> bool:
    """Whether what was promised was missed; the day itself still counts as kept."""
    return state in WITH_US and promised is not None and promised < today
