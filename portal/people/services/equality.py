"""Offering the questions about who takes part to each person once."""

from __future__ import annotations

from sqlalchemy import update

from portal.database import changed, writes
from portal.people.models import Person


@writes
def note_asked_equality(person_id: int) -> None:
    """Do not offer the questions again. Not on record: it would say when someone may have answered."""
    changed(update(Person).where(Person.id == person_id).values(is_asked_equality=True))
