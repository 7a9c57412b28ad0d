"""Reads about claims: for the person who asks, and for the staff who decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, and_, case, func, select, true
from sqlalchemy.orm import aliased

from portal.database import AnySelect, rows, session
from portal.kit import typed
from portal.kit.errors import NotFound
from portal.people import queries as people
from portal.people.models import Person
from portal.projects.models import Project
from portal.rewards import rules
from portal.rewards.models import Claim, ClaimStep, Receipt
from portal.rewards.rules import State
from portal.signin.rules import Scope
from portal.teams.models import Membership

Approver = aliased(Person)
SHOWN = 50  # of those that are decided
PROMISED = case((Claim.state == State.ASKED, Claim.decide_by), else_=Claim.pay_by)


@dataclass(frozen=True)
class ClaimSeen:
    """A claim as its own page shows it, to the person or to staff."""

    id: int
    reference: str
    person_id: int
    name: str
    membership_id: int
    project_title: str
    kind: str
    happened_on: date
    minutes: int
    pence: int
    words: str
    state: str
    asked_at: datetime
    decide_by: date
    pay_by: date | None
    late_by: date | None
    paid_at: datetime | None
    why: str
    approver_name: str
    pay: str
    pay_agreed: str
    expenses_agreed: str
    paid_when: str
    version: int

    @property
    def promised_on(self) -> date | None:
        """The day that was promised last for what comes next; None when nothing does."""
        if self.state not in rules.WITH_US:
            return None
        return self.late_by or (self.decide_by if self.state == State.ASKED else self.pay_by)

    @property
    def is_with_them(self) -> bool:
        """Whether the person can still change it or take it back."""
        return self.state in rules.WITH_THEM

    @property
    def initials(self) -> str:
        """Enough of the name for a list."""
        return typed.initials(self.name)

    def is_late(self, today: date) -> bool:
        """Whether the day that was promised first has passed."""
        return rules.is_late(self.state, self.decide_by if self.state == State.ASKED else self.pay_by, today)


def _claims() -> AnySelect:
    return (
        select(
            Claim.id,
            Claim.reference,
            Claim.person_id,
            people.named(),
            Claim.membership_id,
            Project.title,
            Claim.kind,
            Claim.happened_on,
            Claim.minutes,
            Claim.pence,
            Claim.words,
            Claim.state,
            Claim.asked_at,
            Claim.decide_by,
            Claim.pay_by,
            Claim.late_by,
            Claim.paid_at,
            Claim.why,
            case((Claim.approver_id.is_(None), ""), else_=people.named(Approver)),
            Membership.pay,
            Membership.pay_agreed,
            Membership.expenses_agreed,
            Membership.paid_when,
            Claim.version,
        )
        .join(Person, Person.id == Claim.person_id)
        .join(Membership, Membership.id == Claim.membership_id)
        .join(Project, Project.id == Membership.project_id)
        .outerjoin(Approver, Approver.id == Claim.approver_id)
    )


def mine(person_id: int) -> list[ClaimSeen]:
    """All that someone asked for, the newest first. One query."""
    asked = _claims().where(Claim.person_id == person_id)
    return [ClaimSeen(*row) for row in rows(asked.order_by(Claim.id.desc()))]


def get_mine(claim_id: int, person_id: int) -> ClaimSeen:
    """One claim of one's own. One query."""
    return _one(_claims().where(Claim.id == claim_id, Claim.person_id == person_id))


def _one(statement: AnySelect) -> ClaimSeen:
    found = rows(statement)
    if not found:
        raise NotFound
    return ClaimSeen(*found[0])


def _within(scope: Scope, person_id: int) -> ColumnElement[bool]:
    """Claims of teams of these directorates; one's own are a colleague's to decide."""
    where = true() if scope.is_everywhere else Project.directorate_id.in_(scope.directorate_ids)
    return and_(where, Claim.person_id != person_id)


def waiting(scope: Scope, person_id: int) -> list[ClaimSeen]:
    """What this member of staff can decide, the earliest promise first. One query."""
    asked = _claims().where(Claim.state == State.ASKED, _within(scope, person_id))
    return [ClaimSeen(*row) for row in rows(asked.order_by(Claim.decide_by, Claim.id))]


def decided(scope: Scope, person_id: int) -> list[ClaimSeen]:
    """What was decided last. One query."""
    asked = _claims().where(Claim.state.not_in([State.ASKED, State.TAKEN_BACK]), _within(scope, person_id))
    return [ClaimSeen(*row) for row in rows(asked.order_by(Claim.decided_at.desc(), Claim.id.desc()).limit(SHOWN))]


def get_for_staff(claim_id: int, scope: Scope, person_id: int) -> ClaimSeen:
    """A claim that this member of staff may decide. One query."""
    return _one(_claims().where(Claim.id == claim_id, _within(scope, person_id)))


@dataclass(frozen=True)
class Waiting:
    """How many claims wait to be decided, and in how many a promised day was missed, to decide or to pay."""

    waiting: int
    overdue: int


def count_waiting(scope: Scope, person_id: int, today: date) -> Waiting:
    """What waits here. One query."""
    is_owed = Claim.state.in_(rules.WITH_US)
    is_overdue = and_(is_owed, func.coalesce(PROMISED, today, type_=Date) < today)
    asked = (
        select(func.count(case((Claim.state == State.ASKED, 1))), func.count(case((is_overdue, 1))))
        .join(Membership, Membership.id == Claim.membership_id)
        .join(Project, Project.id == Membership.project_id)
        .where(_within(scope, person_id), is_owed)
    )
    return Waiting(*rows(asked)[0])


@dataclass(frozen=True)
class ReceiptSeen:
    """A photo of a receipt, without the photo."""

    number: int
    width: int
    height: int


def receipts_of(claim_id: int) -> list[ReceiptSeen]:
    """The photos with a claim. One query."""
    asked = select(Receipt.number, Receipt.width, Receipt.height).where(Receipt.claim_id == claim_id)
    return [ReceiptSeen(*row) for row in rows(asked.order_by(Receipt.number))]


def get_picture(claim_id: int, number: int) -> bytes:
    """The JPEG of one photo. One query."""
    asked = select(Receipt.picture).where(Receipt.claim_id == claim_id, Receipt.number == number)
    found = session.scalar(asked)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Step:
    """One line of a claim's history."""

    what: str
    at: datetime
    due_on: date | None
    by_name: str


def history_of(claim_id: int) -> list[Step]:
    """What happened with a claim, the newest first. One query."""
    asked = (
        select(
            ClaimStep.what,
            ClaimStep.at,
            ClaimStep.due_on,
            case((ClaimStep.by_person_id.is_(None), ""), else_=people.named()),
        )
        .outerjoin(Person, Person.id == ClaimStep.by_person_id)
        .where(ClaimStep.claim_id == claim_id)
    )
    return [Step(*row) for row in rows(asked.order_by(ClaimStep.id.desc()))]
