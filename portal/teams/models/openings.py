"""Places on project teams."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class Opening(Base):
    """A Big I place on a project team."""

    __tablename__ = "opening"
    __table_args__ = (
        Index("ix_opening_project", "project_id"),
        Index("ix_opening_state_confirmed", "state", "confirmed_at"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    title: Mapped[str] = mapped_column(String(200))
    what_you_would_do: Mapped[str] = mapped_column(String(2000))
    hours_a_month: Mapped[str] = mapped_column(String(60), default="")
    meets: Mapped[str] = mapped_column(String(300), default="")
    is_in_person: Mapped[bool] = mapped_column(default=False)
    is_online: Mapped[bool] = mapped_column(default=False)
    is_by_phone: Mapped[bool] = mapped_column(default=False)
    where: Mapped[str] = mapped_column(String(300), default="")
    access: Mapped[str] = mapped_column(String(500), default="")
    paid: Mapped[str] = mapped_column(String(500), default="")
    support: Mapped[str] = mapped_column(String(500), default="")
    places: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when staff last said that it is still open
    rested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was noted that nobody had
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
