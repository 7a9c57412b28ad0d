"""Reads for staff about what people said of a session: numbers, and words without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.kit import references
from portal.training.models import Booking, TrainingFeedback

SCALE = (1, 2, 3, 4, 5)


def mark_of(words: str) -> str:
    """A mark of these very words; their time would tell, beside the record, whose they are."""
    return references.digest(words, key="words read")[:32]


@dataclass(frozen=True)
class Marks:
    """What was answered to one question."""

    counts: Counter[int]

    @property
    def answers(self) -> int:
        """How many answered it."""
        return self.counts.total()

    @property
    def average(self) -> float | None:
        """The average, to one place; None where nobody answered."""
        total = sum(mark * count for mark, count in self.counts.items())
        return round(total / self.answers, 1) if self.answers else None


@dataclass(frozen=True)
class Words:
    """What someone wrote; nothing says who it was."""

    id: int
    words: str
    may_show: bool
    said_at: datetime
    shown_at: datetime | None

    @property
    def mark(self) -> str:
        """What the press to show them names, so that nobody shows what they have not read."""
        return mark_of(self.words)


@dataclass(frozen=True)
class Feedback:
    """All that was said of a session."""

    people: int
    good: Marks
    clear: Marks
    welcome: Marks
    words: Sequence[Words]


def feedback_of(session_id: int) -> Feedback:
    """What people said of a session, the newest words first. One query."""
    found = rows(
        select(
            TrainingFeedback.was_good,
            TrainingFeedback.was_clear,
            TrainingFeedback.was_welcome,
            TrainingFeedback.id,
            TrainingFeedback.words,
            TrainingFeedback.may_show,
            TrainingFeedback.said_at,
            TrainingFeedback.shown_at,
        )
        .join(Booking, Booking.id == TrainingFeedback.booking_id)
        .where(Booking.qi_session_id == session_id)
        .order_by(TrainingFeedback.said_at.desc(), TrainingFeedback.id.desc())
    )
    good, clear, welcome = (_marks([row[place] for row in found]) for place in range(3))
    return Feedback(len(found), good, clear, welcome, [Words(*row[3:]) for row in found if row[4]])


def _marks(given: Sequence[int | None]) -> Marks:
    return Marks(Counter(mark for mark in given if mark is not None))
