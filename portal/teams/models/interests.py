"""Expressions of interest with their history, how long each step may take, who stands in, and possible doubles."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
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
        Index("ix_expression_opening", "opening_id"),
        Index("ix_expression_owner", "owner_id", "step"),
        Index("ix_expression_back", "step", "back_on"),
        CheckConstraint(
            "step IN ('new', 'contacted', 'met', 'introduced', 'trying', 'joined', 'not_now', 'withdrawn')", name="step"
        ),
        CheckConstraint("for_whom IN ('self', 'with_someone', 'for_someone')", name="for_whom"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    draft_key: Mapped[str] = mapped_column(String(64), unique=True)  # a second press finds the first one here
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    contact_way_id: Mapped[int] = mapped_column(ForeignKey("contact_way.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("opening.id"))  # the place that they go for, once known
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
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when they first heard from a person
    promised: Mapped[str] = mapped_column(String(20), default="contacted")  # the step owed by `answer_by`; "" when none
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the owner was reminded of `answer_by`
    told_late_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when we said sorry for a missed answer_by
    late_answer_by: Mapped[date | None] = mapped_column()  # what we promised then
    back_on: Mapped[date | None] = mapped_column()  # of "not now": the day on which we ask again
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ExpressionStep(Base):
    """One line of an expression's history: never changed, never deleted."""

    __tablename__ = "expression_step"
    __table_args__ = (
        Index("ix_expression_step_expression", "expression_id", "id"),
        CheckConstraint(
            "what IN ('moved', 'assigned', 'asked_again', 'told_late', 'anything_like', 'nudged', 'passed', 'stood_in',"
            " 'asked_back')",
            name="what",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expression_id: Mapped[int] = mapped_column(ForeignKey("expression_of_interest.id"))
    step: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(20), default="moved")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")  # for staff: never in a message
    promised: Mapped[str] = mapped_column(String(20), default="")  # the step that was promised next
    due_on: Mapped[date | None] = mapped_column()  # and by when


class StepDays(Base):
    """How many working days a step should take in a directorate, at best and at most; in all others when it has none."""

    __tablename__ = "step_days"
    __table_args__ = (
        UniqueConstraint("directorate_id", "step"),
        CheckConstraint("ideal >= 1 AND most >= ideal", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorate.id"))
    step: Mapped[str] = mapped_column(String(20))
    ideal: Mapped[int] = mapped_column()
    most: Mapped[int] = mapped_column()
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class StandIn(Base):
    """While a member of staff is away, a colleague keeps their promises."""

    __tablename__ = "stand_in"
    __table_args__ = (
        Index("ix_stand_in_person", "person_id", "until_on"),
        CheckConstraint("until_on >= from_on", name="days"),
        CheckConstraint("stand_in_id <> person_id", name="someone_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date] = mapped_column()
    until_on: Mapped[date] = mapped_column()  # the last day
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PossibleDouble(Base):
    """Two people on record may be one; staff decide, nothing is merged, and it can be undone."""

    __tablename__ = "possible_double"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index("ix_possible_double_second", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
        CheckConstraint("state IN ('asked', 'same', 'different')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default="asked")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
