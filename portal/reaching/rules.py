"""Which counts may be shown so that nobody can be picked out, and when.

Statistical disclosure control after the Government Statistical Service's guidance for tables made from administrative
sources and the Office for National Statistics' "Policy on protecting confidentiality in tables of birth and death
statistics": a small count is hidden (primary suppression), and others with it, so that it cannot be worked out from what is
still shown (secondary suppression). HESA, beside it, rounds every count to the nearest 5 and gives no share of fewer than
22.5 people; numbers that are shown here are true, so that they need not be explained.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from portal.kit import quarters

SMALLEST_SHOWN = 5
SMALLEST_HIDDEN_SUM = 5
NONE_HIDDEN = -1


def quarter_of(day: date) -> date:
    """The first day of the quarter of a year in which a day lies; each day lies in one, so no two tables overlap."""
    return quarters.quarter_of(day).first_on


def last_day_of(quarter: date) -> date:
    """The last day of a quarter."""
    return quarters.quarter_of(quarter).last_on


def is_over(quarter: date, today: date) -> bool:
    """Whether a quarter's table can no longer grow, so that the difference of two looks at it tells nothing.

    A whole day must have passed: an answer sent just before midnight may still have been on its way.
    """
    return today > last_day_of(quarter) + timedelta(days=1)


def shown(people: Mapping[str, int]) -> dict[str, int | None]:
    """The numbers of one table as they may be shown: None where one is hidden.

    What is hidden depends on the numbers alone, never on which answer they stand beside, and equal numbers are hidden
    together. So to anyone who knows the total, and this very rule, the hidden numbers may as well stand in any other
    order; and as at least two of them differ, no answer has only one number that it could be.
    """
    highest_hidden = hidden_up_to(people.values())
    return {answer: None if number <= highest_hidden else number for answer, number in people.items()}


def hidden_up_to(numbers: Collection[int]) -> int:
    """The number up to which all are hidden: as low as can be, the highest of all when the whole table must be hidden."""
    levels = [NONE_HIDDEN, *sorted(set(numbers))]
    return next(
        level for level in levels if _is_safe([n for n in numbers if n <= level], [n for n in numbers if n > level])
    )


def _is_safe(hidden: Collection[int], shown: Collection[int]) -> bool:
    """Whether nobody can be picked out of a table of which these numbers are hidden, and these shown."""
    if not shown:
        return True
    if min(shown) < SMALLEST_SHOWN:
        return False
    return not hidden or (len(set(hidden)) > 1 and sum(hidden) >= SMALLEST_HIDDEN_SUM)


def total_shown(numbers: Collection[int | None]) -> int | None:
    """How many people answered, when every number is shown; otherwise it would help to work out what is hidden."""
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
