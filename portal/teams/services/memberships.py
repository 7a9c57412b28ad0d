"""A membership held while it changes, and its history: each line is written once, and never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.database import add, locked, session
from portal.kit import audit
from portal.kit.errors import NotFound
from portal.teams.models import Membership, MembershipStep
from portal.teams.rules.members import AlreadyOnTeam, Happened, HasEnded


def thing(membership_id: int) -> str:
    """A membership as the record names it."""
    return f"membership {membership_id}"


def held(membership_id: int, *, person_id: int | None = None) -> Membership:
    """A membership, kept from others until the transaction ends; of that person alone where one is named."""
    asked = select(Membership).where(Membership.id == membership_id)
    if person_id is not None:
        asked = asked.where(Membership.person_id == person_id)
    found = session.scalar(locked(asked))
    if found is None:
        raise NotFound
    return found


def held_open(membership_id: int, *, person_id: int | None = None) -> Membership:
    """The same, of someone who did not leave."""
    found = held(membership_id, person_id=person_id)
    if found.ended_on is not None:
        raise HasEnded
    return found


def begin(membership: Membership) -> Membership:
    """Put someone on a team; the database has the last word on whether they are there already."""
    try:
        with session.begin_nested():
            return add(membership)
    except IntegrityError as problem:
        raise AlreadyOnTeam from problem


def note(
    membership: Membership,
    what: Happened,
    *,
    by: int | None,
    now: datetime,
    until_on: date | None = None,
    of: int | None = None,
) -> MembershipStep:
    """Note what happened with a membership, in its history and on record, in the present transaction.

    `of` is the member whom staff ask something: the line is about them, and the record says who asked.
    """
    line = MembershipStep(membership_id=membership.id, what=what, at=now, by_person_id=of or by, until_on=until_on)
    audit.record(
        "membership changed", now=now, by=by, about=membership.person_id, thing=thing(membership.id), what=what.value
    )
    return add(line)
