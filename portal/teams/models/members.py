"""Members of project teams: how they joined, what was agreed, what became of it, and that they took part."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime

STILL_THERE = text("ended_on IS NULL")


class Membership(Base):
    """Someone is a member of a project team; the pay plan was agreed before, and no kind of benefit is ever kept."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_project", "project_id"),
        Index("ix_membership_person", "person_id"),
        Index(
            "uq_membership_still_there",
            "project_id",
            "person_id",
            unique=True,
            sqlite_where=STILL_THERE,
            postgresql_where=STILL_THERE,
        ),
        CheckConstraint("part IN ('big_i', 'little_i')", name="part"),
        CheckConstraint("pay IN ('', 'full', 'less', 'charity', 'none')", name="pay"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expression_id: Mapped[int | None] = mapped_column(ForeignKey("expression_of_interest.id"), unique=True)
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("opening.id"))
    part: Mapped[str] = mapped_column(String(10), default="big_i")  # little_i once they stepped back to being asked
    started_on: Mapped[date] = mapped_column()
    trial_until_on: Mapped[date | None] = mapped_column()  # until then either side may say that it does not fit
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_until_on: Mapped[date | None] = mapped_column()  # the day on which they hear from us again
    ended_on: Mapped[date | None] = mapped_column()
    pay: Mapped[str] = mapped_column(String(10), default="")  # "" until it was agreed
    pay_agreed: Mapped[str] = mapped_column(String(500), default="")  # in words: how much, for what, to whom
    expenses_agreed: Mapped[str] = mapped_column(String(500), default="")
    paid_when: Mapped[str] = mapped_column(String(200), default="")
    pay_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    buddy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    greeter: Mapped[str] = mapped_column(String(200), default="")  # who meets them at the door, by name or role
    first_meeting_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_meeting: Mapped[str] = mapped_column(String(1000), default="")  # where, how to get in, what happens
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MembershipStep(Base):
    """One line of a membership's history: never changed, never deleted."""

    __tablename__ = "membership_step"
    __table_args__ = (Index("ix_membership_step_membership", "membership_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    what: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    until_on: Mapped[date | None] = mapped_column()


class LeavingNote(Base):
    """What would have helped someone who left: of a stage and a directorate, never of a person or a team."""

    __tablename__ = "leaving_note"
    __table_args__ = (Index("ix_leaving_note_stage", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorate.id"))
    stage: Mapped[str] = mapped_column(String(20))  # of the project
    quarter: Mapped[str] = mapped_column(String(10))  # "2026-Q4": no day, by which someone could be known
    words: Mapped[str] = mapped_column(String(2000))


class TakingPart(Base):
    """A member took part: came to a meeting, or gave in another way that the team values."""

    __tablename__ = "taking_part"
    __table_args__ = (
        UniqueConstraint("membership_id", "took_part_on", "how"),
        Index("ix_taking_part_project", "project_id", "took_part_on"),
        CheckConstraint("how IN ('meeting', 'another_way')", name="how"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    took_part_on: Mapped[date] = mapped_column()
    how: Mapped[str] = mapped_column(String(20), default="meeting")
    words: Mapped[str] = mapped_column(String(400), default="")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LittleI(Base):
    """People were asked: a survey, a group or a visit, how many took part, and what was heard back."""

    __tablename__ = "little_i"
    __table_args__ = (
        Index("ix_little_i_project", "project_id", "held_on"),
        CheckConstraint("kind IN ('survey', 'group', 'visit', 'other')", name="kind"),
        CheckConstraint("people >= 1", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date] = mapped_column()
    people: Mapped[int] = mapped_column()
    asked: Mapped[str] = mapped_column(String(1000), default="")
    heard: Mapped[str] = mapped_column(String(2000), default="")
    told_back_on: Mapped[date | None] = mapped_column()  # when those who were asked heard what came of it
    told_back: Mapped[str] = mapped_column(String(2000), default="")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
