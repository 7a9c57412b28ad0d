"""Reads about openings, and about the projects that they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true

from portal.database import rows, session
from portal.kit import clock
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
from portal.people.queries import need_words
from portal.projects.models import Project
from portal.signin.rules import Scope
from portal.teams import rules
from portal.teams.models import Opening, TeamProfile
from portal.teams.queries import factors
from portal.teams.queries.taking_part import Involved, involved_columns
from portal.teams.rules.factors import codes


@dataclass(frozen=True)
class OpeningRow:
    """A place on a team, as the project's page shows it."""

    id: int
    title: str
    what_you_would_do: str
    hours_a_month: str
    meets: str
    modes: list[str]
    where: str
    access: str
    paid: str
    support: str
    how_long: str
    training_offered: str
    decides_role: str
    checks_why: str
    fill_by: date | None
    checks: list[str]
    skills_wanted: list[str]
    skills_learnt: list[str]
    needs_met: list[str]
    languages: list[str]
    places: int
    takes_interest: bool
    confirmed_at: datetime


@dataclass(frozen=True)
class Team:
    """What a project's page says of its team: its open places, how people are involved, and if it says more of itself."""

    openings: list[OpeningRow]
    involved: Involved
    has_profile: bool


def team_of(project_id: int, now: datetime) -> Team:
    """The open places of a project, those that take interest first, and its involvement. One query."""
    is_open = and_(Opening.project_id == Project.id, Opening.state == "open")
    has_profile = exists().where(TeamProfile.project_id == Project.id, TeamProfile.published_at.is_not(None))
    found = rows(
        select(Opening, *involved_columns(clock.local(now).date()), has_profile)
        .select_from(Project)
        .outerjoin(Opening, is_open)
        .where(Project.id == project_id)
        .order_by(Opening.confirmed_at.desc(), Opening.id)
    )
    return Team(
        [_opening_row(row[0], now) for row in found if row[0] is not None], Involved(*found[0][1:5]), found[0][5]
    )


def _opening_row(opening: Opening, now: datetime) -> OpeningRow:
    return OpeningRow(
        opening.id,
        opening.title,
        opening.what_you_would_do,
        opening.hours_a_month,
        opening.meets,
        mode_words(opening.is_in_person, opening.is_online, opening.is_by_phone),
        opening.where,
        opening.access,
        opening.paid,
        opening.support,
        opening.how_long,
        opening.training_offered,
        opening.decides_role,
        opening.checks_why,
        opening.fill_by,
        factors.said(opening.checks, factors.CHECKS),
        factors.said(opening.skills_wanted, factors.SKILLS),
        factors.said(opening.skills_learnt, factors.SKILLS),
        [need_words(kind) for kind in codes(opening.needs_met)],
        factors.said(opening.languages, factors.LANGUAGES),
        opening.places,
        rules.takes_interest(opening.state, opening.confirmed_at, now),
        opening.confirmed_at,
    )


def mode_words(is_in_person: bool, is_online: bool, is_by_phone: bool) -> list[str]:
    """The ways to take part, in words."""
    ways = [(is_in_person, _("In person")), (is_online, _("Online")), (is_by_phone, _("By phone"))]
    return [words for has, words in ways if has]


def _fresh(now: datetime) -> ColumnElement[bool]:
    return and_(Opening.state == "open", Opening.confirmed_at > rules.stale_before(now))


def has_fresh_opening(now: datetime) -> ColumnElement[bool]:
    """Whether a project has a place that takes interest: for the reads and writes of this slice."""
    return exists().where(Opening.project_id == Project.id, _fresh(now))


@dataclass(frozen=True)
class Joinable:
    """A project as someone who offers to join meets it."""

    id: int
    slug: str
    title: str
    state: str
    directorate_id: int | None
    has_opening: bool
    opening_id: int | None  # the place that takes interest, where there is just one

    @property
    def is_published(self) -> bool:
        """Whether it may be joined."""
        return self.state == "published"


def get_joinable(slug: str, now: datetime) -> Joinable:
    """The project of this address, whatever its state. One query."""
    only = case((func.count() == 1, func.min(Opening.id)))
    only_one = select(only).where(Opening.project_id == Project.id, _fresh(now)).correlate(Project).scalar_subquery()
    found = rows(
        select(
            Project.id,
            Project.slug,
            Project.title,
            Project.state,
            Project.directorate_id,
            has_fresh_opening(now),
            only_one,
        ).where(Project.slug == slug)
    )
    if not found:
        raise NotFound
    return Joinable(*found[0])


def had_opening(project_id: int, at: datetime) -> bool:
    """Whether the project had a place that took interest at that time. One query."""
    was_there = and_(Opening.opened_at <= at, or_(Opening.closed_at.is_(None), Opening.closed_at > at))
    believed = Opening.confirmed_at > rules.stale_before(at)
    return bool(session.scalar(select(exists().where(Opening.project_id == project_id, was_there, believed))))


@dataclass(frozen=True)
class TeamProject:
    """A project whose openings or team staff work on."""

    id: int
    slug: str
    title: str
    state: str


def _project(condition: ColumnElement[bool], scope: Scope, person_id: int) -> TeamProject | None:
    mine = or_(Project.directorate_id.in_(scope.directorate_ids), Project.lead_id == person_id)
    found = rows(
        select(Project.id, Project.slug, Project.title, Project.state).where(
            condition, true() if scope.is_everywhere else mine
        )
    )
    return TeamProject(*found[0]) if found else None


def get_project(project_id: int, scope: Scope, person_id: int) -> TeamProject:
    """A project that this member of staff works on. One query."""
    found = _project(Project.id == project_id, scope, person_id)
    if found is None:
        raise NotFound
    return found


def _named(said: str) -> ColumnElement[bool]:
    end = said.strip().rstrip("/").rpartition("/")[2]
    named = or_(Project.reference.in_([end, end.upper()]), Project.slug == end.lower())
    return and_(named, Project.state == "published")


def find_project_to_join(said: str, scope: Scope, person_id: int) -> TeamProject | None:
    """The published project that staff named by its reference, its short address, or its whole one. One query."""
    return _project(_named(said), scope, person_id)


def find_slug_to_join(said: str) -> str | None:
    """The end of the address of the published project that was named so, whoever looks after it. One query."""
    return session.scalar(select(Project.slug).where(_named(said)).limit(1))


@dataclass(frozen=True)
class StaffOpening:
    """An opening as staff look after it."""

    id: int
    title: str
    places: int
    state: str
    opened_at: datetime
    confirmed_at: datetime
    closed_at: datetime | None
    takes_interest: bool


def openings_for_staff(project_id: int, now: datetime) -> list[StaffOpening]:
    """Every opening of a project, open ones first. One query."""
    found = rows(
        select(
            Opening.id,
            Opening.title,
            Opening.places,
            Opening.state,
            Opening.opened_at,
            Opening.confirmed_at,
            Opening.closed_at,
            _fresh(now),
        )
        .where(Opening.project_id == project_id)
        .order_by(Opening.state.desc(), Opening.opened_at.desc(), Opening.id.desc())
    )
    return [StaffOpening(*row) for row in found]


def get_opening(opening_id: int, project_id: int) -> Opening:
    """One opening of a project. One query."""
    found = session.scalar(select(Opening).where(Opening.id == opening_id, Opening.project_id == project_id))
    if found is None:
        raise NotFound
    return found
