"""What members do with their own place on a team: pause, come back, step back, step up, leave.

`by` is the member of staff whom they told, by phone or in person.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import clock
from portal.kit.doors import LARGEST_ID
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people.services import needs
from portal.projects.models import Project
from portal.signin.queries import colleagues_who, find_colleague
from portal.signin.rules import Permission
from portal.teams.messages import members as messages
from portal.teams.models import ExpressionOfInterest, LeavingNote, Membership, MembershipStep
from portal.teams.rules.members import Happened, may_pause_until, quarter_name
from portal.teams.services.memberships import held, held_open, note, thing


@writes
def pause(membership_id: int, until_on: date, *, person_id: int, now: datetime, by: int | None = None) -> None:
    """Let a member hear nothing from their team until a day of their choice."""
    member = held_open(membership_id, person_id=person_id)
    if not may_pause_until(until_on, clock.local(now).date()):
        raise Refused(_("Choose a day after today and within a year"), "until_on")
    if member.paused_until_on == until_on:
        return
    member.paused_at, member.paused_until_on = now, until_on
    _noted(member, Happened.PAUSED, by=by or person_id, now=now, until_on=until_on)


@writes
def come_back(membership_id: int, *, person_id: int, now: datetime, by: int | None = None) -> None:
    """End a pause before its day; a second press changes nothing."""
    member = held_open(membership_id, person_id=person_id)
    if member.paused_until_on is not None:
        end_pause(member)
        _noted(member, Happened.BACK, by=by or person_id, now=now)


def end_pause(member: Membership) -> None:
    """Let a member hear from their team again."""
    member.paused_at, member.paused_until_on = None, None


@writes
def step_back(membership_id: int, *, person_id: int, now: datetime, by: int | None = None) -> None:
    """Let a member be asked now and then instead of being on the team; a second press changes nothing."""
    member = held_open(membership_id, person_id=person_id)
    if member.part != "little_i":
        member.part = "little_i"
        let_buddies_go(member, now)
        _noted(member, Happened.STEPPED_BACK, by=by or person_id, now=now)


@writes
def step_up(membership_id: int, *, person_id: int, now: datetime, by: int | None = None) -> None:
    """Let someone be a full member again."""
    member = held_open(membership_id, person_id=person_id)
    if member.part != "big_i":
        member.part = "big_i"
        _noted(member, Happened.STEPPED_UP, by=by or person_id, now=now)


@writes
def leave(membership_id: int, *, person_id: int, now: datetime, by: int | None = None) -> None:
    """Let someone leave a team, without asking why; a second press changes nothing."""
    member = held(membership_id, person_id=person_id)
    if member.ended_on is None:
        tell_staff(member, end(member, Happened.LEFT, by=by or person_id, now=now), now)


@writes
def leave_all_of(person_id: int, *, now: datetime) -> None:
    """Let someone leave every team that they are on, as if they did it themselves."""
    theirs = select(Membership.id).where(Membership.person_id == person_id, Membership.ended_on.is_(None))
    for membership_id in list(session.scalars(theirs.order_by(Membership.id))):
        leave(membership_id, person_id=person_id, now=now)


def end(member: Membership, why: Happened, *, by: int | None, now: datetime) -> MembershipStep:
    """End a membership with all that hangs on it: its pause, its buddies, and what was to be got ready."""
    member.ended_on = clock.local(now).date()
    end_pause(member)
    let_buddies_go(member, now)
    needs.follow([thing(member.id)], takes_place=False, now=now)
    _owe_nothing_more(member)
    return note(member, why, by=by, now=now)


def _owe_nothing_more(member: Membership) -> None:
    """Whoever left is promised nothing about the team any more."""
    if member.expression_id is not None:
        expression = session.scalar(
            locked(select(ExpressionOfInterest).where(ExpressionOfInterest.id == member.expression_id))
        )
        if expression is not None:
            expression.promised = ""


def let_buddies_go(member: Membership, now: datetime) -> None:
    """End what binds a member to a buddy, and those on the team whose buddy they are."""
    member.buddy_id = None
    theirs = select(Membership).where(
        Membership.project_id == member.project_id, Membership.buddy_id == member.person_id
    )
    for other in session.scalars(locked(theirs.order_by(Membership.id))):
        other.buddy_id = None
        note(other, Happened.BUDDY_GONE, by=None, now=now)


def _noted(member: Membership, what: Happened, *, by: int, now: datetime, until_on: date | None = None) -> None:
    tell_staff(member, note(member, what, by=by, now=now, until_on=until_on), now)


def tell_staff(member: Membership, line: MembershipStep, now: datetime) -> None:
    """Tell the project's lead and People Participation that something changed on a team, without a name."""
    project = session.get_one(Project, member.project_id)
    lead = find_colleague(project.lead_id)
    near = colleagues_who(Permission.ANSWER_INTERESTS, project.directorate_id)
    told = {one.person_id: one for one in (*([lead] if lead else []), *near) if one.person_id != member.person_id}
    outbox.put_all([messages.to_staff(to, Happened(line.what), project.id, line.id) for to in told.values()], now=now)


@writes
def say_what_would_have_helped(membership_id: int, words: str, *, person_id: int, now: datetime) -> None:
    """Keep what would have helped someone who left: with nothing that says who it was.

    It gets a number by chance and stands in no record of deeds, so that no order and no minute leads to whoever left then.
    """
    member = held(membership_id, person_id=person_id)
    if member.ended_on is None or not words.strip():
        return
    project = session.get_one(Project, member.project_id)
    quarter = quarter_name(clock.local(now).date())
    id = secrets.randbelow(LARGEST_ID) + 1
    add(LeavingNote(id=id, directorate_id=project.directorate_id, stage=project.stage, quarter=quarter, words=words))
