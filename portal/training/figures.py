"""What sessions that were held come to in numbers: who asked, who came, how full they were, and how long people waited."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from statistics import median
from typing import TypeVar

from portal.training.rules import Status

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Held:
    """A session that was held."""

    id: int
    directorate_id: int | None
    course_id: int
    course: str
    places: int
    guests: int


@dataclass(frozen=True)
class Asked:
    """One booking of such a session, or someone who came without one."""

    session_id: int
    who: str
    status: str
    came: bool | None
    is_walk_in: bool
    places: int
    has_companion_come: bool | None
    has_waited: bool
    got_from_line: bool
    asked_at: datetime
    starts_at: datetime

    @property
    def seats(self) -> int:
        """How many people came on it."""
        return (1 + (self.has_companion_come is True)) if self.came else 0


@dataclass
class Figures:
    """The numbers of one line of a table."""

    asked: int = 0
    had_place: int = 0
    came: int = 0
    stayed_away: int = 0
    not_noted: int = 0
    gave_up: int = 0
    lapsed: int = 0
    never_got: int = 0
    waited: int = 0
    got_from_line: int = 0
    walk_ins: int = 0
    sessions: int = 0
    places: int = 0
    given: int = 0  # places given, two to a pair
    filled: int = 0  # by everyone who came, booked or not
    noted_places: int = 0  # of the sessions in which somebody noted who came
    guests: int = 0
    days: list[int] = field(default_factory=list)  # from asking to coming, of each who came

    @property
    def middle_days(self) -> float | None:
        """Half of those who came waited no longer than this; None where nobody came."""
        return median(self.days) if self.days else None

    @property
    def longest_days(self) -> int | None:
        """The longest that someone who came had waited."""
        return max(self.days, default=None)

    @property
    def given_percent(self) -> float | None:
        """How many of a hundred places were given."""
        return percent(self.given, self.places)

    @property
    def filled_percent(self) -> float | None:
        """How many of a hundred places were filled by those who came, where somebody noted who did."""
        return percent(self.filled, self.noted_places)


def percent(some: int, every: int) -> float | None:
    """How many of a hundred, to one place after the point; None of nothing."""
    return round(100 * some / every, 1) if every else None


def figures(held: Iterable[Held], asked: Iterable[Asked]) -> Figures:
    """Everything counted together."""
    total, asked = Figures(), list(asked)
    noted = {one.session_id for one in asked if one.came is not None}
    for one in asked:
        _count_booking(total, one)
    for session in held:
        total.sessions += 1
        total.places += session.places
        total.guests += session.guests
        total.filled += session.guests
        total.noted_places += session.places if session.id in noted or session.guests else 0
    return total


def _count_booking(total: Figures, one: Asked) -> None:
    total.filled += one.seats
    if one.is_walk_in:
        total.walk_ins += one.came is True
        return
    total.asked += 1
    total.gave_up += one.status == Status.CANCELLED
    total.lapsed += one.status == Status.LAPSED
    total.never_got += one.status in {Status.WAITING, Status.OFFERED}
    total.waited += one.has_waited
    total.got_from_line += one.got_from_line
    if one.status == Status.CONFIRMED:
        _count_place(total, one)


def _count_place(total: Figures, one: Asked) -> None:
    total.had_place += 1
    total.given += one.places
    total.came += one.came is True
    total.stayed_away += one.came is False
    total.not_noted += one.came is None
    if one.came:
        total.days.append(max((one.starts_at - one.asked_at).days, 0))  # paper may be typed in after the day


def by_session(held: Sequence[Held], asked: Iterable[Asked], key: Callable[[Held], Key]) -> dict[Key, Figures]:
    """The figures of sessions that have something in common, such as their course."""
    key_of = {session.id: key(session) for session in held}
    bookings = _grouped(asked, lambda booking: key_of[booking.session_id])
    return {one: figures(sessions, bookings.get(one, [])) for one, sessions in _grouped(held, key).items()}


def by_who(asked: Iterable[Asked], everyone: Iterable[str]) -> dict[str, Figures]:
    """The figures of bookings by who takes part; of everyone who may, even if none did."""
    bookings = _grouped(asked, lambda booking: booking.who)
    return {who: figures([], bookings.get(who, [])) for who in everyone}


def _grouped(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, list[Thing]]:
    found: dict[Key, list[Thing]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return found


@dataclass(frozen=True)
class Filled:
    """How many places a session had, and how many people came."""

    starts_at: datetime
    places: int
    came: int


def by_month(sessions: Iterable[Filled], here: tzinfo) -> Mapping[date, float]:
    """How many of a hundred places were filled by those who came, by the first day of each month, oldest first."""
    places: dict[date, int] = {}
    came: dict[date, int] = {}
    for session in sessions:
        month = session.starts_at.astimezone(here).date().replace(day=1)
        places[month] = places.get(month, 0) + session.places
        came[month] = came.get(month, 0) + session.came
    return {month: round(100 * came[month] / places[month], 1) for month in sorted(places)}
