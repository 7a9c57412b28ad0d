"""Expressions of interest, with their history."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class ExpressionOfInterest(Base):
    """Someone offers to join a project, or anything that suits them."""

    __tablename__ = "expression_of_interest"
    __table_args__ = (
        Index("ix_expression_step_answer_by", "step", "answer_by", "id"),
        Index("ix_expression_directorate_step", "directorate_id", "step", "answer_by"),
        Index("ix_expression_person", "person_id"),
        Index("ix_expression_project", "project_id"),
        CheckConstraint("step IN ('new', 'contacted', 'met', 'joined', 'not_now', 'withdrawn')", name="step"),
        CheckConstraint("for_whom IN ('self', 'with_someone', 'for_someone')", name="for_whom"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    draft_key: Mapped[str] = mapped_column(String(64), unique=True)  # a second press finds the first one here
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    contact_way_id: Mapped[int] = mapped_column(ForeignKey("contact_way.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorate.id"))
    for_whom: Mapped[str] = mapped_column(String(20), default="self")
    helper_name: Mapped[str] = mapped_column(String(200), default="")  # who filled it in with or for them
    wants: Mapped[str] = mapped_column(String(4000), default="")
    experience: Mapped[str] = mapped_column(String(4000), default="")
    needs: Mapped[str] = mapped_column(String(2000), default="")
    safe_hours: Mapped[str] = mapped_column(String(400), default="")
    step: Mapped[str] = mapped_column(String(20), default="new")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    step_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[date] = mapped_column()
    answering_role: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_late_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when we said sorry for a missed answer_by
    late_answer_by: Mapped[date | None] = mapped_column()  # what we promised then
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ExpressionStep(Base):
    """One line of an expression's history: never changed, never deleted."""

    __tablename__ = "expression_step"
    __table_args__ = (
        Index("ix_expression_step_expression", "expression_id", "id"),
        CheckConstraint("what IN ('moved', 'assigned', 'asked_again', 'told_late', 'anything_like')", name="what"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expression_id: Mapped[int] = mapped_column(ForeignKey("expression_of_interest.id"))
    step: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(20), default="moved")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")  # for staff: never in a message
