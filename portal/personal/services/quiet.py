"""Pausing messages, and hearing from us again."""

from __future__ import annotations

from datetime import date, datetime

from portal.database import writes
from portal.kit import audit, clock
from portal.outbox import services as outbox
from portal.people import rules
from portal.people import services as people


@writes
def pause(person_id: int, back_on: date, *, now: datetime) -> None:
    """Hold what we would write to someone until a day, but for what cannot wait."""
    person = people.held(person_id)
    person.quiet_at, person.back_on = now, back_on
    outbox.move_held(person_id, rules.hears_again_at(back_on, clock.HERE))
    audit.record("quiet asked", now=now, by=person_id, about=person_id)


@writes
def hear_again(person_id: int, *, now: datetime) -> None:
    """Send what was held, and hold nothing more; a second press changes nothing."""
    person = people.held(person_id)
    if not rules.is_quiet(person.back_on, now, clock.HERE):
        return
    person.quiet_at = person.back_on = None
    outbox.move_held(person_id, now)
    audit.record("quiet ended", now=now, by=person_id, about=person_id)
