"""Setting how much a reason counts in matching."""

from __future__ import annotations

from datetime import datetime

from portal.database import add, writes
from portal.kit import audit
from portal.teams.models import MatchWeight
from portal.teams.rules.matching import Factor


@writes
def set_weight(factor: Factor, weight: int, why: str, *, by: int, now: datetime) -> None:
    """Let a reason count so much from now on; what it counted before stays on record."""
    add(MatchWeight(factor=factor, weight=weight, why=why, set_at=now, set_by_id=by))
    audit.record("match weight set", now=now, by=by, thing=f"factor {factor}", reason=why, weight=str(weight))
