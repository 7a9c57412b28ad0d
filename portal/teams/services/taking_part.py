"""Noting that members took part, and telling a lead when nobody has for long."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select

from portal.database import add, locked, session, writes
from portal.kit import audit, clock
from portal.kit.errors import NotFound, Refused
from portal.kit.freshness import public_change
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.projects.models import Project
from portal.signin import queries as colleagues
from portal.signin.rules import Permission
from portal.teams.messages import taking_part as messages
from portal.teams.models import Membership, TakingPart
from portal.teams.rules import evidence

MEETING, ANOTHER_WAY = "meeting", "another_way"


@writes
def note(
    membership_ids: Collection[int], on: date, *, how: str = MEETING, words: str = "", by: int, now: datetime
) -> int:
    """Note that members took part on a day, each once a day and way; how many were noted now."""
    members = session.scalars(
        locked(select(Membership).where(Membership.id.in_(membership_ids)).order_by(Membership.id))
    ).all()
    if len(members) != len(set(membership_ids)):
        raise NotFound
    today, noted = clock.local(now).date(), 0
    for member in members:
        if not evidence.may_be_noted(on, member.started_on, member.ended_on, today):
            raise Refused(_("Choose a day since they joined that is not in the future"), "took_part_on")
        noted += _noted(member, on, how, words, by, now)
    if noted:
        public_change()
    return noted


def _noted(member: Membership, on: date, how: str, words: str, by: int, now: datetime) -> bool:
    there = session.scalar(
        select(TakingPart).where(
            TakingPart.membership_id == member.id, TakingPart.took_part_on == on, TakingPart.how == how
        )
    )
    if there is not None and there.undone_at is None:
        return False
    if there is None:
        part = {"membership_id": member.id, "project_id": member.project_id, "took_part_on": on, "how": how}
        there = add(TakingPart(noted_at=now, noted_by_id=by, words=words, **part))
    else:
        there.undone_at, there.noted_at, there.noted_by_id, there.words = None, now, by, words
    audit.record("taking part noted", now=now, by=by, about=member.person_id, thing=f"membership {member.id}")
    return True


@writes
def undo(taking_part_id: int, project_id: int, *, by: int, now: datetime) -> None:
    """Take back that someone took part; a second press changes nothing."""
    held = session.scalar(
        locked(select(TakingPart).where(TakingPart.id == taking_part_id, TakingPart.project_id == project_id))
    )
    if held is None:
        raise NotFound
    if held.undone_at is None:
        held.undone_at = now
        member = session.get_one(Membership, held.membership_id)
        audit.record("taking part undone", now=now, by=by, about=member.person_id, thing=f"membership {member.id}")
        public_change()


@writes
def tell_lapsed(now: datetime) -> int:
    """Tell the leads of teams in which nobody took part for sixty days, once for each last time; how many teams have none."""
    today = clock.local(now).date()
    last = func.max(TakingPart.took_part_on)
    lapsed = session.execute(
        select(TakingPart.project_id, last)
        .join(Membership, Membership.id == TakingPart.membership_id)
        .join(Project, Project.id == TakingPart.project_id)
        .where(TakingPart.undone_at.is_(None), Membership.part == "big_i", Project.state == "published")
        .group_by(TakingPart.project_id)
        .having(last < evidence.since(today))
        .order_by(TakingPart.project_id)
    ).all()
    for project_id, on in lapsed:
        project = session.get_one(Project, project_id)
        lead = colleagues.find_colleague(project.lead_id)
        those = [lead] if lead else colleagues.colleagues_who(Permission.WRITE_PROJECTS, project.directorate_id)
        outbox.put_all([messages.lapsed(to, project_id, on) for to in those], now=now)
    return len(lapsed)
