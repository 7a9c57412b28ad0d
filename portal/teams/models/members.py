"""Members of project teams."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base


class Membership(Base):
    """Someone is a member of a project team."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_project", "project_id"), Index("ix_membership_person", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expression_id: Mapped[int | None] = mapped_column(ForeignKey("expression_of_interest.id"), unique=True)
    started_on: Mapped[date] = mapped_column()
    ended_on: Mapped[date | None] = mapped_column()
