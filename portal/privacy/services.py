"""Writing down that someone took a copy; forgetting someone."""

from __future__ import annotations

from datetime import datetime

from portal.database import writes
from portal.kit import audit


@writes
def note_copy(person_id: int, how: str, *, now: datetime) -> None:
    """Put on record that someone took the copy of what is kept about them, as a page or as a file."""
    audit.record("copy taken", now=now, by=person_id, about=person_id, how=how)
