"""The only place that reads the time; everything below is handed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 - replaced as a whole by tests


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _read()


def today() -> date:
    """The present day where the Trust is."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """`moment` as the clocks in England show it."""
    return moment.astimezone(HERE)


def read_from(source: Callable[[], datetime] | None) -> None:
    """Take the time from `source` (tests and the example), or from the machine when None."""
    global _read
    _read = source or (lambda: datetime.now(UTC))
