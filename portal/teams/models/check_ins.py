"""The monthly check-in of members, and what others may know of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class CheckIn(Base):
    """One month's two questions to a member. What they answer is for People Participation and Improvement Advisors."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("membership_id", "month_on"),
        Index("ix_check_in_answered", "answered_at"),
        Index("ix_check_in_release", "release_id"),
        CheckConstraint("going BETWEEN 1 AND 5", name="going"),
        CheckConstraint("heard BETWEEN 1 AND 5", name="heard"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    month_on: Mapped[date] = mapped_column()  # its first day
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    going: Mapped[int | None] = mapped_column()
    heard: Mapped[int | None] = mapped_column()
    words: Mapped[str] = mapped_column(String(2000), default="")
    is_call_wanted: Mapped[bool] = mapped_column(default=False)
    not_mine_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # when the member said that this was somebody else
    alerted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when staff were told of a low or falling answer
    seen_to_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_to_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    release_id: Mapped[int | None] = mapped_column(
        ForeignKey("check_in_release.id")
    )  # in which it is counted, for ever


class CheckInRelease(Base):
    """Answers of at least five people, counted together once and for ever: all that others can ever read.

    Each answer is in one release at most, so that taking one figure from another leaves no fewer than five.
    """

    __tablename__ = "check_in_release"
    __table_args__ = (
        Index("ix_check_in_release_project", "project_id"),
        Index("ix_check_in_release_directorate", "directorate_id"),
        CheckConstraint("people >= 5", name="people"),
        CheckConstraint("answers >= people", name="answers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))  # None: of several teams of a directorate
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorate.id"))
    from_on: Mapped[date] = mapped_column()
    to_on: Mapped[date] = mapped_column()
    people: Mapped[int] = mapped_column()
    answers: Mapped[int] = mapped_column()
    going: Mapped[int] = mapped_column()  # how the middle answer is: 1 hard, 2 mixed, 3 good; no score is kept
    heard: Mapped[int] = mapped_column()
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
