"""People and the ways to reach them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class Person(Base):
    """Someone the portal knows, with what they told us; staff are people too."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(String(20), default="not_said")
    locale: Mapped[str] = mapped_column(String(12), default="en")
    safe_hours: Mapped[str] = mapped_column(String(400), default="")
    needs: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContactWay(Base):
    """One way to reach a person. Several people may share an address; one person has each address once."""

    __tablename__ = "contact_way"
    __table_args__ = (UniqueConstraint("person_id", "value"), Index("ix_contact_way_value", "value"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(10))  # email or sms
    value: Mapped[str] = mapped_column(String(320))  # lower-case address, or +44…
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
