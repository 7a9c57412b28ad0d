"""Quarters of the financial year, which begins in April."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS_SHOWN, YEARS_SHOWN = 8, 3


@dataclass(frozen=True)
class Quarter:
    """Three months, by their first day."""

    first_on: date

    @property
    def next_on(self) -> date:
        """The first day of the quarter after."""
        return _first_on(self.first_on + timedelta(days=100))

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.next_on - timedelta(days=1)

    @property
    def number(self) -> int:
        """1 for April to June, and so on to 4."""
        return (self.first_on.month - 4) % 12 // 3 + 1

    @property
    def before(self) -> Quarter:
        """The quarter before."""
        return quarter_of(self.first_on - timedelta(days=1))


@dataclass(frozen=True)
class Year:
    """A financial year, by its first day."""

    first_on: date

    @property
    def next_on(self) -> date:
        """The first day of the year after."""
        return self.first_on.replace(year=self.first_on.year + 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.next_on - timedelta(days=1)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(_first_on(day))


def _first_on(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def latest(today: date) -> list[Quarter]:
    """The present quarter and those before it, newest first."""
    found = [quarter_of(today)]
    while len(found) < QUARTERS_SHOWN:
        found.append(found[-1].before)
    return found


def latest_years(today: date) -> list[Year]:
    """The present financial year and those before it, newest first."""
    year = today.year if today.month >= 4 else today.year - 1
    return [Year(date(year - ago, 4, 1)) for ago in range(YEARS_SHOWN)]
