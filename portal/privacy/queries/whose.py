"""Reads of how a person can be found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from portal.database import rows, session
from portal.kit import clock
from portal.people import rules
from portal.people.models import ContactWay, Person, TrustedPerson
from portal.people.queries import Reachable
from portal.privacy.holding import Whose
from portal.signin import services as accounts
from portal.signin.models import StaffAccount

Another = aliased(ContactWay)


def whose(person_id: int) -> Whose:
    """A person with the addresses that are theirs alone: of a shared one nobody can say whose a row is. One query."""
    shared = exists().where(
        Another.value == ContactWay.value, Another.person_id != person_id, Another.ended_at.is_(None)
    )
    found = select(ContactWay.value).where(ContactWay.person_id == person_id, ~shared).order_by(ContactWay.id)
    addresses = tuple(session.scalars(found))
    return Whose(person_id, addresses, tuple(accounts.address_digest(value) for value in addresses))


def has_account(person_id: int) -> bool:
    """Whether they are staff, whose account somebody else must close first. One query."""
    asked = exists().where(StaffAccount.person_id == person_id, StaffAccount.is_active)
    return bool(session.scalar(select(asked)))


def is_to_be_forgotten(person_id: int, at: datetime) -> bool:
    """Whether someone who was forgotten then is here with their words: another may have their number by now. One query."""
    asked = exists().where(Person.id == person_id, Person.forgotten_at.is_(None), Person.created_at <= at)
    return bool(session.scalar(select(asked)))


def trusts_of(person_id: int) -> list[int]:
    """The help that stands between them and others, either way. One query."""
    either = (TrustedPerson.person_id == person_id) | (TrustedPerson.helper_id == person_id)
    standing = select(TrustedPerson.id).where(either, TrustedPerson.ended_at.is_(None))
    return list(session.scalars(standing.order_by(TrustedPerson.id)))


def last_way(person_id: int, now: datetime) -> Reachable | None:
    """Where the very last message to someone goes: the way that they proved last; None when they want to hear nothing.

    One query.
    """
    found = rows(
        select(Person.back_on, Person.id, Person.name, Person.locale, ContactWay.channel, ContactWay.value)
        .join(ContactWay, ContactWay.person_id == Person.id)
        .where(
            Person.id == person_id,
            ContactWay.ended_at.is_(None),
            ContactWay.may_sign_in,
            ContactWay.channel.in_(("email", "sms")),
        )
        .order_by(ContactWay.verified_at.is_(None), ContactWay.verified_at.desc(), ContactWay.id)
        .limit(1)
    )
    is_quiet = bool(found) and rules.is_quiet(found[0][0], now, clock.HERE)
    return Reachable(*found[0][1:]) if found and not is_quiet else None
