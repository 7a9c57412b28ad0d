"""A promise counts the days on which offices are open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import workdays

# As published on gov.uk for England and Wales.
PUBLISHED = {
    2022: ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"],
    2023: ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"],
    2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_that_the_government_published(year: int) -> None:
    assert sorted(f"{d:%m-%d}" for d in workdays.bank_holidays(year)) == PUBLISHED[year]


def test_five_working_days_over_easter_take_eleven_days() -> None:
    assert workdays.after(date(2026, 4, 1), 5) == date(2026, 4, 10)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(0, 40))
def test_counting_there_and_back_agrees(start: date, days: int) -> None:
    end = workdays.after(start, days)
    assert workdays.between(start, end) == days
    assert days == 0 or workdays.is_working(end)
    assert workdays.between(end, start) == -workdays.between(start, end)
    assert end - start <= timedelta(days=days * 2 + 7)
