"""Working days in England: Monday to Friday but for bank holidays."""

from __future__ import annotations

from datetime import date, timedelta

# From gov.uk/bank-holidays (England and Wales); days proclaimed once stand here, the rest are worked out.
PROCLAIMED = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
MOVED_AWAY = {date(2020, 5, 4), date(2022, 5, 30)}
MOVED_TO = {date(2020, 5, 8), date(2022, 6, 2)}


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def bank_holidays(year: int) -> set[date]:
    """The bank holidays of England in a year (Banking and Financial Dealings Act 1971, with substitute days)."""
    sunday = easter(year)
    days = {
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
        _weekday_from(date(year, 1, 1)),
    }
    christmas = _weekday_from(date(year, 12, 25))
    boxing = _weekday_from(date(year, 12, 26))
    days |= {christmas, boxing if boxing != christmas else _weekday_from(christmas + timedelta(days=1))}
    if date(year, 12, 25).weekday() == 6:  # Christmas on Sunday: Boxing Day stays on Monday, Christmas moves past it
        days |= {date(year, 12, 26), date(year, 12, 27)}
    in_year = {d for d in PROCLAIMED | MOVED_TO if d.year == year}
    return (days | in_year) - MOVED_AWAY


def _monday_from(first: date) -> date:
    return first + timedelta(days=-first.weekday() % 7)


def _weekday_from(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day


def is_working(day: date) -> bool:
    """Whether offices are open."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def after(start: date, days: int) -> date:
    """The day that is `days` working days after `start`, which itself does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working(day)
    return day


def between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and with `end`; negative when `end` comes first."""
    if end < start:
        return -between(end, start)
    return sum(is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
