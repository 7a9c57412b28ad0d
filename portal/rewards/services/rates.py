"""What an hour is worth from a day on: each rate is added, and none is ever changed."""

from __future__ import annotations

from datetime import date, datetime

from portal.database import add, writes
from portal.kit import audit
from portal.rewards.models import PayRate


@writes
def set_rate(pence_an_hour: int, from_on: date, words: str, *, by: int, now: datetime) -> None:
    """Set what an hour is worth from a day on; claims made before keep their amount."""
    rate = add(PayRate(pence_an_hour=pence_an_hour, from_on=from_on, words=words, set_at=now, set_by_id=by))
    audit.record("pay rate set", now=now, by=by, thing=f"pay rate {rate.id}", pence=pence_an_hour)
