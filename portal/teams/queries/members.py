"""Reads about members of teams: for themselves, and for the staff who look after their team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from portal.database import AnySelect, rows, session
from portal.kit.errors import NotFound
from portal.kit.words import later
from portal.people import queries as people
from portal.people.models import Person
from portal.projects.models import Project
from portal.teams.models import Membership, MembershipStep
from portal.teams.rules import members as rules
from portal.teams.rules.members import Happened

Buddy = aliased(Person)
PAY = {
    "full": later("Paid"),
    "less": later("Paid less, as they asked"),
    "charity": later("Given to a charity, as they asked"),
    "none": later("No pay, as they asked"),
}
PAY_FOR_PERSON = {
    "full": later("You are paid"),
    "less": later("You are paid less, as you asked"),
    "charity": later("The money goes to a charity, as you asked"),
    "none": later("You are not paid, as you asked"),
}
HAPPENED = {
    Happened.JOINED: later("Joined the team"),
    Happened.AGREED: later("It was agreed about pay and expenses"),
    Happened.START_PLANNED: later("It was planned how they begin"),
    Happened.CONFIRMED: later("They said that what was agreed is right"),
    Happened.PAUSED: later("Took a pause"),
    Happened.BACK: later("Back from a pause"),
    Happened.STEPPED_BACK: later("Stepped back: asked now and then"),
    Happened.STEPPED_UP: later("Stepped up: a full member again"),
    Happened.LEFT: later("Left the team"),
    Happened.PROJECT_ENDED: later("The project ended"),
    Happened.TRIAL_ASKED: later("Asked how the trial goes"),
    Happened.TRIAL_OVER: later("The trial is over"),
    Happened.BUDDY_ASKED: later("Someone on the team was asked to be a buddy"),
    Happened.BUDDY_WILLING: later("Someone on the team would like to be a buddy"),
    Happened.BUDDY_YES: later("Has a buddy"),
    Happened.BUDDY_NO: later("No buddy this time"),
    Happened.BUDDY_GONE: later("The buddy left or stepped back"),
}


def happened(what: str) -> str:
    """What a line of history says happened."""
    return str(HAPPENED[Happened(what)])


@dataclass(frozen=True)
class Member:
    """A place on a team as its own page shows it, to the person or to staff."""

    id: int
    person_id: int
    name: str
    locale: str
    project_id: int
    project_title: str
    project_slug: str | None
    project_state: str
    part: str
    started_on: date
    trial_until_on: date | None
    paused_until_on: date | None
    ended_on: date | None
    pay: str
    pay_agreed: str
    expenses_agreed: str
    paid_when: str
    pay_agreed_at: datetime | None
    buddy_id: int | None
    buddy_name: str
    greeter: str
    first_meeting_at: datetime | None
    first_meeting: str
    version: int

    @property
    def is_open(self) -> bool:
        """Whether they did not leave."""
        return self.ended_on is None

    @property
    def has_plan(self) -> bool:
        """Whether it is written down what they get."""
        return bool(self.pay)

    @property
    def pay_words(self) -> str:
        """What was agreed about pay, said to staff."""
        return str(PAY[self.pay]) if self.pay else ""

    @property
    def pay_words_for_person(self) -> str:
        """What was agreed about pay, said to the person."""
        return str(PAY_FOR_PERSON[self.pay]) if self.pay else ""

    def is_trying(self, today: date) -> bool:
        """Whether they still try it out."""
        return self.is_open and rules.has_trial_left(self.trial_until_on, today)


def _members() -> AnySelect:
    return (
        select(
            Membership.id,
            Membership.person_id,
            people.named(),
            Person.locale,
            Project.id,
            Project.title,
            case((Project.state != "draft", Project.slug)),
            Project.state,
            Membership.part,
            Membership.started_on,
            Membership.trial_until_on,
            Membership.paused_until_on,
            Membership.ended_on,
            Membership.pay,
            Membership.pay_agreed,
            Membership.expenses_agreed,
            Membership.paid_when,
            Membership.pay_agreed_at,
            Membership.buddy_id,
            case((Membership.buddy_id.is_(None), ""), else_=people.named(Buddy)),
            Membership.greeter,
            Membership.first_meeting_at,
            Membership.first_meeting,
            Membership.version,
        )
        .join(Person, Person.id == Membership.person_id)
        .join(Project, Project.id == Membership.project_id)
        .outerjoin(Buddy, Buddy.id == Membership.buddy_id)
    )


def get_mine(membership_id: int, person_id: int) -> Member:
    """One's own place on a team. One query."""
    return _one(_members().where(Membership.id == membership_id, Membership.person_id == person_id))


def get_of_team(membership_id: int, project_id: int) -> Member:
    """A member of this team. One query."""
    return _one(_members().where(Membership.id == membership_id, Membership.project_id == project_id))


def _one(statement: AnySelect) -> Member:
    found = rows(statement)
    if not found:
        raise NotFound
    return Member(*found[0])


def team(project_id: int) -> list[Member]:
    """Everyone who is on a team now, by when they came. One query."""
    there = _members().where(Membership.project_id == project_id, Membership.ended_on.is_(None))
    return [Member(*row) for row in rows(there.order_by(Membership.started_on, Membership.id))]


def project_of(membership_id: int) -> int:
    """The project on whose team a member is. One query."""
    found = session.scalar(select(Membership.project_id).where(Membership.id == membership_id))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Line:
    """One line of a membership's history."""

    at: datetime
    what: str
    until_on: date | None

    @property
    def words(self) -> str:
        """What happened."""
        return happened(self.what)


def history_of(membership_id: int) -> list[Line]:
    """What happened with a membership, oldest first. One query."""
    found = rows(
        select(MembershipStep.at, MembershipStep.what, MembershipStep.until_on)
        .where(MembershipStep.membership_id == membership_id)
        .order_by(MembershipStep.id)
    )
    return [Line(*row) for row in found]


def is_confirmed(history: list[Line]) -> bool:
    """Whether the person said that what was agreed last is right."""
    about = [line.what for line in history if line.what in {Happened.AGREED, Happened.CONFIRMED}]
    return bool(about) and about[-1] == Happened.CONFIRMED
