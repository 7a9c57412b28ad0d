"""Reads for staff who write projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true

from portal.database import matching, rows, searchable, session
from portal.kit import paging
from portal.kit.errors import NotFound
from portal.people.models import Person
from portal.projects.models import Project, ProjectPlace, Theme
from portal.projects.queries import words
from portal.signin.models import StaffAccount, StaffRole
from portal.signin.rules import ROLES, Permission, Scope
from portal.trust.models import Directorate

PER_PAGE = 25
_MAY_WRITE = [role for role, may in ROLES.items() if Permission.WRITE_PROJECTS in may]


@dataclass(frozen=True)
class StaffFilters:
    """What the staff list is narrowed to."""

    q: str = ""
    state: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class StaffRow:
    """One project in the staff list."""

    id: int
    reference: str
    title: str
    directorate_name: str | None
    stage: str
    state: str
    is_help_wanted: bool
    changed_at: datetime

    @property
    def stage_words(self) -> str:
        """How far it has come, in words."""
        return str(words.STAGES[self.stage])  # type: ignore[index]

    @property
    def state_words(self) -> str:
        """Who may see it, in words."""
        return str(words.STATES[self.state])  # type: ignore[index]


def within(scope: Scope, person_id: int) -> ColumnElement[bool]:
    """What a member of staff may write: all, their directorates' projects, and those that they lead."""
    if scope.is_everywhere:
        return true()
    return or_(Project.directorate_id.in_(scope.directorate_ids), Project.lead_id == person_id)


def projects(scope: Scope, person_id: int, filters: StaffFilters, mark: paging.Mark | None) -> paging.Page[StaffRow]:
    """One page of the projects that this member of staff writes, last changed first. One query."""
    statement = (
        select(
            Project.id,
            Project.reference,
            Project.title,
            Directorate.name,
            Project.stage,
            Project.state,
            Project.is_help_wanted,
            Project.changed_at,
        )
        .outerjoin(Directorate, Directorate.id == Project.directorate_id)
        .where(within(scope, person_id), *_narrowed(filters, person_id))
        .limit(PER_PAGE + 1)
    )
    found = [StaffRow(*row) for row in rows(paging.from_mark(statement, mark, Project.changed_at, Project.id))]
    return paging.page_of(found, mark, lambda row: (row.changed_at, row.id), PER_PAGE)


def _narrowed(filters: StaffFilters, person_id: int) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.state:
        asked.append(Project.state == filters.state)
    if filters.is_mine:
        asked.append(Project.lead_id == person_id)
    if searchable(filters.q):
        asked.append(matching("project", Project.id, filters.q))  # type: ignore[arg-type]
    return asked


def get_project(project_id: int, scope: Scope, person_id: int) -> Project:
    """One project, if this member of staff may write it. One query."""
    found = session.scalar(select(Project).where(Project.id == project_id, within(scope, person_id)))
    if found is None:
        raise NotFound
    return found


def place_ids_of(project_id: int) -> list[int]:
    """The places where a project works. One query."""
    return [row[0] for row in rows(select(ProjectPlace.place_id).where(ProjectPlace.project_id == project_id))]


def themes() -> list[tuple[int, str]]:
    """Number and name of every theme. One query."""
    return [(row[0], row[1]) for row in rows(select(Theme.id, Theme.name).order_by(Theme.name))]


def possible_leads() -> list[tuple[int, str]]:
    """Number and name of the staff who may write projects. One query."""
    may = select(StaffRole.staff_id).where(StaffRole.role.in_(_MAY_WRITE))
    found = rows(
        select(Person.id, Person.name)
        .join(StaffAccount, StaffAccount.person_id == Person.id)
        .where(StaffAccount.is_active, StaffAccount.id.in_(may))
        .order_by(Person.name, Person.id)
    )
    return [(row[0], row[1]) for row in found]
