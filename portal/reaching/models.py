"""Counts of answers, and nothing else: no row here belongs to anybody."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base


class EqualityCount(Base):
    """How many people gave one answer to one optional question in one quarter of a year."""

    __tablename__ = "equality_count"
    __table_args__ = (
        UniqueConstraint("quarter_on", "question", "answer"),
        CheckConstraint("people >= 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quarter_on: Mapped[date] = mapped_column()  # its first day
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(40))
    people: Mapped[int] = mapped_column(default=0)
