"""Reads for people about what is theirs: what they offered, and the teams that they are on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from portal.database import AnySelect, rows
from portal.kit.errors import NotFound
from portal.projects.models import Project
from portal.teams import rules
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.models import Membership
from portal.teams.queries import words
from portal.teams.queries.waits import waiting


@dataclass(frozen=True)
class MyInterest:
    """What someone asked for, as their own page shows it."""

    id: int
    reference: str
    project_title: str | None
    project_slug: str | None
    step: str
    asked_at: datetime
    answer_by: date
    answering_role: str
    is_waiting: bool
    promised: str

    @property
    def promised_words(self) -> str:
        """What comes next."""
        return words.of_promise(self.promised)

    @property
    def step_words(self) -> str:
        """Where it stands, said to the person."""
        return words.for_person(self.step)

    @property
    def can_withdraw(self) -> bool:
        """Whether it can still be taken back."""
        return rules.is_open(self.step)


def _my_interests() -> AnySelect:
    return (
        select(
            E.id,
            E.reference,
            Project.title,
            case((Project.state == "published", Project.slug)),
            E.step,
            E.asked_at,
            func.coalesce(E.late_answer_by, E.answer_by),
            E.answering_role,
            waiting(),
            E.promised,
        )
        .outerjoin(Project, Project.id == E.project_id)
        .order_by(E.asked_at.desc(), E.id.desc())
    )


def interests_of_person(person_id: int) -> list[MyInterest]:
    """Everything that someone offered, newest first; `answer_by` is the newest promise. One query."""
    return [MyInterest(*row) for row in rows(_my_interests().where(E.person_id == person_id))]


def get_interest_of_person(expression_id: int, person_id: int) -> MyInterest:
    """One of them, if it is theirs. One query."""
    found = rows(_my_interests().where(E.id == expression_id, E.person_id == person_id))
    if not found:
        raise NotFound
    return MyInterest(*found[0])


@dataclass(frozen=True)
class MembershipRow:
    """A team that someone is on, or was."""

    id: int
    project_title: str
    project_slug: str | None
    started_on: date
    ended_on: date | None


def memberships_of_person(person_id: int) -> list[MembershipRow]:
    """The teams of a person, newest first; `project_slug` is None when its page is not public. One query."""
    found = rows(
        select(
            Membership.id,
            Project.title,
            case((Project.state != "draft", Project.slug)),
            Membership.started_on,
            Membership.ended_on,
        )
        .join(Project, Project.id == Membership.project_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.started_on.desc(), Membership.id.desc())
    )
    return [MembershipRow(*row) for row in found]
