"""Messages waiting to go, and gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class Message(Base):
    """One message to one person: written with its cause, kept until it is gone or given up."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_state_priority_due_at", "state", "priority", "due_at"),
        Index("ix_message_person_made", "person_id", "made_at"),
        CheckConstraint("state IN ('waiting', 'sent', 'failed', 'dropped', 'by_hand')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)  # what makes this message this one: sent once
    kind: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(320))
    locale: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    attachment: Mapped[str] = mapped_column(Text, default="")  # a calendar file, or ""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    priority: Mapped[int] = mapped_column(default=5)  # 1 is a sign-in code; it never waits behind the rest
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lives_until: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str] = mapped_column(String(60), default="")
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(String(400), default="")
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who rang or posted it
