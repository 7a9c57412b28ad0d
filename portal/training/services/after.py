"""What time makes due once a training is over: one message to each who had a place, by what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.database import writes
from portal.kit import clock
from portal.outbox import services as outbox
from portal.outbox.services import Draft
from portal.people.services import needs
from portal.training import rules
from portal.training.messages import after as messages
from portal.training.messages.after import Over
from portal.training.models import Booking, QISession
from portal.training.queries import after as reads
from portal.training.rules import After
from portal.training.services import places


def write_afterwards(now: datetime) -> int:
    """Write, by day, to those whose training is over, session by session; to how many.

    Each gets one message for what is known of them. When a mark is put right later, they get the one that is right then.
    """
    if not rules.is_by_day(now, clock.HERE):
        return 0
    return sum(_write_in(session_id, now) for session_id in reads.sessions_to_write_of(now))


@writes
def _write_in(session_id: int, now: datetime) -> int:
    held = places.hold(session_id)
    due = {id: pair for id, pair in _due(held, now) if held.state == "published"}
    if not due:
        return 0
    outbox.put_all(list(_drafts(held, due, now)), now=now)
    return len(due)


def _due(held: QISession, now: datetime) -> Iterator[tuple[int, tuple[Booking, After]]]:
    """Those who should have heard something by now, and what."""
    for booking in reads.bookings_to_tell(held.id):
        which = rules.afterwards(booking.came, held.last_ends_at, now, clock.HERE)
        if which is not None:
            yield booking.id, (booking, which)


def _drafts(held: QISession, due: dict[int, tuple[Booking, After]], now: datetime) -> Iterator[Draft]:
    """The message of each; what someone needs, and how it was for them, is asked of nobody else."""
    next_course, dates = reads.find_next_course(held.course_id), reads.next_dates(held.course_id, now)
    asked_before, to_ask = reads.told_not_noted(due), reads.with_needs_to_ask(due)
    told_all = places.told_all(held, [booking for booking, _which in due.values()], now)
    for (booking, which), (told, *_helpers) in zip(due.values(), told_all, strict=True):
        if which == After.MISSED:
            over = Over(booking.id, which, has_companion_come=bool(booking.has_companion_come))
            yield messages.missed(told, over, dates)
        elif which == After.CAME and booking.id in asked_before:
            yield messages.certificate(told, Over(booking.id, which))
        else:
            asks_needs = booking.id in to_ask
            yield messages.thanks(told, Over(booking.id, which, asks_needs=asks_needs, next_course=next_course))
            if asks_needs:
                needs.note_asked(places.thing(booking), now=now)
