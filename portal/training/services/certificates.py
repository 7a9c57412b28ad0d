"""Certificates: made when someone asks for theirs, with the name that they want on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.database import add, session, writes
from portal.kit import audit, free, limits, references
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.training import rules
from portal.training.models import Booking, Certificate, QISession
from portal.training.services import places

LOOKS_AN_HOUR = 60  # at certificates by their code, from one device; a whole office may be behind it


@writes
def keep_certificate(
    booking_id: int, *, name: str, is_shared: bool | None, is_for_companion: bool = False, by: int, now: datetime
) -> Certificate:
    """Make a certificate, or change the name on it and whether others may check it; a second press changes nothing.

    Only the person says if others may check it: where that is None, it stays as it is.
    """
    held, booking = places.hold_with(booking_id)
    _check_earned(held, booking, is_for_companion=is_for_companion, now=now)
    made = _find(booking.id, is_for_companion=is_for_companion)
    is_shared = (made is not None and made.is_shared) if is_shared is None else is_shared
    if made is not None and (made.name, made.is_shared) == (name, is_shared):
        return made
    certificate = made or add(
        Certificate(
            booking_id=booking.id,
            is_for_companion=is_for_companion,
            code=free.drawn(references.new_long_code, Certificate.code),
            name=name,
            made_at=now,
        )
    )
    certificate.name, certificate.is_shared = name, is_shared
    audit.record(
        "certificate made" if made is None else "certificate changed",
        now=now,
        by=by,
        about=booking.person_id,
        thing=places.thing(booking),
        is_shared=is_shared,
    )
    return certificate


def _check_earned(held: QISession, booking: Booking, *, is_for_companion: bool, now: datetime) -> None:
    came = booking.has_companion_come if is_for_companion else booking.came
    if not rules.has_earned(held.state, booking.status, came, held.last_ends_at, now):
        raise Refused(_("It is not noted that you came, so there is no certificate yet. Please tell us if you came."))


def _find(booking_id: int, *, is_for_companion: bool) -> Certificate | None:
    theirs = Certificate.is_for_companion.is_(is_for_companion)
    return session.scalar(select(Certificate).where(Certificate.booking_id == booking_id, theirs))


@writes
def may_check(device: str, *, now: datetime) -> bool:
    """Count a look at a certificate by its code; False when this device made so many that it may be trying codes out."""
    return limits.try_once("certificate", device, most=LOOKS_AN_HOUR, within=timedelta(hours=1), now=now)
