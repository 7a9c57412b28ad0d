"""Reads for staff about expressions of interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select, true

from portal.database import rows
from portal.kit import paging
from portal.kit.errors import NotFound
from portal.people import queries as people
from portal.people.models import ContactWay, Person
from portal.projects.models import Project
from portal.signin.models import StaffAccount, StaffRole
from portal.signin.rules import ROLES, Permission, Scope
from portal.teams import rules
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.models import ExpressionStep, Membership
from portal.teams.queries import words
from portal.teams.queries.waits import Owner, overdue, within
from portal.trust.models import Directorate

PER_PAGE = 25
_MAY_ANSWER = [role for role, may in ROLES.items() if Permission.ANSWER_INTERESTS in may]


@dataclass(frozen=True)
class Filters:
    """What a staff list is narrowed to; `step` is "open", one step, or "all"."""

    step: str = "open"
    directorate_id: int | None = None
    is_mine: bool = False
    is_overdue: bool = False


@dataclass(frozen=True)
class InterestRow:
    """One line of the staff list."""

    id: int
    reference: str
    person_id: int
    name: str
    project_title: str | None
    directorate_name: str | None
    step: str
    asked_at: datetime
    answer_by: date
    answered_at: datetime | None
    owner_name: str | None
    has_needs: bool

    @property
    def step_words(self) -> str:
        """Where it stands, said to staff."""
        return words.for_staff(self.step)

    @property
    def is_waiting(self) -> bool:
        """Whether the person still has no answer."""
        return rules.is_waiting(self.step, self.answered_at)

    def days_late(self, today: date) -> int:
        """How many days ago the answer was promised; 0 while the promise can be kept."""
        return rules.days_late(self.answer_by, today) if self.is_waiting else 0


def interests(
    scope: Scope, person_id: int, filters: Filters, mark: paging.Mark | None, today: date
) -> paging.Page[InterestRow]:
    """One page of what staff may answer, longest waiting first. One query."""
    statement = (
        select(
            E.id,
            E.reference,
            E.person_id,
            people.named(),
            Project.title,
            Directorate.name,
            E.step,
            E.asked_at,
            E.answer_by,
            E.answered_at,
            people.named(Owner),
            people.has_flags("interest", E.id),
        )
        .join(Person, Person.id == E.person_id)
        .outerjoin(Project, Project.id == E.project_id)
        .outerjoin(Directorate, Directorate.id == E.directorate_id)
        .outerjoin(Owner, Owner.id == E.owner_id)
        .where(within(scope, person_id), *_narrowed(filters, person_id, today))
        .limit(PER_PAGE + 1)
    )
    found = [
        InterestRow(*row) for row in rows(paging.from_mark(statement, mark, E.asked_at, E.id, is_newest_first=False))
    ]
    return paging.page_of(found, mark, lambda row: (row.asked_at, row.id), PER_PAGE)


def _narrowed(filters: Filters, person_id: int, today: date) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.step == "open":
        asked.append(E.step.in_(rules.OPEN))
    elif filters.step != "all":
        asked.append(E.step == filters.step)
    if filters.directorate_id is not None:
        asked.append(E.directorate_id == filters.directorate_id)
    if filters.is_mine:
        asked.append(E.owner_id == person_id)
    if filters.is_overdue:
        asked.append(overdue(today))
    return asked


@dataclass(frozen=True)
class Interest:
    """Everything that someone told us when they offered to join."""

    id: int
    reference: str
    version: int
    person_id: int
    name: str
    locale: str
    safe_hours: str
    for_whom: str
    helper_name: str
    wants: str
    experience: str
    project_id: int | None
    project_title: str | None
    project_state: str | None
    directorate_id: int | None
    directorate_name: str | None
    step: str
    asked_at: datetime
    answer_by: date
    late_answer_by: date | None
    answered_at: datetime | None
    answering_role: str
    owner_id: int | None
    owner_name: str | None
    membership_id: int | None
    contact: people.Contact

    @property
    def things(self) -> list[str]:
        """The offer, and the membership that came of it, as the record names them: needs are flagged on either."""
        member = [f"membership {self.membership_id}"] if self.membership_id else []
        return [f"interest {self.id}", *member]

    @property
    def step_words(self) -> str:
        """Where it stands, said to staff."""
        return words.for_staff(self.step)

    @property
    def needs_project(self) -> bool:
        """Whether joining must say which team: they named none, or theirs is over."""
        return self.project_id is None or self.project_state != "published"

    @property
    def is_waiting(self) -> bool:
        """Whether the person still has no answer."""
        return rules.is_waiting(self.step, self.answered_at)

    def days_late(self, today: date) -> int:
        """How many days ago the answer was promised; 0 while the promise can be kept."""
        return rules.days_late(self.answer_by, today) if self.is_waiting else 0


def get_interest(expression_id: int, scope: Scope, person_id: int) -> Interest:
    """One expression whole, if this member of staff may see it. One query."""
    statement = (
        select(
            E.id,
            E.reference,
            E.version,
            E.person_id,
            people.named(),
            Person.locale,
            E.safe_hours,
            E.for_whom,
            E.helper_name,
            E.wants,
            E.experience,
            E.project_id,
            Project.title,
            Project.state,
            E.directorate_id,
            Directorate.name,
            E.step,
            E.asked_at,
            E.answer_by,
            E.late_answer_by,
            E.answered_at,
            E.answering_role,
            E.owner_id,
            people.named(Owner),
            Membership.id,
            *people.contact_columns(),
        )
        .join(Person, Person.id == E.person_id)
        .outerjoin(Membership, Membership.expression_id == E.id)
        .join(ContactWay, ContactWay.id == E.contact_way_id)
        .outerjoin(Project, Project.id == E.project_id)
        .outerjoin(Directorate, Directorate.id == E.directorate_id)
        .outerjoin(Owner, Owner.id == E.owner_id)
        .where(E.id == expression_id, within(scope, person_id))
    )
    found = people.with_contact(Interest, statement)
    if not found:
        raise NotFound
    return found[0]


@dataclass(frozen=True)
class HistoryRow:
    """One line of what happened so far."""

    words: str
    at: datetime
    by_name: str | None
    note: str


def history_of(expression_id: int) -> list[HistoryRow]:
    """What happened to an expression, oldest first. One query."""
    found = rows(
        select(ExpressionStep.what, ExpressionStep.step, ExpressionStep.at, people.named(), ExpressionStep.note)
        .outerjoin(Person, Person.id == ExpressionStep.by_person_id)
        .where(ExpressionStep.expression_id == expression_id)
        .order_by(ExpressionStep.id)
    )
    return [HistoryRow(words.of_history(what, step), at, name, note) for what, step, at, name, note in found]


def colleagues(directorate_id: int | None, project_id: int | None) -> list[tuple[int, str]]:
    """Number and name of the staff who may answer for this directorate, and of the project's lead. One query."""
    covers: ColumnElement[bool] = StaffRole.directorate_id.is_(None)
    if directorate_id is not None:
        covers = or_(covers, StaffRole.directorate_id == directorate_id)
    may = select(StaffRole.staff_id).where(StaffRole.role.in_(_MAY_ANSWER))
    leads = Person.id.in_(select(Project.lead_id).where(Project.id == project_id))
    found = rows(
        select(Person.id, Person.name)
        .join(StaffAccount, StaffAccount.person_id == Person.id)
        .where(
            StaffAccount.is_active,
            or_(StaffAccount.id.in_(may.where(covers)), and_(leads, StaffAccount.id.in_(may))),
        )
        .order_by(Person.name, Person.id)
    )
    return [(row[0], row[1]) for row in found]


def name_and_job(staff_person_id: int) -> tuple[str, str]:
    """How a member of staff is named to people. One query."""
    found = rows(
        select(people.named(), StaffAccount.job)
        .outerjoin(StaffAccount, StaffAccount.person_id == Person.id)
        .where(Person.id == staff_person_id)
    )
    return found[0][0], found[0][1] or ""


def directorates_in(scope: Scope) -> list[tuple[int, str]]:
    """Number and name of the directorates of a scope, to filter by. One query."""
    mine = true() if scope.is_everywhere else Directorate.id.in_(scope.directorate_ids)
    found = rows(select(Directorate.id, Directorate.name).where(mine).order_by(Directorate.name))
    return [(row[0], row[1]) for row in found]
