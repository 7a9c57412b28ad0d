"""Reads about what goes to payroll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from portal.database import AnySelect, rows
from portal.kit.errors import NotFound
from portal.people import queries as people
from portal.people.models import Person
from portal.projects.models import Project
from portal.rewards.models import Claim, PayrollExport
from portal.rewards.rules import State
from portal.signin.rules import Scope
from portal.teams.models import Membership

MANY = 50  # people in one list, above which staff say why they need it
SHOWN = 50
Approver = aliased(Person)


def _of_teams(scope: Scope) -> Select[int]:
    """The memberships whose claims are paid here."""
    found = select(Membership.id).join(Project, Project.id == Membership.project_id)
    return found if scope.is_everywhere else found.where(Project.directorate_id.in_(scope.directorate_ids))


def payable(scope: Scope, export_id: int | None = None) -> Select[Claim]:
    """What is agreed and not paid: what went to payroll in one list, or, without one, what is still to go."""
    found = select(Claim).where(Claim.state == State.APPROVED, Claim.membership_id.in_(_of_teams(scope)))
    return found.where(Claim.export_id.is_(None) if export_id is None else Claim.export_id == export_id)


@dataclass(frozen=True)
class Line:
    """One claim as payroll needs it."""

    reference: str
    person_id: int
    claim_id: int
    name: str
    project_reference: str
    kind: str
    happened_on: date
    minutes: int
    pence: int
    pay: str
    pay_agreed: str
    approver_name: str
    decided_at: datetime
    pay_by: date
    state: str


def _lines(scope: Scope) -> AnySelect:
    return (
        select(
            Claim.reference,
            Claim.person_id,
            Claim.id,
            people.named(),
            Project.reference,
            Claim.kind,
            Claim.happened_on,
            Claim.minutes,
            Claim.pence,
            Membership.pay,
            Membership.pay_agreed,
            case((Claim.approver_id.is_(None), ""), else_=people.named(Approver)),
            Claim.decided_at,
            Claim.pay_by,
            Claim.state,
        )
        .join(Person, Person.id == Claim.person_id)
        .join(Membership, Membership.id == Claim.membership_id)
        .join(Project, Project.id == Membership.project_id)
        .outerjoin(Approver, Approver.id == Claim.approver_id)
        .where(Claim.membership_id.in_(_of_teams(scope)))
        .order_by(Claim.id)
    )


def to_go(scope: Scope) -> list[Line]:
    """What is agreed and in no list yet. One query."""
    waits = _lines(scope).where(Claim.state == State.APPROVED, Claim.export_id.is_(None))
    return [Line(*row) for row in rows(waits)]


@dataclass(frozen=True)
class List:
    """A list that went to payroll, as far as it lies where this member of staff works."""

    id: int
    made_at: datetime
    claims: int
    pence: int
    unpaid: int


def _lists(scope: Scope) -> AnySelect:
    unpaid = func.count(case((Claim.state == State.APPROVED, 1)))
    return (
        select(PayrollExport.id, PayrollExport.made_at, func.count(Claim.id), func.sum(Claim.pence), unpaid)
        .join(Claim, Claim.export_id == PayrollExport.id)
        .where(Claim.membership_id.in_(_of_teams(scope)))
        .group_by(PayrollExport.id, PayrollExport.made_at)
        .order_by(PayrollExport.id.desc())
    )


def lists(scope: Scope) -> list[List]:
    """The lists that were made last. One query."""
    return [List(*row) for row in rows(_lists(scope).limit(SHOWN))]


def get_list(export_id: int, scope: Scope) -> List:
    """One list. One query."""
    found = rows(_lists(scope).where(PayrollExport.id == export_id))
    if not found:
        raise NotFound
    return List(*found[0])


def lines_of(export_id: int, scope: Scope) -> list[Line]:
    """The claims of one list. One query."""
    return [Line(*row) for row in rows(_lines(scope).where(Claim.export_id == export_id))]
