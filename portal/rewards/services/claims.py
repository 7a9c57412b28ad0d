"""Claiming: asking to be paid for time or to have money back, changing it, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.database import add, session, writes
from portal.kit import clock, free
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import queries as people
from portal.rewards import messages, rules
from portal.rewards.models import Claim
from portal.rewards.queries import rates
from portal.rewards.rules import Kind, State, What
from portal.rewards.services.history import held, note, promise_anew
from portal.teams.models import Membership
from portal.teams.services import memberships


@dataclass(frozen=True)
class Asked:
    """What is claimed: of time its minutes, of anything else its pence."""

    kind: str
    happened_on: date
    minutes: int = 0
    pence: int = 0
    words: str = ""


@writes
def ask(membership_id: int, asked: Asked, *, key: str, person_id: int, now: datetime) -> int:
    """Ask to be paid; the number of the claim. With a `key` that was used before, the claim that was made then."""
    member = memberships.held(membership_id, person_id=person_id)
    before = session.scalar(select(Claim.id).where(Claim.draft_key == key, Claim.person_id == person_id))
    if before is not None:
        return before
    today = clock.local(now).date()
    _check(asked, member, today)
    claim = add(
        Claim(
            reference=free.reference(Claim.reference),
            draft_key=key,
            person_id=person_id,
            membership_id=member.id,
            asked_at=now,
            decide_by=rules.decide_by(today),
            **_worth(asked),
        )
    )
    session.flush()
    _tell_received(claim, note(claim, What.ASKED, by=person_id, now=now, due_on=claim.decide_by).id, now)
    return claim.id


def _check(asked: Asked, member: Membership, today: date) -> None:
    if asked.kind == Kind.TIME and member.pay not in rules.PAID_FOR_TIME:
        raise Refused(
            _("Nothing is agreed yet about pay for your time. Please ring us, and we will agree it with you.")
        )
    if not rules.may_be_of(asked.happened_on, today):
        raise Refused(_("Choose a day that has been, not more than a year ago"), "happened_on")
    if asked.happened_on < member.started_on or (member.ended_on and asked.happened_on > member.ended_on):
        raise Refused(_("Choose a day on which you were on this team"), "happened_on")


def _worth(asked: Asked) -> dict[str, object]:
    """What is kept of it; without a rate for its day, time has no amount until it is decided."""
    pence = asked.pence
    if asked.kind == Kind.TIME:
        rate = rates.on(asked.happened_on)
        pence = rules.worth(asked.minutes, rate) if rate else 0
    return {**vars(asked), "pence": pence}


@writes
def change(claim_id: int, asked: Asked, *, person_id: int, now: datetime, version: int) -> None:
    """Write a claim anew before it is decided, or after it was sent back: it is asked again, with a new day."""
    claim = held(claim_id, person_id=person_id)
    if claim.version != version or claim.state not in rules.WITH_THEM:
        raise ChangedMeanwhile
    today = clock.local(now).date()
    _check(asked, session.get_one(Membership, claim.membership_id), today)
    for name, value in _worth(asked).items():
        setattr(claim, name, value)
    if claim.state == State.SENT_BACK:
        claim.state, claim.decide_by = State.ASKED, rules.decide_by(today)
        promise_anew(claim)
    line = note(claim, What.CHANGED, by=person_id, now=now, due_on=claim.decide_by)
    _tell_received(claim, line.id, now)


def _tell_received(claim: Claim, line: int, now: datetime) -> None:
    to = people.find_reachable(claim.person_id)
    if to is not None:
        outbox.put(messages.received(to, claim.id, claim.reference, claim.decide_by, line), now=now)


@writes
def take_back(claim_id: int, *, person_id: int, now: datetime) -> None:
    """Take a claim back; once it is decided, or taken back already, nothing happens."""
    claim = held(claim_id, person_id=person_id)
    if claim.state in rules.WITH_THEM:
        claim.state = State.TAKEN_BACK
        note(claim, What.TAKEN_BACK, by=person_id, now=now)
