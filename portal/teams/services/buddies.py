"""Buddies: a member who is there for someone new. Neither learns the other's name before both said yes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from portal.database import writes
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.outbox.services import Draft
from portal.people import queries as people
from portal.people.queries import Reachable
from portal.teams.messages import members as messages
from portal.teams.models import Membership
from portal.teams.queries import buddies as queries
from portal.teams.rules.members import Happened
from portal.teams.services.members import tell_staff
from portal.teams.services.memberships import held_open, note


@writes
def ask(membership_id: int, buddy_membership_id: int, *, by: int, now: datetime) -> None:
    """Ask a member whether they would be someone's buddy."""
    member = held_open(membership_id)
    names = dict(queries.who_can_be_buddy(member.project_id, member.person_id))
    if buddy_membership_id not in names:
        raise Refused(_("Choose someone from the list"), "buddy")
    buddy = held_open(buddy_membership_id)
    if queries.asked_of(member.id) == buddy.person_id:
        return
    line = note(member, Happened.BUDDY_ASKED, by=by, now=now, of=buddy.person_id)
    _write(buddy.person_id, lambda to: messages.will_you_be_a_buddy(to, buddy.id, line.id), now)


@writes
def answer_as_buddy(membership_id: int, *, person_id: int, is_yes: bool, now: datetime) -> None:
    """Take the yes or no of a member who was asked to be someone's buddy; a second press changes nothing."""
    mine = held_open(membership_id, person_id=person_id)
    for other_id in queries.who_needs_my_answer(mine.project_id, person_id):
        _answer(held_open(other_id), person_id, is_yes=is_yes, now=now)


def _answer(other: Membership, person_id: int, *, is_yes: bool, now: datetime) -> None:
    line = note(other, Happened.BUDDY_WILLING if is_yes else Happened.BUDDY_NO, by=person_id, now=now)
    if is_yes:
        _write(other.person_id, lambda to: messages.would_you_like_a_buddy(to, other.id, line.id), now)
    else:
        tell_staff(other, line, now)


@writes
def answer_as_newcomer(membership_id: int, *, person_id: int, is_yes: bool, now: datetime) -> None:
    """Take the yes or no of someone new to the buddy who would be there for them; a second press changes nothing."""
    member = held_open(membership_id, person_id=person_id)
    buddy_id = queries.willing_for(member.id)
    if buddy_id is None:
        return
    line = note(member, Happened.BUDDY_YES if is_yes else Happened.BUDDY_NO, by=person_id, now=now)
    tell_staff(member, line, now)
    if not is_yes:
        return
    mine = queries.membership_of(buddy_id, member.project_id)
    if mine is None:  # they left meanwhile
        raise NotFound
    member.buddy_id = buddy_id
    _write(person_id, lambda to: messages.you_are_buddies(to, member.id, line.id), now)
    _write(buddy_id, lambda to: messages.you_are_buddies(to, mine, line.id), now)


def _write(person_id: int, word: Callable[[Reachable], Draft], now: datetime) -> None:
    to = people.find_reachable(person_id)
    if to is not None:
        outbox.put(word(to), now=now)
