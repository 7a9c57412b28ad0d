"""What comes next for someone, by date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of thing comes next; of two on one day, what someone must do stands before what happens anyway."""

    ANSWER_US = "answer_us"  # a place is kept for them until then
    SESSION = "session"
    WE_ANSWER = "we_answer"  # we promised an answer by then


@dataclass(frozen=True)
class Next:
    """One thing that comes next: on which day, at which moment if it has one, of which kind, and the thing itself."""

    on: date
    at: datetime | None
    kind: Kind
    thing: Any


def in_order(found: Iterable[Next], now: datetime) -> list[Next]:
    """What comes next, the soonest first; what has a moment goes by with it, a day's promise stays until it is kept."""
    order = list(Kind)
    ahead = [one for one in found if one.at is None or one.at >= now]
    return sorted(ahead, key=lambda one: (one.on, order.index(one.kind), one.at or now))
