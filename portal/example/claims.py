"""What made-up members were paid for their time, and what they spent."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.database import session
from portal.kit import clock
from portal.rewards.models import Claim
from portal.rewards.rules import PAID_FOR_TIME, Kind
from portal.rewards.services import claims, deciding, payroll
from portal.rewards.services.claims import Asked
from portal.rewards.services.rates import set_rate
from portal.signin.rules import Scope
from portal.teams.models import Membership

PENCE_AN_HOUR = 1200
MADE = timedelta(days=3)  # this long ago
RATE_FROM = timedelta(days=365)


def load(staff: dict[str, int], now: datetime) -> None:
    """Set a rate, and let the first members ask: one waits, one is agreed, one is paid, one was asked for more."""
    by, then = staff["pp@example.com"], now - MADE
    set_rate(PENCE_AN_HOUR, clock.local(now - RATE_FROM).date(), "Made up for the example", by=by, now=then)
    day = clock.local(then).date()
    able = [
        member
        for member in session.scalars(
            select(Membership).where(Membership.pay != "", Membership.ended_on.is_(None)).order_by(Membership.id)
        )
        if member.started_on <= day and member.person_id != by
    ]
    paid = next((member for member in able if member.pay in PAID_FOR_TIME), None)
    if paid is None:
        return
    _approve(_ask(paid, Asked(Kind.TIME, day, minutes=90, words="The team meeting"), then), by, then)
    payroll.mark_paid(payroll.export("example", Scope(True), reason="", by=by, now=then), Scope(True), by=by, now=now)
    first, second, third = (able * 3)[:3]
    _approve(_ask(first, Asked(Kind.TRAVEL, day, pence=450, words="The bus there and back"), then), by, then)
    _ask(second, Asked(Kind.CARE, day, pence=2400, words="Someone sat with my mother for two hours"), then)
    back = _ask(third, Asked(Kind.OTHER, day, pence=350, words="Printing"), then)
    why = "Please add a photo of the receipt, or tell us that there is none."
    deciding.send_back(back, why=why, by=by, now=then, version=session.get_one(Claim, back).version)


def _ask(member: Membership, asked: Asked, now: datetime) -> int:
    key = f"example {member.id} {asked.kind}"
    return claims.ask(member.id, asked, key=key, person_id=member.person_id, now=now)


def _approve(claim_id: int, by: int, now: datetime) -> None:
    claim = session.get_one(Claim, claim_id)
    deciding.approve(claim_id, claim.pence, why="", by=by, now=now, version=claim.version)
