"""Claims for time given and money spent, their receipts, and what went to payroll."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class PayRate(Base):
    """What an hour is worth from a day on, as the Trust sets it: never changed, never deleted; the newest one holds."""

    __tablename__ = "pay_rate"
    __table_args__ = (CheckConstraint("pence_an_hour >= 0", name="pence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pence_an_hour: Mapped[int] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    words: Mapped[str] = mapped_column(String(300), default="")
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Claim(Base):
    """A member asks to be paid for time, or to have money back that they spent."""

    __tablename__ = "claim"
    __table_args__ = (
        Index("ix_claim_person", "person_id"),
        Index("ix_claim_membership", "membership_id"),
        Index("ix_claim_state", "state", "pay_by", "id"),
        CheckConstraint("kind IN ('time', 'travel', 'care', 'other')", name="kind"),
        CheckConstraint("state IN ('asked', 'approved', 'sent_back', 'taken_back', 'paid')", name="state"),
        CheckConstraint("minutes >= 0 AND pence >= 0", name="amounts"),
        CheckConstraint("approver_id IS NULL OR approver_id <> person_id", name="someone_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    draft_key: Mapped[str] = mapped_column(String(64), unique=True)  # a second press finds the first one here
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    kind: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date] = mapped_column()
    minutes: Mapped[int] = mapped_column(default=0)  # of time
    pence: Mapped[int] = mapped_column()  # what is asked for; of time, what the rate of that day makes of it
    words: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(20), default="asked")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decide_by: Mapped[date] = mapped_column()  # what was promised
    pay_by: Mapped[date | None] = mapped_column()  # what was promised when it was approved
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(1000), default="")  # why it was sent back, as the person reads it
    export_id: Mapped[int | None] = mapped_column(ForeignKey("payroll_export.id"))
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_late_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late_by: Mapped[date | None] = mapped_column()  # the new day that was promised then
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ClaimStep(Base):
    """One line of a claim's history: never changed, never deleted."""

    __tablename__ = "claim_step"
    __table_args__ = (Index("ix_claim_step_claim", "claim_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    what: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None] = mapped_column()


class Receipt(Base):
    """A photo of a receipt, made anew from what was sent, so that nothing hides in it."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("claim_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    number: Mapped[int] = mapped_column()
    picture: Mapped[bytes] = mapped_column(LargeBinary)  # JPEG
    width: Mapped[int] = mapped_column()
    height: Mapped[int] = mapped_column()
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PayrollExport(Base):
    """Approved claims that went to payroll together."""

    __tablename__ = "payroll_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # a second press makes no second file
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    claims: Mapped[int] = mapped_column()
    pence: Mapped[int] = mapped_column()
