"""Reads about what someone else filled in with or for a person, and what the person says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from portal.database import rows, session
from portal.kit.words import later
from portal.people.models import FilledIn, Person
from portal.people.queries.reach import named

HOW = {
    "in_room": later("in the room with them"),
    "on_phone": later("on the phone"),
    "on_paper": later("from a paper form"),
    "trusted": later("as someone whom they trust"),
}
HOW_FOR_PERSON = {
    "in_room": later("in the room with you"),
    "on_phone": later("on the phone with you"),
    "on_paper": later("from your paper form"),
    "trusted": later("for you, as someone whom you trust"),
}
THINGS = {
    "booking": later("Training that was booked"),
    "interest": later("An offer to join a project"),
    "story": later("A story"),
}
SAID = {
    True: later("the person says that it is right"),
    False: later("the person says that it is not right"),
    None: later("the person has not said if it is right"),
}


@dataclass(frozen=True)
class Filled:
    """One thing that someone else filled in: by whom, how, when, and what the person said of it."""

    id: int
    thing: str
    person_id: int
    by_name: str
    how: str
    at: datetime
    is_right: bool | None

    @property
    def kind(self) -> str:
        """What the thing is: "booking", "interest" or "story"."""
        return self.thing.partition(" ")[0]

    @property
    def number(self) -> int:
        """The number of the thing."""
        return int(self.thing.rpartition(" ")[2])

    @property
    def thing_words(self) -> str:
        """What the thing is, in words."""
        return str(THINGS[self.kind])

    @property
    def how_words(self) -> str:
        """How it was filled in, said to staff."""
        return str(HOW[self.how])

    @property
    def how_words_for_person(self) -> str:
        """How it was filled in, said to the person."""
        return str(HOW_FOR_PERSON[self.how])

    @property
    def said_words(self) -> str:
        """What the person said of it."""
        return str(SAID[self.is_right])


def _filled(*conditions: ColumnElement[bool]) -> list[Filled]:
    found = rows(
        select(
            FilledIn.id,
            FilledIn.thing,
            FilledIn.person_id,
            named(),
            FilledIn.how,
            FilledIn.at,
            FilledIn.is_right,
        )
        .join(Person, Person.id == FilledIn.by_person_id)
        .where(*conditions)
        .order_by(FilledIn.at.desc(), FilledIn.id.desc())
    )
    return [Filled(*row) for row in found]


def filled_in_of(things: Iterable[str]) -> dict[str, Filled]:
    """Who filled in these things, by thing; what people filled in themselves is not there. One query."""
    return {filled.thing: filled for filled in _filled(FilledIn.thing.in_(list(things)))}


def to_confirm(person_id: int) -> list[Filled]:
    """What others filled in with or for someone, newest first, said to be right or not. One query."""
    return _filled(FilledIn.person_id == person_id)


def not_right() -> list[Filled]:
    """What people said is not right and nobody has put right, newest first. One query."""
    return _filled(FilledIn.is_right.is_(False))


def not_right_count() -> int:
    """How many of those there are. One query."""
    return session.scalar(select(func.count()).where(FilledIn.is_right.is_(False))) or 0
