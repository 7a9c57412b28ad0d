"""Writing down the directorates and places of a Trust."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import add, session, writes
from portal.kit import audit, typed
from portal.kit.freshness import public_change
from portal.trust.models import Directorate, Place


@dataclass(frozen=True)
class DirectorateDetails:
    """What a Trust says about one of its directorates; `promise_days` are working days."""

    name: str
    kind: str
    part_of: str = ""
    places_served: str = ""
    what_it_covers: str = ""
    promise_days: int = 5
    answered_by: str = ""


@writes
def add_directorate(details: DirectorateDetails, *, now: datetime) -> int:
    """Add a directorate, unless one of its name is there; its number."""
    slug = typed.slug_of(details.name)
    there = session.scalar(select(Directorate.id).where(Directorate.slug == slug))
    if there is not None:
        return there
    made = add(Directorate(slug=slug, **asdict(details)))
    audit.record("directorate added", now=now, thing=f"directorate {made.id}")
    public_change()
    return made.id


@writes
def add_place(name: str, *, now: datetime) -> int:
    """Add a place, unless one of its name is there; its number."""
    slug = typed.slug_of(name)
    there = session.scalar(select(Place.id).where(Place.slug == slug))
    if there is not None:
        return there
    made = add(Place(slug=slug, name=name))
    audit.record("place added", now=now, thing=f"place {made.id}")
    public_change()
    return made.id
