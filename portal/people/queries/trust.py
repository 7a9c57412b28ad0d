"""Reads about whom someone trusts, and whom someone helps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from sqlalchemy import ColumnElement, select

from portal.database import AnySelect, rows, session
from portal.kit import clock, references
from portal.kit.errors import NotFound
from portal.people import rules
from portal.people.models import ContactWay, Person, TrustedPerson
from portal.people.queries.reach import FORGOTTEN, named, opens
from portal.people.rules import May


@dataclass(frozen=True)
class Trust:
    """Someone who was asked to help a person: with what, until when, and what they said."""

    id: int
    person_id: int
    person_name: str
    helper_id: int | None
    name: str
    channel: str
    value: str
    may: frozenset[str]
    until_on: date
    asked_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    ended_by_id: int | None

    @classmethod
    def of(cls, held: TrustedPerson, person_name: str) -> Self:
        """What is read of a row."""
        return cls(
            held.id,
            held.person_id,
            person_name,
            held.helper_id,
            held.name or str(FORGOTTEN),
            held.channel,
            held.value,
            frozenset(may for may in May if getattr(held, may)),
            held.until_on,
            held.asked_at,
            held.accepted_at,
            held.ended_at,
            held.ended_by_id,
        )

    def is_in_force(self, today: date) -> bool:
        """Whether they may do anything today."""
        return rules.is_in_force(self.accepted_at, self.ended_at, self.until_on, today)

    def waits_for_answer(self, now: datetime) -> bool:
        """Whether they can still say yes or no."""
        return rules.waits_for_answer(self.asked_at, self.accepted_at, self.ended_at, self.until_on, clock.local(now))

    @property
    def said_no(self) -> bool:
        """Whether they were asked and did not want to."""
        return self.accepted_at is None and self.ended_at is not None and self.ended_by_id is None


def _trusts(*conditions: ColumnElement[bool]) -> AnySelect:
    return (
        select(TrustedPerson, named())
        .join(Person, Person.id == TrustedPerson.person_id)
        .where(*conditions)
        .order_by(TrustedPerson.asked_at.desc(), TrustedPerson.id.desc())
    )


def trusted_by(person_id: int) -> list[Trust]:
    """Everyone whom a person ever asked to help, newest first. One query."""
    return [Trust.of(*row) for row in rows(_trusts(TrustedPerson.person_id == person_id))]


def get_trust(trust_id: int, person_id: int) -> Trust:
    """One of them, if this person asked. One query."""
    return _one(_trusts(TrustedPerson.id == trust_id, TrustedPerson.person_id == person_id))


def get_trust_by_link(token: str) -> Trust:
    """What someone was asked by this link. One query."""
    return _one(_trusts(TrustedPerson.token_digest == digest_of(token)))


def _one(statement: AnySelect) -> Trust:
    found = rows(statement)
    if not found:
        raise NotFound
    return Trust.of(*found[0])


def digest_of(token: str) -> str:
    """What the database keeps of the secret in a link to someone who was asked."""
    return references.digest(token, key="trusted link")


def helped_by(helper_id: int, today: date, may: str = "") -> list[Trust]:
    """Whom someone helps today, or helps with this. One query."""
    found = [Trust.of(*row) for row in rows(_trusts(TrustedPerson.helper_id == helper_id))]
    return [trust for trust in found if trust.is_in_force(today) and (not may or may in trust.may)]


def get_helped(trust_id: int, helper_id: int, today: date) -> Trust:
    """One of those whom someone helps today; over or not theirs is not there. One query."""
    found = _one(_trusts(TrustedPerson.id == trust_id, TrustedPerson.helper_id == helper_id))
    if not found.is_in_force(today):
        raise NotFound
    return found


def get_trust_in_force(trust_id: int, today: date) -> Trust:
    """A trust by its number, as a link names it; one that is over is not there. One query."""
    found = _one(_trusts(TrustedPerson.id == trust_id))
    if not found.is_in_force(today):
        raise NotFound
    return found


def helpers_of(person_id: int, today: date) -> list[Trust]:
    """Who helps a person today, in the order in which they were asked. One query."""
    return helpers_of_all([person_id], today).get(person_id, [])


def helpers_of_all(person_ids: Collection[int], today: date) -> dict[int, list[Trust]]:
    """Who helps each of these people today, in the order in which they were asked. One query."""
    found: dict[int, list[Trust]] = {}
    for row in reversed(rows(_trusts(TrustedPerson.person_id.in_(person_ids)))):
        if (trust := Trust.of(*row)).is_in_force(today):
            found.setdefault(trust.person_id, []).append(trust)
    return found


def has_proven(person_id: int, value: str) -> bool:
    """Whether a code came back from this address or number of theirs. One query."""
    proven = select(ContactWay.id).where(
        ContactWay.person_id == person_id, ContactWay.value == value, ContactWay.verified_at.is_not(None), opens()
    )
    return session.scalar(proven) is not None
