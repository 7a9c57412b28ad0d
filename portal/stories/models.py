"""Stories, and where each may be used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class Story(Base):
    """What someone lived, in their words. It is public only while it is published and they agree."""

    __tablename__ = "story"
    __table_args__ = (
        Index("ix_story_public", "is_public", "published_at", "id"),
        Index("ix_story_project_public", "project_id", "is_public", "published_at"),
        Index("ix_story_state_sent", "state", "sent_at"),
        Index("ix_story_person", "person_id"),
        Index("ix_story_flagged_sent", "is_flagged", "sent_at"),
        CheckConstraint("state IN ('waiting', 'sent_back', 'declined', 'published', 'withdrawn')", name="state"),
        CheckConstraint("NOT is_public OR state = 'published'", name="public"),
        CheckConstraint("name_shown IN ('name', 'first_name', 'none')", name="name_shown"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    draft_key: Mapped[str] = mapped_column(String(64), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    contact_way_id: Mapped[int | None] = mapped_column(ForeignKey("contact_way.id"))
    safe_hours: Mapped[str] = mapped_column(String(400), default="")
    teller_name: Mapped[str] = mapped_column(String(200), default="")
    name_shown: Mapped[str] = mapped_column(String(12), default="none")
    title: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(12), default="en")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    theme: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    is_public: Mapped[bool] = mapped_column(default=False)
    is_flagged: Mapped[bool] = mapped_column(default=False)  # a person should read it soon
    reported: Mapped[str] = mapped_column(Text, default="")  # what readers said is wrong with it, until staff looked
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    what_changed: Mapped[str] = mapped_column(String(1000), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class StoryUse(Base):
    """The teller agreed to one use of their story, and perhaps took that back."""

    __tablename__ = "story_use"
    __table_args__ = (UniqueConstraint("story_id", "use"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"))
    use: Mapped[str] = mapped_column(String(30))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
