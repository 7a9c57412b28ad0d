"""Reads for staff about expressions of interest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from portal.database import rows
from portal.kit import clock, paging
from portal.kit.errors import NotFound
from portal.people import queries as people
from portal.people.models import ContactWay, Person
from portal.projects.models import Project
from portal.signin.models import StaffAccount, StaffRole
from portal.signin.rules import ROLES, Permission, Scope
from portal.teams import rules
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.models import ExpressionStep, Membership, Opening
from portal.teams.queries import words
from portal.teams.queries.standing_in import kept_by
from portal.teams.queries.waits import Owner, overdue, within
from portal.teams.rules import What
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
    promised: str
    owner_name: str | None
    has_needs: bool

    @property
    def step_words(self) -> str:
        """Where it stands, said to staff."""
        return words.for_staff(self.step)

    @property
    def is_waiting(self) -> bool:
        """Whether something is owed to the person."""
        return rules.is_waiting(self.step, self.promised)

    def days_late(self, today: date) -> int:
        """How many days ago the next step was promised; 0 while the promise can be kept."""
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
            E.promised,
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


def counts(scope: Scope, person_id: int, filters: Filters, today: date) -> dict[str, int]:
    """How many stand at each step, as narrowed. One query."""
    asked = select(E.step, func.count()).outerjoin(Project, Project.id == E.project_id)
    found = rows(asked.where(within(scope, person_id), *_narrowed(filters, person_id, today)).group_by(E.step))
    return {step: many for step, many in found}


def _narrowed(filters: Filters, person_id: int, today: date) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.step == "open":
        asked.append(E.step.in_(rules.OPEN))
    elif filters.step != "all":
        asked.append(E.step == filters.step)
    if filters.directorate_id is not None:
        asked.append(E.directorate_id == filters.directorate_id)
    if filters.is_mine:
        asked.append(or_(E.owner_id == person_id, E.owner_id.in_(kept_by(person_id, today))))
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
    opening_id: int | None
    opening_title: str | None
    opening_state: str | None
    directorate_id: int | None
    directorate_name: str | None
    step: str
    asked_at: datetime
    answer_by: date
    late_answer_by: date | None
    promised: str
    back_on: date | None
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
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return rules.is_open(self.step)

    @property
    def promised_words(self) -> str:
        """What is owed."""
        return words.of_promise(self.promised)

    @property
    def needs_project(self) -> bool:
        """Whether joining must say which team: they named none, or theirs is over."""
        return self.project_id is None or self.project_state != "published"

    @property
    def is_waiting(self) -> bool:
        """Whether something is owed to the person."""
        return rules.is_waiting(self.step, self.promised)

    def days_late(self, today: date) -> int:
        """How many days ago the next step was promised; 0 while the promise can be kept."""
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
            E.opening_id,
            Opening.title,
            Opening.state,
            E.directorate_id,
            Directorate.name,
            E.step,
            E.asked_at,
            E.answer_by,
            E.late_answer_by,
            E.promised,
            E.back_on,
            E.answering_role,
            E.owner_id,
            people.named(Owner),
            Membership.id,
            *people.contact_columns(),
        )
        .join(Person, Person.id == E.person_id)
        .outerjoin(Membership, Membership.expression_id == E.id)
        .join(ContactWay, ContactWay.id == E.contact_way_id)
        .outerjoin(Opening, Opening.id == E.opening_id)
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
class Chosen:
    """One of several offers that staff deal with at once."""

    id: int
    reference: str
    version: int
    person_id: int
    name: str
    locale: str
    step: str
    directorate_id: int | None
    project_id: int | None
    owner_id: int | None
    channel: str

    @property
    def step_words(self) -> str:
        """Where it stands, said to staff."""
        return words.for_staff(self.step)


def chosen(ids: Collection[int], scope: Scope, person_id: int) -> list[Chosen]:
    """Those of these offers that a member of staff may answer, longest waiting first. One query."""
    found = rows(
        select(
            E.id,
            E.reference,
            E.version,
            E.person_id,
            people.named(),
            Person.locale,
            E.step,
            E.directorate_id,
            E.project_id,
            E.owner_id,
            ContactWay.channel,
        )
        .join(Person, Person.id == E.person_id)
        .join(ContactWay, ContactWay.id == E.contact_way_id)
        .outerjoin(Project, Project.id == E.project_id)
        .where(E.id.in_(ids), within(scope, person_id))
        .order_by(E.asked_at, E.id)
    )
    return [Chosen(*row) for row in found]


@dataclass(frozen=True)
class HistoryRow:
    """One line of what happened so far, with what was promised then, and whether that was kept (None: not yet)."""

    words: str
    at: datetime
    by_name: str | None
    note: str
    promised: str
    due_on: date | None
    is_kept: bool | None

    @property
    def promised_words(self) -> str:
        """What was promised."""
        return words.of_promise(self.promised)


def history_of(expression_id: int, today: date) -> list[HistoryRow]:
    """What happened to an expression, oldest first. One query."""
    found = rows(
        select(
            ExpressionStep.what,
            ExpressionStep.step,
            ExpressionStep.at,
            people.named(),
            ExpressionStep.note,
            ExpressionStep.promised,
            ExpressionStep.due_on,
        )
        .outerjoin(Person, Person.id == ExpressionStep.by_person_id)
        .where(ExpressionStep.expression_id == expression_id)
        .order_by(ExpressionStep.id)
    )
    ends = [_ended(found, place) for place in range(len(found))]
    return [
        HistoryRow(words.of_history(what, step), at, name, note, promised, due_on, _is_kept(due_on, end, today))
        for (what, step, at, name, note, promised, due_on), end in zip(found, ends, strict=True)
    ]


def _ended(found: Sequence[Any], place: int) -> date | None:
    """The day on which what was promised at one line was done, or something else was promised instead."""
    later = (line for line in found[place + 1 :] if line[0] in {What.MOVED, What.ASKED_AGAIN, What.PASSED})
    return next((clock.local(line[2]).date() for line in later), None)


def _is_kept(due_on: date | None, ended_on: date | None, today: date) -> bool | None:
    if due_on is None or (ended_on is None and today <= due_on):
        return None
    return ended_on is not None and ended_on <= due_on


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


def who_can_stand_in(person_id: int) -> list[tuple[int, str]]:
    """Number and name of the staff who may answer for every directorate for which someone may. One query."""
    may = (
        select(StaffAccount.person_id, StaffRole.directorate_id).join(StaffRole).where(StaffRole.role.in_(_MAY_ANSWER))
    )
    found = rows(
        may.add_columns(people.named())
        .join(Person, Person.id == StaffAccount.person_id)
        .where(StaffAccount.is_active)
        .order_by(Person.name, Person.id)
    )
    covers: dict[int, set[int | None]] = {}
    for staff_id, directorate_id, _name in found:
        covers.setdefault(staff_id, set()).add(directorate_id)
    mine = covers.get(person_id, set())
    names = {staff_id: name for staff_id, _directorate_id, name in found}
    return [(id, name) for id, name in names.items() if id != person_id and (None in covers[id] or mine <= covers[id])]


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
