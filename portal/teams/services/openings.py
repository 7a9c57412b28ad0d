"""Opening places on a team, saying again that they are open, and closing them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update

from portal.database import add, locked, session, writes
from portal.kit import audit
from portal.kit.errors import ChangedMeanwhile, NotFound
from portal.kit.freshness import public_change
from portal.projects.models import Project
from portal.teams import rules
from portal.teams.models import Opening
from portal.teams.queries.openings import has_fresh_opening


@dataclass(frozen=True)
class OpeningDetails:
    """What staff write about a place on a team."""

    title: str
    what_you_would_do: str
    hours_a_month: str = ""
    meets: str = ""
    is_in_person: bool = False
    is_online: bool = False
    is_by_phone: bool = False
    where: str = ""
    access: str = ""
    paid: str = ""
    support: str = ""
    places: int = 1


@writes
def add_opening(project_id: int, details: OpeningDetails, *, by: int | None, now: datetime) -> int:
    """Open a place on a project's team; its number."""
    opening = add(Opening(project_id=project_id, opened_at=now, confirmed_at=now, **asdict(details)))
    _written("opening added", opening, by, now)
    return opening.id


@writes
def change_opening(opening_id: int, details: OpeningDetails, *, by: int, now: datetime, version: int) -> None:
    """Write a place anew; whoever does so knows that it is open."""
    opening = _held(opening_id)
    if opening.version != version:
        raise ChangedMeanwhile
    for name, value in asdict(details).items():
        setattr(opening, name, value)
    opening.confirmed_at, opening.rested_at = now, None
    _written("opening changed", opening, by, now)


@writes
def confirm_opening(opening_id: int, *, by: int, now: datetime) -> None:
    """Say that a place is still open: it takes interest for another while."""
    opening = _held(opening_id)
    if opening.state == "open":
        opening.confirmed_at, opening.rested_at = now, None
        _written("opening confirmed", opening, by, now)


@writes
def close_opening(opening_id: int, *, by: int, now: datetime) -> None:
    """Close a place; a second press changes nothing."""
    opening = _held(opening_id)
    if opening.state == "open":
        opening.state, opening.closed_at = "closed", now
        _written("opening closed", opening, by, now)


def _held(opening_id: int) -> Opening:
    opening = session.scalar(locked(select(Opening).where(Opening.id == opening_id)))
    if opening is None:
        raise NotFound
    return opening


def _written(kind: str, opening: Opening, by: int | None, now: datetime) -> None:
    session.flush()
    audit.record(kind, now=now, by=by, thing=f"opening {opening.id}")
    _keep_project_true(opening.project_id, now)
    public_change()


def _keep_project_true(project_id: int, now: datetime) -> None:
    wanted = update(Project).where(Project.id == project_id).values(is_help_wanted=has_fresh_opening(now))
    session.execute(wanted, execution_options={"synchronize_session": False})


@writes
def rest_stale_openings(now: datetime) -> int:
    """Let places that nobody confirmed for a while stop taking interest; how many did."""
    stale = select(Opening).where(
        Opening.state == "open", Opening.confirmed_at <= rules.stale_before(now), Opening.rested_at.is_(None)
    )
    found = list(session.scalars(locked(stale)))
    for opening in found:
        opening.rested_at = now
        audit.record("opening rested", now=now, thing=f"opening {opening.id}")
    session.flush()
    for project_id in sorted({opening.project_id for opening in found}):
        _keep_project_true(project_id, now)
    if found:
        public_change()
    return len(found)
