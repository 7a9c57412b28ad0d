"""The record of who did what and who looked at whom: written in the transaction of the deed, never changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime, session, writes


class AuditEvent(Base):
    """One thing that was done or looked at, by whom, about whom, and why."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_person_at", "about_person_id", "at"),
        Index("ix_audit_event_at", "at"),
        Index("ix_audit_event_thing", "thing", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(60))
    by_person_id: Mapped[int | None] = mapped_column()
    about_person_id: Mapped[int | None] = mapped_column()
    thing: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def record(
    kind: str,
    *,
    now: datetime,
    by: int | None = None,
    about: int | None = None,
    thing: str = "",
    reason: str = "",
    **details: Any,
) -> None:
    """Add one event to the present transaction; `by` and `about` are numbers of people, `thing` is "story 12"."""
    session.add(
        AuditEvent(
            at=now,
            kind=kind,
            by_person_id=by,
            about_person_id=about,
            thing=thing,
            reason=reason,
            details=details,
        )
    )


@writes
def look_at(kind: str, seen: Collection[tuple[int | None, str]], *, by: int, now: datetime) -> None:
    """Put on record that staff saw the details of these people (number, and the thing that they saw). One statement."""
    if not seen:
        return
    look = {"at": now, "kind": kind, "by_person_id": by, "reason": "", "details": {}}
    session.execute(insert(AuditEvent), [{**look, "about_person_id": person, "thing": thing} for person, thing in seen])
