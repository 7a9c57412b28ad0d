"""How places are given, how long an offer of one stands, and when someone is reminded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

OFFER_STANDS = timedelta(hours=48)
BEFORE_START = timedelta(hours=2)  # staff must know by then who comes
LEAST_AWAKE = timedelta(hours=2)
AWAKE_FROM, AWAKE_TO = time(8), time(20)
ENOUGH_TO_TELL, FURTHEST = 10, 3  # people, and places before and behind, by which a chance is told
LOOKS_BACK = timedelta(days=730)  # lines of so long ago still tell something
STILL_REMEMBERED = timedelta(days=14)
STILL_WRITTEN = STILL_REMEMBERED + timedelta(days=7)  # so that a mark can be put right in the week after the last
DAYS_TO_NOTE = 2  # who came may be noted the day after
EARLY = timedelta(minutes=30)  # before a date begins, people arrive
DAYS_BEFORE, HOURS_BEFORE = timedelta(days=2), timedelta(hours=2)


class Status(StrEnum):
    """Where a booking stands."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class Reminder(StrEnum):
    """A message before the session."""

    DAYS = "two_days"
    HOURS = "two_hours"


class After(StrEnum):
    """What is known of someone once a training is over."""

    CAME = "came"
    MISSED = "missed"
    NOT_NOTED = "not noted"


class Why(StrEnum):
    """Why a booking took a step, as the record keeps it; `queries.words.WHYS` says each in words."""

    ASKED = ""  # the person, or someone for them, asked for it
    COMING = "coming"  # they said that they are coming
    NOT_SURE = "not sure"  # they said that they are not sure
    CANNOT = "cannot"  # they said that they cannot come
    DECLINED = "declined"  # they let an offered place go
    BY_STAFF = "staff"  # staff did it, as when someone rings up
    SESSION_CANCELLED = "session cancelled"
    PLACE_FREED = "place freed"  # someone gave theirs up
    OFFER_LAPSED = "offer lapsed"  # someone did not answer in time, so it is the next one's turn
    MORE_PLACES = "more places"  # staff added places
    KEPT_OPENED = "kept opened"  # places that were kept for service users and carers are for everyone now
    NOT_ANSWERED = "not answered"  # an offer ended
    FEWER_PLACES = "one place"  # two people asked, and one place is enough
    ONE_FREE = "one free"  # two people wait, and one place is free
    MOVED = "moved"  # the session moved, so an offer ends at another time
    WALK_IN = "walk-in"  # came without a booking


class Who(StrEnum):
    """Who takes part, as they said; `people` uses the same words."""

    SERVICE_USER = "service_user"
    CARER = "carer"
    STAFF = "staff"
    OTHER = "other"
    NOT_SAID = "not_said"


KEPT_FOR = frozenset({Who.SERVICE_USER, Who.CARER})
HOLDS_PLACE = frozenset({Status.CONFIRMED, Status.OFFERED})
STANDS = HOLDS_PLACE | {Status.WAITING}


@dataclass(frozen=True)
class Room:
    """Free places of one kind: all of them, and those that are not kept for service users and carers."""

    free: int
    not_kept: int

    def open_to(self, who: str) -> int:
        """How many of them someone may take."""
        return self.free if who in KEPT_FOR else max(0, min(self.free, self.not_kept))

    def without(self, places: int, who: str) -> Room:
        """What is left when so many places are taken by someone, or put aside for them."""
        return Room(self.free - places, self.not_kept - (0 if who in KEPT_FOR else places))


@dataclass(frozen=True)
class Turn:
    """Someone in the line: their booking, how many places they need, and who they are."""

    id: int
    places: int
    who: str


@dataclass(frozen=True)
class Turns:
    """Whose turn it is, who needs two places where one is free, and what is left for whoever comes new."""

    offers: list[int]
    short: list[int]
    left: Room


def turns(line: Iterable[Turn], room: Room) -> Turns:
    """Go along the line and give each free place to the first who may take it.

    Nobody is passed over: where two people wait for two places and one is free, it is put aside for them. Someone is stepped
    round only when every free place is kept for service users and carers, and they are neither.
    """
    offers: list[int] = []
    short: list[int] = []
    for turn in line:
        has = room.open_to(turn.who)
        if room.free < 1:
            break
        if not has:
            continue
        (offers if has >= turn.places else short).append(turn.id)
        room = room.without(min(has, turn.places), turn.who)
    return Turns(offers, short, room)


class Chance(StrEnum):
    """How often those as far back in the line got a place."""

    ALL = "all"
    MOST = "most"
    HALF = "half"
    FEW = "few"
    NONE = "none"


def chance(place: int, past: Iterable[tuple[int, bool]]) -> Chance | None:
    """How often people at about this place in the line got one; None when too few were there to tell.

    `past` are pairs of a place in a line that is over and whether it became a place in the training.
    """
    known = list(past)
    for reach in range(1, FURTHEST + 1):
        near = [got for at, got in known if abs(at - place) <= reach]
        if len(near) >= ENOUGH_TO_TELL:
            return _chance(sum(near) / len(near))
    return None


def _chance(share: float) -> Chance:
    if share in {0, 1}:
        return Chance.ALL if share else Chance.NONE
    return Chance.MOST if share > 0.6 else Chance.HALF if share >= 0.4 else Chance.FEW


def takes_bookings(state: str, starts_at: datetime, now: datetime) -> bool:
    """Whether a session can be booked: it is public and has not begun."""
    return state == "published" and now < starts_at


def offer_ends(now: datetime, starts_at: datetime, here: tzinfo) -> datetime | None:
    """Until when a place freed now is kept for the next in line; None when nobody could answer in time.

    Two days, but not beyond two hours before the start. If someone would sleep through that, it is longer, so that they have
    two hours of the day to answer; where not even the start leaves them so much, there is no room for an offer.
    """
    ends = min(now + OFFER_STANDS, starts_at - BEFORE_START)
    if awake(now, ends, here) >= LEAST_AWAKE:
        return ends
    longer = awake_until(now, LEAST_AWAKE, here)
    return longer if longer <= starts_at else None


def awake(start: datetime, end: datetime, here: tzinfo) -> timedelta:
    """How much of the time from `start` to `end` is by day, when people can be expected to see a message."""
    total, day = timedelta(), start.astimezone(here).date()
    while start < end and day <= end.astimezone(here).date():
        total += max(min(end, at(day, AWAKE_TO, here)) - max(start, at(day, AWAKE_FROM, here)), timedelta())
        day += timedelta(days=1)
    return total


def awake_until(start: datetime, length: timedelta, here: tzinfo) -> datetime:
    """The moment by which `length` of the day has gone by since `start`."""
    day = start.astimezone(here).date()
    while True:
        begins, ends = max(start, at(day, AWAKE_FROM, here)), at(day, AWAKE_TO, here)
        if ends - begins >= length:
            return begins + length
        length -= max(ends - begins, timedelta())
        day += timedelta(days=1)


def at(day: date, hour: time, here: tzinfo) -> datetime:
    """The moment when clocks there show this hour on this day.

    An hour that comes twice, when clocks go back, is the first of the two; one that is left out, when they go forward, is as
    much after the change as it is after midnight on other days.
    """
    return datetime.combine(day, hour, here).astimezone(UTC)


def is_by_day(moment: datetime, here: tzinfo) -> bool:
    """Whether a phone may ring with news that nobody waits for just then."""
    return AWAKE_FROM <= moment.astimezone(here).time() < AWAKE_TO


def reminder_due(starts_at: datetime, booked_at: datetime, now: datetime) -> Reminder | None:
    """The reminder that someone should have by now; none that was due before they booked, and none once it began."""
    if now >= starts_at:
        return None
    if now >= starts_at - HOURS_BEFORE:
        return Reminder.HOURS if booked_at <= starts_at - HOURS_BEFORE else None
    if now >= starts_at - DAYS_BEFORE:
        return Reminder.DAYS if booked_at <= starts_at - DAYS_BEFORE else None
    return None


def written_afterwards(now: datetime, here: tzinfo) -> tuple[datetime, datetime]:
    """Between when a training must have ended for us to write about it now: before today, and not too long ago."""
    today = datetime.combine(now.astimezone(here).date(), time(), here).astimezone(UTC)
    return today - STILL_WRITTEN, today


def afterwards(came: bool | None, last_ends_at: datetime, now: datetime, here: tzinfo) -> After | None:
    """What someone who had a place should have heard by now: from the day after, or a day later where nobody noted it."""
    days = (now.astimezone(here).date() - last_ends_at.astimezone(here).date()).days
    if came is None:
        return After.NOT_NOTED if days >= DAYS_TO_NOTE else None
    if days < 1:
        return None
    return After.CAME if came else After.MISSED


def has_earned(state: str, status: str, came: bool | None, last_ends_at: datetime, now: datetime) -> bool:
    """Whether someone can have a certificate: they came, if only to one of its dates, and it is over."""
    return state == "published" and status == Status.CONFIRMED and came is True and now >= last_ends_at


def may_say_how_it_was(state: str, status: str, came: bool | None, last_ends_at: datetime, now: datetime) -> bool:
    """Whether someone can say how a training was: it is over, and it is not noted that they did not come."""
    return state == "published" and status == Status.CONFIRMED and came is not False and now >= last_ends_at


def can_cancel(status: str, starts_at: datetime, now: datetime) -> bool:
    """Whether a booking can still be given up."""
    return status in STANDS and now < starts_at


def can_answer(status: str, offer_ends_at: datetime | None, now: datetime) -> bool:
    """Whether an offered place can still be taken."""
    return status == Status.OFFERED and offer_ends_at is not None and now < offer_ends_at


def may_mark(state: str, status: str, starts_at: datetime, now: datetime) -> bool:
    """Whether it can be noted who came: for those with a place, once people arrive."""
    return state == "published" and status == Status.CONFIRMED and now >= starts_at - EARLY


def date_to_mark(starts: Sequence[tuple[int, datetime]], now: datetime) -> int:
    """The number of the date that staff mark now, of dates in their order: the last for which people arrive, or the first."""
    arriving = [number for number, starts_at in starts if now >= starts_at - EARLY]
    return (arriving or [starts[0][0]])[-1]


def takes_walk_ins(state: str, starts_at: datetime, last_ends_at: datetime, now: datetime) -> bool:
    """Whether someone can be added who came without a booking: until what was noted on paper is typed in."""
    return state == "published" and starts_at - BEFORE_START <= now <= last_ends_at + STILL_REMEMBERED


class Rhythm(StrEnum):
    """How often something is held."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    FOUR_WEEKS = "four_weeks"


DAYS_APART = {Rhythm.WEEK: 7, Rhythm.TWO_WEEKS: 14, Rhythm.FOUR_WEEKS: 28}


def days_on(moment: datetime, days: int, here: tzinfo) -> datetime:
    """So many days later at the same hour of the clock there, whatever clocks do in between."""
    local = moment.astimezone(here)
    return at(local.date() + timedelta(days=days), local.time(), here)
