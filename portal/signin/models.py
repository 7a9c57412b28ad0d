"""Codes, sessions, staff accounts and what each may do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class SignInCode(Base):
    """A code that was asked for, known or not; the address is kept only as a digest."""

    __tablename__ = "sign_in_code"
    __table_args__ = (Index("ix_sign_in_code_address_asked", "address_digest", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address_digest: Mapped[str] = mapped_column(String(64))
    way_value: Mapped[str] = mapped_column(String(320), default="")  # only when somebody has it
    is_staff: Mapped[bool] = mapped_column(default=False)
    opens: Mapped[str] = mapped_column(
        String(40), default=""
    )  # "" signs in; "draft KRT462W" or "way 5" opens only that
    code_digest: Mapped[str] = mapped_column(String(64))
    link_digest: Mapped[str] = mapped_column(String(64), unique=True)
    browser_digest: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    is_held_back: Mapped[bool] = mapped_column(
        default=False
    )  # asked for too often: nobody was sent it, so it opens nothing
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UserSession(Base):
    """One signed-in browser; ending the row signs it out, wherever it is."""

    __tablename__ = "user_session"
    __table_args__ = (Index("ix_user_session_person", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_staff: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffAccount(Base):
    """A member of staff: their work address and their second step."""

    __tablename__ = "staff_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    job: Mapped[str] = mapped_column(String(120))
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    totp_counter: Mapped[int] = mapped_column(default=0)  # the last one used, so that none is taken twice
    is_active: Mapped[bool] = mapped_column(default=True)


class StaffRole(Base):
    """A role that someone holds, in one directorate or (with none) in all."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("staff_id", "role", "directorate_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id"))
    role: Mapped[str] = mapped_column(String(30))
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorate.id"))
