"""Who looks after offers: giving up those of colleagues who left, and standing in for those who are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit, words
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.signin.models import StaffAccount
from portal.teams import rules
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.models import StandIn
from portal.teams.queries import interests as queries
from portal.teams.rules import What
from portal.teams.services.history import note_step


@writes
def give_up(now: datetime) -> int:
    """Let open offers of colleagues who left be nobody's again, so that others see that they must be taken; how many."""
    left = select(StaffAccount.person_id).where(StaffAccount.is_active.is_(False))
    theirs = select(E).where(E.step.in_(rules.OPEN), E.owner_id.in_(left)).order_by(E.id)
    found = list(session.scalars(locked(theirs)))
    for expression in found:
        expression.owner_id = None
        with words.speaking(words.SOURCE):
            gone = _("Whoever looked after it does not work here any more. It needs a colleague.")
        note_step(expression, What.ASSIGNED, by=None, now=now, note=gone)
        audit.record("interest given up", now=now, about=expression.person_id, thing=f"interest {expression.id}")
    return len(found)


@dataclass(frozen=True)
class Away:
    """Who stands in, and from which day to which."""

    stand_in_id: int
    from_on: date
    until_on: date


@writes
def be_away(person_id: int, away: Away, *, now: datetime, today: date) -> None:
    """Let a colleague keep one's promises for some days."""
    if away.until_on < max(away.from_on, today):
        raise Refused(_("Choose a last day that is not over, and not before the first one"), "until_on")
    if away.stand_in_id not in dict(queries.who_can_stand_in(person_id)):
        raise Refused(_("Choose someone from the list"), "stand_in")
    made = StandIn(person_id=person_id, set_at=now, set_by_id=person_id, **vars(away))
    add(made)
    session.flush()
    audit.record("stand-in named", now=now, by=person_id, thing=f"stand-in {made.id}", to=away.stand_in_id)


@writes
def end_away(stand_in_id: int, *, person_id: int, now: datetime) -> None:
    """Keep one's own promises again; a second press changes nothing."""
    held = session.scalar(locked(select(StandIn).where(StandIn.id == stand_in_id, StandIn.person_id == person_id)))
    if held is None:
        raise NotFound
    if held.ended_at is None:
        held.ended_at = now
        audit.record("stand-in ended", now=now, by=person_id, thing=f"stand-in {held.id}")
