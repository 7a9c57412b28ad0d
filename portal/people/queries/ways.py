"""Reads for a person about the ways to reach them, and what is safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.database import rows, session
from portal.kit import clock
from portal.people import rules
from portal.people.models import ContactWay, Person


@dataclass(frozen=True)
class MyWay:
    """One way to reach the person who looks at it."""

    id: int
    channel: str
    value: str
    verified_at: datetime | None
    may_sign_in: bool
    created_at: datetime
    goes_to_id: int | None
    goes_at: datetime | None

    @property
    def is_proven(self) -> bool:
        """Whether we may write there."""
        return rules.is_proven(self)

    def is_settled(self, now: datetime) -> bool:
        """Whether it has been theirs for a day at least."""
        return rules.is_settled(self, now)

    def is_used(self, now: datetime) -> bool:
        """Whether what is written to it goes there now."""
        return self.is_proven and (self.goes_at is None or self.goes_at > now)

    def ends_at(self, now: datetime) -> datetime | None:
        """When another way replaces it, if that was asked for and is still to come."""
        return self.goes_at if self.goes_at is not None and self.goes_at > now else None


def ways_of(person_id: int) -> list[MyWay]:
    """Every way of a person that did not end, oldest first. One query."""
    found = rows(
        select(
            ContactWay.id,
            ContactWay.channel,
            ContactWay.value,
            ContactWay.verified_at,
            ContactWay.may_sign_in,
            ContactWay.created_at,
            ContactWay.goes_to_id,
            ContactWay.goes_at,
        )
        .where(ContactWay.person_id == person_id, ContactWay.ended_at.is_(None))
        .order_by(ContactWay.id)
    )
    return [MyWay(*row) for row in found]


@dataclass(frozen=True)
class Safety:
    """What someone told us about reaching them safely, and when they want to hear nothing."""

    safe_hours: str
    may_leave_message: bool | None
    say_about: str
    check_word: str
    back_on: date | None

    def paused_until(self, now: datetime) -> date | None:
        """The day until which they hear nothing, while it is to come."""
        return self.back_on if rules.is_quiet(self.back_on, now, clock.HERE) else None


def safety_of(person_id: int) -> Safety:
    """What someone told us about reaching them safely. One query."""
    found = session.execute(
        select(Person.safe_hours, Person.may_leave_message, Person.say_about, Person.check_word, Person.back_on).where(
            Person.id == person_id
        )
    ).one()
    return Safety(*found)
