"""What people tell us for matching, and the one-page profiles that people and teams show each other."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class SkillsSurvey(Base):
    """What someone brings, wants to learn and would rather not do; every answer is optional.

    Sets are codes of `rules/factors.py` with a space between them, in alphabetical order. "" is "not said".
    """

    __tablename__ = "skills_survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    lived: Mapped[str] = mapped_column(String(800), default="")  # directorates whose care they know, and "caring"
    is_lived_for_matching: Mapped[bool] = mapped_column(default=False)  # they chose to let matching use it
    good_at: Mapped[str] = mapped_column(String(400), default="")
    learn: Mapped[str] = mapped_column(String(400), default="")
    rather_not: Mapped[str] = mapped_column(String(400), default="")
    interests: Mapped[str] = mapped_column(String(800), default="")  # themes, by slug
    times: Mapped[str] = mapped_column(String(400), default="")
    modes: Mapped[str] = mapped_column(String(100), default="")
    places: Mapped[str] = mapped_column(String(800), default="")  # where they can get to, by slug
    languages: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[int | None] = mapped_column()  # a month, at most
    lived_words: Mapped[str] = mapped_column(String(2000), default="")
    good_words: Mapped[str] = mapped_column(String(2000), default="")
    learn_words: Mapped[str] = mapped_column(String(2000), default="")
    rather_not_words: Mapped[str] = mapped_column(String(2000), default="")
    when_words: Mapped[str] = mapped_column(String(2000), default="")
    meet_words: Mapped[str] = mapped_column(String(2000), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ProfileLine(Base):
    """One line of someone's one-page profile; nobody sees it until they approved it."""

    __tablename__ = "profile_line"
    __table_args__ = (UniqueConstraint("person_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    part: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(2000))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProfileShare(Base):
    """Someone shows their profile to those who run a project, until they take it back."""

    __tablename__ = "profile_share"
    __table_args__ = (
        UniqueConstraint("person_id", "project_id"),
        Index("ix_profile_share_project", "project_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TeamProfile(Base):
    """What a team says of itself to whoever thinks of joining it."""

    __tablename__ = "team_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    meetings: Mapped[str] = mapped_column(String(2000), default="")  # how they go
    jargon: Mapped[str] = mapped_column(String(2000), default="")  # words to expect, and what they mean
    greets: Mapped[str] = mapped_column(String(400), default="")  # who meets you
    failed: Mapped[str] = mapped_column(String(2000), default="")  # what did not work before
    hopes: Mapped[str] = mapped_column(String(2000), default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CheckSeen(Base):
    """Staff saw that someone has what an opening asks for before they start."""

    __tablename__ = "check_seen"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30))
    seen_on: Mapped[date] = mapped_column()
    until_on: Mapped[date | None] = mapped_column()
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class MatchWeight(Base):
    """How much a reason counts in matching, from a day on: never changed, never deleted; the newest one holds."""

    __tablename__ = "match_weight"
    __table_args__ = (Index("ix_match_weight_factor", "factor", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factor: Mapped[str] = mapped_column(String(30))
    weight: Mapped[int] = mapped_column()
    why: Mapped[str] = mapped_column(String(500), default="")
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
