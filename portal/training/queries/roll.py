"""The roll of one date of a session: everyone with a place, and who came."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.database import rows
from portal.kit import references, typed
from portal.people import queries as people
from portal.people.models import Person
from portal.training.models import Attendance, Booking
from portal.training.queries import words
from portal.training.rules import Status, Who


@dataclass(frozen=True)
class Name:
    """Someone on the roll, with whoever comes with them; `came` is None until it is noted."""

    id: int
    person_id: int
    name: str
    reference: str
    mode: str
    places: int
    companion: str
    who: str
    is_walk_in: bool
    has_needs: bool
    came: bool | None
    has_companion_come: bool | None

    @property
    def thing(self) -> str:
        """The booking, as the record names it."""
        return f"booking {self.id}"

    @property
    def is_pair(self) -> bool:
        """Whether someone comes with them."""
        return self.places > 1

    @property
    def who_words(self) -> str:
        """Who takes part, "" where they did not say."""
        return "" if self.who == Who.NOT_SAID else str(words.WHO[Who(self.who)])

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])

    def is_called(self, said: str) -> bool:
        """Whether someone looks for this name or this reference."""
        names = typed.key_of(f"{self.name} {self.companion}")
        return typed.key_of(said) in names or references.said_reference(said) == self.reference


def roll(session_id: int, number: int) -> list[Name]:
    """Everyone who has a place in a session, by name, and whether they came on this date. One query."""
    there = (Attendance.booking_id == Booking.id) & (Attendance.number == number)
    found = rows(
        select(
            Booking.id,
            Booking.person_id,
            people.named(),
            Booking.reference,
            Booking.mode,
            Booking.places,
            Booking.companion,
            Booking.who,
            Booking.is_walk_in,
            people.has_flags("booking", Booking.id),
            Attendance.came,
            Attendance.has_companion_come,
        )
        .join(Person, Person.id == Booking.person_id)
        .outerjoin(Attendance, there)
        .where(Booking.qi_session_id == session_id, Booking.status == Status.CONFIRMED)
    )
    return sorted((Name(*row) for row in found), key=_by_name)


def needs_first(names: Sequence[Name]) -> list[Name]:
    """Those who need something first; each part stays by name."""
    return sorted(names, key=lambda one: not one.has_needs)


def _by_name(one: Name) -> tuple[str, str, int]:
    """The same order on every database, with "Élodie" beside "Eloise"; other scripts follow the Latin one."""
    apart = unicodedata.normalize("NFKD", one.name.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)), one.name, one.id


@dataclass(frozen=True)
class Tally:
    """How many people a roll has noted; whoever comes with someone counts as one too."""

    came: int
    absent: int
    not_noted: int


def tally(names: Sequence[Name]) -> Tally:
    """How many came, did not come, and are still to be noted."""
    noted = [one.came for one in names] + [one.has_companion_come for one in names if one.is_pair]
    return Tally(noted.count(True), noted.count(False), noted.count(None))
