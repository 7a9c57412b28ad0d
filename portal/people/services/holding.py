"""Holding a person while something of theirs is written."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import locked_gently, session
from portal.kit.errors import NotFound
from portal.people.models import Person


def held(person_id: int) -> Person:
    """A person, held until the end of the transaction; one who was forgotten is not there."""
    there = select(Person).where(Person.id == person_id, Person.forgotten_at.is_(None))
    person = session.scalar(locked_gently(there).execution_options(populate_existing=True))
    if person is None:
        raise NotFound
    return person
