"""A session as the pages on which it is booked know it: when it is, what it asks of people, and what places it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.database import rows
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
from portal.kit.words import ngettext
from portal.training import rules
from portal.training.models import Course, QISession, SessionDate
from portal.training.queries import times, words
from portal.training.rules import Room, Who

MOST_QUESTIONS = 3
JOINT = frozenset({"staff_and_members", "everyone"})  # courses of which staff want to know who comes to them


@dataclass(frozen=True)
class Places:
    """Places of one kind; some may be kept for service users and carers."""

    mode: str
    capacity: int
    taken: int
    taken_by_others: int
    kept: int

    @property
    def room(self) -> Room:
        """What is free."""
        return Room(self.capacity - self.taken, self.capacity - self.kept - self.taken_by_others)

    @property
    def left_words(self) -> str:
        """How many are left, and for whom."""
        if self.room.free > 0 and not self.room.open_to(Who.NOT_SAID):
            return _("%(left)s, for service users and carers", left=words.places_left(self.capacity, self.taken))
        return words.places_left(self.capacity, self.taken)


@dataclass(frozen=True)
class ToBook:
    """A public session that someone books, or wants to."""

    places: tuple[Places, ...]
    id: int
    course_id: int
    slug: str
    state: str
    title: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    who_for: str
    written_questions: str
    further_dates: int

    @property
    def when_words(self) -> str:
        """When it is, or begins."""
        return times.span_words(self.mode, self.starts_at, self.ends_at)

    @property
    def further_words(self) -> str:
        """On how many more dates it is held; "" for none."""
        more = self.further_dates
        return ngettext("and %(num)s more date", "and %(num)s more dates", more) if more else ""

    @property
    def questions(self) -> list[str]:
        """What the course asks, at most three lines."""
        lines = [line.strip() for line in self.written_questions.splitlines()]
        return [line for line in lines if line][:MOST_QUESTIONS]

    @property
    def is_both(self) -> bool:
        """Whether there are places of each kind to choose from."""
        return len(self.places) > 1

    @property
    def has_kept(self) -> bool:
        """Whether some places are kept for service users and carers."""
        return any(places.kept for places in self.places)

    @property
    def asks_who(self) -> bool:
        """Whether we must know who takes part."""
        return self.who_for in JOINT or self.has_kept

    @property
    def asks_about_place(self) -> bool:
        """Whether everyone is led to the page about their place."""
        return self.is_both or self.asks_who or bool(self.questions)

    @property
    def left_words(self) -> list[str]:
        """How many places are left, a line for each kind."""
        if not self.is_both:
            return [places.left_words for places in self.places]
        return [
            _("%(mode)s: %(left)s", mode=words.MODES[places.mode], left=places.left_words) for places in self.places
        ]

    @property
    def is_full(self) -> bool:
        """Whether only the waiting list is open to anybody."""
        return all(places.taken >= places.capacity for places in self.places)

    def mode_of(self, answers: Mapping[str, Any]) -> str:
        """In which way someone who answered so takes part."""
        kinds, said = [places.mode for places in self.places], str(answers.get("mode") or "")
        return said if said in kinds else kinds[0]

    def is_full_for(self, answers: Mapping[str, Any]) -> bool:
        """Whether only the waiting list is open to someone who answered so."""
        return self._room(answers).open_to(str(answers.get("who") or "")) < _needed(answers)

    def is_kept_from(self, answers: Mapping[str, Any]) -> bool:
        """Whether that is only since the places that are left are kept for service users and carers."""
        return self.is_full_for(answers) and self._room(answers).free >= _needed(answers)

    def _room(self, answers: Mapping[str, Any]) -> Room:
        mode = self.mode_of(answers)
        return next(places.room for places in self.places if places.mode == mode)

    def takes_bookings(self, now: datetime) -> bool:
        """Whether it can be booked."""
        return rules.takes_bookings(self.state, self.starts_at, now)


def _needed(answers: Mapping[str, Any]) -> int:
    return 2 if answers.get("companion") else 1


def get_to_book(slug: str) -> ToBook:
    """The session of this address, unless staff still work on it. One query."""
    further = select(func.count()).where(SessionDate.qi_session_id == QISession.id, SessionDate.cancelled_at.is_(None))
    found = rows(
        select(
            QISession.capacity,
            QISession.taken,
            QISession.taken_by_others,
            QISession.kept,
            QISession.online_capacity,
            QISession.online_taken,
            QISession.online_taken_by_others,
            QISession.online_kept,
            QISession.id,
            QISession.course_id,
            QISession.slug,
            QISession.state,
            Course.title,
            QISession.starts_at,
            QISession.ends_at,
            QISession.mode,
            Course.who_for,
            Course.questions,
            further.scalar_subquery(),
        )
        .join(Course, Course.id == QISession.course_id)
        .where(QISession.slug == slug, QISession.state != "draft")
    )
    if not found:
        raise NotFound
    return _to_book(found[0][:4], found[0][4:8], found[0][8:])


def _to_book(first: tuple[int, ...], online: tuple[int, ...], told: tuple[Any, ...]) -> ToBook:
    """Its first count is of places in person, or online where it is held only there."""
    mode = told[7]
    counted = [Places("online" if mode == "online" else "in_person", *first)]
    if mode == "both" and online[0]:
        counted.append(Places("online", *online))
    return ToBook(tuple(counted), *told)
