"""Noting that people were asked (little i), and that they heard back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit, clock
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.kit.freshness import public_change
from portal.kit.words import gettext as _
from portal.teams.models import LittleI


@dataclass(frozen=True)
class Asked:
    """A survey, a group or a visit: when, how many took part, what was asked and heard, and when they heard back."""

    kind: str
    held_on: date
    people: int
    asked: str = ""
    heard: str = ""
    told_back_on: date | None = None
    told_back: str = ""


@writes
def keep(
    project_id: int, asked: Asked, *, little_i_id: int | None = None, by: int, now: datetime, version: int = 0
) -> int:
    """Note it, or write it anew; its number."""
    if asked.held_on > clock.local(now).date():
        raise Refused(_("Choose a day that is not in the future"), "held_on")
    if little_i_id is None:
        held = add(LittleI(project_id=project_id, noted_at=now, noted_by_id=by, **vars(asked)))
    else:
        held = _held(little_i_id, project_id, version)
        for name, value in vars(asked).items():
            setattr(held, name, value)
    session.flush()
    audit.record("little i noted", now=now, by=by, thing=f"little i {held.id}")
    public_change()
    return held.id


def _held(little_i_id: int, project_id: int, version: int) -> LittleI:
    held = session.scalar(locked(select(LittleI).where(LittleI.id == little_i_id, LittleI.project_id == project_id)))
    if held is None:
        raise NotFound
    if held.version != version:
        raise ChangedMeanwhile
    return held
