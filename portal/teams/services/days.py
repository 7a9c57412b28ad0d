"""Setting how long each step may take."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import add, hold, session, writes
from portal.kit import audit
from portal.teams.models import StepDays
from portal.teams.rules import Step
from portal.teams.rules.promises import Days


@writes
def set_days(directorate_id: int | None, step: Step, days: Days | None, *, by: int, now: datetime) -> None:
    """Set what a step may take in a directorate (None: in all that set nothing else); None lets go of what was set."""
    hold("step days")
    held = session.scalar(
        select(StepDays).where(
            StepDays.step == step,
            StepDays.directorate_id.is_(None) if directorate_id is None else StepDays.directorate_id == directorate_id,
        )
    )
    if days is None:
        if held is not None:
            session.delete(held)
    elif held is None:
        add(
            StepDays(
                directorate_id=directorate_id, step=step, ideal=days.ideal, most=days.most, set_at=now, set_by_id=by
            )
        )
    else:
        held.ideal, held.most, held.set_at, held.set_by_id = days.ideal, days.most, now, by
    said = f"{days.ideal} to {days.most}" if days else ""
    audit.record("step days set", now=now, by=by, thing=f"step {step}", directorate=directorate_id, days=said)
