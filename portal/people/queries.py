"""Reads about people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.database import session
from portal.people.models import ContactWay, Person


@dataclass(frozen=True)
class Reachable:
    """A person and the way that was asked for."""

    person_id: int
    name: str
    locale: str
    channel: str
    value: str


def get_reachable(contact_way_id: int) -> Reachable:
    """Who is behind a way, and how to write to them. One query."""
    row = session.execute(
        select(Person.id, Person.name, Person.locale, ContactWay.channel, ContactWay.value)
        .join(ContactWay, ContactWay.person_id == Person.id)
        .where(ContactWay.id == contact_way_id)
    ).one()
    return Reachable(*row)


def people_at(value: str) -> list[Person]:
    """Everyone who can be reached at this address or number, oldest first. One query."""
    return list(
        session.scalars(
            select(Person)
            .join(ContactWay, ContactWay.person_id == Person.id)
            .where(ContactWay.value == value)
            .order_by(Person.id)
        )
    )


def name_of(person_id: int | None) -> str:
    """A person's name, "" for nobody. One query."""
    return "" if person_id is None else (session.scalar(select(Person.name).where(Person.id == person_id)) or "")
