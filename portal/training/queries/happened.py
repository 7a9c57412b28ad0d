"""What happened with a booking, told to the person whose it is: when, what, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.kit.words import gettext as _
from portal.kit.words import later, moment, number
from portal.training.models import Booking, BookingStep
from portal.training.queries.words import WHYS_FOR_PERSON
from portal.training.rules import Status, Why

ANSWERS = frozenset({Why.COMING, Why.NOT_SURE})  # to the question whether they come

# What is said of a step by its reason alone.
BY_WHY = {
    Why.COMING: later("You said that you are coming."),
    Why.NOT_SURE: later("You said that you are not sure."),
    Why.CANNOT: later("You said that you cannot come."),
    Why.DECLINED: later("You let the place go to someone else."),
    Why.SESSION_CANCELLED: later("We cancelled the training."),
    Why.NOT_ANSWERED: later("We did not hear from you in time, so the place went to someone else."),
    Why.FEWER_PLACES: later("You said that one place is enough."),
    Why.ONE_FREE: later("One place came free. You wait for two."),
    Why.WALK_IN: later("You came without a booking."),
}
# What is said of any other step by where the booking stands from then on.
BY_STATUS = {
    Status.CONFIRMED: later("You got a place."),
    Status.WAITING: later("You joined the waiting list."),
    Status.CANCELLED: later("Your booking was cancelled."),
    Status.LAPSED: later("The place went to someone else."),
}


@dataclass(frozen=True)
class Happened:
    """One step of a booking; `was` is where it stood before, "" at first."""

    was: str
    at: datetime
    status: str
    why: str
    offer_ends_at: datetime | None
    place: int
    is_by_someone_else: bool

    @property
    def words(self) -> str:
        """What happened, in a sentence or two."""
        said = _said_of(self)
        is_for_them = self.is_by_someone_else and self.why != Why.SESSION_CANCELLED
        return f"{said} {_('Someone did this for you.')}" if is_for_them else said


def _said_of(step: Happened) -> str:
    if step.status == Status.OFFERED:
        return _of_offer(step)
    if step.why in BY_WHY:
        return str(BY_WHY[Why(step.why)])
    if step.status == Status.WAITING and step.place:
        return _("You joined the waiting list as number %(place)s.", place=number(step.place))
    if step.status == Status.CONFIRMED and step.was == Status.OFFERED:
        return _("You took the place.")
    if step.status == step.was:
        return _("The training changed.")
    return str(BY_STATUS[Status(step.status)])


def _of_offer(step: Happened) -> str:
    until = moment(step.offer_ends_at) if step.offer_ends_at else ""
    if step.why == Why.MOVED:
        return _("The training moved. We keep the place for you until %(moment)s.", moment=until)
    kept = _("We kept a place for you until %(moment)s.", moment=until)
    return f"{WHYS_FOR_PERSON[Why(step.why)]} {kept}" if step.why in WHYS_FOR_PERSON else kept


def what_happened(booking_id: int) -> list[Happened]:
    """Every step of a booking, the first one first. One query."""
    found = rows(
        select(
            BookingStep.at,
            BookingStep.status,
            BookingStep.why,
            BookingStep.offer_ends_at,
            BookingStep.place,
            BookingStep.by_person_id.is_not(None) & (BookingStep.by_person_id != Booking.person_id),
        )
        .join(Booking, Booking.id == BookingStep.booking_id)
        .where(BookingStep.booking_id == booking_id)
        .order_by(BookingStep.id)
    )
    before = ["", *(row[1] for row in found)]
    return [Happened(was, *row) for was, row in zip(before, found, strict=False)]


def is_asked_again(said: str, steps: list[Happened]) -> bool:
    """Whether they had answered if they come, since they have their place, and are asked once more."""
    since = next((at for at in range(len(steps) - 1, -1, -1) if steps[at].was != steps[at].status), 0)
    return not said and any(step.why in ANSWERS for step in steps[since:])
