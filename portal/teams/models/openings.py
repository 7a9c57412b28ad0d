"""Places on project teams."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class Opening(Base):
    """A Big I place on a project team."""

    __tablename__ = "opening"
    __table_args__ = (
        Index("ix_opening_project", "project_id"),
        Index("ix_opening_state_confirmed", "state", "confirmed_at"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    title: Mapped[str] = mapped_column(String(200))
    what_you_would_do: Mapped[str] = mapped_column(String(2000))
    hours_a_month: Mapped[str] = mapped_column(String(60), default="")
    meets: Mapped[str] = mapped_column(String(300), default="")
    is_in_person: Mapped[bool] = mapped_column(default=False)
    is_online: Mapped[bool] = mapped_column(default=False)
    is_by_phone: Mapped[bool] = mapped_column(default=False)
    where: Mapped[str] = mapped_column(String(300), default="")
    access: Mapped[str] = mapped_column(String(500), default="")
    paid: Mapped[str] = mapped_column(String(500), default="")
    support: Mapped[str] = mapped_column(String(500), default="")
    how_long: Mapped[str] = mapped_column(String(200), default="")
    training_offered: Mapped[str] = mapped_column(String(500), default="")
    checks_why: Mapped[str] = mapped_column(String(500), default="")  # why they are asked, for this place only
    # What matching reads. Sets are codes of `rules/factors.py` with a space between them, in alphabetical order.
    hours: Mapped[int | None] = mapped_column()  # a month, at most
    meets_at: Mapped[str] = mapped_column(String(400), default="")  # "mon_morning tue_evening"
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    lived_wanted: Mapped[str] = mapped_column(String(800), default="")  # directorates whose care helps to have known
    skills_wanted: Mapped[str] = mapped_column(String(400), default="")
    skills_learnt: Mapped[str] = mapped_column(String(400), default="")
    languages: Mapped[str] = mapped_column(String(200), default="")
    needs_met: Mapped[str] = mapped_column(String(800), default="")  # kinds of need that the team meets already
    checks: Mapped[str] = mapped_column(String(200), default="")  # what must be there before someone starts
    fill_by: Mapped[date | None] = mapped_column()
    decides_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decides_role: Mapped[str] = mapped_column(String(200), default="")  # as people are told
    places: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when staff last said that it is still open
    rested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was noted that nobody had
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
