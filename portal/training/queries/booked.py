"""Reads for staff about who booked a session: fifty at a time, and one booking with all that came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case, func, or_, select, true

from portal.database import AnySelect, rows
from portal.kit import paging, references, typed
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people import queries as people
from portal.people.models import ContactWay, Person
from portal.signin.rules import Scope
from portal.training import rules
from portal.training.models import Attendance, Booking, BookingAnswer, BookingStep, QISession
from portal.training.queries import words
from portal.training.queries.staff import within
from portal.training.rules import Status, Who, Why

PER_PAGE = 50


class Which(StrEnum):
    """Some of those who booked."""

    EVERYONE = ""
    NEEDS = "needs"
    PLACE = "place"
    NOT_SURE = "not_sure"
    OFFERED = "offered"
    WAITING = "waiting"
    GAVE_UP = "gave_up"


WHICH = {
    Which.EVERYONE: later("Everyone"),
    Which.NEEDS: later("Needs something"),
    Which.PLACE: later("Has a place"),
    Which.NOT_SURE: later("Not sure"),
    Which.OFFERED: later("Was offered a place"),
    Which.WAITING: later("Waiting"),
    Which.GAVE_UP: later("Gave it up, or did not answer"),
}


@dataclass(frozen=True)
class Sought:
    """Whom staff look for: some of those who booked, and a name or a reference."""

    which: Which = Which.EVERYONE
    words: str = ""


def read_sought(which: str, said: str) -> Sought:
    """Whom an address asks for; what we do not know is everyone."""
    return Sought(Which(which) if which in set(Which) else Which.EVERYONE, typed.tidy(said)[:200])


@dataclass(frozen=True)
class BookingRow:
    """Someone's booking, as those who run the session see it."""

    id: int
    qi_session_id: int
    reference: str
    person_id: int
    name: str
    for_whom: str
    helper_name: str
    status: str
    asked_at: datetime
    offer_ends_at: datetime | None
    safe_hours: str
    mode: str
    places: int
    companion: str
    who: str
    said: str
    came: bool | None
    has_companion_come: bool | None
    is_walk_in: bool
    contact: people.Contact

    @property
    def status_words(self) -> str:
        """Where it stands, said to staff."""
        return str(words.FOR_STAFF[Status(self.status)])

    @property
    def who_words(self) -> str:
        """Who takes part, "" where they did not say."""
        return "" if self.who == Who.NOT_SAID else str(words.WHO[Who(self.who)])

    @property
    def mode_words(self) -> str:
        """In person or online."""
        return str(words.MODES[self.mode])

    @property
    def said_words(self) -> str:
        """What they answered to a reminder, while they have a place."""
        said = {"coming": Why.COMING, "not_sure": Why.NOT_SURE}.get(self.said)
        return words.why(said) if said and self.status == Status.CONFIRMED else ""

    @property
    def thing(self) -> str:
        """The booking, as the record names it."""
        return f"booking {self.id}"

    @property
    def stands(self) -> bool:
        """Whether it can be cancelled."""
        return self.status in rules.STANDS


def _rows() -> AnySelect:
    return (
        select(
            Booking.id,
            Booking.qi_session_id,
            Booking.reference,
            Booking.person_id,
            people.named(),
            Booking.for_whom,
            Booking.helper_name,
            Booking.status,
            Booking.asked_at,
            Booking.offer_ends_at,
            Booking.safe_hours,
            Booking.mode,
            Booking.places,
            Booking.companion,
            Booking.who,
            Booking.said,
            Booking.came,
            Booking.has_companion_come,
            Booking.is_walk_in,
            *people.contact_columns(),
        )
        .join(Person, Person.id == Booking.person_id)
        .join(ContactWay, ContactWay.id == Booking.contact_way_id)
    )


def bookings(session_id: int, sought: Sought, mark: paging.Mark | None) -> paging.Page[BookingRow]:
    """One page of those who booked a session, in the order in which they asked. One query."""
    wanted = _rows().where(Booking.qi_session_id == session_id, _is_of(sought.which), _is_called(sought.words))
    wanted = paging.from_mark(wanted, mark, Booking.asked_at, Booking.id, is_newest_first=False).limit(PER_PAGE + 1)
    return paging.page_of(
        people.with_contact(BookingRow, wanted), mark, lambda row: (row.asked_at, row.id), per_page=PER_PAGE
    )


def _is_of(which: Which) -> ColumnElement[bool]:
    if which == Which.NEEDS:
        return people.has_flags("booking", Booking.id)
    if which == Which.NOT_SURE:
        return _is_not_sure()
    return Booking.status.in_(_STATES[which]) if which in _STATES else true()


_STATES = {
    Which.PLACE: (Status.CONFIRMED,),
    Which.OFFERED: (Status.OFFERED,),
    Which.WAITING: (Status.WAITING,),
    Which.GAVE_UP: (Status.CANCELLED, Status.LAPSED),
}


def _is_not_sure() -> ColumnElement[bool]:
    return (Booking.status == Status.CONFIRMED) & (Booking.said == "not_sure")


def _is_called(said: str) -> ColumnElement[bool]:
    if not said:
        return true()
    by_name = Person.name_key.contains(typed.key_of(said), autoescape=True) & Person.forgotten_at.is_(None)
    return or_(by_name, Booking.reference == references.said_reference(said))


def counts(session_id: int) -> dict[Which, int]:
    """How many of those who booked a session are of each kind. One query."""
    found = rows(
        select(
            Booking.status,
            func.count(),
            func.sum(case((_is_not_sure(), 1), else_=0)),
            func.sum(case((people.has_flags("booking", Booking.id), 1), else_=0)),
        )
        .where(Booking.qi_session_id == session_id)
        .group_by(Booking.status)
    )
    of_state = {status: count for status, count, *_others in found}
    return {
        Which.EVERYONE: sum(of_state.values()),
        **{which: sum(of_state.get(state, 0) for state in states) for which, states in _STATES.items()},
        Which.NOT_SURE: sum(int(row[2]) for row in found),
        Which.NEEDS: sum(int(row[3]) for row in found),
    }


def get_booking(booking_id: int, scope: Scope) -> BookingRow:
    """One booking, if this member of staff runs its session. One query."""
    wanted = _rows().join(QISession, QISession.id == Booking.qi_session_id)
    found = people.with_contact(BookingRow, wanted.where(Booking.id == booking_id, within(scope)))
    if not found:
        raise NotFound
    return found[0]


def answers_of(booking_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """What those who booked answered to the questions of the course: pairs of a question and an answer. One query."""
    found = rows(
        select(BookingAnswer.booking_id, BookingAnswer.question, BookingAnswer.answer)
        .where(BookingAnswer.booking_id.in_(list(booking_ids)))
        .order_by(BookingAnswer.booking_id, BookingAnswer.number)
    )
    answers: dict[int, list[tuple[str, str]]] = {}
    for booking_id, question, answer in found:
        answers.setdefault(booking_id, []).append((question, answer))
    return answers


@dataclass(frozen=True)
class Step:
    """One step of a booking's history, with why and by whom."""

    status: str
    at: datetime
    why: str
    offer_ends_at: datetime | None
    place: int
    by_id: int | None
    by_name: str | None
    person_id: int

    @property
    def status_words(self) -> str:
        """Where the booking stood from then on."""
        return str(words.FOR_STAFF[Status(self.status)])

    @property
    def why_words(self) -> str:
        """Why the step was taken."""
        return words.why(self.why)

    @property
    def by_words(self) -> str:
        """Who took it."""
        if self.by_id is None:
            return _("The portal, by itself")
        return _("The person") if self.by_id == self.person_id else str(self.by_name)


def history(booking_id: int) -> list[Step]:
    """Every step of a booking, the first one first. One query."""
    found = rows(
        select(
            BookingStep.status,
            BookingStep.at,
            BookingStep.why,
            BookingStep.offer_ends_at,
            BookingStep.place,
            BookingStep.by_person_id,
            people.named(),
            Booking.person_id,
        )
        .join(Booking, Booking.id == BookingStep.booking_id)
        .outerjoin(Person, Person.id == BookingStep.by_person_id)
        .where(BookingStep.booking_id == booking_id)
        .order_by(BookingStep.id)
    )
    return [Step(*row) for row in found]


def came_to(booking_id: int) -> dict[int, tuple[bool, bool | None]]:
    """To which dates someone came, and whoever comes with them: by the number of the date. One query."""
    found = rows(
        select(Attendance.number, Attendance.came, Attendance.has_companion_come)
        .where(Attendance.booking_id == booking_id)
        .order_by(Attendance.number)
    )
    return {number: (came, has_companion_come) for number, came, has_companion_come in found}
