"""Reads about buddies: who was asked, who is willing, and whose buddy someone is."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, func, select

from portal.database import rows, session
from portal.people import queries as people
from portal.people.models import Person
from portal.teams.models import Membership, MembershipStep
from portal.teams.queries.members import Line
from portal.teams.rules.members import Happened

ABOUT_BUDDIES = [what for what in Happened if what.value.startswith("buddy")]


def _last(memberships: ColumnElement[bool]) -> Select[int]:
    """The last line about a buddy in the history of each of these memberships."""
    about = select(func.max(MembershipStep.id)).where(MembershipStep.what.in_(ABOUT_BUDDIES), memberships)
    return about.group_by(MembershipStep.membership_id)


def _who(membership_id: int, what: Happened) -> int | None:
    return session.scalar(
        select(MembershipStep.by_person_id).where(
            MembershipStep.id.in_(_last(MembershipStep.membership_id == membership_id)),
            MembershipStep.what == what,
        )
    )


def asked_of(membership_id: int) -> int | None:
    """Who was asked to be someone's buddy, and has not answered. One query."""
    return _who(membership_id, Happened.BUDDY_ASKED)


def willing_for(membership_id: int) -> int | None:
    """Who would be someone's buddy, while that person has not answered. One query."""
    return _who(membership_id, Happened.BUDDY_WILLING)


def who_needs_my_answer(project_id: int, person_id: int) -> list[int]:
    """The memberships of those on a team for whom someone was asked to be a buddy. One query."""
    there = MembershipStep.membership_id.in_(select(Membership.id).where(Membership.project_id == project_id))
    found = rows(
        select(MembershipStep.membership_id)
        .join(Membership, Membership.id == MembershipStep.membership_id)
        .where(
            MembershipStep.id.in_(_last(there)),
            MembershipStep.what == Happened.BUDDY_ASKED,
            MembershipStep.by_person_id == person_id,
            Membership.ended_on.is_(None),
        )
        .order_by(MembershipStep.membership_id)
    )
    return [row[0] for row in found]


def membership_of(person_id: int, project_id: int) -> int | None:
    """The number of someone's membership of a team, while they are on it. One query."""
    return session.scalar(
        select(Membership.id).where(
            Membership.person_id == person_id, Membership.project_id == project_id, Membership.ended_on.is_(None)
        )
    )


def who_can_be_buddy(project_id: int, person_id: int) -> list[tuple[int, str]]:
    """Membership and name of the other full members of a team who take no pause. One query."""
    found = rows(
        select(Membership.id, people.named())
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.project_id == project_id,
            Membership.person_id != person_id,
            Membership.part == "big_i",
            Membership.ended_on.is_(None),
            Membership.paused_until_on.is_(None),
        )
        .order_by(Person.name, Membership.id)
    )
    return [(row[0], row[1]) for row in found]


def whose_buddy(project_id: int, person_id: int) -> list[str]:
    """The names of those on a team whose buddy someone is. One query."""
    found = rows(
        select(people.named())
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.project_id == project_id, Membership.buddy_id == person_id, Membership.ended_on.is_(None))
        .order_by(Membership.id)
    )
    return [row[0] for row in found]


def is_asking(history: list[Line]) -> bool:
    """Whether someone is asked just now to be a buddy, or to have one."""
    about = [line.what for line in history if line.what in ABOUT_BUDDIES]
    return bool(about) and about[-1] in {Happened.BUDDY_ASKED, Happened.BUDDY_WILLING}
