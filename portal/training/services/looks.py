"""The record of who on the staff saw whose booking."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert

from portal.database import session, writes
from portal.kit import audit


@writes
def look_at(looked_at: Collection[tuple[int, str]], *, by: int, now: datetime) -> None:
    """Put on record that staff saw the details of these people (number, and the thing that they saw). One statement."""
    events = [
        {
            "at": now,
            "kind": "looked at bookings",
            "by_person_id": by,
            "about_person_id": person_id,
            "thing": thing,
            "reason": "",
            "details": {},
        }
        for person_id, thing in looked_at
    ]
    if events:
        session.execute(insert(audit.AuditEvent), events)
