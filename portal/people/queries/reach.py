"""Reads about who someone is and how to reach them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.database import AnySelect, rows, session
from portal.kit import clock
from portal.kit.words import later
from portal.people import rules
from portal.people.models import ContactWay, Person

FORGOTTEN = later("Someone who asked to be forgotten")
T = TypeVar("T")
Newer, Newest = aliased(ContactWay), aliased(ContactWay)


@dataclass(frozen=True)
class Reachable:
    """A person and the way that was asked for."""

    person_id: int
    name: str
    locale: str
    channel: str
    value: str


@dataclass(frozen=True)
class Contact:
    """How someone is reached, with what to mind before anyone does; all empty for someone who gave no way."""

    channel: str | None
    value: str | None
    safe_hours: str | None
    may_leave_message: bool | None
    say_about: str | None
    check_word: str | None
    back_on: date | None

    def paused_until(self, now: datetime) -> date | None:
        """The day until which they asked us to be quiet, while it is to come."""
        return self.back_on if rules.is_quiet(self.back_on, now, clock.HERE) else None


def contact_columns() -> tuple[Any, ...]:
    """What a `Contact` is made of: the last columns of a statement for `with_contact`, which has Person and ContactWay."""
    return (*_used(), *rule_columns())


def rule_columns() -> tuple[Any, ...]:
    """What a `Contact` has besides the way itself."""
    return (Person.safe_hours, Person.may_leave_message, Person.say_about, Person.check_word, Person.back_on)


def _used() -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The channel and the value of a way, or of the one that has replaced it."""
    return (
        func.coalesce(Newest.channel, Newer.channel, ContactWay.channel),
        func.coalesce(Newest.value, Newer.value, ContactWay.value),
    )


def with_contact(make: Callable[..., T], statement: AnySelect) -> list[T]:
    """What `make` makes of each row, its `contact_columns` handed over last, as a `Contact`. One query."""
    width = len(fields(Contact))
    return [make(*row[:-width], Contact(*row[-width:])) for row in rows(_in_use(statement))]


def _in_use(statement: AnySelect) -> AnySelect:
    """`statement`, which has ContactWay, with the ways that have replaced it joined.

    There are two at most: `services.ways.use` shortens what is longer. A way that its own successor replaced again is
    followed no further.
    """
    now = clock.now()
    again = and_(Newest.id == Newer.goes_to_id, Newer.goes_at <= now, Newer.goes_at > ContactWay.goes_at)
    return statement.outerjoin(Newer, and_(Newer.id == ContactWay.goes_to_id, ContactWay.goes_at <= now)).outerjoin(
        Newest, again
    )


def get_reachable(contact_way_id: int) -> Reachable:
    """Who is behind a way, and how to write to them: by the way that replaced it, once that counts. One query."""
    return reachable_by([contact_way_id])[contact_way_id]


def reachable_by(contact_way_ids: Collection[int]) -> dict[int, Reachable]:
    """Who is behind each of these ways, and how to write to them. One query."""
    there = (
        select(ContactWay.id, Person.id, Person.name, Person.locale, *_used())
        .join(ContactWay, ContactWay.person_id == Person.id)
        .where(ContactWay.id.in_(contact_way_ids))
    )
    return {id: Reachable(*of_person) for id, *of_person in rows(_in_use(there))}


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
    """Whether a way still reaches its person: it did not end, and no other replaced it since it was last chosen."""
    other, now = aliased(ContactWay), clock.now()
    came_back = (
        exists()
        .where(other.id == ContactWay.goes_to_id, other.goes_to_id == ContactWay.id)
        .where(other.goes_at <= now, other.goes_at > ContactWay.goes_at)
        .correlate(ContactWay)
    )
    return ContactWay.ended_at.is_(None) & or_(ContactWay.goes_at.is_(None), ContactWay.goes_at > now, came_back)


def opens() -> ColumnElement[bool]:
    """Whether a way may sign its person in: one that ended or gets no code may not, and a new one not in its first day."""
    is_settled = or_(ContactWay.may_sign_in, ContactWay.verified_at <= clock.now() - rules.HELD)
    return is_settled & ContactWay.ended_at.is_(None) & ContactWay.channel.in_(rules.GETS_CODES)


def quiet_until(person_id: int, now: datetime) -> datetime | None:
    """When someone who asked us to be quiet wants to hear from us again, if that is to come. One query."""
    return quiet_until_of([person_id], now).get(person_id)


def quiet_until_of(person_ids: Collection[int | None], now: datetime) -> dict[int | None, datetime]:
    """When those of these people who asked us to be quiet want to hear from us again. One query, none for nobody."""
    asked = {id for id in person_ids if id is not None}
    if not asked:
        return {}
    found = rows(select(Person.id, Person.back_on).where(Person.id.in_(asked), Person.back_on.is_not(None)))
    return {id: rules.hears_again_at(on, clock.HERE) for id, on in found if rules.is_quiet(on, now, clock.HERE)}


def named(person: Any = Person) -> ColumnElement[str]:
    """A person's name as others read it: wherever a page shows one, it is asked for so."""
    return case((person.forgotten_at.is_not(None), str(FORGOTTEN)), else_=person.name)


def name_of(person_id: int | None) -> str:
    """A person's name, "" for nobody. One query."""
    return "" if person_id is None else (session.scalar(select(named()).where(Person.id == person_id)) or "")
