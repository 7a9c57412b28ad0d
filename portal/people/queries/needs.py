"""Reads about what people need so that they can take part, and the words for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, String, cast, exists, literal, select

from portal.database import rows
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people.models import AccessNeed, NeedFlag, Person
from portal.people.queries.reach import named
from portal.people.rules import OTHER, Group

GROUPS = {
    Group.READING: later("Reading"),
    Group.HEARING: later("Hearing"),
    Group.LANGUAGE: later("Language"),
    Group.MOVING: later("Moving around"),
    Group.TALKING: later("Talking and thinking"),
    Group.MEETING: later("In a meeting"),
}
KINDS = {
    "large_print": later("Large print"),
    "easy_read": later("Easy Read, with pictures"),
    "on_paper": later("Papers by post, not on a screen"),
    "read_aloud": later("Papers read aloud, or as sound"),
    "colours": later("Other colours, or strong contrast"),
    "sign_language": later("A British Sign Language interpreter"),
    "lip_reading": later("To see faces for lip reading, or a lip speaker"),
    "hearing_loop": later("A hearing loop"),
    "captions": later("Captions, or someone who writes what is said"),
    "interpreter": later("An interpreter"),
    "translated": later("Papers in my language"),
    "step_free": later("A way in without steps"),
    "near_toilet": later("To be near a toilet or a lift"),
    "wheelchair_space": later("Space for a wheelchair"),
    "parking": later("Parking close by"),
    "more_time": later("More time to think and answer"),
    "plain_words": later("Short, plain words"),
    "explained": later("Someone to explain things to me"),
    "communication_aid": later("To use my communication aid"),
    "breaks": later("Breaks"),
    "quiet_space": later("A quiet space"),
    "camera_off": later("To keep my camera off"),
    "questions_before": later("The questions beforehand"),
    "someone_with_me": later("To bring someone with me"),
    "who_is_there": later("To know beforehand who will be there"),
    "travel_help": later("Help with travel"),
}


def need_words(kind: str, details: str = "") -> str:
    """A need as people say it: "An interpreter: Bengali"; their own words stand for themselves."""
    if kind == OTHER:
        return details
    said = str(KINDS.get(kind, kind.replace("_", " ")))
    return _("%(need)s: %(details)s", need=said, details=details) if details else said


@dataclass(frozen=True)
class Needs:
    """What someone told us that they need: pairs of a kind and its details, and their own words."""

    kinds: tuple[tuple[str, str], ...] = ()
    words: str = ""
    reviewed_at: datetime | None = None

    @property
    def is_told(self) -> bool:
        """Whether they told us anything."""
        return bool(self.kinds or self.words)


def needs_of(person_id: int) -> Needs:
    """What someone told us, and when they last said that it holds. One query."""
    found = rows(
        select(Person.needs, Person.needs_reviewed_at, AccessNeed.kind, AccessNeed.details)
        .outerjoin(AccessNeed, (AccessNeed.person_id == Person.id) & AccessNeed.ended_at.is_(None))
        .where(Person.id == person_id)
        .order_by(AccessNeed.id)
    )
    if not found:
        return Needs()
    return Needs(tuple((kind, details) for *_person, kind, details in found if kind), found[0][0], found[0][1])


@dataclass(frozen=True)
class Flag:
    """One need as those who must act on it see it."""

    thing: str
    kind: str
    details: str
    ready_at: datetime | None
    ready_by: str | None
    is_met_for_person: bool | None
    is_met_for_staff: bool | None
    said: str
    ended_at: datetime | None

    @property
    def words(self) -> str:
        """What is needed."""
        return need_words(self.kind, self.details)

    @property
    def is_open(self) -> bool:
        """Whether the thing takes place, so that it must be got ready."""
        return self.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether it is still to be got ready."""
        return self.is_open and self.ready_at is None


def flags_of(things: Iterable[str]) -> dict[str, list[Flag]]:
    """The needs flagged on each of these things, in the order in which they were told. One query."""
    found = rows(
        select(
            NeedFlag.thing,
            NeedFlag.kind,
            NeedFlag.details,
            NeedFlag.ready_at,
            named(),
            NeedFlag.is_met_for_person,
            NeedFlag.is_met_for_staff,
            NeedFlag.said,
            NeedFlag.ended_at,
        )
        .outerjoin(Person, Person.id == NeedFlag.ready_by_id)
        .where(NeedFlag.thing.in_(list(things)))
        .order_by(NeedFlag.id)
    )
    flags: dict[str, list[Flag]] = {}
    for row in found:
        flags.setdefault(row[0], []).append(Flag(*row))
    return flags


def flagged(word: str, id_column: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """The needs flagged on a row of another table, which the record names "booking 12": for reads of other slices."""
    return NeedFlag.thing == literal(f"{word} ", String) + cast(id_column, String)


def has_flags(word: str, id_column: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether a row of another table has needs flagged on it."""
    return exists().where(flagged(word, id_column), NeedFlag.ended_at.is_(None))


def said_by(kinds: Collection[tuple[str, str]], words: str) -> list[str]:
    """What someone needs, a line each."""
    return [*(need_words(kind, details) for kind, details in kinds), *([words] if words else [])]
