"""Reads about the offer of the questions about who takes part."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import session
from portal.people.models import Person


def is_asked_equality(person_id: int) -> bool:
    """Whether someone was offered the questions, and answered the offer. One query."""
    return bool(session.scalar(select(Person.is_asked_equality).where(Person.id == person_id)))
