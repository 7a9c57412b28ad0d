"""Directorates and places."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base


class Directorate(Base):
    """A directorate, service or site of the Trust, with its promise to those who offer to help."""

    __tablename__ = "directorate"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    part_of: Mapped[str] = mapped_column(String(200), default="")
    places_served: Mapped[str] = mapped_column(String(400), default="")
    what_it_covers: Mapped[str] = mapped_column(String(400), default="")
    promise_days: Mapped[int] = mapped_column(default=5)
    answered_by: Mapped[str] = mapped_column(String(200), default="")


class Place(Base):
    """A borough or town that people look for."""

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
