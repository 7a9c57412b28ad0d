"""Opening places on a team, saying again that they are open, and closing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from portal.database import add, locked, session, writes
from portal.kit import audit, clock
from portal.kit.errors import ChangedMeanwhile, NotFound
from portal.kit.freshness import public_change
from portal.outbox import services as outbox
from portal.outbox.services import Draft
from portal.projects.models import Project
from portal.signin import queries as colleagues
from portal.signin.rules import Permission
from portal.teams import rules
from portal.teams.messages import openings as messages
from portal.teams.models import Opening
from portal.teams.queries.openings import has_fresh_opening

WARN_BEFORE = timedelta(days=3)


@dataclass(frozen=True)
class OpeningDetails:
    """What staff write about a place on a team; sets are codes (see `rules/factors.py`)."""

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
    how_long: str = ""
    training_offered: str = ""
    checks: str = ""
    checks_why: str = ""
    hours: int | None = None
    meets_at: str = ""
    place_id: int | None = None
    lived_wanted: str = ""
    skills_wanted: str = ""
    skills_learnt: str = ""
    languages: str = ""
    needs_met: str = ""
    fill_by: date | None = None
    decides_role: str = ""
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
        _ask_to_confirm(opening, messages.rests, now)
    session.flush()
    for project_id in sorted({opening.project_id for opening in found}):
        _keep_project_true(project_id, now)
    if found:
        public_change()
    return len(found)


@writes
def warn_before_resting(now: datetime) -> int:
    """Ask whoever looks after a place, some days before it would rest, if it is still open, once; how many are soon due."""
    soon = select(Opening).where(
        Opening.state == "open",
        Opening.confirmed_at <= rules.stale_before(now + WARN_BEFORE),
        Opening.confirmed_at > rules.stale_before(now),
    )
    found = list(session.scalars(soon))
    for opening in found:
        _ask_to_confirm(opening, messages.rests_soon, now)
    return len(found)


def _ask_to_confirm(opening: Opening, say: Callable[..., Draft], now: datetime) -> None:
    """Its key holds since when nobody confirmed it: said once, however often it is asked for."""
    project = session.get_one(Project, opening.project_id)
    lead = colleagues.find_colleague(opening.decides_id or project.lead_id)
    those = [lead] if lead else colleagues.colleagues_who(Permission.WRITE_PROJECTS, project.directorate_id)
    rests_on = clock.local(opening.confirmed_at + rules.CONFIRMED_FOR).date()
    since = clock.local(opening.confirmed_at).date()
    outbox.put_all([say(to, opening.id, opening.project_id, since, rests_on) for to in those], now=now)
