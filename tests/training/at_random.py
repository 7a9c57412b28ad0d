"""A game that people and staff play with the places of one session, and what must hold after each of their moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from portal.database import session
from portal.kit import clock
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.outbox.models import Message
from portal.training import rules, services
from portal.training.models import Booking, BookingStep, QISession
from portal.training.rules import HOLDS_PLACE, KEPT_FOR, Status, Why
from portal.training.services import Request
from tests.factories import APerson, ASession
from tests.training.steps import details_of

ACTS = (
    *("book", "book", "book", "book", "pair", "cancel", "cancel", "accept", "accept", "decline", "one is enough"),
    *("coming", "not sure", "time", "time", "capacity", "move", "open"),
)
WHOS = ("service_user", "carer", "staff", "not_said")
MODES = ("in_person", "online")
# Of which step someone is told, and by which message; of the others they are not: they did them themselves, or staff ask.
TOLD_OF = {
    "booked": lambda step, before: (
        step.status == Status.CONFIRMED and before in {"", *ENDED, Status.OFFERED, Status.WAITING}
    ),
    "waiting": lambda step, before: step.status == Status.WAITING and before in {"", *ENDED},
    "offered": lambda step, before: step.status == Status.OFFERED and before == Status.WAITING,
    "lapsed": lambda step, before: step.status == Status.LAPSED,
    "cancelled": lambda step, before: step.status == Status.CANCELLED,
    "one place": lambda step, before: step.why == Why.FEWER_PLACES,
    "one free": lambda step, before: step.why == Why.ONE_FREE,
}
ENDED = {Status.CANCELLED, Status.LAPSED}


@dataclass
class Game:
    """A session and the present moment of those who play with it."""

    session_id: int
    staff_id: int
    now: datetime
    news: Counter[str] = field(default_factory=Counter)  # of each move of the session, to each who must hear of it

    def play(self, act: str, who: int, how: int) -> None:
        """Do one thing, as far as the rules allow it; nobody is passed over by it."""
        before = self.bookings()
        waited = [(b.id, b.mode, b.who) for b in before if b.status == Status.WAITING]
        had = {b.id for b in before if b.status in HOLDS_PLACE}
        self.do(act, who, how)
        self._hold_order(waited, had)
        self.now += timedelta(minutes=1)

    def do(self, act: str, who: int, how: int) -> None:
        """Do one thing, as far as the rules allow it, whatever others do meanwhile."""
        try:
            self._acts()[act](who, how)
        except (Refused, ChangedMeanwhile):
            session.rollback()

    def _hold_order(self, waited: list[tuple[int, str, str]], had: set[int]) -> None:
        """Whoever got a place now got it before nobody who still waits, asked before them, and might have had it."""
        if rules.offer_ends(self.now, self.held().starts_at, clock.HERE) is None:
            return
        after = {booking.id: booking for booking in self.bookings()}
        ahead: list[tuple[str, str]] = []
        for id, mode, who in waited:
            if after[id].status == Status.WAITING:
                ahead.append((mode, who))
            else:
                _hold_unpassed(after[id], ahead, had)
        for id, booking in after.items():
            if id not in {one for one, _mode, _who in waited}:
                _hold_unpassed(booking, ahead, had)

    def _acts(self) -> dict[str, Callable[[int, int], None]]:
        return {
            "book": lambda who, how: self._book(who, how),
            "pair": lambda who, how: self._book(who, how, companion="Bo"),
            "cancel": self._with_one(services.cancel),
            "accept": self._with_one(services.accept),
            "decline": self._with_one(services.decline),
            "one is enough": self._with_one(services.one_is_enough),
            "coming": self._with_one(services.say_coming),
            "not sure": self._with_one(services.say_not_sure),
            "time": self._let_time_pass,
            "capacity": lambda who, how: self._change(capacity=who // 2 + 1, **self._online(how)),
            "move": lambda who, how: self._move(how),
            "open": lambda who, how: self._change(kept=0),
        }

    def _book(self, who: int, how: int, companion: str = "") -> None:
        name = f"{self.session_id} {who}"
        request = Request(
            self.session_id,
            name=name,
            channel="email",
            value=f"{name.replace(' ', '.')}@example.com",
            mode=MODES[how % 2],
            who=WHOS[who % 4],
            companion=companion,
        )
        services.book(request, draft_key=f"{self.staff_id} {self.now} {who} {how} {companion}", now=self.now)

    def _with_one(self, service: Callable[..., None]) -> Callable[[int, int], None]:
        def act(who: int, _how: int) -> None:
            ids = [booking.id for booking in self.bookings()]
            if ids:
                service(ids[who % len(ids)], by=None, now=self.now)

        return act

    def _let_time_pass(self, who: int, _how: int) -> None:
        self.now += timedelta(hours=(1, 7, 49)[who % 3])
        services.lapse_offers(self.now)
        services.open_kept(self.now)

    def _online(self, how: int) -> dict[str, int]:
        return {"online_capacity": how} if self.held().mode == "both" else {}

    def _move(self, how: int) -> None:
        by = timedelta(hours=(how - 3) * 7)
        held = self.held()
        if held.starts_at + by > self.now:
            stand = [booking.id for booking in self.bookings() if booking.status in rules.STANDS]
            self._change(starts_at=held.starts_at + by, ends_at=held.ends_at + by)
            sequence = self.held().sequence
            self.news.update(f"booking changed {id} {sequence}" for id in (stand if by else []))

    def _change(self, **changed: object) -> None:
        held = self.held()
        details, version = details_of(held, **changed), held.version
        services.change_session(held.id, details, by=self.staff_id, now=self.now, version=version)

    def held(self) -> QISession:
        """The session as the database has it."""
        return session.get_one(QISession, self.session_id, populate_existing=True)

    def bookings(self) -> list[Booking]:
        """Everyone in the order of asking."""
        found = select(Booking).where(Booking.qi_session_id == self.session_id).order_by(Booking.asked_at, Booking.id)
        return list(session.scalars(found.execution_options(populate_existing=True)))

    def hold_true(self) -> None:
        """What must hold, whatever was played."""
        held, bookings = self.held(), self.bookings()
        self._hold_counts(held, bookings)
        for mode in MODES if held.mode == "both" else (held.mode,):
            self._hold_line(held, [booking for booking in bookings if booking.mode == mode], mode)
        assert all((b.status == Status.OFFERED) == (b.offer_ends_at is not None) for b in bookings)
        steps: dict[int, list[BookingStep]] = {booking.id: [] for booking in bookings}
        for step in session.scalars(
            select(BookingStep).where(BookingStep.booking_id.in_(steps)).order_by(BookingStep.id)
        ):
            steps[step.booking_id].append(step)
        for booking in bookings:
            _hold_record(booking, steps[booking.id])
        self._hold_told(steps)

    def _hold_counts(self, held: QISession, bookings: list[Booking]) -> None:
        for online, mode in (("", "in_person"), ("online_", "online")):
            is_here = held.mode == "both" or not online
            here = [b for b in bookings if is_here and b.status in HOLDS_PLACE and mode in {b.mode, *_only(held)}]
            taken, others = sum(b.places for b in here), sum(b.places for b in here if b.who not in KEPT_FOR)
            numbers = (getattr(held, f"{online}taken"), getattr(held, f"{online}taken_by_others"))
            assert numbers == (taken, others)
            capacity, kept = getattr(held, f"{online}capacity"), getattr(held, f"{online}kept")
            assert taken <= capacity and others <= capacity - kept, "more are coming than there are places"
        assert held.waiting == sum(b.status == Status.WAITING for b in bookings)

    def _hold_line(self, held: QISession, here: list[Booking], mode: str) -> None:
        """No place stays free that the first in line could have; nobody got one before someone who could have had it."""
        if rules.offer_ends(self.now, held.starts_at, clock.HERE) is None or self.now >= held.starts_at:
            return
        online = "online_" if held.mode == "both" and mode == "online" else ""
        free = getattr(held, f"{online}capacity") - getattr(held, f"{online}taken")
        not_kept = free - getattr(held, f"{online}kept") + self._taken_of_kept(held, here, online)
        for booking in (b for b in here if b.status == Status.WAITING):
            open_to = free if booking.who in KEPT_FOR else max(0, min(free, not_kept))
            assert open_to < booking.places, f"{booking.id} waits while {open_to} places are free for them"
            free, not_kept = free - open_to, not_kept - (0 if booking.who in KEPT_FOR else open_to)

    def _taken_of_kept(self, held: QISession, here: list[Booking], online: str) -> int:
        return sum(b.places for b in here if b.status in HOLDS_PLACE and b.who in KEPT_FOR)

    def _hold_told(self, steps: dict[int, list[BookingStep]]) -> None:
        """One message for each step that someone must hear of, and for each move of the session; none besides."""
        wanted = Counter(self.news)
        for of_booking in steps.values():
            before = ""
            for step in of_booking:
                wanted.update(f"booking {kind} {step.id}" for kind, is_told in TOLD_OF.items() if is_told(step, before))
                before = step.status
        lines = {str(step.id) for of_booking in steps.values() for step in of_booking}
        said = Counter(key for key in session.scalars(select(Message.key)) if _is_ours(key, lines, steps))
        assert said == wanted


def _hold_unpassed(booking: Booking, ahead: list[tuple[str, str]], had: set[int]) -> None:
    if booking.status in HOLDS_PLACE and booking.id not in had:
        passed = [
            who for mode, who in ahead if mode == booking.mode and (who in KEPT_FOR or booking.who not in KEPT_FOR)
        ]
        assert not passed, f"booking {booking.id} went before {passed}"


def _hold_record(booking: Booking, steps: list[BookingStep]) -> None:
    """From the record alone one knows where a booking stands."""
    last = steps[-1]
    asked = [step.why == Why.ONE_FREE for step in steps]
    assert (True, True) not in pairwise(asked), f"booking {booking.id} was asked the same twice"
    now = (booking.status, booking.places, booking.mode, booking.offer_ends_at)
    assert (last.status, last.places, last.mode, last.offer_ends_at) == now, f"booking {booking.id}"


def _is_ours(key: str, lines: set[str], steps: dict[int, list[BookingStep]]) -> bool:
    kind, number = _kind(key), key.rpartition(" ")[2]
    if kind.startswith("changed "):
        return int(kind.removeprefix("changed ")) in steps
    return kind in TOLD_OF and number in lines


def _only(held: QISession) -> set[str]:
    return set() if held.mode == "both" else {"in_person"}


def _kind(key: str) -> str:
    return key.removeprefix("booking ").rpartition(" ")[0]


def a_game(capacity: int, kept: int, *, is_both: bool, now: datetime, days: int = 20) -> Game:
    """A session in some days with a few places, some of them kept until a few days before."""
    more = {"mode": "both", "online_capacity": 2, "online_kept": 1} if is_both else {}
    held = ASession(
        capacity=capacity,
        kept=min(kept, capacity),
        kept_until=now + timedelta(days=days * 0.6),
        starts_at=now + timedelta(days=days),
        **more,
    )
    return Game(held.id, APerson("Sam").id, now)
