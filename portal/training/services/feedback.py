"""What people say of a training afterwards, and their words on the course's page for as long as they let us show them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update

from portal.database import add, changed, locked, session, writes
from portal.kit import audit
from portal.kit.errors import NotFound, Refused
from portal.kit.freshness import public_change
from portal.kit.words import gettext as _
from portal.training import rules
from portal.training.models import Booking, TrainingFeedback
from portal.training.queries.feedback import mark_of
from portal.training.services import places

MARKS = ("was_good", "was_clear", "was_welcome")
MOST_WORDS = 2000


@dataclass(frozen=True)
class Said:
    """What someone says: from 1 (poor) to 5 (great) where they answered, and their own words."""

    was_good: int | None = None
    was_clear: int | None = None
    was_welcome: int | None = None
    words: str = ""
    may_show: bool = False


@writes
def say_how_it_was(booking_id: int, said: Said, *, now: datetime) -> None:
    """Keep what someone says of a training, instead of what they said before.

    Words that changed, or that may not be shown any more, leave the course's page at once.
    """
    held, booking = places.hold_with(booking_id)
    if not rules.may_say_how_it_was(held.state, booking.status, booking.came, held.last_ends_at, now):
        raise Refused(_("This can be said once the training is over, by those who were there."))
    found = session.scalar(select(TrainingFeedback).where(TrainingFeedback.booking_id == booking.id))
    if said == (Said() if found is None else _kept(found)):
        return
    if found is None:
        found = add(TrainingFeedback(booking_id=booking.id, said_at=now))
    if found.shown_at is not None and (found.words != said.words or not said.may_show):
        found.shown_at = found.by_person_id = None
        public_change()
    for name, value in asdict(said).items():
        setattr(found, name, value)
    found.said_at = now
    person_id = booking.person_id
    audit.record("training feedback said", now=now, by=person_id, about=person_id, thing=places.thing(booking))


def _kept(found: TrainingFeedback) -> Said:
    return Said(found.was_good, found.was_clear, found.was_welcome, found.words, found.may_show)


@writes
def show_words(feedback_id: int, session_id: int, *, read: str, by: int, now: datetime) -> None:
    """Show someone's words on the course's page; only those that staff have read, and only where the person lets us."""
    found, booking = _held(feedback_id, session_id)
    if not (found.may_show and found.words) or mark_of(found.words) != read:
        raise Refused(_("These words were changed or taken back."))
    if found.shown_at is None:
        found.shown_at, found.by_person_id = now, by
        audit.record("training words shown", now=now, by=by, thing=_session(booking))
        public_change()


@writes
def hide_words(feedback_id: int, session_id: int, *, by: int, now: datetime) -> None:
    """Take someone's words off the course's page; a second press changes nothing."""
    found, booking = _held(feedback_id, session_id)
    if found.shown_at is not None:
        found.shown_at = found.by_person_id = None
        audit.record("training words hidden", now=now, by=by, thing=_session(booking))
        public_change()


def _session(booking: Booking) -> str:
    """What the record names: not the booking, for staff are promised to read words without a name."""
    return f"session {booking.qi_session_id}"


def _held(feedback_id: int, session_id: int) -> tuple[TrainingFeedback, Booking]:
    """What someone said of this session, and their booking, held until the end of the transaction."""
    of_session = select(TrainingFeedback.booking_id).join(Booking, Booking.id == TrainingFeedback.booking_id)
    theirs = of_session.where(TrainingFeedback.id == feedback_id, Booking.qi_session_id == session_id)
    booking_id = session.scalar(theirs)
    if booking_id is None:
        raise NotFound
    _held_session, booking = places.hold_with(booking_id)
    kept = select(TrainingFeedback).where(TrainingFeedback.id == feedback_id)
    return session.scalars(locked(kept).execution_options(populate_existing=True)).one(), booking


@writes
def hide_all_of(person_id: int) -> None:
    """Take everything that someone said off the pages of courses, before their words are forgotten."""
    theirs = select(Booking.id).where(Booking.person_id == person_id)
    shown = update(TrainingFeedback).where(
        TrainingFeedback.booking_id.in_(theirs), TrainingFeedback.shown_at.is_not(None)
    )
    if changed(shown.values(shown_at=None, by_person_id=None)):
        public_change()
