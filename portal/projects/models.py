"""Projects, their themes and their places."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class Theme(Base):
    """What a project is about, in a few words."""

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class Project(Base):
    """A QI project: a piece of work by a team to make one thing in care better."""

    __tablename__ = "project"
    __table_args__ = (
        # Browsing reads one of these in order, so that a page of 100,000 projects costs what a page of 100 does.
        Index("ix_project_listed", "state", "listed_at", "id"),
        Index("ix_project_directorate_listed", "directorate_id", "state", "listed_at", "id"),
        Index("ix_project_theme_listed", "theme_id", "state", "listed_at", "id"),
        Index("ix_project_stage_listed", "stage", "state", "listed_at", "id"),
        Index("ix_project_help_listed", "is_help_wanted", "state", "listed_at", "id"),
        Index("ix_project_in_person_listed", "is_in_person", "state", "listed_at", "id"),
        Index("ix_project_online_listed", "is_online", "state", "listed_at", "id"),
        Index("ix_project_by_phone_listed", "is_by_phone", "state", "listed_at", "id"),
        CheckConstraint("state IN ('draft', 'published', 'closed')", name="state"),
        CheckConstraint("stage IN ('idea', 'started', 'testing', 'improving', 'sustained', 'closed')", name="stage"),
        CheckConstraint("involvement IN ('big_i', 'little_i', 'none', 'unknown')", name="involvement"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    plain_aim: Mapped[str] = mapped_column(String(1000))
    aim: Mapped[str] = mapped_column(String(2000), default="")
    service: Mapped[str] = mapped_column(String(300), default="")
    place_names: Mapped[str] = mapped_column(String(300), default="")
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorate.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    stage: Mapped[str] = mapped_column(String(20))
    is_in_person: Mapped[bool] = mapped_column(default=False)
    is_online: Mapped[bool] = mapped_column(default=False)
    is_by_phone: Mapped[bool] = mapped_column(default=False)
    lead_role: Mapped[str] = mapped_column(String(200), default="")
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    involvement: Mapped[str] = mapped_column(String(20), default="unknown")
    outcome: Mapped[str] = mapped_column(Text, default="")
    started: Mapped[str] = mapped_column(String(10), default="")  # "2016-06" or "2016", as far as it is known
    source_url: Mapped[str] = mapped_column(String(500), default="")
    evidence: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(20), default="draft")
    is_help_wanted: Mapped[bool] = mapped_column(default=False)  # kept true to its openings by teams
    search_text: Mapped[str] = mapped_column(Text, default="")
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ProjectPlace(Base):
    """A project works in a place."""

    __tablename__ = "project_place"
    __table_args__ = (Index("ix_project_place_listed", "place_id", "state", "listed_at", "project_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))  # the project's own, so that one index answers "in this place"
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime)
