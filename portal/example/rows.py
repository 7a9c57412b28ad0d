"""The files of the example, row by row."""

from __future__ import annotations

import csv
from datetime import datetime, time, timedelta
from pathlib import Path

from portal.kit import clock, workdays

HERE = Path(__file__).resolve().parent
Row = dict[str, str]


def facts(name: str) -> list[Row]:
    """The rows of a file of public facts; its README says how far each may be trusted."""
    return _read(HERE / "public_facts" / f"{name}.csv")


def made_up(name: str) -> list[Row]:
    """The rows of a file of made-up people and activity."""
    return _read(HERE / "made_up" / f"{name}.csv")


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_yes(said: str) -> bool:
    """Whether a cell says yes."""
    return said.strip().lower() == "yes"


def number(said: str, default: int = 0) -> int:
    """A cell as a whole number."""
    return int(said) if said.strip() else default


def ago(now: datetime, days: int, hour: int = 11, minute: int = 0) -> datetime:
    """A moment so many days before `now` (after it, when negative), at an hour of England, never later than `now` itself."""
    day = clock.local(now).date() - timedelta(days=days)
    found = datetime.combine(day, time(hour, minute), clock.HERE)
    return min(found, now) if days >= 0 else found


def on_working_day(now: datetime, days: int, start: str) -> datetime:
    """The working day nearest to `days` from now (never today, for a day to come), at an hour such as "10:00"."""
    day = clock.local(now).date() + timedelta(days=days)
    while not workdays.is_working(day):
        day += timedelta(days=1 if days > 0 else -1)
    hour, _colon, minute = start.partition(":")
    return datetime.combine(day, time(int(hour), int(minute or 0)), clock.HERE)
