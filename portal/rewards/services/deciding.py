"""Deciding a claim: somebody other than the person says yes, less, or sends it back with a reason."""

from __future__ import annotations

from datetime import datetime

from portal.database import writes
from portal.kit import audit, clock, workdays
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.pages import settings
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import queries as people
from portal.rewards import messages, rules
from portal.rewards.models import Claim
from portal.rewards.rules import State, What
from portal.rewards.services.history import held, note, promise_anew, thing


@writes
def approve(claim_id: int, pence: int, *, why: str, by: int, now: datetime, version: int) -> None:
    """Agree to pay this much, by a promised day; less than was asked needs a reason, which the person reads."""
    claim = _held_to_decide(claim_id, by, version)
    if not 0 < pence <= rules.MOST_PENCE:
        raise Refused(_("Type an amount from £0.01 to £1,000"), "amount")
    if claim.pence and pence > claim.pence:
        raise Refused(_("This is more than was asked. Send it back, so that they can ask for more."), "amount")
    if pence < claim.pence and not why:
        raise Refused(_("Write in kind and plain words why it is less: the person reads it"), "why")
    audit.record(
        "claim amount", now=now, by=by, about=claim.person_id, thing=thing(claim.id), asked=claim.pence, agreed=pence
    )
    claim.pence, claim.pay_by = pence, workdays.after(clock.local(now).date(), settings().pay_days)
    promise_anew(claim)
    line = _decide(claim, State.APPROVED, What.APPROVED, why, by, now)
    to = people.find_reachable(claim.person_id)
    if to is not None:
        outbox.put(messages.approved(to, claim.id, claim.reference, claim.pay_by, line, has_reason=bool(why)), now=now)


@writes
def send_back(claim_id: int, *, why: str, by: int, now: datetime, version: int) -> None:
    """Ask the person to change something, with a reason that they read."""
    claim = _held_to_decide(claim_id, by, version)
    if not why:
        raise Refused(_("Write in kind and plain words what is missing: the person reads it"), "why")
    line = _decide(claim, State.SENT_BACK, What.SENT_BACK, why, by, now)
    to = people.find_reachable(claim.person_id)
    if to is not None:
        outbox.put(messages.sent_back(to, claim.id, claim.reference, line), now=now)


def _held_to_decide(claim_id: int, by: int, version: int) -> Claim:
    claim = held(claim_id)
    if by == claim.person_id:
        raise Refused(_("Nobody decides what they asked for themselves. Please ask a colleague."), "amount")
    if claim.version != version or claim.state != State.ASKED:
        raise ChangedMeanwhile
    return claim


def _decide(claim: Claim, state: State, what: What, why: str, by: int, now: datetime) -> int:
    claim.state, claim.why, claim.approver_id, claim.decided_at = state, why, by, now
    return note(claim, what, by=by, now=now, due_on=claim.pay_by if state == State.APPROVED else None).id
