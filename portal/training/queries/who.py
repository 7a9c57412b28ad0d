"""Who takes part, as people said when they booked before."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import session
from portal.training.models import Booking
from portal.training.rules import Who


def said_before(person_id: int | None) -> str:
    """Who someone said they are when they booked last; "" when they never did. One query at most."""
    if person_id is None:
        return ""
    said = select(Booking.who).where(Booking.person_id == person_id, Booking.who != Who.NOT_SAID)
    return session.scalar(said.order_by(Booking.asked_at.desc(), Booking.id.desc()).limit(1)) or ""
