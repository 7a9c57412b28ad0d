"""What people said about training: their own words, without a name, for as long as they let us show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.training.models import Booking, QISession, TrainingFeedback


@dataclass(frozen=True)
class Said:
    """What someone said, and when."""

    words: str
    said_at: datetime


def said_about(course_id: int, limit: int) -> list[Said]:
    """What people said about a course and everyone may read, the newest first. One query."""
    found = rows(
        select(TrainingFeedback.words, TrainingFeedback.said_at)
        .join(Booking, Booking.id == TrainingFeedback.booking_id)
        .join(QISession, QISession.id == Booking.qi_session_id)
        .where(
            QISession.course_id == course_id,
            TrainingFeedback.may_show,
            TrainingFeedback.shown_at.is_not(None),
            TrainingFeedback.words != "",
        )
        .order_by(TrainingFeedback.said_at.desc(), TrainingFeedback.id.desc())
        .limit(limit)
    )
    return [Said(*row) for row in found]
