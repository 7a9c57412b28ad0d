"""Payroll: what was agreed goes there in one list, and is noted as paid when it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import queries as people
from portal.rewards import messages
from portal.rewards.models import Claim, PayrollExport
from portal.rewards.queries.payroll import MANY, payable
from portal.rewards.rules import State, What
from portal.rewards.services.history import note
from portal.signin.rules import Scope


@writes
def export(key: str, scope: Scope, *, reason: str, by: int, now: datetime) -> int:
    """Put all that is agreed and went nowhere yet into one list; its number. With a `key` used before, the list of then."""
    before = session.scalar(select(PayrollExport.id).where(PayrollExport.key == key, PayrollExport.by_person_id == by))
    if before is not None:
        return before
    claims = list(session.scalars(locked(payable(scope).order_by(Claim.id))))
    if not claims:
        raise Refused(_("There is nothing to pay just now."), "reason")
    if len({claim.person_id for claim in claims}) > MANY and not reason:
        raise Refused(_("This list holds more than %(many)s people. Write why you need it.", many=MANY), "reason")
    made = add(
        PayrollExport(
            key=key, made_at=now, by_person_id=by, claims=len(claims), pence=sum(claim.pence for claim in claims)
        )
    )
    session.flush()
    for claim in claims:
        claim.export_id = made.id
        note(claim, What.TO_PAYROLL, by=by, now=now)
    audit.record("payroll list made", now=now, by=by, thing=f"payroll {made.id}", reason=reason, claims=len(claims))
    return made.id


@writes
def mark_paid(export_id: int, scope: Scope, *, by: int, now: datetime) -> int:
    """Note that all of a list was paid, and tell each person once; how many claims were not noted before."""
    if session.scalar(locked(select(PayrollExport).where(PayrollExport.id == export_id))) is None:
        raise NotFound
    those = payable(scope, export_id=export_id)
    claims = list(session.scalars(locked(those.order_by(Claim.id))))
    for claim in claims:
        claim.state, claim.paid_at = State.PAID, now
        line = note(claim, What.PAID, by=by, now=now)
        to = people.find_reachable(claim.person_id)
        if to is not None:
            outbox.put(messages.paid(to, claim.id, claim.reference, line.id), now=now)
    return len(claims)
