"""The two kinds of places that a session can have, and the numbers that count them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import update

from portal.database import session
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.training import rules
from portal.training.models import Booking, QISession
from portal.training.rules import Room

COUNTED = ("taken", "taken_by_others", "online_taken", "online_taken_by_others", "waiting")


def is_split(held: QISession) -> bool:
    """Whether places in person and online are counted apart; older sessions of both kinds counted them together."""
    return held.mode == "both" and held.online_capacity > 0


def modes_of(held: QISession) -> tuple[str, ...]:
    """The kinds of places of a session; each has a line of its own."""
    return ("in_person", "online") if is_split(held) else (_only_mode(held),)


def mode_in(held: QISession, wanted: str) -> str:
    """For which kind of place someone asks: where there is only one, for that."""
    return wanted if is_split(held) else _only_mode(held)


def _only_mode(held: QISession) -> str:
    return "online" if held.mode == "online" else "in_person"


def room(held: QISession, mode: str) -> Room:
    """What is free of one kind of place."""
    online = _prefix(held, mode)
    capacity, taken, kept, by_others = (
        getattr(held, f"{online}{name}") for name in ("capacity", "taken", "kept", "taken_by_others")
    )
    return Room(capacity - taken, capacity - kept - by_others)


def _prefix(held: QISession, mode: str) -> str:
    return "online_" if is_split(held) and mode == "online" else ""


def check(held: QISession) -> None:
    """Refuse numbers of places that are fewer than those that are taken, each beside its field."""
    for online in ("", "online_"):
        capacity, taken, kept, by_others = (
            getattr(held, f"{online}{name}") or 0 for name in ("capacity", "taken", "kept", "taken_by_others")
        )
        if capacity < taken:
            raise Refused(
                _("%(num)s places are taken. There cannot be fewer places than that", num=taken), f"{online}capacity"
            )
        if kept > capacity - by_others:
            most = capacity - by_others
            raise Refused(_("No more than %(num)s places can be kept: the others are taken", num=most), f"{online}kept")


def changes(held: QISession, booking: Booking, before: str, after: str) -> Counter[str]:
    """By how much a step of a booking changes each number of its session."""
    taken = ((after in rules.HOLDS_PLACE) - (before in rules.HOLDS_PLACE)) * booking.places
    online = _prefix(held, booking.mode)
    return Counter(
        {
            f"{online}taken": taken,
            f"{online}taken_by_others": 0 if booking.who in rules.KEPT_FOR else taken,
            "waiting": (after == rules.Status.WAITING) - (before == rules.Status.WAITING),
        }
    )


def count(held: QISession, all_changes: Iterable[Counter[str]]) -> None:
    """Keep the session's numbers true; the database itself adds, and refuses a place that is not there."""
    sums: Counter[str] = Counter()
    for one in all_changes:
        sums.update(one)
    added = {name: getattr(QISession, name) + number for name, number in sums.items() if number}
    if not added:
        return
    statement = update(QISession).where(QISession.id == held.id).values(**added)
    session.execute(statement.execution_options(synchronize_session=False))
    session.refresh(held, COUNTED)
