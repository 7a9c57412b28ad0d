"""What the periods of published figures mean."""

from __future__ import annotations

import re
from datetime import date

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_of(period: str) -> date | None:
    """The first day of a month such as "2022-04"; None for any other period, which its source says in words."""
    found = _MONTH.fullmatch(period)
    return date(int(found[1]), int(found[2]), 1) if found else None
