"""Reads of how a person can be found."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from portal.database import session
from portal.people.models import ContactWay
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
