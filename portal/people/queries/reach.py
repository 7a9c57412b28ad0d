"""Reads about who someone is and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import aliased

from portal.database import session
from portal.kit import clock
from portal.kit.words import later
from portal.people.models import ContactWay, Person

FORGOTTEN = later("Someone who asked to be forgotten")
GETS_CODES = ("email", "sms")


@dataclass(frozen=True)
class Reachable:
    """A person and the way that was asked for."""

    person_id: int
    name: str
    locale: str
    channel: str
    value: str


def get_reachable(contact_way_id: int) -> Reachable:
    """Who is behind a way, and how to write to them: by the way that replaced it, once that counts. One query."""
    newer = aliased(ContactWay)
    is_replaced = newer.id.is_not(None)
    row = session.execute(
        select(
            Person.id,
            Person.name,
            Person.locale,
            case((is_replaced, newer.channel), else_=ContactWay.channel),
            case((is_replaced, newer.value), else_=ContactWay.value),
        )
        .join(ContactWay, ContactWay.person_id == Person.id)
        .outerjoin(newer, (newer.id == ContactWay.goes_to_id) & (ContactWay.goes_at <= clock.now()))
        .where(ContactWay.id == contact_way_id)
    ).one()
    return Reachable(*row)


def find_reachable(person_id: int, value: str = "") -> Reachable | None:
    """How to write to a person: by this address or number of theirs, or else by the first that they proved. Two queries."""
    there = (
        select(ContactWay.id)
        .where(ContactWay.person_id == person_id, ContactWay.ended_at.is_(None))
        .order_by(case((ContactWay.value == value, 0), else_=1))
        .order_by(case((ContactWay.verified_at.is_not(None), 0), else_=1), ContactWay.id)
        .limit(1)
    )
    way_id = session.scalar(there)
    return None if way_id is None else get_reachable(way_id)


def people_at(value: str) -> list[Person]:
    """Everyone who may sign in by this address or number, oldest first. One query."""
    return list(
        session.scalars(
            select(Person)
            .join(ContactWay, ContactWay.person_id == Person.id)
            .where(ContactWay.value == value, opens())
            .order_by(Person.id)
        )
    )


def reaches() -> ColumnElement[bool]:
    """Whether a way still reaches its person: it did not end, and no other replaced it."""
    return ContactWay.ended_at.is_(None) & or_(ContactWay.goes_at.is_(None), ContactWay.goes_at > clock.now())


def opens() -> ColumnElement[bool]:
    """Whether a way may sign its person in: one that ended, was added later and never proven, or gets no code, may not."""
    return ContactWay.may_sign_in & ContactWay.ended_at.is_(None) & ContactWay.channel.in_(GETS_CODES)


def named(person: Any = Person) -> ColumnElement[str]:
    """A person's name as others read it: wherever a page shows one, it is asked for so."""
    return case((person.forgotten_at.is_not(None), str(FORGOTTEN)), else_=person.name)


def name_of(person_id: int | None) -> str:
    """A person's name, "" for nobody. One query."""
    return "" if person_id is None else (session.scalar(select(named()).where(Person.id == person_id)) or "")
