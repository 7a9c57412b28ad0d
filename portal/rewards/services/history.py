"""A claim held while it changes, and its history: each line is written once, and never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from portal.database import add, locked, session
from portal.kit import audit
from portal.kit.errors import NotFound
from portal.rewards.models import Claim, ClaimStep
from portal.rewards.rules import What


def thing(claim_id: int) -> str:
    """A claim as the record names it."""
    return f"claim {claim_id}"


def held(claim_id: int, *, person_id: int | None = None) -> Claim:
    """A claim, kept from others until the transaction ends; of that person alone where one is named."""
    asked = select(Claim).where(Claim.id == claim_id)
    if person_id is not None:
        asked = asked.where(Claim.person_id == person_id)
    found = session.scalar(locked(asked))
    if found is None:
        raise NotFound
    return found


def note(claim: Claim, what: What, *, by: int | None, now: datetime, due_on: date | None = None) -> ClaimStep:
    """Note what happened with a claim, in its history and on record, in the present transaction."""
    audit.record(
        "claim changed",
        now=now,
        by=by,
        about=claim.person_id,
        thing=thing(claim.id),
        what=what.value,
        pence=claim.pence,
    )
    return add(ClaimStep(claim_id=claim.id, what=what, at=now, by_person_id=by, due_on=due_on))


def promise_anew(claim: Claim) -> None:
    """Nobody was reminded yet of what is promised now, and no sorry said."""
    claim.nudged_at = claim.told_late_at = claim.late_by = None
