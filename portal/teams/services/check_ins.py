"""Asking members once a month, keeping what they answer, and telling staff the same day when somebody is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import Select, exists, or_, select

from portal.database import add, locked, session, writes
from portal.kit import audit, clock, references, workdays
from portal.kit.errors import NotFound
from portal.outbox import services as outbox
from portal.people import queries as people_queries
from portal.people import rules as people_rules
from portal.projects.models import Project
from portal.signin import queries as colleagues
from portal.signin.queries import Colleague
from portal.signin.rules import Permission
from portal.teams.messages import check_ins as messages
from portal.teams.models import CheckIn, Membership
from portal.teams.queries import check_ins as queries
from portal.teams.rules import check_ins as rules
from portal.teams.rules.check_ins import Marks

AT_ONCE = 100  # in one sweep; the next minute does the rest


class AlreadyAnswered(Exception):
    """There is an answer for this month, and it stays."""


@dataclass(frozen=True)
class Answer:
    """What a member said: two marks from 1 to 5, words if they like, and if they want a call."""

    going: int
    heard: int
    words: str = ""
    is_call_wanted: bool = False


def ask(now: datetime) -> int:
    """Ask every member who is due, once a month, at a kind hour; how many were asked."""
    local = clock.local(now)
    first = workdays.after(rules.month_of(local.date()) - timedelta(days=1), 1)
    if not people_rules.is_kind_hour(local) or not rules.is_time_to_ask(local.date(), local.hour, first):
        return 0
    due = list(session.execute(_due(local.date())))
    quiet = people_queries.quiet_until_of({person_id for _id, person_id in due}, now)
    asked = (_ask(id, rules.month_of(local.date()), now=now) for id, person_id in due if person_id not in quiet)
    return sum(islice(filter(None, asked), AT_ONCE))


def _due(today: date) -> Select[int, int]:
    asked = exists().where(CheckIn.membership_id == Membership.id, CheckIn.month_on == rules.month_of(today))
    return (
        select(Membership.id, Membership.person_id)
        .where(
            Membership.part == "big_i",
            Membership.ended_on.is_(None),
            Membership.started_on <= today - rules.SETTLED,
            or_(Membership.paused_until_on.is_(None), Membership.paused_until_on <= today),
            ~asked,
        )
        .order_by(Membership.id)
    )


@writes
def _ask(membership_id: int, month: date, *, now: datetime) -> bool:
    member = session.scalar(locked(select(Membership).where(Membership.id == membership_id)))
    there = session.scalar(select(CheckIn.id).where(CheckIn.membership_id == membership_id, CheckIn.month_on == month))
    to = people_queries.find_reachable(member.person_id) if member else None
    if member is None or there is not None or to is None:
        return False
    token = references.new_token()
    made = add(CheckIn(membership_id=member.id, month_on=month, token_digest=queries.digest_of(token), sent_at=now))
    session.flush()
    outbox.put(messages.asked(to, f"check-in {made.id}", token), now=now)
    audit.record("check-in asked", now=now, about=member.person_id, thing=f"check-in {made.id}")
    return True


@writes
def answer(check_in_id: int, said: Answer, *, now: datetime) -> None:
    """Keep what a member said; the first answer of a month stays, and staff hear the same day when somebody is needed."""
    held = _held(check_in_id)
    if held.answered_at is not None:
        raise AlreadyAnswered
    held.answered_at, held.going, held.heard = now, said.going, said.heard
    held.words, held.is_call_wanted = said.words, said.is_call_wanted or held.is_call_wanted
    member = session.get_one(Membership, held.membership_id)
    audit.record("check-in answered", now=now, by=member.person_id, about=member.person_id, thing=_thing(held))
    marks = Marks(said.going, said.heard)
    if rules.why_told(marks, queries.earlier_marks(held.membership_id, held.month_on), said.is_call_wanted):
        held.alerted_at = now
        outbox.put_all([messages.needs_someone(to, held.id, now) for to in _who_see(member)], now=now)


def _held(check_in_id: int) -> CheckIn:
    held = session.scalar(locked(select(CheckIn).where(CheckIn.id == check_in_id)))
    if held is None:
        raise NotFound
    return held


def _thing(held: CheckIn) -> str:
    return f"check-in {held.id}"


def _who_see(member: Membership) -> list[Colleague]:
    """People Participation and Improvement Advisors of the directorate; the member is never told of themselves."""
    directorate_id = session.get_one(Project, member.project_id).directorate_id
    found = colleagues.colleagues_who(Permission.SEE_CHECK_INS, directorate_id)
    return [one for one in found if one.person_id != member.person_id]


@writes
def not_mine(check_in_id: int, *, now: datetime) -> None:
    """Take out an answer that somebody else gave, send the member a new link, and let staff get in touch.

    Whoever holds the link can say so, also to silence the member: a wish to be rung stays, and staff see whose it was. What is
    released stays as it is.
    """
    held = _held(check_in_id)
    if held.answered_at is None:
        return
    member = session.get_one(Membership, held.membership_id)
    is_taken_out = held.release_id is None
    held.not_mine_at, held.seen_to_at, held.seen_to_by_id = now, None, None
    if is_taken_out:
        _take_out(held, member, now)
    audit.record("check-in not theirs", now=now, about=member.person_id, thing=_thing(held))
    told = [messages.not_theirs(to, held.id, now, is_taken_out=is_taken_out) for to in _who_see(member)]
    outbox.put_all(told, now=now)


def _take_out(held: CheckIn, member: Membership, now: datetime) -> None:
    token = references.new_token()
    held.token_digest = queries.digest_of(token)
    held.answered_at = held.going = held.heard = held.alerted_at = None
    held.words = ""
    to = people_queries.find_reachable(member.person_id)
    if to is not None:
        outbox.put(messages.asked(to, f"check-in {held.id} {now}", token), now=now)


@writes
def see_to(check_in_id: int, *, by: int, now: datetime) -> None:
    """Note that somebody got in touch with the member; a second press changes nothing."""
    held = _held(check_in_id)
    if held.seen_to_at is None:
        held.seen_to_at, held.seen_to_by_id = now, by
        member = session.get_one(Membership, held.membership_id)
        audit.record("check-in seen to", now=now, by=by, about=member.person_id, thing=_thing(held))
