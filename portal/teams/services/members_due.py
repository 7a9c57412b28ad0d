"""What time alone makes due for members: the end of a pause, of a trial and of a project, and a lead who left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from portal.database import AnySelect, rows, session, writes
from portal.kit import clock
from portal.outbox import services as outbox
from portal.outbox.services import Draft
from portal.people import queries as people
from portal.people import rules as people_rules
from portal.people.queries import Reachable
from portal.projects.models import Project
from portal.signin.models import StaffAccount
from portal.signin.queries import colleagues_who
from portal.signin.rules import Permission
from portal.teams.messages import members as messages
from portal.teams.models import Membership, MembershipStep
from portal.teams.rules.members import TRIAL_ASKED_BEFORE, Happened, is_trial_to_be_asked
from portal.teams.services.members import end, end_pause, tell_staff
from portal.teams.services.memberships import held, note

AT_ONCE = 100  # in one sweep; the next minute does the rest
TO_THINK_AGAIN = timedelta(days=1)  # a project that was closed by mistake is opened again and nobody was told


def _each(due: AnySelect, act: Callable[[int, datetime], bool], now: datetime) -> int:
    if not people_rules.is_kind_hour(clock.local(now)):
        return 0
    return sum(act(id, now) for id in list(session.scalars(due.order_by(Membership.id).limit(AT_ONCE))))


def _there() -> AnySelect:
    return select(Membership.id).where(Membership.ended_on.is_(None))


def welcome_back(now: datetime) -> int:
    """End every pause whose day has come, once, at a kind hour, and say welcome; how many."""
    return _each(_there().where(Membership.paused_until_on <= clock.local(now).date()), _welcome_back, now)


@writes
def _welcome_back(membership_id: int, now: datetime) -> bool:
    member = held(membership_id)
    if (
        member.ended_on is not None
        or member.paused_until_on is None
        or member.paused_until_on > clock.local(now).date()
    ):
        return False
    end_pause(member)
    line = note(member, Happened.BACK, by=None, now=now)
    _write(member, lambda to: messages.welcome_back(to, member.id, line.id), now)
    tell_staff(member, line, now)
    return True


def _write(member: Membership, word: Callable[[Reachable], Draft], now: datetime) -> None:
    to = people.find_reachable(member.person_id)
    if to is not None:
        outbox.put(word(to), now=now)


def _noted(what: Happened) -> AnySelect:
    """Whether a line of this kind was written about the trial that ends on that day."""
    return select(MembershipStep.id).where(
        MembershipStep.membership_id == Membership.id,
        MembershipStep.what == what,
        MembershipStep.until_on == Membership.trial_until_on,
    )


def ask_about_trials(now: datetime) -> int:
    """Ask whoever tries out a team, and its staff, how it goes: once, before the trial ends; how many were asked."""
    today = clock.local(now).date()
    soon = (Membership.trial_until_on >= today) & (Membership.trial_until_on <= today + TRIAL_ASKED_BEFORE)
    due = _there().where(soon, Membership.paused_until_on.is_(None), ~exists(_noted(Happened.TRIAL_ASKED)))
    return _each(due, _ask_about_trial, now)


@writes
def _ask_about_trial(membership_id: int, now: datetime) -> bool:
    member = held(membership_id)
    until_on = member.trial_until_on
    if member.ended_on is not None or until_on is None or _is_noted(member, Happened.TRIAL_ASKED):
        return False
    if not is_trial_to_be_asked(until_on, clock.local(now).date()):
        return False
    line = note(member, Happened.TRIAL_ASKED, by=None, now=now, until_on=until_on)
    _write(member, lambda to: messages.trial_ends(to, member.id, until_on, line.id), now)
    tell_staff(member, line, now)
    return True


def _is_noted(member: Membership, what: Happened) -> bool:
    return session.scalar(_noted(what).where(Membership.id == member.id).limit(1)) is not None


def tell_of_trials_over(now: datetime) -> int:
    """Tell staff once that a trial is over and the member stays: silence ends nothing; how many."""
    over = _there().where(Membership.trial_until_on < clock.local(now).date(), ~exists(_noted(Happened.TRIAL_OVER)))
    return _each(over, _tell_of_trial_over, now)


@writes
def _tell_of_trial_over(membership_id: int, now: datetime) -> bool:
    member = held(membership_id)
    if member.ended_on is not None or _is_noted(member, Happened.TRIAL_OVER):
        return False
    tell_staff(member, note(member, Happened.TRIAL_OVER, by=None, now=now, until_on=member.trial_until_on), now)
    return True


def end_with_projects(now: datetime) -> int:
    """Thank every member of a project that was closed a day ago or longer, and offer what could come next; how many."""
    due = (
        _there()
        .join(Project, Project.id == Membership.project_id)
        .where(Project.state == "closed", Project.changed_at <= now - TO_THINK_AGAIN)
    )
    return _each(due, _end_with_project, now)


@writes
def _end_with_project(membership_id: int, now: datetime) -> bool:
    member = held(membership_id)
    if member.ended_on is not None or session.get_one(Project, member.project_id).state != "closed":
        return False
    line = end(member, Happened.PROJECT_ENDED, by=None, now=now)
    _write(member, lambda to: messages.project_over(to, member.id, line.id), now)
    return True


@writes
def tell_of_leads_gone(now: datetime) -> int:
    """Tell People Participation once of each team whose lead does not work here any more; how many such teams there are."""
    has_members = exists().where(Membership.project_id == Project.id, Membership.ended_on.is_(None))
    led = select(Project.id, Project.directorate_id, StaffAccount.person_id)
    found = rows(
        led.join(StaffAccount, StaffAccount.person_id == Project.lead_id).where(
            Project.state == "published", StaffAccount.is_active.is_(False), has_members
        )
    )
    for project_id, directorate_id, lead_id in found:
        near = colleagues_who(Permission.ANSWER_INTERESTS, directorate_id)
        outbox.put_all([messages.lead_gone(to, project_id, lead_id) for to in near], now=now)
    return len(found)
