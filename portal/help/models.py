"""Support lines and words explained."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base


class SupportLine(Base):
    """Someone to ring or to text. Only lines that were checked and may be shown are kept at all."""

    __tablename__ = "support_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(200), unique=True)
    contact: Mapped[str] = mapped_column(String(300))
    hours: Mapped[str] = mapped_column(String(200), default="")
    what_for: Mapped[str] = mapped_column(String(400))
    area: Mapped[str] = mapped_column(String(300))
    is_crisis: Mapped[bool] = mapped_column(default=False)


class Term(Base):
    """A word of the field, explained."""

    __tablename__ = "term"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    term: Mapped[str] = mapped_column(String(120))
    definition: Mapped[str] = mapped_column(String(600))
